"""Files to parsed offers: readers and parser of `ingestion`, with the coder of `matching`."""

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path

from api.services.referentials import NONE, OfficialTitles, official_titles
from ingestion.normalise import squash
from ingestion.offers import (
    OfferBatch,
    RawOffer,
    parse_offers,
    read_json,
    read_offer_text,
    read_offers,
)
from ingestion.records import OccupationGuess, ParsedOffer, Rejected
from matching.coder import OccupationCoder, packaged_coder
from matching.occupations import OccupationTable, packaged_occupations
from models.vocabulary import Domain

SHARED_FROM = 1_000
"""Offers from which the start of other processes (about 1 s) pays."""

LOT = 250
MOST_WORKERS = 8

OFFICIAL_CONFIDENCE = 0.8
"""Confidence in the code of a title that is word for word an official one.

Measured: of 3,559 offers whose title is one, 0.82 declare exactly its code."""


@dataclass(frozen=True, slots=True)
class RomeProposals:
    """What the parser asks of the coder: five occupations for the words of a title."""

    coder: OccupationCoder
    occupations: OccupationTable
    official: OfficialTitles = NONE

    def propose(
        self, titles: Sequence[str], descriptions: Sequence[str], k: int = 5
    ) -> list[list[OccupationGuess]]:
        """The k likeliest fiches of each title; an empty list where the words say nothing."""
        coding = self.coder.code(titles, descriptions, k=k)
        found = [
            [
                self._guess(self.occupations.codes[index], float(probability))
                for index, probability in zip(indices, probabilities, strict=True)
                if index >= 0
            ]
            for indices, probabilities in zip(coding.indices, coding.probabilities, strict=True)
        ]
        return [
            self._official_first(title, guesses, k)
            for title, guesses in zip(titles, found, strict=True)
        ]

    def _guess(self, code: str, probability: float) -> OccupationGuess:
        return OccupationGuess(code, self.label(code) or code, round(probability, 4))

    def _official_first(
        self, title: str, guesses: list[OccupationGuess], k: int
    ) -> list[OccupationGuess]:
        """Put the code of an official title before the coder's guesses, which share the rest."""
        code = self.official.codes.get(squash(title))
        if code is None or self.occupations.index(code) is None:
            return guesses
        others = [
            self._guess(guess.rome, guess.confidence * (1 - OFFICIAL_CONFIDENCE))
            for guess in guesses
            if guess.rome != code
        ]
        return [self._guess(code, OFFICIAL_CONFIDENCE), *others][:k]

    def label(self, rome: str) -> str | None:
        """Label of a ROME 4 fiche, or that of the first fiche of a ROME 3 code."""
        if rome in self.official.labels:
            return self.official.labels[rome]
        rows = self.occupations.resolve(rome)
        return self.occupations.labels[rows[0]] if rows else None

    def domain(self, rome: str) -> Domain:
        return self.occupations.domain(rome)


@lru_cache(maxsize=1)
def packaged_proposals() -> RomeProposals:
    return RomeProposals(packaged_coder(), packaged_occupations(), official_titles())


@dataclass(frozen=True, slots=True)
class OffersRead:
    """read = parsed + refused; `rows` say where each offer stood, in the same order.

    `notes` tell what was odd in what was read all the same, unknown columns included.
    """

    offers: list[ParsedOffer]
    refused: tuple[Rejected, ...]
    notes: tuple[Rejected, ...] = ()
    rows: tuple[int, ...] = ()

    @property
    def repeats(self) -> tuple[Rejected, ...]:
        """Offers whose reference an earlier one has."""
        first: dict[str, int] = {}
        found = []
        for row, offer in zip(self.rows, self.offers, strict=True):
            reference = offer.reference
            if reference and first.setdefault(reference, row) != row:
                reason = f"référence {reference} répétée, déjà ligne {first[reference]}"
                found.append(Rejected(row, "référence", reason))
        return tuple(found)


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
    unknown = [Rejected(1, name, "colonne inconnue") for name in batch.unknown_headers]
    return OffersRead(
        offers=parse_all(batch.offers),
        refused=batch.rejected,
        notes=(*batch.notes, *unknown),
        rows=tuple(raw.row for raw in batch.offers),
    )


def parse_all(offers: Sequence[RawOffer]) -> list[ParsedOffer]:
    """Parse offers in their order; a large lot is shared among the cores."""
    workers = min(os.cpu_count() or 1, MOST_WORKERS)
    if workers == 1 or len(offers) < SHARED_FROM:
        return _parse_some(offers)
    lots = [offers[start : start + LOT] for start in range(0, len(offers), LOT)]
    # "spawn": a service with threads must not be forked.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return [parsed for lot in pool.map(_parse_some, lots) for parsed in lot]


def _parse_some(offers: Sequence[RawOffer]) -> list[ParsedOffer]:
    return parse_offers(offers, packaged_proposals())
