"""The persons whom changes could bring forward: those of the trade, whatever holds them back.

Everybody else stands in the last band under any terms, so that ranks and counts over these
persons alone are those of the whole list.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.bands import ORDER
from matching.context import Comparison
from matching.engine import Engine
from matching.levers.changes import OfferChange, PersonChange
from matching.levers.taking import Rows, taken
from matching.missing import PARTS, on_terms
from matching.profiles import BoolArray
from matching.score import Scores, rescore, score
from matching.shortlist import order
from models.vocabulary import Band

POSSIBLE = ORDER.index(Band.TO_CHECK)
"""The last band without a known obstacle."""

REMOTE = ORDER.index(Band.REMOTE)


@dataclass(frozen=True)
class Near:
    """The m persons of the trade of an offer, in the order of the whole batch.

    rows : (m,) their rows in the whole batch
    scores : of them, with no one else
    rank : (m,) their ranks in the whole list, from 1
    """

    rows: Rows
    scores: Scores
    rank: NDArray[np.int64]
    engine: Engine

    @property
    def possible(self) -> BoolArray:
        """(m,) who has no known obstacle."""
        return possible(self.scores)

    def places(self, rows: Sequence[int]) -> Rows:
        """Where those of `rows` of the whole batch that are here stand, in their order."""
        at = {row: place for place, row in enumerate(self.rows.tolist())}
        return np.array([at[row] for row in rows if row in at], dtype=np.int64)


def possible(scores: Scores) -> BoolArray:
    """(n,) who is of the trade and has no known obstacle."""
    return scores.band <= POSSIBLE


def near_of(scores: Scores, engine: Engine) -> Near:
    """The persons who would stand above the last band if the offer required nothing.

    Titles are left out, not only unread: who is of a near trade stands in the last band as long
    as a title is in doubt.
    """
    offer = scores.comparison.offer
    unread = offer.facts.unreviewed | frozenset(PARTS)
    lenient = replace(offer.facts, unreviewed=unread, licences=())
    free = rescore(scores, replace(offer, facts=lenient, legal_titles=()), engine)
    rows = np.flatnonzero(free.band < REMOTE)
    rank = np.empty(len(scores.total), dtype=np.int64)
    rank[order(scores)] = np.arange(1, len(rank) + 1)
    batch = taken(scores.comparison.batch, rows)
    return Near(rows, score(replace(scores.comparison, batch=batch), engine), rank[rows], engine)


def with_terms(near: Near, *changes: OfferChange) -> Scores:
    """Scores of the same persons for the offer with other terms."""
    offer = near.scores.comparison.offer
    facts = offer.facts
    for change in changes:
        facts = change.apply(facts)
    return rescore(near.scores, on_terms(offer, facts), near.engine)


@dataclass(frozen=True)
class Tried:
    """v times one person with one or two changes of their facts.

    owner : (v,) place of the person in the near; first, second : (v,) the changes, -1 none
    """

    owner: Rows
    first: Rows
    second: Rows
    scores: Scores

    @property
    def every(self) -> Rows:
        """(v,) all the rows."""
        return np.arange(len(self.owner))


def with_facts(
    near: Near,
    comparison: Comparison,
    changes: Sequence[PersonChange],
    trials: Sequence[tuple[int, int, int]],
) -> Tried:
    """Scores of the persons of `trials`, each (place in the near, change, change or -1).

    `comparison` says for which terms of the offer; its batch is not read.
    """
    owner, first, second = np.array(trials, dtype=np.int64).reshape(-1, 3).T
    batch = taken(near.scores.comparison.batch, owner)
    for number, change in enumerate(changes):
        where = (first == number) | (second == number)
        if where.any():
            batch = change.apply(batch, where)
    return Tried(owner, first, second, score(replace(comparison, batch=batch), near.engine))


def ranks(among: Scores, owner: Rows, scores: Scores, rows: Rows) -> NDArray[np.int64]:
    """(v,) rank that each row of `scores` takes in the list of `among`, its owner apart.

    owner : (v,) rows of `among`; rows : (v,) rows of `scores`, none in the last band
    """
    band, total = among.band[None, :], among.total[None, :]
    place = among.comparison.batch.key_place[None, :]
    own_band, own_total = scores.band[rows, None], scores.total[rows, None]
    own_place = scores.comparison.batch.key_place[rows, None]
    level = (total > own_total) | ((total == own_total) & (place < own_place))
    before = (band < own_band) | ((band == own_band) & level)
    before[np.arange(len(rows)), owner] = False
    rank: NDArray[np.int64] = 1 + before.sum(axis=1)
    return rank


def ranks_within(scores: Scores) -> NDArray[np.int64]:
    """(n,) rank of each row in its own list."""
    rank = np.empty(len(scores.total), dtype=np.int64)
    rank[order(scores)] = np.arange(1, len(rank) + 1)
    return rank
