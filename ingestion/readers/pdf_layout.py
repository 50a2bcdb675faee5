"""Rows of cells of a page to lines and tables; pure geometry, no PDF here.

Lines that only ended because the margin was near are joined again, and so are words cut by a
hyphen: a reader sees one sentence, and so must the rules.
"""

import re
from itertools import islice, pairwise
from statistics import median

from ingestion.readers.pdf_hyphens import joined
from ingestion.readers.pdf_segments import Row, Segment
from ingestion.readers.writing import Writing, is_data_row

_COLUMN = 6.0
"""Points between the left edges of cells of one column."""
_SAME_PITCH = 1.25
_LEAST_FILL = 0.6
"""Part of the page a line must reach before its end can be the margin's doing."""
_STARTS_ANEW = re.compile(r"[-–•*▪◦►➢✓☐☒]|\d{1,2}\s?[.)]\s|[^\W\d][^:.;,]{0,40}\s?:(?:\s|$)")
_LONGEST_LABEL = 60
_LEAST_PAIRS = 3
_PROSE_WORDS = 8
_MOST_JUMPS = 5
"""Places where a page goes on above its last line; more are columns, not a form."""


def write_page(page: list[Row], width: float, writing: Writing) -> None:
    """Write the rows of a page; `width` is that of the page, in points."""
    page = with_late_values(page)
    limit = _right_limit(page)
    pitch = _pitch(page)
    at = 0
    while at < len(page):
        end = _table_end(page, at)
        if end > at + 1:
            _write_table(page[at:end], writing)
            at = end
        elif len(page[at].cells) > 1:
            writing.text("\t".join(_cell_text(cell) for cell in page[at].cells))
            at += 1
        else:
            at = _write_paragraph(page, at, (limit, pitch, width), writing)


def with_late_values(page: list[Row]) -> list[Row]:
    """Put values drawn after all labels (forms that were filled in) beside their labels."""
    after_tables = max((i for i, row in enumerate(page) if not row.is_line), default=0) + 1
    jumps = (
        start
        for start in range(after_tables, len(page))
        if page[start].last.bottom > page[start - 1].last.top
    )
    for start in islice(jumps, _MOST_JUMPS):
        late = page[start:]
        pairs = _pairs(page[:start], late)
        words = median(len(row.last.text.split()) for row in late)
        if len(pairs) >= _LEAST_PAIRS and len(pairs) >= 0.7 * len(late) and words < _PROSE_WORDS:
            return _with_values(page[:start], late, pairs)
    return page


def _pairs(labels: list[Row], late: list[Row]) -> dict[int, int]:
    """Index of a late row -> index of the label it stands beside."""
    found: dict[int, int] = {}
    for number, row in enumerate(late):
        value = row.last
        beside = [
            (value.left - label.right, index)
            for index, label in enumerate(labels)
            if label.is_line
            and len(label.last.text) <= _LONGEST_LABEL
            and label.right <= value.left + 1
            and label.last.shares_line(value)
        ]
        if beside:
            found[number] = min(beside)[1]
    return found


def _with_values(labels: list[Row], late: list[Row], pairs: dict[int, int]) -> list[Row]:
    values: dict[int, list[Segment]] = {}
    rest: list[Row] = []
    owner: int | None = None
    for number, row in enumerate(late):
        owner = pairs.get(number, owner)
        if owner is None:
            rest.append(row)
        else:
            values.setdefault(owner, []).append(row.last)
    filled = [
        Row([*label.cells, values[index]]) if index in values else label
        for index, label in enumerate(labels)
    ]
    return filled + rest


def _table_end(page: list[Row], at: int) -> int:
    """One past the last row of the table that begins at a row; `at + 1` if none does.

    A label without a value, between rows that have one, belongs to the table.
    """
    if len(page[at].cells) < 2:
        return at + 1
    end = at + 1
    while end < len(page):
        row = page[end]
        if len(row.cells) > 1 and _share_columns(page[at], row):
            end += 1
        elif (
            end + 1 < len(page)
            and row.is_line
            and len(page[end + 1].cells) > 1
            and _share_columns(page[at], page[end + 1])
            and abs(row.left - page[at].left) <= _COLUMN
            and row.right < page[at].cells[1][0].left
        ):
            end += 2
        else:
            break
    return end


def _share_columns(first: Row, other: Row) -> bool:
    """Whether two rows have their first cells, and another one, at the same left edges."""
    lefts = [cell[0].left for cell in other.cells]
    shared = sum(any(abs(cell[0].left - left) <= _COLUMN for left in lefts) for cell in first.cells)
    return shared >= 2


def _write_table(table: list[Row], writing: Writing) -> None:
    columns: list[float] = []
    for left in sorted(cell[0].left for row in table for cell in row.cells):
        if not columns or left - columns[-1] > _COLUMN:
            columns.append(left)
    laid: list[list[str]] = []
    for row in table:
        cells = [""] * len(columns)
        for cell in row.cells:
            place = max(i for i, left in enumerate(columns) if left <= cell[0].left + 0.01)
            cells[place] = f"{cells[place]} {_cell_text(cell)}".strip()
        laid.append(cells)
    if all(is_data_row(cells) for cells in laid):
        writing.table(laid)
        return
    for cells in laid:
        writing.text("\n".join(cell for cell in cells if cell))


def _cell_text(cell: list[Segment]) -> str:
    """The lines of a cell, joined where the next word did not fit the widest of them."""
    limit = max(line.right for line in cell)
    told = cell[0].text
    for last, line in pairwise(cell):
        told = _joined(told, line.text, _is_wrapped(last, line, limit))
    return told


def _write_paragraph(
    page: list[Row], at: int, bounds: tuple[float, float, float], writing: Writing
) -> int:
    """Write the paragraph that begins at a line; the index of the row after it."""
    limit, pitch, width = bounds
    last = page[at].last
    told = last.text
    at += 1
    while at < len(page) and page[at].is_line:
        line = page[at].last
        is_near = 0 < last.bottom - line.bottom <= _SAME_PITCH * pitch
        is_hyphen = told.endswith("-") and is_near
        is_wrapped = (
            is_near
            and last.right >= _LEAST_FILL * width
            and abs(line.height - last.height) < 0.15 * last.height
            and -3 * last.height < line.left - last.left < 3 * last.height
            and _is_wrapped(last, line, limit)
            and not _STARTS_ANEW.match(line.text)
        )
        if not is_wrapped and not is_hyphen:
            break
        told = _joined(told, line.text, is_wrapped)
        last = line
        at += 1
    writing.text(told)
    return at


def _is_wrapped(last: Segment, line: Segment, limit: float) -> bool:
    """Whether the first word of a line would have passed the margin on the line before."""
    return last.right + 0.2 * last.height + line.first_width > limit + 0.5


def _joined(told: str, line: str, is_wrapped: bool) -> str:
    whole = joined(told, line)
    if whole is not None:
        return whole
    return f"{told} {line}" if is_wrapped else f"{told}\n{line}"


def _right_limit(page: list[Row]) -> float:
    return max((row.right for row in page if row.is_line), default=0.0)


def _pitch(page: list[Row]) -> float:
    """The usual distance between lines of one paragraph: a low quartile of those of the page."""
    steps = sorted(
        last.last.bottom - row.last.bottom
        for last, row in pairwise(page)
        if last.is_line and row.is_line and 0 < last.last.bottom - row.last.bottom < 100
    )
    return steps[len(steps) // 4] if steps else 0.0
