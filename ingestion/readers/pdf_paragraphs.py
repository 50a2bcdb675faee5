"""Lines of a page that ended only because the margin was near, joined again, and words cut by a
hyphen made whole: a reader sees one sentence, and so must the rules. Pure geometry.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from ingestion.readers.pdf_hyphens import joined
from ingestion.readers.pdf_rows import Row
from ingestion.readers.pdf_segments import Segment

_COLUMN = 6.0
"""Points between the left edges of lines of one column."""
_COLUMN_LINES = 40
_NEARLY_FULL = 0.12
_LEAST_FULL = 3
_SAME_PITCH = 1.25
_LEAST_FILL = 0.6
"""Part of the page a line must reach before its end can be the margin's doing."""
_STARTS_ANEW = re.compile(
    r"[-–•*▪◦►➢✓☐☒]|\d{1,2}\s?[.)]\s|(?=[^\W\d_a-zà-ÿ])\w[^:.;,]{0,40}\s?:(?:\s|$)"
)
_ENDED = re.compile(r"[.!?:;]$")


@dataclass(frozen=True, slots=True)
class Measures:
    """Of a page, in points: its width, where its lines end at most, and how they follow.

    `pitch` is the smallest usual distance from line to line; the page `is_even` where there is
    no other, so that it does not tell lines of a paragraph from paragraphs.
    """

    width: float
    limit: float
    pitch: float
    is_even: bool


def measures_of(page: list[Row], width: float) -> Measures:
    """Measure the lines of running text of a page."""
    lines = [row.line for row in page if row.is_line]
    steps = sorted(
        last.line.bottom - row.line.bottom
        for last, row in pairwise(page)
        if last.is_line and row.is_line and _is_step(last.line, row.line)
    )
    pitch = steps[0] if steps else 0.0
    is_even = not steps or steps[-1] <= _SAME_PITCH * pitch
    return Measures(width, max((line.right for line in lines), default=0.0), pitch, is_even)


def _is_step(last: Segment, line: Segment) -> bool:
    return 0.7 * last.height < last.bottom - line.bottom < 3 * last.height


def paragraph(page: list[Row], at: int, measures: Measures) -> tuple[str, int]:
    """The paragraph that begins at a line, and the index of the row after it."""
    column = _column_limit(page, at)
    last = page[at].line
    told = last.text
    at += 1
    while at < len(page) and page[at].is_line:
        line = page[at].line
        is_near = 0 < last.bottom - line.bottom <= _SAME_PITCH * measures.pitch
        goes_on = is_near and _goes_on(last, line, measures, column)
        if not goes_on and not (is_near and told.endswith("-")):
            break
        told = joined_lines(told, line.text, goes_on)
        last = line
        at += 1
    return told, at


def _goes_on(last: Segment, line: Segment, measures: Measures, column: float) -> bool:
    if abs(line.height - last.height) > 0.15 * last.height:
        return False
    if abs(line.left - last.left) > 3 * last.height or _STARTS_ANEW.match(line.text):
        return False
    if measures.is_even and _ENDED.search(last.text) and not line.text[0].islower():
        return False
    at_margin = last.right >= _LEAST_FILL * measures.width
    return is_wrapped(last, line, column) or (at_margin and is_wrapped(last, line, measures.limit))


def _column_limit(page: list[Row], at: int) -> float:
    """Right edge of the narrow column that a line begins; beyond all where there is none.

    One is believed where three lines at least fill it: the longest of a list fills only itself.
    """
    first, lines = page[at].line, []
    for row in page[at : at + _COLUMN_LINES]:
        if not row.is_line or abs(row.line.left - first.left) > _COLUMN:
            break
        lines.append(row.line)
    limit = max(line.right for line in lines)
    full = sum(line.right > limit - _NEARLY_FULL * (limit - first.left) for line in lines)
    return limit if full >= max(_LEAST_FULL, len(lines) // 2) else inf


def is_wrapped(last: Segment, line: Segment, limit: float) -> bool:
    """Whether the first word of a line would have passed the margin on the line before."""
    return last.right + 0.2 * last.height + line.first_width > limit + 0.5


def joined_lines(told: str, line: str, is_one: bool) -> str:
    """Two lines as one sentence or as two lines; a word cut by a hyphen is whole either way."""
    whole = joined(told, line)
    if whole is not None:
        return whole
    return f"{told} {line}" if is_one else f"{told}\n{line}"
