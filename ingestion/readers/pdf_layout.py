"""Rows of cells of a page to lines and tables; pure geometry, no PDF here."""

from itertools import pairwise

from ingestion.readers.pdf_paragraphs import (
    is_wrapped,
    joined_lines,
    measures_of,
    paragraph,
)
from ingestion.readers.pdf_rows import Cell, Row
from ingestion.readers.pdf_segments import Segment
from ingestion.readers.writing import Writing, is_data_row

_COLUMN = 6.0
"""Points between the left edges of cells of one column."""


def write_page(page: list[Row], width: float, writing: Writing) -> None:
    """Write the rows of a page; `width` is that of the page, in points."""
    measures = measures_of(page, width)
    at = 0
    while at < len(page):
        end = _table_end(page, at)
        if end > at + 1:
            _write_table(page[at:end], writing)
            at = end
        elif len(page[at].cells) > 1:
            _write_row(page[at], writing)
            at += 1
        else:
            told, at = paragraph(page, at, measures)
            writing.text(told)


def _write_row(row: Row, writing: Writing) -> None:
    """A row that belongs to no table: short things side by side, or blocks one after another."""
    is_short = all(len(cell) == 1 for cell in row.cells)
    writing.text(("\t" if is_short else "\n").join(_cell_text(cell) for cell in row.cells))


def _table_end(page: list[Row], at: int) -> int:
    """One past the last row of the table that begins at a row; `at + 1` if none does.

    Between its rows there may be a label without a value, or one that nearly touches its value.
    """
    model = page[at] if len(page[at].cells) > 1 or at + 1 == len(page) else page[at + 1]
    lefts = [cell[0].left for cell in model.cells]
    if len(lefts) < 2 or (model is not page[at] and not _touches_value(page[at], lefts)):
        return at + 1
    end = at + 1
    while end < len(page):
        if _has_columns(page[end], lefts):
            end += 1
        elif end + 1 < len(page) and (
            _has_columns(page[end + 1], lefts) and _is_odd_row(page[end], lefts)
        ):
            end += 2
        else:
            break
    return end


def _touches_value(row: Row, lefts: list[float]) -> bool:
    """Whether a line is a label and a value too close to each other to be two cells."""
    is_first = row.is_line and abs(row.line.left - lefts[0]) <= _COLUMN
    return is_first and len(_parted(row.cells[0], lefts)) > 1


def _is_odd_row(row: Row, lefts: list[float]) -> bool:
    """Whether a line among the rows of a table is one of them."""
    is_label = row.is_line and abs(row.line.left - lefts[0]) <= _COLUMN
    return is_label and (row.line.right < lefts[1] or _touches_value(row, lefts))


def _has_columns(row: Row, lefts: list[float]) -> bool:
    """Whether two cells of a row begin at left edges of a table."""
    shared = (any(abs(cell[0].left - left) <= _COLUMN for left in lefts) for cell in row.cells)
    return len(row.cells) > 1 and sum(shared) >= 2


def _write_table(table: list[Row], writing: Writing) -> None:
    columns: list[float] = []
    for left in sorted(cell[0].left for row in table for cell in row.cells):
        if not columns or left - columns[-1] > _COLUMN:
            columns.append(left)
    laid: list[list[str]] = []
    for row in table:
        cells = [""] * len(columns)
        for cell in (part for whole in row.cells for part in _parted(whole, columns)):
            place = max(i for i, left in enumerate(columns) if left <= cell[0].left + _COLUMN)
            cells[place] = f"{cells[place]} {_cell_text(cell)}".strip()
        laid.append(cells)
    if all(is_data_row(cells) for cells in laid):
        writing.table(laid)
        return
    for cells in laid:
        writing.text("\n".join(cell for cell in cells if cell))


def _parted(cell: Cell, columns: list[float]) -> list[Cell]:
    """Cells of one line whose words nearly touch, parted where a column of the table begins."""
    if len(cell) > 1:
        return [cell]
    line, parts, start = cell[0], [], 0
    for index in range(1, len(line.words)):
        left = line.words[index].left
        is_blank = left - line.words[index - 1].right > 0.3 * line.height
        if is_blank and any(abs(left - column) <= 0.2 * line.height for column in columns):
            parts.append([Segment(line.words[start:index], line.bottom, line.top)])
            start = index
    return [*parts, [Segment(line.words[start:], line.bottom, line.top)]]


def _cell_text(cell: Cell) -> str:
    """The lines of a cell, joined where the next word did not fit the widest of them."""
    limit = max(line.right for line in cell)
    told = cell[0].text
    for last, line in pairwise(cell):
        told = joined_lines(told, line.text, is_wrapped(last, line, limit))
    return told
