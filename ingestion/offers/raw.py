"""An offer as it came: title, description and the keys that the source gave, not yet read."""

from collections.abc import Mapping, Sequence
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


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class RawOffer:
    """`fields` holds the keys of the source: France Travail keys, or sheet headers of
    FORMATS section 2. `row` counts from 1 (the line of the file, or the place in the list).

    `spans` says where in `source_text` a key of `fields` was read (start, end), for forms whose
    words are the source text; empty for tables and JSON. `unread` are the parts of `source_text`
    that are kept but are not the words of the post: labels and cells of a form (read as cells),
    the signature of a message, what stood around the offer. `channel` is how it reached us,
    where the way of arrival says so.
    """

    title: str
    description: str
    origin: Origin = Origin.TEXT
    reference: str | None = None
    row: int = 1
    fields: Mapping[str, object] = field(default_factory=dict)
    spans: Mapping[str, Span] = field(default_factory=dict)
    channel: Channel | None = None
    unread: tuple[Span, ...] = ()
    mended: int = 0
    """Places of the text where spoilt accents were put right."""
    around_start: int | None = None
    """Where, in `source_text`, what stood around the offer begins; None where nothing did."""

    @property
    def source_text(self) -> str:
        """What evidence offsets count in."""
        return f"{self.title}\n{self.description}"

    @property
    def read_text(self) -> str:
        """`source_text` with its unread parts blank: same length, same lines."""
        return _without(self.source_text, self.unread)

    @property
    def heard_text(self) -> str:
        """`read_text` with what stood around the offer: where a contact, an agency are told."""
        limit = len(self.source_text) if self.around_start is None else self.around_start
        return _without(self.source_text, [span for span in self.unread if span[0] < limit])

    @property
    def prose(self) -> str:
        """The words of the description that are read, without blank lines where some are not."""
        if not self.unread:
            return self.description
        lines = self.read_text[len(self.title) + 1 :].split("\n")
        return "\n".join(line.strip() for line in lines if line.strip())


def _without(text: str, spans: Sequence[Span]) -> str:
    if not spans:
        return text
    parts: list[str] = []
    last = 0
    for start, end in sorted(spans):
        parts += [text[last:start], _blank(text[max(start, last) : end])]
        last = max(last, end)
    return "".join(parts) + text[last:]


def _blank(text: str) -> str:
    return "\n".join(" " * len(line) for line in text.split("\n"))


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
