"""From the glyphs of a page to rows of cells, in the order in which the page was written.

Producers write a page in reading order, so that order is kept; geometry only says where a cell
ends, which lines one cell holds, and which values were drawn apart from their labels. Pure:
points in, rows out.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

Glyph = tuple[str, float, float, float, float]
"""Character, left, right, bottom, top in points; separators carry no box."""

WIDE_GAP = 1.5
"""Heights of a line: a wider blank parts two cells; justified words stay closer."""
_ALIGNED = 4.0
"""Points between the left edges of lines of one cell."""
_SEPARATORS = frozenset(" \t\r\n\xa0")


@dataclass(slots=True)
class Segment:
    """Words of one line that follow each other without a wide gap."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    first_width: float
    """Width of the first word: whether it would have fitted on the line before."""

    @property
    def height(self) -> float:
        return max(self.top - self.bottom, 1.0)

    def shares_line(self, other: "Segment") -> bool:
        """Whether the two stand side by side: half of the lower one is beside the other."""
        overlap = min(self.top, other.top) - max(self.bottom, other.bottom)
        return overlap > 0.5 * min(self.height, other.height)


@dataclass(slots=True)
class Row:
    """Cells of one row, each a list of lines."""

    cells: list[list[Segment]] = field(default_factory=list)

    @property
    def last(self) -> Segment:
        return self.cells[-1][-1]

    @property
    def right(self) -> float:
        """Right edge of the last cell."""
        return max(line.right for line in self.cells[-1])

    @property
    def left(self) -> float:
        return self.cells[0][0].left

    @property
    def is_line(self) -> bool:
        """Whether the row is one line of running text."""
        return len(self.cells) == 1 and len(self.cells[0]) == 1


def segments(glyphs: Iterable[Glyph]) -> list[Segment]:
    """Group glyphs into words, and words into segments."""
    found: list[Segment] = []
    word: list[Glyph] = []
    for glyph in glyphs:
        character, left, _, bottom, top = glyph
        is_blank = character in _SEPARATORS
        if word and (is_blank or _is_far(word[-1], left, bottom, top)):
            _add_word(found, word)
            word = []
        if not is_blank:
            word.append(glyph)
    if word:
        _add_word(found, word)
    return found


def _is_far(last: Glyph, left: float, bottom: float, top: float) -> bool:
    """Whether a glyph is too far from the one before to be of its word."""
    height = max(top - bottom, 1.0)
    middle, last_middle = (top + bottom) / 2, (last[4] + last[3]) / 2
    return left - last[2] > WIDE_GAP * height or (
        abs(middle - last_middle) > height and not (last[1] <= left + 1 and left <= last[2] + 1)
    )


def _add_word(found: list[Segment], word: list[Glyph]) -> None:
    """Add a word to the segment before it, or begin one."""
    text = "".join(glyph[0] for glyph in word)
    left, right = min(g[1] for g in word), max(g[2] for g in word)
    bottom, top = min(g[3] for g in word), max(g[4] for g in word)
    new = Segment(text, left, right, bottom, top, right - left)
    last = found[-1] if found else None
    if last is None or not last.shares_line(new) or not _follows(last, new):
        found.append(new)
        return
    last.text += f" {text}"
    last.right = max(last.right, right)
    last.bottom, last.top = min(last.bottom, bottom), max(last.top, top)


def _follows(last: Segment, new: Segment) -> bool:
    return -0.5 * new.height < new.left - last.right <= WIDE_GAP * new.height


def rows(found: Iterable[Segment]) -> list[Row]:
    """Group segments into rows of cells, in the order in which they come."""
    made: list[Row] = []
    for segment in found:
        row = made[-1] if made else None
        if row is not None and _is_next_cell(row, segment):
            row.cells.append([segment])
        elif row is not None and len(row.cells) > 1 and _continues(row.cells[-1], segment):
            row.cells[-1].append(segment)
        elif not _completes_label(made, segment):
            made.append(Row([[segment]]))
    return made


def _is_next_cell(row: Row, segment: Segment) -> bool:
    if segment.left < row.right + 1:
        return False
    return any(line.shares_line(segment) for line in row.cells[0] + row.cells[-1])


def _continues(cell: list[Segment], segment: Segment) -> bool:
    """Whether a segment is the next line of a cell: just under it, at the same left edge."""
    last = cell[-1]
    gap = last.bottom - segment.top
    return abs(segment.left - cell[0].left) <= _ALIGNED and -0.6 < gap / last.height < 0.8


def _completes_label(made: list[Row], segment: Segment) -> bool:
    """Whether a segment is the value of a label of several lines, which came as rows; join them."""
    lines: list[Segment] = []
    for row in reversed(made[-4:]):
        if not row.is_line or (lines and not _continues([row.last], lines[0])):
            return False
        lines.insert(0, row.last)
        if row.right + 1 > segment.left:
            return False
        if row.last.shares_line(segment):
            break
    else:
        return False
    if len(lines) < 2:
        return False
    del made[-len(lines) :]
    made.append(Row([lines, [segment]]))
    return True
