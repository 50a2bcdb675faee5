"""Taking in what an officer received: pasted text and files, offer by offer, nothing lost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.orm import Session

from api.services import documents
from api.services.offers import create_offer, find_offer, reference_of
from api.services.reading import OffersRead, read_offer_upload, read_offer_words
from ingestion.records import Evidence, ParsedOffer
from models.errors import InputRefusedError
from models.fiche import Channel
from models.offers import Offer
from models.people import User

PASTED = "Texte collé"
MOST_FILES = 10
MOST_BYTES = 10_000_000
TOO_LARGE = "plus de 10 Mo : ce fichier n’est pas pris"
EMPTY_FILE = "le fichier est vide"
TITLE_TRUST = 0.85
"""Confidence in a title that is the first line of a text."""
NOTHING_FOUND = "aucune offre trouvée"


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


def capture(session: Session, text: str, files: Sequence[Received], intake: Intake) -> Capture:
    """Read everything and keep each offer "to review"; the files are kept beside their offers.

    A file or an offer that is refused never stops the others.
    """
    result = Capture()
    if text.strip():
        _take(session, PASTED, lambda: read_offer_words(text), intake, result)
    for file in files[:MOST_FILES]:
        _take_file(session, file, intake, result)
    for file in files[MOST_FILES:]:
        result.refused.append(Remark(file.name, f"pas plus de {MOST_FILES} fichiers à la fois"))
    return result


def _take_file(session: Session, file: Received, intake: Intake, result: Capture) -> None:
    name, data = documents.label_of(file.name), file.data
    if data is None:
        result.refused.append(Remark(name, TOO_LARGE))
        return
    if not data:
        result.refused.append(Remark(name, EMPTY_FILE))
        return
    offers = _take(session, name, lambda: read_offer_upload(data, name), intake, result)
    if offers:
        documents.keep(session, offers, name, file.media_type, data, intake.now)


def _take(
    session: Session,
    place: str,
    read: Callable[[], OffersRead],
    intake: Intake,
    result: Capture,
) -> list[Offer]:
    """Keep the offers of one place; those that are in the base at the end."""
    try:
        found = read()
    except InputRefusedError as refusal:
        result.refused.append(Remark(place, str(refusal).removeprefix(f"{place} : ")))
        return []
    result.refused += [
        Remark(_at(place, each.row, each.field), each.reason) for each in found.refused
    ]
    result.notes += [Remark(_at(place, each.row, each.field), each.reason) for each in found.notes]
    if not found.offers and not found.refused:
        result.refused.append(Remark(place, NOTHING_FOUND))
    kept = [_keep(session, place, parsed, intake, result) for parsed in found.offers]
    return [offer for offer in kept if offer is not None]


def _keep(
    session: Session, place: str, parsed: ParsedOffer, intake: Intake, result: Capture
) -> Offer | None:
    parsed = with_title_to_confirm(parsed)
    if intake.channel is not None:
        parsed = replace(parsed, details=replace(parsed.details, channel=intake.channel))
    try:
        is_new = find_offer(session, reference_of(parsed)) is None
        source = None if place == PASTED else place
        offer = create_offer(session, parsed, intake.user, intake.now, source)
    except InputRefusedError as refusal:
        reason = str(refusal).removeprefix("Offre : ")
        result.refused.append(Remark(place, f"« {parsed.title} », {reason}"))
        return None
    result.taken.append(Taken(offer, place, is_new))
    return offer


def with_title_to_confirm(parsed: ParsedOffer) -> ParsedOffer:
    """The offer with evidence of a title that was taken from the first words of a text."""
    title = parsed.title
    is_given = parsed.reference is not None or "title" in parsed.evidence
    if is_given or not title or not parsed.source_text.startswith(title):
        return parsed
    seen = Evidence(0, len(title), title, TITLE_TRUST)
    return replace(parsed, evidence={"title": seen, **parsed.evidence})


def _at(place: str, row: int, name: str) -> str:
    """Where in a document something stands."""
    where = f"{place}, ligne {row}" if row > 1 else place
    return f"{where}, {name}" if name not in ("", "fichier", place) else where
