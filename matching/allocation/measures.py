"""How evenly places are shared, and what a changed order costs. No plots."""

from collections.abc import Mapping, Sequence

import numpy as np

from matching.profiles import FloatArray

DEPTH = 10
"""Places of a list that are counted: those an advisor reads first."""


def gini(counts: Sequence[int] | FloatArray) -> float:
    """0 where everybody has as much, towards 1 where one has all; NaN of nothing."""
    rising = np.sort(np.asarray(counts, dtype=np.float64))
    total = rising.sum()
    if not total:
        return float("nan")
    n = len(rising)
    return float((2 * np.arange(1, n + 1) - n - 1) @ rising / (n * total))


def share_of_most_shown(counts: Sequence[int] | FloatArray, part: float = 0.01) -> float:
    """Share of all the places that the most shown hold, `part` of the people; NaN of nothing."""
    falling = np.sort(np.asarray(counts, dtype=np.float64))[::-1]
    total = falling.sum()
    most = max(1, round(part * len(falling)))
    return float(falling[:most].sum() / total) if total else float("nan")


def ndcg(shown: Sequence[str], gains: Mapping[str, float]) -> float:
    """Gain of the first places beside the best possible; NaN where nobody gains anything.

    shown : keys from first to last; gains : of every key, those that are absent gain nothing
    """
    best = sorted(gains.values(), reverse=True)[:DEPTH]
    ideal = _discounted(best)
    if ideal <= 0:
        return float("nan")
    return _discounted([gains.get(key, 0.0) for key in shown[:DEPTH]]) / ideal


def _discounted(gains: Sequence[float]) -> float:
    return float(np.asarray(gains) @ (1.0 / np.log2(np.arange(2, len(gains) + 2))))
