"""Taking in what an officer received: pasted text and files, offer by offer, nothing lost."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.orm import Session

from api.services import documents
from api.services.guessed_title import with_title_to_confirm
from api.services.offers import create_offer, place_of, reference_of, taken_as
from api.services.reading import OffersRead, read_offer_upload, read_offer_words
from ingestion.records import Evidence, ParsedOffer
from models.documents import LARGEST_DOCUMENT
from models.errors import InputRefusedError
from models.fiche import Channel
from models.offers import Offer
from models.people import User

PASTED = "Texte collé"
MOST_FILES = 10
MOST_BYTES = LARGEST_DOCUMENT
"""A mail at most; the readers say what is too large for the other kinds."""
TOO_LARGE = f"plus de {MOST_BYTES // 1024**2} Mo : ce fichier n’est pas pris"
MOST_OFFERS = 200
"""Offers of one capture: beyond, a whole list is an import."""
TOO_MANY = f"plus de {MOST_OFFERS} offres à la fois : passez par Imports"
EMPTY_FILE = "le fichier est vide"
NOTHING_FOUND = "aucune offre trouvée"
TO_FILL = "le document est gardé avec une fiche à remplir"
NOTHING_READ = OffersRead([], ())
NO_TRUST = 0.1
"""Confidence in a title that is the name of a file."""
LEGIBLE = (
    *(".pdf", ".doc", ".docx", ".odt", ".rtf", ".eml", ".msg", ".txt", ".htm", ".html"),
    *(".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff", ".heic"),
    *(".xls", ".xlsx", ".ods"),
)
"""Ends of the names of documents that a person reads, a scan among them."""


@dataclass(frozen=True, slots=True)
class Received:
    """One file as it came; `data` None: it was too large to be read."""

    name: str
    media_type: str
    data: bytes | None


@dataclass(frozen=True, slots=True)
class Taken:
    """An offer of the base that was read in `place`; `is_new` False: it was there already."""

    offer: Offer
    place: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Remark:
    """What was refused, or odd: where, and why, in French."""

    place: str
    reason: str


@dataclass(slots=True)
class Capture:
    """What became of everything received."""

    taken: list[Taken] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Intake:
    """Who takes offers in, when, and how they reached us where the officer says so."""

    user: User
    now: datetime
    channel: Channel | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    """What was read in a place; `refusal` where it could not be read, "" where it could."""

    name: str
    found: OffersRead
    refusal: str = ""
    file: Received | None = None


def capture(session: Session, text: str, files: Sequence[Received], intake: Intake) -> Capture:
    """Read everything, then keep each offer "to review" and the files beside their offers.

    A file or an offer that is refused never stops the others. A document in which nothing could
    be read is kept beside a sheet to fill by hand. Over 200 offers, nothing is kept.
    """
    result = Capture()
    places = [_read(PASTED, lambda: read_offer_words(text))] if text.strip() else []
    places += [_read_file(file) for file in files[:MOST_FILES]]
    if sum(len(place.found.offers) for place in places) > MOST_OFFERS:
        largest = max(places, key=lambda place: len(place.found.offers))
        result.refused.append(Remark(largest.name, TOO_MANY))
        return result
    for place in places:
        _keep_place(session, place, intake, result)
    for file in files[MOST_FILES:]:
        result.refused.append(Remark(file.name, f"pas plus de {MOST_FILES} fichiers à la fois"))
    return result


def _read_file(file: Received) -> _Place:
    name, data = documents.label_of(file.name), file.data
    if not data:
        return _Place(name, NOTHING_READ, TOO_LARGE if data is None else EMPTY_FILE)
    return replace(_read(name, lambda: read_offer_upload(data, name)), file=file)


def _read(name: str, read: Callable[[], OffersRead]) -> _Place:
    try:
        found = read()
    except InputRefusedError as refusal:
        return _Place(name, NOTHING_READ, str(refusal).removeprefix(f"{name} : "))
    is_empty = not found.offers and not found.refused
    return _Place(name, found, NOTHING_FOUND if is_empty else "")


def _keep_place(session: Session, place: _Place, intake: Intake, result: Capture) -> None:
    """Keep the offers of one place, its file, and what was refused or odd in it."""
    name, found, file = place.name, place.found, place.file
    if place.refusal:
        result.refused.append(Remark(name, place.refusal))
    result.refused += [
        Remark(_at(name, each.row, each.field), each.reason) for each in found.refused
    ]
    result.notes += [Remark(_at(name, each.row, each.field), each.reason) for each in found.notes]
    parsed = list(found.offers)
    if not parsed and file is not None and file.data and _is_legible(name):
        parsed = [_sheet_to_fill(name, file.data)]
        result.notes.append(Remark(name, TO_FILL))
    kept = [_keep(session, name, each, intake, result) for each in parsed]
    offers = [offer for offer in kept if offer is not None]
    if offers and file is not None and file.data:
        documents.keep(session, offers, name, file.media_type, file.data, intake.now)


def _keep(
    session: Session, place: str, parsed: ParsedOffer, intake: Intake, result: Capture
) -> Offer | None:
    parsed = with_title_to_confirm(parsed)
    if intake.channel is not None:
        parsed = replace(parsed, details=replace(parsed.details, channel=intake.channel))
    try:
        reference, existing = place_of(session, parsed)
        source = None if place == PASTED else place
        offer = create_offer(session, parsed, intake.user, intake.now, source)
    except InputRefusedError as refusal:
        reason = str(refusal).removeprefix("Offre : ")
        result.refused.append(Remark(place, f"« {parsed.title} », {reason}"))
        return None
    result.taken.append(Taken(offer, place, existing is None))
    if existing is None and reference != reference_of(parsed):
        result.notes.append(Remark(place, taken_as(parsed.title, reference_of(parsed), reference)))
    return offer


def _is_legible(name: str) -> bool:
    """Whether a person can read this kind of file where the readers could not."""
    return name.lower().endswith(LEGIBLE)


def _sheet_to_fill(name: str, data: bytes) -> ParsedOffer:
    """An offer of which nothing is known but its document: the same bytes, the same one."""
    title = f"Offre à saisir : {name}"
    return ParsedOffer(
        reference=f"D-{hashlib.sha256(data).hexdigest()[:10].upper()}",
        title=title,
        description="",
        source_text=title,
        evidence={"title": Evidence(0, len(title), title, NO_TRUST)},
    )


def _at(place: str, row: int, name: str) -> str:
    """Where in a document something stands."""
    where = f"{place}, ligne {row}" if row > 1 else place
    return f"{where}, {name}" if name not in ("", "fichier", place) else where
