"""Files to parsed offers: readers and parser of `ingestion`, with the coder of `matching`."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ingestion.offers import OfferBatch, parse_offers, read_json, read_offer_text, read_offers
from ingestion.records import OccupationGuess, ParsedOffer, Rejected
from matching.coder import OccupationCoder, packaged_coder
from matching.occupations import OccupationTable, packaged_occupations
from models.vocabulary import Domain


@dataclass(frozen=True, slots=True)
class RomeProposals:
    """What the parser asks of the coder: five occupations for the words of a title."""

    coder: OccupationCoder
    occupations: OccupationTable

    def propose(
        self, titles: Sequence[str], descriptions: Sequence[str], k: int = 5
    ) -> list[list[OccupationGuess]]:
        """The k likeliest fiches of each title; an empty list where the words say nothing."""
        coding = self.coder.code(titles, descriptions, k=k)
        return [
            [
                OccupationGuess(
                    self.occupations.codes[index],
                    self.occupations.labels[index],
                    round(float(probability), 4),
                )
                for index, probability in zip(indices, probabilities, strict=True)
                if index >= 0
            ]
            for indices, probabilities in zip(coding.indices, coding.probabilities, strict=True)
        ]

    def label(self, rome: str) -> str | None:
        """Label of a ROME 4 fiche, or that of the first fiche of a ROME 3 code."""
        rows = self.occupations.resolve(rome)
        return self.occupations.labels[rows[0]] if rows else None

    def domain(self, rome: str) -> Domain:
        return self.occupations.domain(rome)


@lru_cache(maxsize=1)
def packaged_proposals() -> RomeProposals:
    return RomeProposals(packaged_coder(), packaged_occupations())


@dataclass(frozen=True, slots=True)
class OffersRead:
    """read = parsed + refused."""

    offers: list[ParsedOffer]
    refused: tuple[Rejected, ...]


def read_offer_file(path: Path) -> OffersRead:
    """Every offer of a file, parsed.

    Raises
    ------
    InputRefusedError : the file as a whole cannot be read
    """
    return _parsed(read_offers(path))


def read_offer_words(text: str) -> OffersRead:
    """Offers of pasted text: JSON if it is JSON, else one offer in words."""
    if text.lstrip()[:1] in {"{", "["}:
        return _parsed(read_json(text))
    return _parsed(OfferBatch(offers=(read_offer_text(text),)))


def _parsed(batch: OfferBatch) -> OffersRead:
    return OffersRead(parse_offers(batch.offers, packaged_proposals()), tuple(batch.rejected))
