"""Any list as a file: the same lines as CSV and as a workbook, days and numbers typed."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import xlsxwriter

from ingestion.candidates.escaping import escape
from models.days import PARIS
from models.errors import InputRefusedError

Cell = str | bool | int | float | date | datetime | None
"""What a cell holds; None: not known, an empty cell."""
LONGEST_CELL = 32_767
"""Characters that a workbook takes in a cell."""
WIDEST, NARROWEST = 60, 10
MOST_LINES = 10_000
"""Lines of one file; a list that is longer is cut down by its filters first."""


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of a list, in the order of `headers`; `name` begins the name of its file."""

    name: str
    headers: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]

    def file_name(self, today: date, suffix: str) -> str:
        """`offres-2026-11-23.csv`."""
        return f"{self.name}-{today:%Y-%m-%d}.{suffix}"


def check_length(total: int, most: int = MOST_LINES) -> None:
    """Refuse a file that would leave lines out.

    Raises
    ------
    InputRefusedError : the list is longer than a file may be
    """
    if total > most:
        raise InputRefusedError(
            f"la liste a {total} lignes, un fichier en tient {most} : filtrez d’abord", "Export"
        )


def words_of(cell: Cell) -> str:
    """A cell as French spreadsheets read it: `23/11/2026`, `12,5`, `oui`."""
    match cell:
        case None:
            return ""
        case bool():
            return "oui" if cell else "non"
        case datetime():
            return f"{cell.astimezone(PARIS):%d/%m/%Y %H:%M}"
        case date():
            return f"{cell:%d/%m/%Y}"
        case float():
            return f"{cell:.10g}".replace(".", ",")
    return str(cell)


def to_csv(table: Table) -> bytes:
    """The table as UTF-8 with a BOM, `;` between cells, no cell that would run as a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(table.headers)
    writer.writerows(text_rows(table))
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(table: Table) -> bytes:
    """The table as a workbook: header frozen, filters on; words that are too long are cut."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet("Liste")
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        formats: dict[type, xlsxwriter.format.Format] = {
            date: book.add_format({"num_format": "dd/mm/yyyy"}),
            datetime: book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
        }
        sheet.write_row(0, 0, table.headers, bold)
        for line, row in enumerate(table.rows, start=1):
            for column, cell in enumerate(row):
                _write(sheet, line, column, cell, formats)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.headers) - 1)
        for column, width in enumerate(_widths(table)):
            sheet.set_column(column, column, width)
    return out.getvalue()


def to_json(table: Table) -> bytes:
    """The table for programs: a line an object by header, days as ISO texts, null where unknown."""
    lines = [dict(zip(table.headers, map(_plain, row), strict=True)) for row in table.rows]
    whole = {"name": table.name, "headers": table.headers, "lines": lines}
    return json.dumps(whole, ensure_ascii=False, allow_nan=False, indent=1).encode()


def _plain(cell: Cell) -> str | bool | int | float | None:
    return cell.isoformat() if isinstance(cell, date) else cell


def to_paste(table: Table) -> str:
    """The lines to copy into a sheet that is open: tabs between cells, no header."""
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in text_rows(table))


def text_rows(table: Table) -> list[list[str]]:
    """The lines in words, safe in a spreadsheet."""
    return [[escape(words_of(cell)) for cell in row] for row in table.rows]


def _write(
    sheet: xlsxwriter.worksheet.Worksheet,
    line: int,
    column: int,
    cell: Cell,
    formats: dict[type, xlsxwriter.format.Format],
) -> None:
    match cell:
        case datetime():
            local = cell.astimezone(PARIS).replace(tzinfo=None)
            sheet.write_datetime(line, column, local, formats[datetime])
        case date():
            sheet.write_datetime(line, column, cell, formats[date])
        case int() | float() if not isinstance(cell, bool):
            sheet.write_number(line, column, cell)
        case _:
            if words := escape(words_of(cell)):
                sheet.write_string(line, column, words[:LONGEST_CELL])


def _widths(table: Table) -> list[int]:
    """Characters wide enough for the header and the first lines of each column."""
    widths = [len(header) + 2 for header in table.headers]
    for row in table.rows[:200]:
        for column, cell in enumerate(row):
            widths[column] = max(widths[column], len(words_of(cell)) + 2)
    return [min(max(width, NARROWEST), WIDEST) for width in widths]
