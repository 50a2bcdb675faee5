"""Files to raw offers. An offer is never lost: what cannot be taken says its line and why."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ingestion.offers.bulletin_cuts import facts_of
from ingestion.offers.document_offers import REST, offers_of_document
from ingestion.offers.headers import OFFER_COLUMNS, match_headers
from ingestion.offers.json_offers import read_json
from ingestion.offers.raw import OfferBatch, RawOffer
from ingestion.offers.sheet import read_sheet_data
from ingestion.offers.texts import Around, clean, offer_of_text, offers_of_text, with_around
from ingestion.offers.titles import is_title
from ingestion.readers.archives import entry_names
from ingestion.readers.documents import MOST_MAIL_BYTES, DocumentKind, read_document
from ingestion.readers.files import file_bytes
from ingestion.readers.tabular import MOST_FILE_BYTES
from ingestion.readers.text import text_of as text_of_file
from ingestion.records import Rejected
from models.errors import InputRefusedError

__all__ = ["read_json", "read_offer_text", "read_offers", "read_offers_data", "read_pasted"]

MOST_DEPTH = 3
"""Messages inside messages that are opened."""
LEAST_COLUMNS = 3
PASTED = "texte collé"
NOT_A_POST = "Ligne d'une seule cellule, sans poste : elle est gardée avec le texte commun."
_NOT_OF_A_POST = frozenset({"place", "when"})
"""Facts that a signature or the date of a list states as well."""
_TABLES = (".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods")
_JSON = (".json", ".jsonl", ".ndjson", ".jsonld")


def read_offers(path: Path) -> OfferBatch:
    """Read the offers of a file: JSON, spreadsheet, e-mail, page, document or text.

    Returns
    -------
    OfferBatch : offers in the order of the source, refused rows with line and reason

    Raises
    ------
    InputRefusedError : the file as a whole cannot be read; the message says why, in French
    """
    return read_offers_data(file_bytes(path, max(MOST_FILE_BYTES, MOST_MAIL_BYTES)), path.name)


def read_offers_data(data: bytes, name: str) -> OfferBatch:
    """The same from bytes; `name` is a label, used for its ending and in messages.

    Raises
    ------
    InputRefusedError : the bytes as a whole cannot be read; the message says why, in French
    """
    return _read(data, name, 0)


def _read(data: bytes, name: str, depth: int) -> OfferBatch:
    if depth > MOST_DEPTH:
        raise InputRefusedError("message joint à un message joint, trop profond : non lu", name)
    lower = name.lower()
    if lower.endswith(_TABLES) or _is_workbook(data, name):
        return _without_lone_words(read_sheet_data(data, name))
    if lower.endswith(_JSON):
        return read_json(text_of_file(data, name))
    if not data.strip(b"\0 \t\r\n"):
        return OfferBatch(rejected=(Rejected(1, "fichier", "Le fichier est vide."),))
    document = read_document(data, name)
    if document.kind is DocumentKind.TEXT and _is_json(document.text):
        return read_json(text_of_file(data, name))
    if document.kind is DocumentKind.TEXT and _is_table(document.text):
        return _offers_of_cells(data, name, document.text)
    return offers_of_document(document, name, _read, depth)


def _is_workbook(data: bytes, name: str) -> bool:
    if not data.startswith(b"PK\x03\x04"):
        return False
    inside = entry_names(data, name, "document", "un document Word ou OpenDocument")
    return any(entry.startswith("xl/") for entry in inside)


def _is_json(text: str) -> bool:
    return text.lstrip()[:1] in ("{", "[")


def read_offer_text(text: str) -> RawOffer:
    """One offer as free text: its first line is its title, unless it only greets or tells.

    A title found further down is repeated above the whole text: no word is lost.
    """
    return offer_of_text(clean(text))


def read_pasted(text: str) -> OfferBatch:
    """Every offer of pasted words: JSON, a page's source, cells of a spreadsheet, a thread of
    messages, a bulletin, a form or prose.

    Raises
    ------
    InputRefusedError : a page that cannot be read
    """
    words = clean(text)
    if not words.strip():
        return OfferBatch(rejected=(Rejected(1, "texte", "Le texte est vide."),))
    if _is_json(words):
        return read_json(words)
    start = words.lstrip()[:200].lower()
    if start.startswith(("<!doctype html", "<html")):
        return _read(words.encode(), f"{PASTED}.html", 0)
    if _is_table(words):
        return _offers_of_cells(words.encode(), PASTED, words)
    return offers_of_text(words)


def _is_table(words: str) -> bool:
    """Whether the first lines are cells parted by tabs, one row naming columns of the sheet."""
    for line in words.strip().split("\n")[:3]:
        names = set(match_headers(line.split("\t")[:60])[0].values()) if "\t" in line else set()
        if len(names) >= LEAST_COLUMNS and OFFER_COLUMNS & names:
            return True
    return False


def _offers_of_cells(data: bytes, name: str, words: str) -> OfferBatch:
    """The offers of cells parted by tabs; the lines without one above them go with each."""
    lines = words.split("\n")
    first = next((number for number, line in enumerate(lines) if "\t" in line), 0)
    return _without_lone_words(read_sheet_data(data, name), lines[:first])


def _without_lone_words(batch: OfferBatch, above: Sequence[str] = ()) -> OfferBatch:
    """The offers without rows that are no post (`Cordialement`, the date of the list): their
    words, and those `above` the table, go with each offer."""
    lone = {offer.row: _lone_words(offer) for offer in batch.offers}
    last = max((row for row, words in lone.items() if not words), default=0)
    left: dict[int, str] = {}
    for row, words in lone.items():
        is_under = row > last and bool(left) and max(left) > last
        if words and last and _is_no_post(words, is_under=is_under):
            left[row] = words
    around = Around().after([(REST, "\n".join([*above, *left.values()]))])
    kept = [with_around(offer, around) for offer in batch.offers if offer.row not in left]
    told = [Rejected(row, "", f"{NOT_A_POST} « {words[:57]} »") for row, words in left.items()]
    notes = [each for each in batch.notes if each.row not in left or each.field]
    return replace(batch, offers=tuple(kept), notes=(*notes, *told))


def _lone_words(offer: RawOffer) -> str:
    """The words of the only filled cell of a row; "" where more are filled."""
    values = [str(value) for value in offer.fields.values()]
    if len(values) > 1:
        return ""
    if values:
        return values[0] if offer.description in ("", values[0]) else ""
    return "" if "\n" in offer.description else offer.description


def _is_no_post(words: str, *, is_under: bool) -> bool:
    """Whether a lone cell states nothing of a post; `is_under` such a cell, under all posts, a
    title is that of who signs."""
    return not facts_of(words) - _NOT_OF_A_POST and (is_under or not is_title(words))
