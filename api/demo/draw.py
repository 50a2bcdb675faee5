"""Seeded draws with exact totals: chance decides who, the calibration decides how many."""

import math
from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar

Item = TypeVar("Item")


def weighted(rng: Random, weights: Mapping[Item, float]) -> Item:
    """One key, with probability proportional to its weight."""
    return rng.choices(list(weights), weights=list(weights.values()))[0]


def chance(rng: Random, share: float) -> bool:
    return rng.random() < share


def log_odds(share: float) -> float:
    """Logit of a share, kept finite near 0 and 1."""
    bounded = min(max(share, 0.005), 0.995)
    return math.log(bounded / (1 - bounded))


def quota(rng: Random, scores: Sequence[float | None], count: int) -> set[int]:
    """Indices of exactly `count` items, likelier where the score (log-odds) is higher.

    None keeps an item out. Adding Gumbel noise to the scores and taking the largest draws
    without replacement in proportion to exp(score).
    """
    noisy = [
        (score - math.log(-math.log(rng.random() or 1e-12)), index)
        for index, score in enumerate(scores)
        if score is not None
    ]
    noisy.sort(reverse=True)
    return {index for _, index in noisy[:count]}
