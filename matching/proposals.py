"""Five occupations to pick from: likely ones, and not all of one family.

Fiches of one ROME 3 parent are near neighbours (half of the parents have one fiche, some have
thirty): five of them leave no place for the second guess. So a fiche counts for its own
probability and, where it is the first of its parent, for that of the parent.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from matching.coder import NO_OCCUPATION, Coding

PLACES = 5
WIDTH = 30
"""Occupations of a coding that are looked at; the rest has no mass to speak of."""
OWN_SHARE = 0.3
"""Weight of a fiche's own probability beside that of its parent (docs/decisions/0002)."""


@dataclass(frozen=True, slots=True)
class Likely:
    """A row of the occupation table and the probability of that fiche, in [0, 1]."""

    row: int
    probability: float


def pick(coding: Coding, parents: Sequence[str], places: int = PLACES) -> list[list[Likely]]:
    """For each text of the coding, the fiches to propose, the best first.

    Parameters
    ----------
    coding : at least `WIDTH` places wide, or all there are
    parents : ROME 3 code of each row of the occupation table
    """
    return [
        _pick(
            [
                Likely(row, chance)
                for row, chance in zip(rows, chances, strict=True)
                if row != NO_OCCUPATION
            ],
            parents,
            places,
        )
        for rows, chances in zip(
            coding.indices.tolist(), coding.probabilities.tolist(), strict=True
        )
    ]


def _pick(known: list[Likely], parents: Sequence[str], places: int) -> list[Likely]:
    families: dict[str, float] = {}
    for each in known:
        parent = parents[each.row]
        families[parent] = families.get(parent, 0.0) + each.probability
    left, picked = list(known), list[Likely]()
    while left and len(picked) < places:
        best = max(left, key=lambda each: _worth(each, families.get(parents[each.row], 0.0)))
        families.pop(parents[best.row], None)
        left.remove(best)
        picked.append(best)
    return picked


def _worth(each: Likely, family: float) -> float:
    return OWN_SHARE * each.probability + (1 - OWN_SHARE) * family
