"""Offers in JSON: France Travail v2, schema.org JobPosting, or rows with the sheet's headers."""

import json
from collections.abc import Mapping

from ingestion.offers.given import text_of, whole_text_of
from ingestion.offers.headers import OFFER_COLUMNS, match_headers
from ingestion.offers.job_posting import posting_offer, postings_in
from ingestion.offers.key_names import right_keys
from ingestion.offers.raw import OfferBatch, Origin, RawOffer
from ingestion.offers.sheet import row_offer
from ingestion.records import Rejected
from models.fiche import Channel

LISTS = ("resultats", "results", "offres", "offers")
"""Keys of an object that only holds the list of offers."""
_OURS = frozenset({"id", "intitule", "description", "romeCode", "lieuTravail", "typeContrat"})


def read_json(text: str) -> OfferBatch:
    """Read one object, a list, `{"resultats": [...]}`, a graph, or one object a line."""
    text = text.lstrip("\ufeff")
    if not text.strip():
        return OfferBatch(rejected=(Rejected(1, "fichier", "Le fichier est vide."),))
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return _read_lines(text)
    return read_items(list(enumerate(_listed(whole), start=1)))


def _listed(whole: object) -> list[object]:
    if isinstance(whole, list):
        return whole
    if isinstance(whole, dict):
        for key in LISTS:
            if isinstance(whole.get(key), list):
                return list(whole[key])
        if "@graph" in whole or "itemListElement" in whole:
            return list(postings_in(whole)) or [whole]
    return [whole]


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
    batch = read_items(items)
    return OfferBatch(batch.offers, tuple(sorted((*rejected, *batch.rejected), key=_row)))


def _row(rejected: Rejected) -> int:
    return rejected.row


def _json_reason(error: ValueError) -> str:
    column = getattr(error, "colno", None)
    place = f" (caractère {column})" if column else ""
    return f"Ce n'est pas un objet JSON lisible{place}."


def read_items(items: list[tuple[int, object]]) -> OfferBatch:
    """Offers of (row, JSON value); what is no offer is refused by its row."""
    offers: list[RawOffer] = []
    rejected: list[Rejected] = []
    for number, item in items:
        if not isinstance(item, dict):
            reason = "Une offre est attendue sous forme d'objet JSON."
            rejected.append(Rejected(number, "ligne", reason))
        elif not item:
            rejected.append(Rejected(number, "ligne", "L'objet JSON est vide."))
        else:
            offers += _offers(item, number)
    return OfferBatch(tuple(offers), tuple(rejected))


def _offers(item: Mapping[str, object], row: int) -> list[RawOffer]:
    """The offers of one object: itself as a rule; several for a graph of postings."""
    if "intitule" not in item:
        postings = [posting_offer(each, row) for each in postings_in(item)]
        if postings:
            return postings
    sheet = None if _OURS & item.keys() else _sheet_row(item, row)
    return [sheet or _france_travail(item, row)]


def _sheet_row(item: Mapping[str, object], row: int) -> RawOffer | None:
    """The object as a row of the common sheet, its keys being the headers."""
    header = [key for key in item if isinstance(key, str)]
    cells = [_cell(item[key]) for key in header]
    matched, _ = match_headers(header)
    if len(matched) < 2 or not OFFER_COLUMNS & set(matched.values()):
        return None
    return row_offer(row, cells, matched, header)


def _cell(value: object) -> str:
    if isinstance(value, list):
        return "|".join(filter(None, (_cell(each) for each in value)))
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return whole_text_of({"v": value}, "v")


def _france_travail(item: Mapping[str, object], row: int) -> RawOffer:
    item = right_keys(item)
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
        channel=Channel.FRANCE_TRAVAIL,
    )
