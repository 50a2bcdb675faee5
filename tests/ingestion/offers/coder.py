"""A coder small enough to read: a few titles known by their first word."""

from collections.abc import Sequence

from ingestion.records import OccupationGuess
from models.vocabulary import Domain

_KNOWN = {
    "cariste": ("N1101", "Conduite d'engins de déplacement des charges", Domain.TRANSPORT),
    "maçon": ("F1703", "Maçonnerie", Domain.CONSTRUCTION),
}


class SmallCoder:
    """Knows two trades; proposes nothing for the others."""

    def propose(
        self, titles: Sequence[str], descriptions: Sequence[str], k: int = 5
    ) -> list[list[OccupationGuess]]:
        """One guess for a known trade, else none."""
        assert len(titles) == len(descriptions)
        return [self._guesses(title)[:k] for title in titles]

    def _guesses(self, title: str) -> list[OccupationGuess]:
        first = title.lower().split(" ")[0]
        found = _KNOWN.get(first)
        return [OccupationGuess(found[0], found[1], 0.8)] if found else []

    def label(self, rome: str) -> str | None:
        """Label of one of the two codes."""
        return next((label for code, label, _ in _KNOWN.values() if code == rome), None)

    def domain(self, rome: str) -> Domain:
        """Domain of one of the two codes."""
        return next((domain for code, _, domain in _KNOWN.values() if code == rome), Domain.OTHER)
