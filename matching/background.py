"""The frozen background that free-text closeness is read against."""

from functools import cache
from importlib.resources import files

import numpy as np

from matching.profiles import FloatArray, IntArray


@cache
def cosine_quantiles() -> FloatArray:
    """(q,) rising cosines between offers and persons drawn at random, frozen with the engine."""
    text = (files("matching") / "data" / "background.csv").read_text(encoding="utf-8")
    values = [float(line) for line in text.splitlines() if not line.startswith("#")]
    return np.array(values)


BUCKETS = 4_096
"""Parts of [-1, 1] in which the quantiles are looked for; few hold more than one."""


@cache
def _buckets() -> tuple[IntArray, FloatArray, int]:
    """How many quantiles stand before each part, the quantiles and an end that nothing passes,
    and the most that a part and its left neighbour hold."""
    quantiles = cosine_quantiles()
    edges = np.linspace(-1.0, 1.0, BUCKETS + 1)
    before = np.searchsorted(quantiles, edges).astype(np.int32)
    left = np.concatenate([before[:1] * 0, before[:-1]])  # rounding may fall one part too far
    most = int((np.append(before[1:], len(quantiles)) - left).max())
    return left, np.append(quantiles, np.inf), most


def quantiles_under(cosines: FloatArray) -> FloatArray:
    """(n,) share of the quantiles under each cosine: a search of the same answer as
    `np.searchsorted`, column by column instead of row by row."""
    left, quantiles, most = _buckets()
    part = ((cosines + 1.0) * (BUCKETS / 2)).astype(np.int64)
    place = left.take(np.clip(part, 0, BUCKETS))
    for _ in range(most):
        place += quantiles.take(place) < cosines
    return place / (len(quantiles) - 1)
