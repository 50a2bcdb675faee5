"""The list: bands in order, scores inside a band, stable ties; everybody is in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.bands import ORDER
from matching.credentials import UNMET
from matching.engine import Engine
from matching.profiles import BoolArray
from matching.score import Scores
from models.vocabulary import Band, Criterion

CRITERIA = tuple(Criterion)


@dataclass(frozen=True, slots=True)
class Contribution:
    """points = weight x score; `known` false where the score is the frozen neutral value."""

    score: float
    weight: float
    points: float
    known: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Blocker:
    criterion: str
    reason: str
    lever: str | None


@dataclass(frozen=True, slots=True)
class Unknown:
    criterion: str
    question: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a list, whole: what is shown is what was computed."""

    rank: int
    candidate: str
    score: float
    eligible: bool
    band: Band
    contributions: dict[Criterion, Contribution]
    subtotals: dict[str, float]
    blockers: tuple[Blocker, ...]
    unknowns: tuple[Unknown, ...]

    def to_json(self) -> dict[str, Any]:
        """The entry of a ranking run, as the exchange format writes it."""
        return {
            "rank": self.rank,
            "candidate": self.candidate,
            "score": self.score,
            "eligible": self.eligible,
            "band": self.band.value,
            "contributions": {
                criterion.value: {
                    "score": c.score,
                    "weight": c.weight,
                    "points": c.points,
                    "known": c.known,
                    "reason": c.reason,
                }
                for criterion, c in self.contributions.items()
            },
            "subtotals": self.subtotals,
            "blockers": [
                {"criterion": b.criterion, "reason": b.reason, "lever": b.lever}
                for b in self.blockers
            ],
            "unknowns": [{"criterion": u.criterion, "question": u.question} for u in self.unknowns],
        }


def order(
    scores: Scores, rows: NDArray[np.int64] | None = None, first: int | None = None
) -> NDArray[np.int64]:
    """Rows of the batch from first to last: band, then score, then key; the `first` ones only."""
    place = scores.comparison.batch.key_place
    chosen = np.arange(len(place)) if rows is None else rows
    if first is not None and 0 < first < len(chosen):
        return order(scores, _in_reach(scores, chosen, first))[:first]
    rank = np.lexsort((place[chosen], -scores.total[chosen], scores.band[chosen]))
    return chosen[rank]


def _in_reach(scores: Scores, rows: NDArray[np.int64], first: int) -> NDArray[np.int64]:
    """The rows that no `first` others come before, ties among them; found without sorting."""
    band = scores.band[rows]
    upto = np.cumsum(np.bincount(band, minlength=len(ORDER)))
    last = int(np.searchsorted(upto, first))
    before = int(upto[last - 1]) if last else 0
    total = scores.total[rows]
    among = total[band == last]
    place = len(among) - (first - before)
    lowest = np.partition(among, place)[place]
    reach: BoolArray = (band < last) | ((band == last) & (total >= lowest))
    return rows[reach]


def entries(scores: Scores, engine: Engine, rows: Sequence[int]) -> list[Entry]:
    """The rows in the order given, ranked from 1, with their sentences."""
    return [_entry(scores, engine, int(row), rank) for rank, row in enumerate(rows, start=1)]


def _entry(scores: Scores, engine: Engine, row: int, rank: int) -> Entry:
    values, points = scores.values[row].tolist(), scores.points[row].tolist()
    known = scores.known[row].tolist()
    weights = engine.weights_in(scores.comparison.offer.facts.domain)
    contributions = {
        criterion: Contribution(
            score=values[column],
            weight=weights[criterion],
            points=points[column],
            known=known[column],
            reason=_reason(scores, criterion, row, known[column]),
        )
        for column, criterion in enumerate(CRITERIA)
    }
    return Entry(
        rank=rank,
        candidate=scores.comparison.batch.keys[row],
        score=float(scores.total[row]),
        eligible=bool(scores.eligible[row]),
        band=ORDER[int(scores.band[row])],
        contributions=contributions,
        subtotals={
            half.value: sum(contributions[c].points for c in members)
            for half, members in engine.halves.items()
        },
        blockers=tuple(
            Blocker(gated.gate.value, gated.reason(row), gated.lever(row))
            for gated in scores.gates
            if gated.state[row] == UNMET
        ),
        unknowns=_unknowns(scores, row, known),
    )


def _reason(scores: Scores, criterion: Criterion, row: int, known: bool) -> str:
    reason = scores.criteria[criterion].reason(row)
    return reason if known or "inconnu" in reason.lower() else f"Inconnu. {reason}"


def _unknowns(scores: Scores, row: int, known: list[bool]) -> tuple[Unknown, ...]:
    found: dict[str, Unknown] = {}
    for gated in scores.gates:
        if gated.asks[row]:
            question = gated.question(row)
            found.setdefault(question, Unknown(gated.gate.value, question))
    for column, criterion in enumerate(CRITERIA):
        if not known[column]:
            asked = scores.criteria[criterion].question(row)
            if asked:
                found.setdefault(asked, Unknown(criterion.value, asked))
    return tuple(found.values())
