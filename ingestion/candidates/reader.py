"""Candidate exports to records: a bad value costs that value, never the row, never the file."""

import gc
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from ingestion.candidates import cells
from ingestion.candidates.escaping import unescape
from ingestion.candidates.headers import HEADERS, IDENTIFIER, Columns, match_headers
from ingestion.candidates.rows import read_record
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


def read_candidates(path: Path) -> CandidateImport:
    """Read an export of the case-management system, CSV or XLSX.

    Raises
    ------
    InputRefusedError : the file cannot be read as a table, or has no identifier column
    """
    with _collector_paused():
        return _read(path)


def _read(path: Path) -> CandidateImport:
    table = read_table(path, HEADERS)
    columns = match_headers(table.header)
    positions = columns.positions()
    if IDENTIFIER not in positions:
        raise InputRefusedError(
            f"aucune colonne « {IDENTIFIER} » ; colonnes lues : {', '.join(table.header)[:200]}",
            path.name,
        )
    notes = [*table.problems]
    notes += [
        Rejected(table.header_row, name, f"colonne « {name} » inconnue, non lue")
        for name in columns.unknown
    ]
    records, rejected = _read_rows(table, positions, notes)
    return CandidateImport(tuple(records), tuple(rejected), columns, tuple(notes))


def _read_rows(
    table: Table, positions: Mapping[str, int], notes: list[Rejected]
) -> tuple[list[tuple[int, CandidateRecord]], list[Rejected]]:
    records: list[tuple[int, CandidateRecord]] = []
    rejected: list[Rejected] = []
    seen: dict[str, int] = {}
    clean = _CleanCells()
    at = positions[IDENTIFIER]
    others = [(header, place) for header, place in positions.items() if header != IDENTIFIER]
    for row, values in table.rows:
        identifier = unescape(values[at]).strip()  # hidden characters stay, to be refused
        key = normalize("NFKC", identifier).upper()
        refusal = _refusal(identifier, key, seen)
        if refusal:
            rejected.append(Rejected(row, IDENTIFIER, refusal))
            continue
        seen[key] = row
        raw = {IDENTIFIER: identifier, **_raw(values, others, clean)}
        records.append((row, read_record(row, raw, notes, key)))
    return records, rejected


@contextmanager
def _collector_paused() -> Iterator[None]:
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


def _raw(
    values: Sequence[str], positions: Sequence[tuple[str, int]], clean: Mapping[str, str]
) -> dict[str, str]:
    """Cells by canonical header, empty ones left out."""
    return {
        header: text for header, at in positions if (cell := values[at]) and (text := clean[cell])
    }


def _refusal(identifier: str, key: str, seen: Mapping[str, int]) -> str | None:
    if not key:
        return "identifiant absent"
    if _HIDDEN.search(identifier):
        return "identifiant avec un caractère invisible"
    if not _IDENTIFIER.fullmatch(key):
        return (
            f"identifiant « {identifier[:40]} » inutilisable "
            "(lettres sans accent, chiffres et tirets, au moins un chiffre)"
        )
    if key in seen:
        return f"identifiant « {key} » déjà présent ligne {seen[key]}"
    return None
