"""A table from a CSV or XLSX file: every cell is text until a named rule parses it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ingestion.normalise import squash
from ingestion.readers.delimited import (
    DELIMITERS,
    LONGEST_CELL_LINES,
    Record,
    declared_delimiter,
    first_lines,
    records,
)
from ingestion.readers.encoding import decode
from ingestion.readers.files import file_bytes, too_large
from ingestion.readers.workbook import Sheet, read_workbook
from ingestion.records import Rejected
from models.errors import InputRefusedError

MOST_FILE_BYTES = 100_000_000
HEADER_WITHIN = 20
"""The header stands in the first rows: a title, a date or a filter may come before it."""
_ZIP = b"PK"
_NOTHING = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n\v\f"
"""Marks of encodings and blanks: a file of these alone is empty."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = {b"%PDF": "un PDF", b"{\\rtf": "un document RTF", b"\x1f\x8b": "une archive gzip"}


@dataclass(frozen=True, slots=True)
class Table:
    """A header and its rows.

    `rows` are (row number as a spreadsheet shows it, cells), every row as long as the header;
    empty rows are left out. `problems` say what was odd and where; nothing is dropped in silence.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    header_row: int = 1
    problems: tuple[Rejected, ...] = ()


def read_table(path: Path, known_headers: Collection[str] = ()) -> Table:
    """Read the table of a file, told by its content, not by its name.

    Parameters
    ----------
    path : CSV (`;`, `,` or tab; UTF-8, UTF-16 with a mark, Windows-1252) or XLSX
    known_headers : names the caller expects; they help to find the header row and the sheet

    Raises
    ------
    InputRefusedError : nothing can be read; the message says why, in French
    """
    return read_table_data(file_bytes(path, MOST_FILE_BYTES), path.name, known_headers)


def read_table_data(data: bytes, name: str, known_headers: Collection[str] = ()) -> Table:
    """`read_table` for bytes that came by another way than a file; `name` is a label.

    Raises
    ------
    InputRefusedError : nothing can be read; the message says why, in French
    """
    _refuse_others(data, name)
    known = frozenset(squash(header) for header in known_headers)
    if data.startswith(_ZIP) or name.lower().endswith((".xlsx", ".xlsm")):
        return _from_workbook(data, name, known)
    return _from_text(decode(data), name, known)


def _refuse_others(data: bytes, name: str) -> None:
    if len(data) > MOST_FILE_BYTES:
        raise too_large(name, MOST_FILE_BYTES)
    if not data.strip(_NOTHING):
        raise InputRefusedError("fichier vide", name)
    if data.startswith(_OLE):
        raise InputRefusedError(
            "classeur protégé par un mot de passe, ou ancien format .xls ; "
            "enregistrez-le sans protection en .xlsx ou en CSV",
            name,
        )
    for magic, kind in _OTHERS.items():
        if data.startswith(magic):
            raise InputRefusedError(f"c'est {kind}, pas un tableau CSV ou XLSX", name)


def _from_text(text: str, name: str, known: frozenset[str]) -> Table:
    nulls = text.count("\0")
    if nulls > len(text) // 100 + 10:
        raise InputRefusedError(
            "ce n'est pas du texte (ou un encodage inconnu) ; enregistrez-le en CSV UTF-8",
            name,
        )
    declared, text = declared_delimiter(text)
    delimiter = declared or _delimiter(text, known)
    rows = records(text, delimiter)
    return _table(_without_nulls(rows) if nulls else rows, name, known, ())


def _without_nulls(rows: Iterator[Record]) -> Iterator[Record]:
    for record in rows:
        if any("\0" in cell for cell in record.cells):
            cells = tuple(cell.replace("\0", "") for cell in record.cells)
            yield Record(record.row, cells, record.problem or "caractère nul retiré")
        else:
            yield record


def _delimiter(text: str, known: frozenset[str]) -> str:
    """The delimiter whose header names most columns we know, then most columns."""

    head = first_lines(text, HEADER_WITHIN)
    if '"' in head:  # a quoted cell may go over many lines
        head = first_lines(text, HEADER_WITHIN * (LONGEST_CELL_LINES + 2))

    def worth(delimiter: str) -> tuple[int, int]:
        few = list(islice(records(head, delimiter), HEADER_WITHIN))
        header = few[_header_index([record.cells for record in few], known)].cells
        return _known_names(header, known), len(header)

    return max(DELIMITERS, key=worth)


def _from_workbook(data: bytes, name: str, known: frozenset[str]) -> Table:
    every = read_workbook(data, name)
    sheets = [sheet for sheet in every if sheet.rows]
    if not sheets:
        raise InputRefusedError("classeur vide : aucune feuille visible n'a de ligne", name)

    def worth(rows: Sequence[tuple[int, tuple[str, ...]]]) -> int:
        return max(_known_names(cells, known) for _, cells in rows[:HEADER_WITHIN])

    chosen = max(sheets, key=lambda sheet: worth(sheet.rows))
    left = tuple(
        Rejected(1, sheet.name, _why_left(sheet))
        for sheet in every
        if sheet.is_hidden or (sheet.rows and sheet is not chosen)
    )
    return _table((Record(row, cells) for row, cells in chosen.rows), name, known, left)


def _why_left(sheet: Sheet) -> str:
    if sheet.is_hidden:
        return f"feuille masquée « {sheet.name} » non lue"
    return f"feuille « {sheet.name} » non lue ({len(sheet.rows)} lignes)"


def _known_names(cells: Sequence[str], known: frozenset[str]) -> int:
    return sum(squash(cell) in known for cell in cells)


def _header_index(rows: Sequence[Sequence[str]], known: frozenset[str]) -> int:
    """The row with most known names; failing these, the first that fills half the width."""
    if not rows:
        return 0
    named = [_known_names(cells, known) for cells in rows]
    if max(named) >= 2:
        return named.index(max(named))
    filled = [sum(bool(cell.strip()) for cell in cells) for cells in rows]
    enough = max(1, -(-max(filled) // 2))
    return next((index for index, count in enumerate(filled) if count >= enough), 0)


def _table(
    rows: Iterator[Record], name: str, known: frozenset[str], problems: tuple[Rejected, ...]
) -> Table:
    every = [record for record in rows if any(map(str.strip, record.cells))]
    if not every:
        raise InputRefusedError("fichier vide", name)
    at = _header_index([record.cells for record in every[:HEADER_WITHIN]], known)
    header = tuple(cell.strip() for cell in every[at].cells)
    while header and not header[-1]:
        header = header[:-1]
    found = list(problems)
    found += [
        Rejected(record.row, "", f"ligne avant l'en-tête, non lue : « {_glimpse(record.cells)} »")
        for record in every[:at]
    ]
    found += _duplicates(header, every[at].row)
    width = len(header)
    body: list[tuple[int, tuple[str, ...]]] = []
    for record in every[at + 1 :]:
        cells = record.cells
        if record.problem:
            found.append(Rejected(record.row, "", record.problem))
        if len(cells) > width:
            extra = [cell for cell in cells[width:] if cell.strip()]
            if extra:
                reason = (
                    f"{len(cells)} cellules pour {width} colonnes, en trop : « {_glimpse(extra)} »"
                )
                found.append(Rejected(record.row, "", reason))
            cells = cells[:width]
        elif len(cells) < width:
            reason = f"{len(cells)} cellules pour {width} colonnes, la fin est lue comme vide"
            found.append(Rejected(record.row, "", reason))
            cells = cells + ("",) * (width - len(cells))
        body.append((record.row, cells))
    return Table(header, tuple(body), every[at].row, tuple(found))


def _duplicates(header: Sequence[str], row: int) -> list[Rejected]:
    seen: set[str] = set()
    found = []
    for name in header:
        key = squash(name)
        if key and key in seen:
            found.append(Rejected(row, name, f"colonne « {name} » présente deux fois"))
        seen.add(key)
    return found


def _glimpse(cells: Sequence[str]) -> str:
    text = " ".join(" ".join(cells).split())
    return text if len(text) <= 60 else f"{text[:57]}…"
