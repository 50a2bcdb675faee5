"""Rows of cells of a page to lines and tables; pure geometry, no PDF here."""

from itertools import pairwise
from statistics import median_low

from ingestion.readers.pdf_paragraphs import (
    Measures,
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
_BLANK_LINE = 1.4
"""Usual distances between paragraphs from which the space between two is an empty line."""
_SAME_CELL = 0.3
"""Heights of a line between a row and the lines that only end its cells."""


def write_page(page: list[Row], width: float, writing: Writing) -> None:
    """Write the rows of a page; `width` is that of the page, in points."""
    page = _whole_rows(page)
    measures = measures_of(page, width)
    apart = _paragraph_step(page, measures) * _BLANK_LINE
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
            if at and apart and _step(page, at) > apart:
                writing.blank()
            told, at = paragraph(page, at, measures)
            writing.text(told)


def _paragraph_step(page: list[Row], measures: Measures) -> float:
    """The usual distance from the last line of a paragraph to the next one; 0 on a page that is
    not mere lines."""
    steps: list[float] = []
    at = 0
    while at < len(page):
        if not page[at].is_line:
            return 0.0
        if at and (step := _step(page, at)) > 0:
            steps.append(step)
        _, at = paragraph(page, at, measures)
    return median_low(steps) if steps else 0.0


def _step(page: list[Row], at: int) -> float:
    """Points from the line above to this one; negative at the top of a column."""
    return page[at - 1].line.bottom - page[at].line.bottom


def _whole_rows(page: list[Row]) -> list[Row]:
    """Rows made whole where a cell that nearly touches the one before it wraps: its next lines,
    and the cells after it, come as rows of their own."""
    made: list[Row] = []
    is_open = False
    for row in page:
        goes_on = _wrapped_cell(made[-1], row, is_open) if made else None
        if goes_on is not None:
            made[-1] = Row([*made[-1].cells[:-1], *goes_on, *row.cells[1:]])
            is_open = True
        elif is_open and _is_right_of(made[-1], row):
            made[-1] = Row([*made[-1].cells, *row.cells])
        else:
            made.append(row)
            is_open = False
    return made


def _wrapped_cell(row: Row, under: Row, is_open: bool) -> list[Cell] | None:
    """The last cells of a row with the lines that end the last one; None where none do.

    The lines must begin just under a word that follows a blank wider than that of a sentence.
    """
    last, cell = row.cells[-1], under.cells[0]
    if is_open and last[-1].is_above(cell[0]):
        return [[*last, *cell]]
    if len(last) > 1 or len(row.cells) < 2:
        return None
    parts = _parted(last, [cell[0].left])
    if len(parts) != 2 or not parts[1][0].is_above(cell[0]):
        return None
    return [parts[0], [*parts[1], *cell]]


def _is_right_of(row: Row, rest: Row) -> bool:
    """Whether cells stand beside a whole row, to the right of all its lines."""
    right = max(line.right for cell in row.cells for line in cell)
    return rest.line.left > right - 0.5 * rest.line.height and row.line.shares_line(rest.line)


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
    last: Row | None = None
    for row in table:
        cells = [""] * len(columns)
        for cell in (part for whole in row.cells for part in _parted(whole, columns)):
            place = max(i for i, left in enumerate(columns) if left <= cell[0].left + _COLUMN)
            cells[place] = f"{cells[place]} {_cell_text(cell)}".strip()
        if last is not None and _ends_cells(last, row, laid[-1], cells):
            laid[-1] = [
                f"{over} {cell}".strip() for over, cell in zip(laid[-1], cells, strict=True)
            ]
        else:
            laid.append(cells)
        last = row
    if all(is_data_row(cells) for cells in laid):
        writing.table(laid)
        return
    for cells in laid:
        writing.text("\n".join(cell for cell in cells if cell))


def _ends_cells(last: Row, row: Row, over: list[str], cells: list[str]) -> bool:
    """Whether a row without first cell only ends some cells of the row just above it.

    Where most cells are filled it is a row of its own, under a first cell that holds for both.
    """
    under = [told for told, cell in zip(over, cells, strict=True) if cell]
    if cells[0] or not all(under) or 2 * len(under) > sum(map(bool, over)):
        return False
    bottom = min(line.bottom for cell in last.cells for line in cell)
    top = max(line.top for cell in row.cells for line in cell)
    return bottom - top < _SAME_CELL * row.line.height


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
