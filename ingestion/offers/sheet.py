"""The common offer sheet as a table: one offer a row, or a form of labels and values."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from ingestion.offers.headers import OFFER_COLUMNS, header_of, match_headers, names
from ingestion.offers.mapping import columns_of
from ingestion.offers.raw import OfferBatch, Origin, RawOffer
from ingestion.readers.tabular import Table, read_table, read_table_data
from ingestion.records import Rejected
from models.fiche import Channel

__all__ = ["match_headers", "read_sheet", "read_sheet_data", "row_offer", "table_offers"]

_TEXT_HEADERS = ("Missions", "Remarques")
LEAST_LABELS = 4
"""Labels of a first column from which a sheet is a form rather than rows."""
Mapped = Mapping[str, str | None]


def read_sheet(path: Path, mapping: Mapped | None = None) -> OfferBatch:
    """Read an offer sheet (CSV or XLSX), or one offer as labels and values.

    Parameters
    ----------
    path : CSV or XLSX file
    mapping : column name -> header of the sheet (None: kept with the remarks); None to match
        the columns by their names

    Raises
    ------
    InputRefusedError : the file holds no table
    """
    return table_offers(read_table(path, known_headers=_known_headers()), mapping)


def read_sheet_data(data: bytes, name: str, mapping: Mapped | None = None) -> OfferBatch:
    """The same from the bytes of a file called `name`."""
    return table_offers(read_table_data(data, name, _known_headers()), mapping)


def _known_headers() -> frozenset[str]:
    """Every way of writing a column, so that the sheet of offers is found among others."""
    return frozenset((*names(), *names().values()))


def table_offers(table: Table, mapping: Mapped | None = None) -> OfferBatch:
    """The offers of a table whose header is known."""
    matched, unknown = match_headers(table.header)
    if mapping is not None:
        matched = columns_of(table.header, mapping)
        told = {index for index, name in enumerate(table.header) if name in mapping}
        unknown = tuple(
            name
            for index, name in enumerate(table.header)
            if name.strip() and index not in matched and index not in told
        )
    else:
        offers = _upright(table, len(matched))
        if offers:
            return OfferBatch(tuple(offers), notes=table.problems)
    reason = _why_not(matched)
    if reason:
        refused = Rejected(table.header_row, "en-tête", reason)
        return OfferBatch((), (refused,), unknown, table.problems)
    rows = [row_offer(row, cells, matched, table.header) for row, cells in table.rows]
    return OfferBatch(tuple(rows), (), unknown, table.problems)


def _why_not(matched: Mapping[int, str]) -> str:
    if not matched:
        return "Aucune colonne de la fiche offre reconnue."
    if not OFFER_COLUMNS & set(matched.values()):
        return "Ni intitulé ni missions : ce n'est pas une fiche d'offres."
    return ""


def _upright(table: Table, columns: int) -> list[RawOffer]:
    """Offers written upright: labels in the first column, more than the `columns` known in the
    first row, and one offer in each of the other columns."""
    rows = [(table.header_row, table.header), *table.rows]
    labelled = [(row, header_of(cells[0].strip(" :")), cells) for row, cells in rows if cells]
    found = {name for _, name, _ in labelled if name}
    if len(found) < max(LEAST_LABELS, columns + 1) or not OFFER_COLUMNS & found:
        return []
    labels = [cells[0].strip(" :") for _, _, cells in labelled]
    matched, _ = match_headers(labels)
    offers = []
    for column in range(1, max(len(cells) for _, _, cells in labelled)):
        values = [cells[column] if column < len(cells) else "" for _, _, cells in labelled]
        if any(value.strip() for value in values):
            offers.append(row_offer(column, values, matched, labels))
    return offers


def row_offer(
    row: int, cells: Sequence[str], matched: Mapping[int, str], header: Sequence[str]
) -> RawOffer:
    """The offer of one row: what no header of the sheet takes is kept with the description."""
    fields = {name: cells[index].strip() for index, name in matched.items() if cells[index].strip()}
    parts = [fields[name] for name in _TEXT_HEADERS if name in fields]
    parts += [
        f"{header[index]} : {cell.strip()}" if header[index].strip() else cell.strip()
        for index, cell in enumerate(cells)
        if cell.strip() and index not in matched
    ]
    return RawOffer(
        title=" ".join(str(fields.get("Intitulé", "")).split()),
        description="\n".join(parts),
        origin=Origin.SHEET,
        reference=fields.get("Référence"),
        row=row,
        fields=fields,
        channel=Channel.FILE,
    )
