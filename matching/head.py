"""The first of a list without reading everybody's text vectors, and yet the very same list.

What needs no vector of one's own is scored for all; the rest is bounded by full credit. Rows
are then scored whole from the best bound down, until nobody left can come before who was found.
Source: docs/decisions/0021.
"""

from dataclasses import dataclass

from matching.context import Comparison
from matching.engine import Engine
from matching.levers.taking import Rows, taken
from matching.score import Scores, score, score_at_most
from matching.shortlist import order

BLOCK = 4
"""Persons first scored whole for each one wanted; as many times more when they do not do."""


@dataclass(frozen=True)
class Head:
    """The first of a list.

    scores : whole scores of who could be among the first, a batch of their own
    rows : their rows in that batch, from the first of the list down
    touched : persons scored whole, counted each time; read : words whose vectors that took
    """

    scores: Scores
    rows: Rows
    touched: int
    read: int


def head(comparison: Comparison, engine: Engine, first: int) -> Head:
    """The `first` rows of the list that `score` and `order` give, to the last bit.

    Raises
    ------
    ValueError : `first` is under 1
    """
    if first < 1:
        raise ValueError("nobody is asked for")
    bound = score_at_most(comparison, engine)
    size, touched, read = BLOCK * first, 0, 0
    while True:
        falling = order(bound, first=size + 1)
        found = score(comparison.of(taken(comparison.batch, falling[:size])), engine)
        rows = order(found, first=first)
        touched += len(found.total)
        read += len(found.comparison.batch.words.texts)
        if len(falling) <= size or _comes_before(found, int(rows[-1]), bound, int(falling[size])):
            return Head(found, rows, touched, read)
        size *= BLOCK


def _comes_before(found: Scores, row: int, bound: Scores, other: int) -> bool:
    """Whether a row stands before all that the other can reach; a tie does not."""
    here = int(found.band[row]), -float(found.total[row])
    return here < (int(bound.band[other]), -float(bound.total[other]))
