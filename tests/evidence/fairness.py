"""How often the monthly report raises an alarm, with and without a bias, on invented offices.

python -m tests.evidence.fairness
"""

from api.services.fairness_figures import figures_of
from api.services.fairness_reading import ALL, exposure
from models.fairness import FairnessFigure, Measure
from tests.api.services.fairness_world import HELD, Office, office

SEEDS = range(100, 140)
SIZES = ((500, 60), (150, 20))


def figures(made: Office) -> list[FairnessFigure]:
    rows = {number: number for number in range(made.people)}
    tables = {(Measure.EXPOSURE, ALL): exposure(made.lists, rows)}
    return figures_of(tables, made.breakdowns, seed=1)[0]


def main() -> None:
    """Print one line a size of office."""
    for people, lists in SIZES:
        plain = [figures(office(seed, False, people, lists)) for seed in SEEDS]
        biased = [figures(office(seed, True, people, lists)) for seed in SEEDS]
        silent = sum(not any(each.is_out for each in found) for found in plain)
        found = sum(any(each.is_out and each.group == "Femmes" for each in one) for one in biased)
        told = sum(len(one) for one in plain) / len(SEEDS)
        print(
            f"{people} personnes, {lists} listes, {told:.0f} chiffres : sans biais, aucune "
            f"alarme {silent} fois sur {len(SEEDS)} ; femmes retenues sur {HELD:.0%} des listes "
            f"au lieu de 10 %, alarme {found} fois sur {len(SEEDS)}"
        )


if __name__ == "__main__":
    main()
