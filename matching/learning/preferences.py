"""Decisions of advisors, and the preferences that they say: this person before that one.

A decision is useful where it says something of the order: a person retained, or one set aside
for a motive that a criterion speaks of. What nobody was shown is nowhere here.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matching.learning.exposure import p_seen
from matching.profiles import FloatArray
from models.vocabulary import Band, Criterion, Domain

CRITERIA = tuple(Criterion)
REASON_FACTOR = 3.0
"""How many times more the term of the criterion counts that the motive names."""
MOST_EXPOSURE_WEIGHT = 5.0
"""Bound of 1 / P(seen): a row that few look at does not decide alone."""

Weights = Mapping[Criterion, float]


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided on a row that was shown.

    rank : place at which it was shown, from 1
    values : scores of the eight criteria in the order of Criterion, as they were shown
    motive : criterion that the refusal speaks of; None for a person retained
    """

    offer: str
    candidate: str
    day: date
    domain: Domain
    band: Band
    rank: int
    values: tuple[float, ...]
    is_kept: bool
    motive: Criterion | None = None


@dataclass(frozen=True)
class Pairs:
    """m preferences, each between two rows of one band of one offer.

    gaps : (m, 8) values of the row retained less those of the row set aside, the term that the
        motive names multiplied by REASON_FACTOR
    weights : (m,) how much each counts
    domain : (m,) place of its domain in `Domain`
    """

    gaps: FloatArray
    weights: FloatArray
    domain: NDArray[np.int64]

    def of(self, domain: Domain) -> "Pairs":
        """The preferences of one domain."""
        rows = self.domain == tuple(Domain).index(domain)
        return Pairs(self.gaps[rows], self.weights[rows], self.domain[rows])


def preferences(decisions: Sequence[Decision], seen: Mapping[int, float]) -> Pairs:
    """The preferences that decisions say, inside one band of one offer.

    Points decide the order inside a band alone, so that rows of two bands say nothing of them.
    A group of n decisions counts as n / 2 preferences, however many pairs it makes.

    Parameters
    ----------
    decisions : one a row and an offer
    seen : P(seen) by rank, as `exposure.seen_by_rank` gives it
    """
    groups: dict[tuple[str, Band], list[Decision]] = defaultdict(list)
    for decision in decisions:
        groups[decision.offer, decision.band].append(decision)
    gaps, weights, domains = [], [], []
    for rows in groups.values():
        kept = [row for row in rows if row.is_kept]
        refused = [row for row in rows if not row.is_kept]
        for better in kept:
            for worse in refused:
                gaps.append(_gap(better, worse))
                share = len(rows) / (2 * len(kept) * len(refused))
                weights.append(share * _exposure(seen, better.rank, worse.rank))
                domains.append(tuple(Domain).index(better.domain))
    return Pairs(
        np.array(gaps, dtype=np.float64).reshape(-1, len(CRITERIA)),
        np.array(weights, dtype=np.float64),
        np.array(domains, dtype=np.int64),
    )


def _gap(better: Decision, worse: Decision) -> FloatArray:
    gap: FloatArray = np.array(better.values) - np.array(worse.values)
    if worse.motive is not None:
        gap[CRITERIA.index(worse.motive)] *= REASON_FACTOR
    return gap


def _exposure(seen: Mapping[int, float], *ranks: int) -> float:
    """1 / P(both were seen), bounded."""
    both = math.prod(p_seen(seen, rank) for rank in ranks)
    return min(1.0 / both, MOST_EXPOSURE_WEIGHT)


def as_vector(weights: Weights) -> FloatArray:
    """(8,) weights in the order of Criterion."""
    return np.array([weights[criterion] for criterion in CRITERIA], dtype=np.float64)


def as_weights(vector: FloatArray) -> dict[Criterion, float]:
    """Weights by criterion, whose sum is one."""
    shares = vector / vector.sum()
    return {criterion: float(share) for criterion, share in zip(CRITERIA, shares, strict=True)}
