"""What the makers of changes of persons share."""

from collections.abc import Callable

import numpy as np

from matching.profiles import FloatArray, StateArray
from matching.score import Scores
from models.vocabulary import Gate


def gate_state(scores: Scores, gate: Gate) -> StateArray:
    """(n,) state of a gate, met where the offer has none such."""
    found = [each.state for each in scores.gates if each.gate is gate]
    return found[0] if found else np.ones(len(scores.total), dtype=np.int8)


def flat(scores: Scores, effort: float) -> FloatArray:
    """(n,) the same effort for everybody."""
    return np.full(len(scores.total), effort)


def says(words: str) -> Callable[[int], str]:
    """The same words for everybody."""
    return lambda row: words
