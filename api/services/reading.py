"""Files to parsed offers: readers and parser of `ingestion`, with the coder of `matching`."""

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from api.services.proposals import RomeProposals as RomeProposals
from api.services.proposals import packaged_proposals as packaged_proposals
from ingestion.offers import (
    OfferBatch,
    RawOffer,
    parse_offers,
    read_offers,
    read_offers_data,
    read_pasted,
)
from ingestion.records import ParsedOffer, Rejected

SHARED_FROM = 1_000
"""Offers from which the start of other processes (about 1 s) pays."""

LOT = 250
MOST_WORKERS = 8


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
    """Every offer of pasted text: JSON, a form, a bulletin, a thread of messages or prose.

    Raises
    ------
    InputRefusedError : the source of a page that cannot be read
    """
    return _parsed(read_pasted(text))


def read_offer_upload(data: bytes, name: str) -> OffersRead:
    """Every offer of an uploaded file, parsed; `name` is a label, never a path.

    Raises
    ------
    InputRefusedError : the file as a whole cannot be read
    """
    return _parsed(read_offers_data(data, name))


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
        return parse_some(offers)
    lots = [offers[start : start + LOT] for start in range(0, len(offers), LOT)]
    # "spawn": a service with threads must not be forked.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return [parsed for lot in pool.map(parse_some, lots) for parsed in lot]


def parse_some(offers: Sequence[RawOffer]) -> list[ParsedOffer]:
    """Parse offers in their order, in this process alone."""
    return parse_offers(offers, packaged_proposals())
