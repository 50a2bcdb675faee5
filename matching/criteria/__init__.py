"""The eight criteria of the score: a file each. No weights here.

Each gives scores in [0, 1] over the columns of a batch, says for whom the fact is known, and
can put the fact of one row in a French sentence.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Protocol

from matching.profiles import BoolArray, FloatArray

FULL_CREDIT = 1.0 + 1e-9
"""Bound of a score nobody has worked out yet: 1, and room for its rounding."""


class Scored(Protocol):
    """One criterion for one offer and n persons."""

    @property
    def score(self) -> FloatArray:
        """(n,) in [0, 1]; what it holds where `known` is false is not read"""

    @property
    def known(self) -> BoolArray:
        """(n,) whether the facts this criterion needs are there"""

    def reason(self, row: int) -> str:
        """One French sentence with the facts that gave the score of a row."""

    def reasons(self, rows: Sequence[int]) -> list[str]:
        """The sentences of several rows, where some of the work is shared."""

    def question(self, row: int) -> str | None:
        """What to ask to settle an unknown row; None where nothing is to be asked."""


class RowByRow(ABC):
    """A criterion whose sentences share no work."""

    @abstractmethod
    def reason(self, row: int) -> str:
        """The sentence of one row."""

    def reasons(self, rows: Sequence[int]) -> list[str]:
        """The sentences of several rows."""
        return [self.reason(row) for row in rows]
