"""The frozen background that free-text closeness is read against."""

from functools import cache
from importlib.resources import files

import numpy as np

from matching.profiles import FloatArray


@cache
def cosine_quantiles() -> FloatArray:
    """(q,) rising cosines between offers and persons drawn at random, frozen with the engine."""
    text = (files("matching") / "data" / "background.csv").read_text(encoding="utf-8")
    values = [float(line) for line in text.splitlines() if not line.startswith("#")]
    return np.array(values)
