"""Small numbers: which cells of a table may be told without telling of a person."""

import numpy as np

from matching.profiles import BoolArray, IntArray

LEAST_PEOPLE = 30
"""Persons under which nothing is told of a group."""
STEP = 5
"""Numbers of persons are told to the nearest five: two tables tell nobody apart."""


def tellable(people: IntArray, silent: BoolArray) -> BoolArray:
    """Which cells of one breakdown may be told, those hidden being out of reach by subtraction.

    A cell of fewer than LEAST_PEOPLE is hidden. Whoever knows the total knows the sum of the
    hidden cells: the smallest cells told are hidden too until that sum is of two cells with
    somebody in them, and of LEAST_PEOPLE at least. A cell of whom the files say nothing may be
    had by subtraction: it tells nothing of anybody.

    Parameters
    ----------
    people : (g,) persons in each cell; the cells share the whole out
    silent : (g,) whether the cell is that of whom the files say nothing

    Returns
    -------
    (g,) bool
    """
    told: BoolArray = people >= LEAST_PEOPLE
    while told.any() and people[~told & ~silent].any():
        hidden = people[~told]
        if np.count_nonzero(hidden) > 1 and hidden.sum() >= LEAST_PEOPLE:
            break
        candidates = np.flatnonzero(told)
        told[candidates[np.argmin(people[candidates])]] = False
    return told


def rounded(people: int) -> int:
    """The number that is told of so many persons, LEAST_PEOPLE at least."""
    return max(LEAST_PEOPLE, STEP * round(people / STEP))
