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
from models.vocabulary import Band, Criterion, Force

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
class Remark:
    """What is known not to be met and does not block here, as the offer wants it."""

    criterion: str
    force: Force
    reason: str


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
    remarks: tuple[Remark, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The entry of a ranking run, as the exchange format writes it; `remarks` where there
        are any."""
        shown: dict[str, Any] = {
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
        if self.remarks:
            shown["remarks"] = [
                {"criterion": r.criterion, "force": r.force.value, "reason": r.reason}
                for r in self.remarks
            ]
        return shown


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
    taken = np.array(rows, dtype=np.int64)
    known = scores.known[taken].tolist()
    contributions = _contributions(scores, engine, taken, known)
    blockers, unknowns = _blockers(scores, taken), _unknowns(scores, taken, known)
    remarks = _remarks(scores, taken)
    return [
        Entry(
            rank=place + 1,
            candidate=scores.comparison.batch.keys[row],
            score=float(scores.total[row]),
            eligible=bool(scores.eligible[row]),
            band=ORDER[int(scores.band[row])],
            contributions=contributions[place],
            subtotals={
                half.value: sum([contributions[place][c].points for c in members])
                for half, members in engine.halves.items()
            },
            blockers=blockers[place],
            unknowns=unknowns[place],
            remarks=remarks[place],
        )
        for place, row in enumerate(taken.tolist())
    ]


def _contributions(
    scores: Scores, engine: Engine, rows: NDArray[np.int64], known: list[list[bool]]
) -> list[dict[Criterion, Contribution]]:
    """What each criterion gives each row, a criterion at a time: sentences may share work."""
    weights = engine.weights_in(scores.comparison.offer.facts.domain)
    found: list[dict[Criterion, Contribution]] = [{} for _ in rows]
    for column, criterion in enumerate(CRITERIA):
        values = scores.values[rows, column].tolist()
        points = scores.points[rows, column].tolist()
        reasons = scores.criteria[criterion].reasons(rows.tolist())
        weight = weights[criterion]
        for place, reason in enumerate(reasons):
            is_known = known[place][column]
            told = reason if is_known or "inconnu" in reason.lower() else f"Inconnu. {reason}"
            found[place][criterion] = Contribution(
                values[place], weight, points[place], is_known, told
            )
    return found


def _blockers(scores: Scores, rows: NDArray[np.int64]) -> list[tuple[Blocker, ...]]:
    """The obstacles of each row, in the order of the gates."""
    found: list[list[Blocker]] = [[] for _ in rows]
    for gated in scores.gates:
        for place in np.flatnonzero(gated.state[rows] == UNMET).tolist():
            row = int(rows[place])
            found[place].append(Blocker(gated.gate.value, gated.reason(row), gated.lever(row)))
    return [tuple(blockers) for blockers in found]


def _remarks(scores: Scores, rows: NDArray[np.int64]) -> list[tuple[Remark, ...]]:
    """What each row is known not to meet and is not held back by, in the order of the gates."""
    found: list[list[Remark]] = [[] for _ in rows]
    for gated in scores.gates:
        if gated.missed is not None:
            for place in np.flatnonzero(gated.missed[rows]).tolist():
                said = gated.reason(int(rows[place]))
                found[place].append(Remark(gated.gate.value, gated.force, said))
    return [tuple(remarks) for remarks in found]


def _unknowns(
    scores: Scores, rows: NDArray[np.int64], known: list[list[bool]]
) -> list[tuple[Unknown, ...]]:
    """What is left to ask of each row, each question once: those of gates, then of criteria."""
    found: list[dict[str, Unknown]] = [{} for _ in rows]
    for gated in scores.gates:
        for place in np.flatnonzero(gated.asks[rows]).tolist():
            question = gated.question(int(rows[place]))
            found[place].setdefault(question, Unknown(gated.gate.value, question))
    for place, row in enumerate(rows.tolist()):
        for column, criterion in enumerate(CRITERIA):
            if not known[place][column]:
                asked = scores.criteria[criterion].question(row)
                if asked:
                    found[place].setdefault(asked, Unknown(criterion.value, asked))
    return [tuple(questions.values()) for questions in found]
