"""An offer as it came: title, description and the keys that the source gave, not yet read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ingestion.records import Rejected
from models.fiche import Channel


class Origin(StrEnum):
    """Where the keys of a raw offer come from: it decides how they are read."""

    FRANCE_TRAVAIL = "france_travail"
    SHEET = "sheet"
    POSTING = "posting"
    """schema.org JobPosting."""
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class RawOffer:
    """`fields` holds the keys of the source: France Travail keys, or sheet headers of
    FORMATS section 2. `row` counts from 1 (the line of the file, or the place in the list).

    `spans` says where in `source_text` a key of `fields` was read (start, end), for forms whose
    words are the source text; empty for tables and JSON. `channel` is how it reached us, where
    the way of arrival says so.
    """

    title: str
    description: str
    origin: Origin = Origin.TEXT
    reference: str | None = None
    row: int = 1
    fields: Mapping[str, object] = field(default_factory=dict)
    spans: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    channel: Channel | None = None

    @property
    def source_text(self) -> str:
        """What evidence offsets count in."""
        return f"{self.title}\n{self.description}"


@dataclass(frozen=True, slots=True)
class OfferBatch:
    """What a file held: `read` = number of `offers` + number of refused rows.

    `unknown_headers` are the columns of a sheet that were matched to nothing: they are
    reported, and their content is kept with the remarks of the offer. `notes` tell what was odd
    in rows that were read all the same (short rows, sheets left out): they are no refusals.
    """

    offers: tuple[RawOffer, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    unknown_headers: tuple[str, ...] = ()
    notes: tuple[Rejected, ...] = ()

    @property
    def read(self) -> int:
        """Number of rows met, refused ones included."""
        return len(self.offers) + len(self.rejected)
