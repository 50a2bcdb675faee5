"""Who sees which rank: two rows of some lists swapped at random, and what their ranks change.

In one list of ten, one pair of ranks among FIRST_SWAPPED..LAST_SWAPPED, inside one band, is
swapped; the draw follows from the seed alone, and the swap is logged. Rows at the same natural
rank, shown at two places, say how much a place is looked at whoever stands there.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching.profiles import FloatArray

SWAPPED_SHARE = 0.10
"""Share of the lists in which a pair is swapped."""
FIRST_SWAPPED, LAST_SWAPPED = 4, 15
PSEUDO_ROWS = 50.0
"""Rows that the belief "every rank is seen" weighs, at each rank."""
LEAST_SEEN = 0.05
ROUNDS = 200


@dataclass(frozen=True, slots=True)
class Swap:
    """Two ranks whose rows changed places, from 1, first < second."""

    first: int
    second: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of a list: where its points put it, where it was shown, whether it was decided on."""

    natural: int
    shown: int
    is_decided: bool


def swap_of(bands: Sequence[int], seed: str) -> Swap | None:
    """The swap that a list undergoes; None for nine lists of ten, or where no pair is there.

    Parameters
    ----------
    bands : band of each row, in the order of the list
    seed : names the list; the same seed gives the same draw
    """
    draw = random.Random(seed)
    if draw.random() >= SWAPPED_SHARE:
        return None
    ranks = range(FIRST_SWAPPED, min(LAST_SWAPPED, len(bands)) + 1)
    found = [
        Swap(one, other)
        for one in ranks
        for other in ranks
        if one < other and bands[one - 1] == bands[other - 1]
    ]
    return draw.choice(found) if found else None


def seen_by_rank(rows: Iterable[Shown]) -> Mapping[int, float]:
    """P(seen) at each rank of the experiment, 1 at its first rank and never rising.

    A row is decided on as often as its rank is seen and as its natural rank deserves:
    P = seen(shown) x merit(natural). Both are found in turn (iterative scaling). Ranks above
    the experiment count as seen; those below, as its last rank. Without a swap, all are 1.

    Returns
    -------
    rank -> P(seen) in [LEAST_SEEN, 1], empty where nothing was swapped
    """
    size = LAST_SWAPPED - FIRST_SWAPPED + 1
    looked, decided = np.zeros((size, size)), np.zeros((size, size))
    has_swap = False
    for row in rows:
        place = (row.natural - FIRST_SWAPPED, row.shown - FIRST_SWAPPED)
        if min(place) < 0 or max(place) >= size:
            continue
        looked[place] += 1
        decided[place] += row.is_decided
        has_swap |= row.natural != row.shown
    if not has_swap:
        return {}
    seen = _scaled(looked, decided)
    return {FIRST_SWAPPED + place: float(share) for place, share in enumerate(_never_rising(seen))}


def p_seen(seen: Mapping[int, float], rank: int) -> float:
    """P(seen) of any rank, from what the experiment says of some."""
    if not seen or rank < min(seen):
        return 1.0
    return seen[min(rank, max(seen))]


def _scaled(looked: FloatArray, decided: FloatArray) -> FloatArray:
    """(ranks,) chances to be seen, from (natural, shown) counts."""
    total = looked.sum(axis=1)
    merit = np.divide(decided.sum(axis=1), total, out=np.full(len(total), 0.5), where=total > 0)
    seen = np.ones(len(total))
    for _ in range(ROUNDS):
        expected = merit @ looked
        believed = PSEUDO_ROWS * float(merit.mean())
        seen = (decided.sum(axis=0) + believed) / (expected + believed)
        weighed = looked @ seen
        merit = np.divide(decided.sum(axis=1), weighed, out=merit, where=weighed > 0)
    return seen


def _never_rising(seen: FloatArray) -> FloatArray:
    """Pool adjacent ranks that rise, then bring the first to 1."""
    blocks: list[list[float]] = []
    for value in seen.tolist():
        blocks.append([value, 1.0])
        while len(blocks) > 1 and blocks[-2][0] < blocks[-1][0]:
            value, count = blocks.pop()
            mean, many = blocks[-1]
            blocks[-1] = [(mean * many + value * count) / (many + count), many + count]
    flat = np.array([mean for mean, count in blocks for _ in range(int(count))])
    bounded: FloatArray = np.clip(flat / flat[0], LEAST_SEEN, 1.0)
    return bounded
