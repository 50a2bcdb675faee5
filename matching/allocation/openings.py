"""The rows that open one list: who may, who gives way to whom, and why.

A list as it arrives is opened alone (`open_one`); all the open lists are opened together by
`matching.allocation.together`. Both use the same worth, prices, caps and guards.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.allocation.rules import CLEAR, AllocationRules
from matching.profiles import FloatArray, StateArray
from matching.score import Scores
from matching.shortlist import order
from models.vocabulary import OpeningReason

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class History:
    """What was proposed to a person elsewhere.

    live : other offers on which a proposal is open; recent : offers of the last 30 days, those
    included; waited_days : since the last proposal, or since the person came where there was
    none; None if unknown: then the wait is over
    """

    live: int = 0
    recent: int = 0
    waited_days: int | None = None


NOTHING = History()

MOST_SHARE = 4.0
"""Proposals of thirty days beside those of a time, from which the price rises no more."""


@dataclass(frozen=True)
class Contenders:
    """The rows of one offer that may open its list, in the order of the list.

    candidates : (n,) keys; score, band : (n,); places : how many rows open the list
    ranks : (n,) rank of each row in the list; empty: 1, 2, 3...
    """

    offer: str
    candidates: tuple[str, ...]
    score: FloatArray
    band: StateArray
    places: int
    ranks: tuple[int, ...] = ()

    def rank(self, row: int) -> int:
        """The rank in the list of the row of this index."""
        return self.ranks[row] if self.ranks else row + 1

    @property
    def is_sole(self) -> bool:
        """Nobody else may open the list: then no cap holds."""
        return len(self.candidates) == 1


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """`place` from 1 in the opening; None for a row of the head that leaves its place.

    `live` and `waited_days` are those of the history it was decided on.
    """

    candidate: str
    rank: int
    place: int | None
    reason: OpeningReason
    live: int
    waited_days: int | None


@dataclass(frozen=True, slots=True)
class Opening:
    """Who opens the list of an offer, in the order of the ranks, then who leaves a place."""

    offer: str
    rows: tuple[OpeningRow, ...]

    @property
    def shown(self) -> tuple[str, ...]:
        """The candidates who open the list, in their order."""
        return tuple(row.candidate for row in self.rows if row.place is not None)


def contenders(
    scores: Scores,
    positions: int,
    rules: AllocationRules,
    without: AbstractSet[str] = frozenset(),
) -> Contenders:
    """The rows of a list whom nothing known holds back, from its first rows.

    without : keys of those who were decided on already: there is nothing left to look at
    """
    places = rules.places(positions)
    keys = scores.comparison.batch.keys
    clear = order(scores, np.flatnonzero((scores.band <= CLEAR) & scores.eligible))
    left = np.array([keys[row] not in without for row in clear], dtype=np.bool_)
    kept = np.flatnonzero(left)[: max(rules.depth, 2 * places)]
    rows = clear[kept]
    return Contenders(
        offer=scores.comparison.offer.facts.key,
        candidates=tuple(keys[row] for row in rows),
        score=scores.total[rows],
        band=scores.band[rows],
        places=min(places, len(rows)),
        ranks=tuple((kept + 1).tolist()),
    )


def open_one(one: Contenders, histories: Mapping[str, History], rules: AllocationRules) -> Opening:
    """Open a list that arrives alone, the others being as they are.

    The best worth first, less the price of what was already proposed, as far as caps and
    guards allow; the bounds being nested, no other choice is worth more.
    """
    past = [histories.get(key, NOTHING) for key in one.candidates]
    if one.is_sole:
        return opening_of(one, [0], past, rules)
    value = rules.worth(one.score, one.band) - prices(past, rules)[:, 0]
    limits = list(bounds(one, rules))
    members = [frozenset(rows.tolist()) for rows, _ in limits]
    left = [most for _, most in limits]
    chosen: list[int] = []
    for row in np.lexsort((np.arange(len(value)), -value)).tolist():
        concerned = [number for number, rows in enumerate(members) if row in rows]
        if np.isfinite(value[row]) and all(left[number] > 0 for number in concerned):
            chosen.append(row)
            for number in concerned:
                left[number] -= 1
    return opening_of(one, sorted(chosen), past, rules)


def prices(past: Sequence[History], rules: AllocationRules) -> FloatArray:
    """(n, live proposals) what the first, second... proposal more of each person costs.

    It rises with the proposals of the last days, falls by the turn of who waited, and is
    infinite where the cap is reached.
    """
    recent = np.array([each.recent for each in past], dtype=np.float64)
    live = np.array([each.live for each in past], dtype=np.int64)
    more = np.arange(rules.live_proposals)
    share = (recent[:, None] + more) / rules.live_proposals
    cost = rules.price * np.minimum(share, MOST_SHARE) ** 3
    cost[:, 0] -= rules.turn * np.array([_waited(each, rules) for each in past]) ** 2
    free = rules.live_proposals - live
    found: FloatArray = np.where(more < free[:, None], cost, np.inf)
    return found


def _waited(past: History, rules: AllocationRules) -> float:
    """Share in [0, 1] of the days after which a person's turn has come."""
    days = rules.turn_days if past.waited_days is None else past.waited_days
    return min(max(days, 0) / rules.turn_days, 1.0)


def bounds(one: Contenders, rules: AllocationRules) -> Iterator[tuple[Rows, int]]:
    """(rows, how many of them at most) of the places and guards of a list, each in the next.

    A row from behind may take the place of a row of the head that it follows by the guard or
    less. Sorting the head by score makes that a chain: of the rows that can only replace the j
    lowest, and those j themselves, at most j open the list.
    """
    everybody = np.arange(len(one.candidates))
    head, tail = everybody[: one.places], everybody[one.places :]
    rising = head[np.argsort(one.score[head], kind="stable")]
    for lowest, row in enumerate(rising.tolist()):
        far = tail[one.score[tail] < one.score[row] - rules.guard]
        if len(far):
            yield np.concatenate([rising[:lowest], far]), lowest
    yield everybody, one.places


def opening_of(
    one: Contenders, chosen: Sequence[int], past: Sequence[History], rules: AllocationRules
) -> Opening:
    """The opening that these rows make, each with its reason; `past` is in the order of rows."""
    opens = set(chosen)
    waiting = [
        row
        for row in range(len(one.candidates))
        if row not in opens and past[row].live < rules.live_proposals
    ]
    passed_over = min(waiting, default=len(one.candidates))
    rows: list[OpeningRow] = []
    for place, row in enumerate(chosen, start=1):
        reason = OpeningReason.RANK
        if row >= one.places:
            reason = OpeningReason.TURN if row > passed_over else OpeningReason.RELAY
        rows.append(_row(one, row, place, reason, past[row]))
    for row in range(one.places):
        if row not in opens:
            is_capped = past[row].live >= rules.live_proposals
            reason = OpeningReason.CAPPED if is_capped else OpeningReason.YIELDS
            rows.append(_row(one, row, None, reason, past[row]))
    return Opening(one.offer, tuple(rows))


def _row(
    one: Contenders, row: int, place: int | None, reason: OpeningReason, past: History
) -> OpeningRow:
    return OpeningRow(
        one.candidates[row], one.rank(row), place, reason, past.live, past.waited_days
    )
