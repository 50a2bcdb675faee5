"""Files to raw offers. An offer is never lost: what cannot be taken says its line and why."""

import json
from collections.abc import Mapping
from pathlib import Path

from ingestion.offers.given import text_of, whole_text_of
from ingestion.offers.headline import headline
from ingestion.offers.raw import OfferBatch, Origin, RawOffer
from ingestion.offers.sheet import read_sheet
from ingestion.readers.text import text_of as text_of_file
from ingestion.records import Rejected
from models.errors import InputRefusedError

LONGEST_TITLE = 150
"""Characters: a longer first line is a paragraph, and its beginning serves as the title."""
_TABLES = {".csv", ".tsv", ".xlsx", ".xlsm", ".xls"}
_JSON = {".json", ".jsonl", ".ndjson"}


def read_offers(path: Path) -> OfferBatch:
    """Read the offers of a file: JSON, offer sheet (CSV, XLSX) or plain text.

    Returns
    -------
    OfferBatch : offers in the order of the source, refused rows with line and reason

    Raises
    ------
    InputRefusedError : the file as a whole cannot be read; the message says why, in French
    """
    suffix = path.suffix.lower()
    if suffix in _TABLES:
        return read_sheet(path)
    text = _text(path)
    if suffix in _JSON or (suffix != ".txt" and text.lstrip()[:1] in ("{", "[")):
        return read_json(text)
    if not text.strip():
        return OfferBatch(rejected=(Rejected(1, "fichier", "Le fichier est vide."),))
    return OfferBatch((read_offer_text(text),))


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputRefusedError("fichier introuvable", path.name) from None
    except OSError:
        raise InputRefusedError("fichier impossible à ouvrir", path.name) from None
    return text_of_file(data, path.name)


def read_offer_text(text: str) -> RawOffer:
    """One offer as free text: its first line is its title, unless it only greets or tells.

    A title found further down is repeated above the whole text: no word is lost.
    """
    clean = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").lstrip("\ufeff")
    whole = clean.strip()
    title, is_first_line = headline(whole)
    if len(title) > LONGEST_TITLE:
        return RawOffer(title[:LONGEST_TITLE].rsplit(" ", 1)[0], whole)
    if not is_first_line:
        return RawOffer(title, whole)
    lines = whole.split("\n", 1)
    return RawOffer(title, lines[1].strip() if len(lines) > 1 else "")


def read_json(text: str) -> OfferBatch:
    """Read one object, a list, `{"resultats": [...]}` or one object a line."""
    text = text.lstrip("\ufeff")
    if not text.strip():
        return OfferBatch(rejected=(Rejected(1, "fichier", "Le fichier est vide."),))
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return _read_lines(text)
    if isinstance(whole, dict) and isinstance(whole.get("resultats"), list):
        return _read_items(list(enumerate(whole["resultats"], start=1)))
    if isinstance(whole, list):
        return _read_items(list(enumerate(whole, start=1)))
    return _read_items([(1, whole)])


def _read_lines(text: str) -> OfferBatch:
    items: list[tuple[int, object]] = []
    rejected: list[Rejected] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            items.append((number, json.loads(line)))
        except RecursionError:
            rejected.append(Rejected(number, "ligne", "Objet JSON trop profond."))
        except ValueError as error:
            rejected.append(Rejected(number, "ligne", _json_reason(error)))
    batch = _read_items(items)
    return OfferBatch(batch.offers, tuple(sorted((*rejected, *batch.rejected), key=_row)))


def _row(rejected: Rejected) -> int:
    return rejected.row


def _json_reason(error: ValueError) -> str:
    column = getattr(error, "colno", None)
    place = f" (caractère {column})" if column else ""
    return f"Ce n'est pas un objet JSON lisible{place}."


def _read_items(items: list[tuple[int, object]]) -> OfferBatch:
    offers: list[RawOffer] = []
    rejected: list[Rejected] = []
    for number, item in items:
        if not isinstance(item, dict):
            reason = "Une offre est attendue sous forme d'objet JSON."
            rejected.append(Rejected(number, "ligne", reason))
        elif not item:
            rejected.append(Rejected(number, "ligne", "L'objet JSON est vide."))
        else:
            offers.append(_offer(item, number))
    return OfferBatch(tuple(offers), tuple(rejected))


def _offer(item: Mapping[str, object], row: int) -> RawOffer:
    title = whole_text_of(item, "intitule")
    if not title.strip():
        title = text_of(item, "appellationlibelle") or text_of(item, "romeLibelle")
    return RawOffer(
        title=title,
        description=whole_text_of(item, "description"),
        origin=Origin.FRANCE_TRAVAIL,
        reference=text_of(item, "id") or None,
        row=row,
        fields=item,
    )
