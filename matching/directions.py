"""One engine in both directions: the offers of a person, scored as the lists of the offers are.

Nothing is scored here that `matching.score` does not score: a person is one row of the batch
that every list is made from, so that a number or a sentence is the same read from either side.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching.bands import ORDER
from matching.criteria.mobility import MobilityScore
from matching.levers.taking import taken
from matching.profiles import MODES, CandidateBatch
from matching.score import Scores
from matching.territory import CONFIRMED
from models.vocabulary import Band, Criterion, Half, TravelMode

FEW = 3
"""Offers of the short view: few enough to talk about each of them."""

UNBALANCED = 0.40
"""Share of its maximum under which one half makes a row unbalanced (MATCHING 2.4)."""


@dataclass(frozen=True, slots=True)
class Facing:
    """Where one person stands on one offer: `score` in [0, 1]; `eligible` as in the list."""

    offer: str
    band: Band
    score: float
    eligible: bool

    @property
    def is_feasible(self) -> bool:
        """An offer of the person's trade that nothing known keeps them from."""
        return self.eligible and ORDER.index(self.band) <= ORDER.index(Band.TO_CHECK)


@dataclass(frozen=True, slots=True)
class Balance:
    """How far each half of the score is filled, in [0, 1]; None for a half without weight.

    person : "projet respecté", what the person looks for; post : "exigences couvertes"
    """

    person: float | None
    post: float | None

    @property
    def low(self) -> Half | None:
        """The half that stands under `UNBALANCED`; None where both hold, or neither does."""
        low = [
            half
            for half, share in ((Half.PERSON, self.person), (Half.POST, self.post))
            if share is not None and share < UNBALANCED
        ]
        return low[0] if len(low) == 1 else None


@dataclass(frozen=True, slots=True)
class Route:
    """The trip that the mobility criterion was scored on; `is_sure`: a person confirmed it."""

    mode: TravelMode
    minutes: int
    is_sure: bool


def one_person(batch: CandidateBatch, key: str) -> CandidateBatch:
    """The person of this key as a batch of their own, whose scores are those of the whole.

    Raises
    ------
    ValueError : nobody of the batch has this key
    """
    return taken(batch, np.array([batch.keys.index(key)], dtype=np.int64))


def facing(scores: Scores) -> Facing:
    """Where the only person of these scores stands."""
    return Facing(
        scores.comparison.offer.facts.key,
        ORDER[int(scores.band[0])],
        float(scores.total[0]),
        bool(scores.eligible[0]),
    )


def best_first(found: Iterable[Facing]) -> list[Facing]:
    """Bands in their order, the score inside a band, then the reference."""
    return sorted(found, key=lambda each: (ORDER.index(each.band), -each.score, each.offer))


def balance(
    points: Mapping[Criterion, float],
    weights: Mapping[Criterion, float],
    halves: Mapping[Half, Sequence[Criterion]],
) -> Balance:
    """The share of its maximum that each half of a score reaches."""

    def share(half: Half) -> float | None:
        most = sum(weights[criterion] for criterion in halves[half])
        return sum(points[criterion] for criterion in halves[half]) / most if most > 0 else None

    return Balance(share(Half.PERSON), share(Half.POST))


def route(scores: Scores) -> Route | None:
    """The trip of the only person of these scores; None where none is known or possible."""
    trip = scores.criteria[Criterion.MOBILITY]
    assert isinstance(trip, MobilityScore)
    mode, spent = int(trip.mode[0]), float(trip.minutes[0])
    if mode < 0 or not np.isfinite(spent):
        return None
    return Route(MODES[mode], round(spent), int(trip.source[0]) == CONFIRMED)
