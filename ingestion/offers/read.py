"""Files to raw offers. An offer is never lost: what cannot be taken says its line and why."""

from pathlib import Path

from ingestion.offers.document_offers import offers_of_document
from ingestion.offers.headers import OFFER_COLUMNS, match_headers
from ingestion.offers.json_offers import read_json
from ingestion.offers.raw import OfferBatch, RawOffer
from ingestion.offers.sheet import read_sheet_data
from ingestion.offers.texts import clean, offer_of_text, offers_of_text
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
        return read_sheet_data(data, name)
    if lower.endswith(_JSON):
        return read_json(text_of_file(data, name))
    if not data.strip(b"\0 \t\r\n"):
        return OfferBatch(rejected=(Rejected(1, "fichier", "Le fichier est vide."),))
    document = read_document(data, name)
    if document.kind is DocumentKind.TEXT and _is_json(document.text):
        return read_json(text_of_file(data, name))
    if document.kind is DocumentKind.TEXT and _is_table(document.text):
        return read_sheet_data(data, name)
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
        return read_sheet_data(words.encode(), PASTED)
    return offers_of_text(words)


def _is_table(words: str) -> bool:
    """Whether the first lines are cells parted by tabs, one row naming columns of the sheet."""
    for line in words.strip().split("\n")[:3]:
        names = set(match_headers(line.split("\t")[:60])[0].values()) if "\t" in line else set()
        if len(names) >= LEAST_COLUMNS and OFFER_COLUMNS & names:
            return True
    return False
