"""What each part of the ranking brings: the same scores with one part taken away.

One scoring of an offer serves all: other weights, obstacles or readings are put in its place
and everything else stays, so that a difference comes from the part alone.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from matching.bands import Standing, band_of, least_half
from matching.credentials import UNMET
from matching.criteria.experience import ExperienceScore
from matching.engine import Engine
from matching.gates import Gated
from matching.profiles import OfferProfile
from matching.score import Scores, rescore, score
from models.vocabulary import Criterion, Gate, Labelled

Change = Callable[[Scores, Engine], Scores]
Weights = Mapping[Criterion, float]


class Part(Labelled):
    """What an ablation takes away, in the order of the tables."""

    WEIGHT = "poids", "Poids d'un critère mis à zéro, les autres agrandis d'autant"
    ORDER = "ordre", "Bandes, poids et valeurs figées"
    GATE = "obstacle", "Obstacles ignorés"
    READING = "lecture", "Lectures ôtées"


@dataclass(frozen=True, slots=True)
class Ablation:
    """`change` gives the scores of one offer without the part; `key` names it in files."""

    key: str
    label: str
    part: Part
    change: Change


def ablations() -> tuple[Ablation, ...]:
    """Every ablation, in the order of the tables."""
    return (*_of_weights(), *_of_order(), *_of_gates(), *_of_readings())


# --- weights ---------------------------------------------------------------------------------


def _of_weights() -> list[Ablation]:
    return [
        Ablation(f"poids:{criterion.value}", criterion.label, Part.WEIGHT, _without(criterion))
        for criterion in Criterion
    ]


def _without(criterion: Criterion) -> Change:
    def silent(weights: Weights) -> Weights:
        kept = {c: 0.0 if c is criterion else weight for c, weight in weights.items()}
        total = sum(kept.values())
        return {c: weight / total for c, weight in kept.items()} if total else kept

    return lambda scores, engine: _rescored(scores, _weighed(engine, silent))


def _equal(weights: Weights) -> Weights:
    return dict.fromkeys(weights, 1.0 / len(weights))


def _weighed(engine: Engine, change: Callable[[Weights], Weights]) -> Engine:
    own = {domain: change(weights) for domain, weights in engine.by_domain.items()}
    return replace(engine, weights=change(engine.weights), by_domain=own)


def _rescored(scores: Scores, engine: Engine) -> Scores:
    return rescore(scores, scores.comparison.offer, engine)


# --- order -----------------------------------------------------------------------------------


def _of_order() -> list[Ablation]:
    return [
        Ablation("ordre:bandes", "Bandes ignorées : le score seul", Part.ORDER, _without_bands),
        Ablation(
            "ordre:poids_egaux",
            "Poids égaux pour les huit critères",
            Part.ORDER,
            lambda scores, engine: _rescored(scores, _weighed(engine, _equal)),
        ),
        Ablation(
            "ordre:inconnu_zero",
            "Un fait inconnu compte zéro au lieu de sa valeur figée",
            Part.ORDER,
            lambda scores, engine: _rescored(scores, _unknown_is_zero(engine)),
        ),
    ]


def _without_bands(scores: Scores, engine: Engine) -> Scores:
    return replace(scores, band=np.zeros_like(scores.band))


def _unknown_is_zero(engine: Engine) -> Engine:
    zero = {domain: dict.fromkeys(values, 0.0) for domain, values in engine.neutral.items()}
    return replace(engine, neutral=zero)


# --- obstacles -------------------------------------------------------------------------------


def _of_gates() -> list[Ablation]:
    every = Ablation("obstacle:tous", "Tous", Part.GATE, _ignoring(frozenset(Gate)))
    return [
        every,
        *(
            Ablation(f"obstacle:{gate.value}", gate.label, Part.GATE, _ignoring(frozenset({gate})))
            for gate in Gate
        ),
    ]


def _ignoring(gates: frozenset[Gate]) -> Change:
    def change(scores: Scores, engine: Engine) -> Scores:
        return with_gates(scores, [g for g in scores.gates if g.gate not in gates], engine)

    return change


def with_gates(scores: Scores, held: Iterable[Gated], engine: Engine) -> Scores:
    """The same criteria, eligibility and bands decided on these gates alone."""
    gates = tuple(held)
    standing = _standing(scores, gates, engine)
    return replace(
        scores,
        gates=gates,
        eligible=standing.obstacles == 0,
        obstacles=standing.obstacles,
        band=band_of(engine.bands, standing),
    )


def _standing(scores: Scores, gates: tuple[Gated, ...], engine: Engine) -> Standing:
    """What the bands are decided on; with every gate, exactly what `score` decided on."""
    weights = engine.weights_in(scores.comparison.offer.facts.domain)
    count = len(scores.total)
    obstacles = np.zeros(count, dtype=np.int8)
    liftable = np.ones(count, dtype=np.bool_)
    unsure, untitled = np.zeros_like(liftable), np.zeros_like(liftable)
    for gated in gates:
        obstacles += np.where(gated.state == UNMET, gated.weight, 0).astype(np.int8)
        liftable &= (gated.state != UNMET) | gated.liftable
        unsure |= gated.unsettled
        untitled |= gated.untitled
    return Standing(
        occupation=scores.words.occupation,
        experience=cast(ExperienceScore, scores.criteria[Criterion.EXPERIENCE]),
        education=scores.criteria[Criterion.EDUCATION],
        total=scores.total,
        obstacles=obstacles,
        liftable=liftable,
        unsure=unsure,
        untitled=untitled,
        least_half=least_half(scores.points, weights, engine.halves.values()),
    )


# --- readings --------------------------------------------------------------------------------


def _of_readings() -> list[Ablation]:
    told = (
        ("fiches", "Métier : proximité des fiches ROME", ("occupation_weights",)),
        ("mots", "Métier : proximité des mots de l'intitulé", ("title_vector",)),
        ("themes_metier", "Métier : thèmes", ("occupation_topics",)),
        ("themes_competences", "Compétences : thèmes", ("skill_topics",)),
        ("themes_texte", "Texte : thèmes", ("text_topics",)),
        ("themes", "Tous les thèmes", ("occupation_topics", "skill_topics", "text_topics")),
        ("deduites", "Compétences déduites de la fiche ROME", ("core_skills",)),
    )
    silenced = [
        Ablation(f"lecture:{key}", label, Part.READING, _read_again(_silencing(names)))
        for key, label, names in told
    ]
    legal = _read_again(lambda offer: replace(offer, legal_titles=()))
    label = "Titres que la loi exige et que l'offre ne dit pas"
    return [*silenced, Ablation("lecture:loi", label, Part.READING, legal)]


def _silencing(names: tuple[str, ...]) -> Callable[[OfferProfile], OfferProfile]:
    """Arrays of an offer brought to zero: they say nothing any more."""

    def silent(offer: OfferProfile) -> OfferProfile:
        return replace(offer, **{name: np.zeros_like(getattr(offer, name)) for name in names})

    return silent


def _read_again(read: Callable[[OfferProfile], OfferProfile]) -> Change:
    def change(scores: Scores, engine: Engine) -> Scores:
        comparison = scores.comparison
        return score(replace(comparison, offer=read(comparison.offer)), engine)

    return change
