"""Candidate exports to records: a bad value costs that value, never the row, never the file."""

import gc
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from ingestion.candidates import cells
from ingestion.candidates.escaping import unescape
from ingestion.candidates.headers import HEADERS, IDENTIFIER, Columns, match_headers
from ingestion.candidates.rejects import REJECT_KEYS
from ingestion.candidates.rows import read_record
from ingestion.folding import squash
from ingestion.readers.tabular import Table, read_table
from ingestion.records import CandidateRecord, Rejected
from models.errors import InputRefusedError

_IDENTIFIER = re.compile(r"(?=.*\d)[A-Z0-9-]{1,40}")
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class CandidateImport:
    """What a file gave: rows read = records + rejected.

    `records` are (row number, record); `rejected` rows that could not be taken; `notes` values
    that could not be read in rows that were taken, and what was odd about the file.
    """

    records: tuple[tuple[int, CandidateRecord], ...]
    rejected: tuple[Rejected, ...]
    columns: Columns
    notes: tuple[Rejected, ...]

    @property
    def read(self) -> int:
        """Rows that hold something, header left out."""
        return len(self.records) + len(self.rejected)


class CandidateRow(NamedTuple):
    """A row that names a person, not yet read: `identifier` as the file says it, `key` as it
    is kept, `cells` in the order of the file."""

    row: int
    identifier: str
    key: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CandidateSheet:
    """A file whose header is understood and whose rows are told apart, but not read.

    `places` are (canonical header, column), in the order of the canonical headers.
    """

    rows: tuple[CandidateRow, ...]
    places: tuple[tuple[str, int], ...]
    rejected: tuple[Rejected, ...]
    columns: Columns
    notes: tuple[Rejected, ...]


def open_candidates(path: Path, columns: Columns | None = None) -> CandidateSheet:
    """Tell the rows of an export apart; `columns` a mapping decided beforehand.

    Raises
    ------
    InputRefusedError : the file cannot be read as a table, or has no identifier column
    """
    return open_table(read_table(path, HEADERS), path.name, columns)


def open_table(table: Table, name: str, columns: Columns | None = None) -> CandidateSheet:
    """`open_candidates` for a table that was read already; `name` is a label.

    Raises
    ------
    InputRefusedError : it has no identifier column
    """
    columns = match_headers(table.header) if columns is None else columns
    positions = columns.positions()
    if IDENTIFIER not in positions:
        raise InputRefusedError(
            f"aucune colonne « {IDENTIFIER} » ; colonnes lues : {', '.join(table.header)[:200]}",
            name,
        )
    notes = [*table.problems]
    notes += [
        Rejected(table.header_row, name, f"colonne « {name} » inconnue, non lue")
        for name in columns.unknown
        if squash(name) not in REJECT_KEYS
    ]
    notes += [
        Rejected(table.header_row, name, f"colonne « {name} » non reprise, comme décidé")
        for name in columns.left
        if squash(name) not in REJECT_KEYS
    ]
    rows, rejected = _rows(table, positions[IDENTIFIER])
    places = tuple((header, positions[header]) for header in HEADERS if header in positions)
    return CandidateSheet(tuple(rows), places, tuple(rejected), columns, tuple(notes))


def _rows(table: Table, at: int) -> tuple[list[CandidateRow], list[Rejected]]:
    rows: list[CandidateRow] = []
    rejected: list[Rejected] = []
    seen: dict[str, int] = {}
    for row, cells_ in table.rows:
        identifier = unescape(cells_[at]).strip()  # hidden characters stay, to be refused
        key = (identifier if identifier.isascii() else normalize("NFKC", identifier)).upper()
        refusal = _refusal(identifier, key, seen)
        if refusal:
            rejected.append(Rejected(row, IDENTIFIER, refusal))
            continue
        seen[key] = row
        rows.append(CandidateRow(row, identifier, key, cells_))
    return rows, rejected


class RowReader:
    """Reads the rows of one sheet, and keeps what cells it has cleaned."""

    def __init__(self, places: Sequence[tuple[str, int]]) -> None:
        self._others = [(header, place) for header, place in places if header != IDENTIFIER]
        self._clean = _CleanCells()

    def raw(self, row: CandidateRow) -> dict[str, str]:
        """The filled cells of a row, clean, by canonical header."""
        cells_, clean = row.cells, self._clean
        return {IDENTIFIER: row.identifier} | {
            header: text
            for header, at in self._others
            if (cell := cells_[at]) and (text := clean[cell])
        }

    def record(
        self, row: CandidateRow, raw: Mapping[str, str], notes: list[Rejected]
    ) -> CandidateRecord:
        """The record of a row, of which `raw` gave the cells; what was odd goes to `notes`."""
        return read_record(row.row, raw, notes, row.key)


def read_candidates(path: Path) -> CandidateImport:
    """Read an export of the case-management system, CSV or XLSX.

    Raises
    ------
    InputRefusedError : the file cannot be read as a table, or has no identifier column
    """
    with collector_paused():
        sheet = open_candidates(path)
        reader = RowReader(sheet.places)
        notes = list(sheet.notes)
        records = tuple((row.row, reader.record(row, reader.raw(row), notes)) for row in sheet.rows)
        return CandidateImport(records, sheet.rejected, sheet.columns, tuple(notes))


@contextmanager
def collector_paused() -> Iterator[None]:
    """Records hold no cycles: looking for some among 100,000 of them takes a fifth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def read_row(raw: Mapping[str, str]) -> CandidateRecord:
    """Read one row by canonical header, as an export would hold it; odd values become unknown.

    Raises
    ------
    InputRefusedError : no usable `Identifiant`
    """
    key = normalize("NFKC", raw.get(IDENTIFIER, "")).strip().upper()
    refusal = _refusal(raw.get(IDENTIFIER, ""), key, {})
    if refusal:
        raise InputRefusedError(refusal, IDENTIFIER)
    kept = {header: text for header, value in raw.items() if (text := cells.clean(value))}
    return read_record(1, kept, [], key)


class _CleanCells(dict[str, str]):
    """Each distinct cell of a file cleaned once; equal cells become one text in memory."""

    def __missing__(self, value: str) -> str:
        text = cells.clean(unescape(value))
        self[value] = text
        return text


def _refusal(identifier: str, key: str, seen: Mapping[str, int]) -> str | None:
    if not key:
        return "identifiant absent"
    if not identifier.isascii() and _HIDDEN.search(identifier):
        return "identifiant avec un caractère invisible"
    if not _IDENTIFIER.fullmatch(key):
        return (
            f"identifiant « {identifier[:40]} » inutilisable "
            "(lettres sans accent, chiffres et tirets, au moins un chiffre)"
        )
    if key in seen:
        return f"identifiant « {key} » déjà présent ligne {seen[key]}"
    return None
