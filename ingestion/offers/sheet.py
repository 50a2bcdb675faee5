"""The common offer sheet as a table: one offer a row, headers in any order and wording."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from rapidfuzz import fuzz, process

from ingestion.lexicon import read_rows, split_list
from ingestion.normalise import squash
from ingestion.offers.raw import OfferBatch, Origin, RawOffer
from ingestion.readers.tabular import read_table
from ingestion.records import Rejected

LEAST_LIKENESS = 86.0
"""rapidfuzz ratio (0..100) from which a header is taken for a known one."""
SHORTEST_FUZZY = 6
"""Letters of a label below which a near name is another word (`Posté`, `Lieue`)."""
_TEXT_HEADERS = ("Missions", "Remarques")


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Squashed header or alias -> header of the sheet."""
    names: dict[str, str] = {}
    for row in read_rows("offer_sheet.csv"):
        for name in (row["header"], *split_list(row["aliases"])):
            names.setdefault(squash(name), row["header"])
    return names


OFFER_COLUMNS = frozenset({"Intitulé", "Missions"})
"""Columns of which a sheet of offers has one; without, its rows may be people."""


def match_headers(headers: Sequence[str]) -> tuple[dict[int, str], tuple[str, ...]]:
    """Column number -> header of the sheet, and the columns matched to nothing.

    Exact names take their column first; a second column of the same name stays unmatched.
    """
    matched: dict[int, str] = {}
    for exact in (True, False):
        for index, header in enumerate(headers):
            name = _match(header, exact)
            if index not in matched and name is not None and name not in matched.values():
                matched[index] = name
    unknown = tuple(
        header for index, header in enumerate(headers) if header.strip() and index not in matched
    )
    return matched, unknown


def header_of(label: str) -> str | None:
    """The header of the sheet that a label stands for, exactly or nearly; None for another."""
    return _match(label, True) or (_match(label, False) if len(label) >= SHORTEST_FUZZY else None)


def _match(header: str, exact: bool) -> str | None:
    key = squash(header)
    if not key:
        return None
    if exact:
        return _names().get(key)
    best = process.extractOne(key, _names().keys(), scorer=fuzz.ratio, score_cutoff=LEAST_LIKENESS)
    return _names()[best[0]] if best else None


def read_sheet(path: Path) -> OfferBatch:
    """Read an offer sheet (CSV or XLSX).

    Raises
    ------
    InputRefusedError : the file holds no table, or no column of the offer sheet
    """
    table = read_table(path, known_headers=frozenset(_names().values()))
    matched, unknown = match_headers(table.header)
    offers: list[RawOffer] = []
    rejected: list[Rejected] = []
    if not matched:
        rejected.append(
            Rejected(table.header_row, "en-tête", "Aucune colonne de la fiche offre reconnue.")
        )
    elif not OFFER_COLUMNS & set(matched.values()):
        reason = "Ni intitulé ni missions : ce n'est pas une fiche d'offres."
        rejected.append(Rejected(table.header_row, "en-tête", reason))
        matched = {}
    for row, cells in table.rows if matched else ():
        offers.append(_offer(row, cells, matched, table.header))
    return OfferBatch(tuple(offers), tuple(rejected), unknown, table.problems)


def _offer(
    row: int, cells: Sequence[str], matched: Mapping[int, str], header: Sequence[str]
) -> RawOffer:
    fields = {name: cells[index].strip() for index, name in matched.items() if cells[index].strip()}
    parts = [fields[name] for name in _TEXT_HEADERS if name in fields]
    parts += [
        f"{header[index]} : {cell.strip()}"
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
    )
