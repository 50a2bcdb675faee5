"""What the learner finds again of hidden weights, and what it makes of noise.

    python -m tests.evidence.learning

Decisions are drawn by offices whose weights are known and differ from the prior
(matching/learning/simulation.py); every figure is on offers more recent than those learnt from,
decided by the same office and unknown to the learner.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from matching.learning.exposure import seen_by_rank
from matching.learning.preferences import Weights, as_vector, as_weights
from matching.learning.promotion import Rivals, Trial, try_out
from matching.learning.simulation import DOMAINS, History, Office, history
from models.vocabulary import Criterion, Domain

PRIOR = as_weights(np.array([0.34, 0.16, 0.12, 0.14, 0.10, 0.05, 0.03, 0.06]))
"""The weights of the design, whatever those packaged have become."""
OTHER = as_weights(np.array([0.20, 0.26, 0.22, 0.10, 0.06, 0.08, 0.05, 0.03]))
"""An office that looks at skills and experience before the project."""
FAR = as_weights(np.array([0.06, 0.36, 0.30, 0.04, 0.04, 0.10, 0.06, 0.04]))
"""One that looks at hardly anything else."""
SEEDS = range(20)


def everywhere(weights: Weights) -> dict[Domain, Weights]:
    """The same weights in every domain."""
    return dict.fromkeys(DOMAINS, weights)


def one_apart() -> dict[Domain, Weights]:
    """An office whose personal services look at mobility and hours above all."""
    apart = as_weights(np.array([0.20, 0.10, 0.14, 0.34, 0.12, 0.04, 0.03, 0.03]))
    return {**everywhere(OTHER), Domain.PERSONAL_SERVICES: apart}


def tried(made: History) -> Trial:
    """The trial of what an office decided, from the prior."""
    return try_out(made.decisions, seen_by_rank(made.shown), Rivals(lambda domain: PRIOR, PRIOR))


def distance(learnt: Weights, hidden: Weights) -> float:
    """Half the sum of the gaps: the share of the weight that stands elsewhere."""
    return float(np.abs(as_vector(learnt) - as_vector(hidden)).sum() / 2)


def row(name: str, offers: int, office: Office) -> str:
    """One line of the table."""
    trial = tried(history(office, offers))
    found = trial.difference
    gaps = [distance(trial.learnt.weights_in(d), w) for d, w in office.hidden.items()]
    away = [distance(PRIOR, w) for w in office.hidden.values()]
    return (
        f"| {name} | {trial.decisions} | {trial.learnt.regime.value} | "
        f"{found.before.ndcg:.3f} → {found.after.ndcg:.3f} | "
        f"{found.gain:+.3f} [{found.gain_interval[0]:+.3f} ; {found.gain_interval[1]:+.3f}] | "
        f"{found.before.accuracy:.3f} → {found.after.accuracy:.3f} | "
        f"{found.accuracy_gain:+.3f} "
        f"[{found.accuracy_interval[0]:+.3f} ; {found.accuracy_interval[1]:+.3f}] | "
        f"{found.before.calibration_error:.3f} → {found.after.calibration_error:.3f} | "
        f"{np.mean(away):.2f} → {np.mean(gaps):.2f} | "
        f"{'oui' if trial.is_promotable else 'non : ' + ' ; '.join(trial.refusals)} |"
    )


def many(
    slope: float, hidden: dict[Domain, Weights], offers: int, seeds: Sequence[int] = SEEDS
) -> Iterable[Trial]:
    """Trials of offices that decide alike, one a seed."""
    for seed in seeds:
        yield tried(history(Office(hidden, PRIOR, slope=slope, seed=1000 + seed), offers))


def many_row(name: str, trials: Iterable[Trial]) -> str:
    """How many of the trials would have been put to a person."""
    made = list(trials)
    gains = [trial.difference.gain for trial in made]
    several = f"{np.mean(gains):+.4f} ({min(gains):+.4f} à {max(gains):+.4f})"
    excludes = sum(trial.difference.gain_interval[0] > 0 for trial in made)
    moved = np.mean([distance(trial.learnt.overall.weights, PRIOR) for trial in made])
    return (
        f"| {name} | {len(made)} | {np.mean([trial.decisions for trial in made]):.0f} | "
        f"{several} | {excludes} | {moved:.3f} | "
        f"{sum(trial.is_promotable for trial in made)} |"
    )


def main() -> None:
    """Print the two tables."""
    same, other, apart = everywhere(PRIOR), everywhere(OTHER), one_apart()
    print(
        "| Bureau | Décisions | Régime | nDCG@10 avant → après | Gain [95 %] | "
        "Paires en ordre | Gain [95 %] | Erreur de calibration | Poids mal placé | Proposé |"
    )
    print("| --- " * 10 + "|")
    for offers in (25, 100, 400):
        print(row("autres poids", offers, Office(other, PRIOR)))
    print(row("un domaine à part", 400, Office(apart, PRIOR, seed=1)))
    print(row("un domaine à part", 1500, Office(apart, PRIOR, seed=1)))
    print()
    print(
        "| Bureaux | Graines | Décisions | Gain moyen de nDCG@10 (de, à) | Intervalle sans 0 | "
        "Poids déplacé | Proposés |"
    )
    print("| --- " * 7 + "|")
    print(many_row("décisions au hasard", many(0.0, same, 150)))
    print(many_row("décisions au hasard, poids par domaine", many(0.0, same, 400)))
    print(many_row("poids d'origine suivis", many(12.0, same, 150)))
    print(many_row("autres poids, à trouver", many(12.0, other, 150)))
    print(many_row("autres poids, à trouver, par domaine", many(12.0, other, 400)))
    print(many_row("autres poids, deux mois", many(12.0, other, 1500, range(5))))
    print()
    print("| Critère | Origine | Caché | Appris |")
    print("| --- | --- | --- | --- |")
    learnt = tried(history(Office(other, PRIOR), 400)).learnt.weights_in(DOMAINS[0])
    for criterion in Criterion:
        print(
            f"| {criterion.label} | {PRIOR[criterion]:.2f} | {OTHER[criterion]:.2f} | "
            f"{learnt[criterion]:.2f} |"
        )


if __name__ == "__main__":
    main()
