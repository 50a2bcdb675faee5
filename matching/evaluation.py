"""How good a ranking is on judged lists: measures, intervals, paired differences. No plots.

Definitions: gain 2^grade - 1; lists without any grade of 1 or more are left out; 95 %
intervals by resampling offers; two rankings are compared offer by offer.
"""

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

GAIN_DEPTH = 10
HIT_DEPTH = 3
RELEVANT_GRADE = 2.0
FULL_GRADE = 2.5
"""A mean of two readers' grades from which a row counts as graded 3."""

RESAMPLES = 2000
BOOTSTRAP_SEED = 7

Judgements = Mapping[str, Mapping[str, float]]
"""offer -> candidate -> grade 0..3"""

Run = Mapping[str, Sequence[str]]
"""offer -> candidates, first to last"""


@dataclass(frozen=True, slots=True)
class OfferMeasures:
    """recall and first (1 / rank of the first graded 2 or more): NaN where nobody is."""

    ndcg: float
    hit: float
    recall: float
    first: float = math.nan


Interval = tuple[float, float]
"""95 %: (low, high)"""

NO_INTERVAL = (math.nan, math.nan)


@dataclass(frozen=True, slots=True)
class Summary:
    """Means over offers with 95 % intervals; offers : how many were measured."""

    offers: int
    ndcg: float
    ndcg_interval: Interval
    hit: float
    recall: float
    first: float = math.nan
    hit_interval: Interval = NO_INTERVAL
    recall_interval: Interval = NO_INTERVAL
    first_interval: Interval = NO_INTERVAL


def measure(run: Run, judgements: Judgements) -> dict[str, OfferMeasures]:
    """Measures of each judged offer; judged candidates that a run lacks come last, by key."""
    return {
        offer: _measure(_judged_order(run.get(offer, ()), grades), grades)
        for offer, grades in judgements.items()
        if max(grades.values()) >= 1
    }


def _judged_order(listed: Sequence[str], grades: Mapping[str, float]) -> list[str]:
    found = [candidate for candidate in listed if candidate in grades]
    return found + sorted(grades.keys() - set(found))


def _measure(ranked: Sequence[str], grades: Mapping[str, float]) -> OfferMeasures:
    ideal = _gain(sorted(grades.values(), reverse=True))
    best = min(max(grades.values()), FULL_GRADE)
    relevant = {candidate for candidate, grade in grades.items() if grade >= RELEVANT_GRADE}
    found = relevant.intersection(ranked[:GAIN_DEPTH])
    places = (place for place, candidate in enumerate(ranked, start=1) if candidate in relevant)
    return OfferMeasures(
        ndcg=_gain([grades[candidate] for candidate in ranked]) / ideal,
        hit=float(any(grades[candidate] >= best for candidate in ranked[:HIT_DEPTH])),
        recall=len(found) / min(GAIN_DEPTH, len(relevant)) if relevant else math.nan,
        first=1 / next(places) if relevant else math.nan,
    )


def _gain(grades: Sequence[float]) -> float:
    return math.fsum(
        (2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:GAIN_DEPTH])
    )


def mean(values: Iterable[float]) -> float:
    """Mean of the values that are numbers; NaN of none."""
    kept = [value for value in values if not math.isnan(value)]
    return math.fsum(kept) / len(kept) if kept else math.nan


def summarise(measures: Mapping[str, OfferMeasures]) -> Summary:
    """Means and intervals over offers."""
    ndcg = [m.ndcg for m in measures.values()]
    hit = [m.hit for m in measures.values()]
    recall = [m.recall for m in measures.values()]
    first = [m.first for m in measures.values()]
    return Summary(
        offers=len(measures),
        ndcg=mean(ndcg),
        ndcg_interval=bootstrap(ndcg),
        hit=mean(hit),
        recall=mean(recall),
        first=mean(first),
        hit_interval=bootstrap(hit),
        recall_interval=bootstrap(recall),
        first_interval=bootstrap(first),
    )


def bootstrap(values: Sequence[float]) -> Interval:
    """95 % interval of the mean by resampling, seeded; (NaN, NaN) of no value that is a number.

    Each resample leaves out what is no number, as the mean does.
    """
    numbers = np.array(values, dtype=np.float64)
    told = ~np.isnan(numbers)
    if not told.any():
        return NO_INTERVAL
    draws = _draws(len(numbers))
    counts = told[draws].sum(axis=1)
    sums = np.where(told, numbers, 0.0)[draws].sum(axis=1)
    means = np.sort(sums[counts > 0] / counts[counts > 0])
    return float(means[int(0.025 * len(means))]), float(means[int(0.975 * len(means))])


@lru_cache(maxsize=16)
def _draws(count: int) -> NDArray[np.int32]:
    """(RESAMPLES, count) which values each resample takes: the same at every call."""
    draw = random.Random(BOOTSTRAP_SEED)
    flat = [draw.randrange(count) for _ in range(RESAMPLES * count)]
    return np.array(flat, dtype=np.int32).reshape(RESAMPLES, count)


def paired_gain(
    ours: Mapping[str, OfferMeasures], theirs: Mapping[str, OfferMeasures]
) -> tuple[float, Interval]:
    """Mean nDCG difference offer by offer, with its interval."""
    differences = [ours[offer].ndcg - theirs[offer].ndcg for offer in ours if offer in theirs]
    return mean(differences), bootstrap(differences)
