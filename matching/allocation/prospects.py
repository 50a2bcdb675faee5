"""What all the open offers hold for each person: which suit them, what keeps them from others."""

from dataclasses import dataclass, field, replace

import numpy as np

from matching.allocation.rules import CLEAR
from matching.credentials import UNMET
from matching.engine import Engine
from matching.profiles import BoolArray, IntArray
from matching.score import Scores
from matching.shortlist import order
from models.vocabulary import Gate


@dataclass(frozen=True, slots=True)
class GateCount:
    """How many offers of their trade one gate keeps a person from; the words of the first."""

    gate: Gate
    offers: int
    reason: str
    lever: str | None


@dataclass(frozen=True, slots=True)
class ProspectOf:
    """One person among all the offers compared.

    suitable : offers of their trade that nothing known keeps them from, the best rank being
    best_rank; blocked : those that something keeps them from, and what
    """

    candidate: str
    suitable: int
    blocked: int
    best_rank: int | None
    gates: tuple[GateCount, ...]


@dataclass
class Tally:
    """Adds up one list after the other, for the n persons of one pool."""

    candidates: tuple[str, ...]
    offers: int = 0
    suitable: IntArray = field(init=False)
    blocked: IntArray = field(init=False)
    best_rank: IntArray = field(init=False)
    _gates: dict[tuple[int, Gate], GateCount] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Start from nothing."""
        self.suitable, self.blocked, self.best_rank = (
            np.zeros(len(self.candidates), dtype=np.int32) for _ in range(3)
        )

    def add(self, scores: Scores, engine: Engine, among: BoolArray | None = None) -> None:
        """Count one list; its batch is the pool, in the same order.

        among : (n,) for whom the offer counts; None: for everybody
        """
        suits = (scores.band <= CLEAR) & scores.eligible
        right = of_the_trade(scores, engine) | suits
        if among is not None:
            suits, right = suits & among, right & among
        self.offers += 1
        self.suitable += suits
        self.blocked += right & ~suits
        rows = order(scores, np.flatnonzero(suits))
        ranks = np.arange(1, len(rows) + 1, dtype=np.int32)
        best = self.best_rank[rows]
        self.best_rank[rows] = np.where((best == 0) | (ranks < best), ranks, best)
        for gated in scores.gates:
            for row in np.flatnonzero(right & (gated.state == UNMET)).tolist():
                counted = self._gates.get((row, gated.gate))
                self._gates[row, gated.gate] = (
                    GateCount(gated.gate, 1, gated.reason(row), gated.lever(row))
                    if counted is None
                    else replace(counted, offers=counted.offers + 1)
                )

    def prospects(self) -> list[ProspectOf]:
        """One a person, in the order of the pool; gates that keep from most offers first."""
        gates: dict[int, list[GateCount]] = {}
        for (row, _), counted in self._gates.items():
            gates.setdefault(row, []).append(counted)
        return [
            ProspectOf(
                candidate=key,
                suitable=int(self.suitable[row]),
                blocked=int(self.blocked[row]),
                best_rank=int(self.best_rank[row]) or None,
                gates=tuple(
                    sorted(gates.get(row, ()), key=lambda each: (-each.offers, each.gate.value))
                ),
            )
            for row, key in enumerate(self.candidates)
        ]


def of_the_trade(scores: Scores, engine: Engine) -> BoolArray:
    """(n,) who is near enough to the occupation of the offer, whatever keeps them from it."""
    near: BoolArray = scores.words.occupation.fit >= engine.bands.right_fit
    return near
