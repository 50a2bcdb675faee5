"""What the parser asks of whoever codes occupations: ingestion ranks and codes nothing itself."""

from collections.abc import Sequence
from typing import Protocol

from ingestion.records import OccupationGuess
from models.vocabulary import Domain


class OccupationCoder(Protocol):
    """Titles to ROME codes, supplied by the caller."""

    def propose(
        self, titles: Sequence[str], descriptions: Sequence[str], k: int = 5
    ) -> list[list[OccupationGuess]]:
        """For each of the n offers, at most k guesses, the most probable first."""
        ...

    def label(self, rome: str) -> str | None:
        """French label of a code, None if it is unknown."""
        ...

    def domain(self, rome: str) -> Domain:
        """Domain of a code; `Domain.OTHER` for an unknown one."""
        ...
