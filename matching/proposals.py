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
        _pick(rows, chances, parents, places)
        for rows, chances in zip(
            coding.indices.tolist(), coding.probabilities.tolist(), strict=True
        )
    ]


def _pick(
    rows: Sequence[int], chances: Sequence[float], parents: Sequence[str], places: int
) -> list[Likely]:
    known = [
        (row, chance, parents[row])
        for row, chance in zip(rows, chances, strict=True)
        if row != NO_OCCUPATION
    ]
    families: dict[str, float] = {}
    for _, chance, parent in known:
        families[parent] = families.get(parent, 0.0) + chance
    worths = [
        OWN_SHARE * chance + (1 - OWN_SHARE) * families[parent] for _, chance, parent in known
    ]
    picked = list[Likely]()
    for _ in range(min(places, len(known))):
        best = worths.index(max(worths))
        row, chance, family = known[best]
        picked.append(Likely(row, chance))
        for place, (_, own, parent) in enumerate(known):
            if parent == family and worths[place] != _TAKEN:
                worths[place] = OWN_SHARE * own
        worths[best] = _TAKEN
    return picked


_TAKEN = -1.0
"""Worth of a fiche already proposed."""
