"""From the segments of a page to rows of cells: which lines one cell holds, and which cells stand
side by side, with tops, middles or bottoms aligned; values drawn long after their labels too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from statistics import median

from ingestion.readers.pdf_segments import Segment

Cell = list[Segment]
_ALIGNED = 0.35
"""Heights of a line between two tops, middles or bottoms that are one."""
_LONGEST_LABEL_LINES = 6
_LONGEST_PAIRED = 2
_LONGEST_LABEL = 60
_LABEL_WORDS, _VALUE_WORDS = 5, 8
"""Words of the usual label and of the usual value: lines of running text have more."""
_LEAST_PAIRS = 3
_MOST_JUMPS = 5
"""Places where a page goes on above its last line; more are columns, not a form."""


@dataclass(slots=True)
class Row:
    """Cells of one row, each a list of lines."""

    cells: list[Cell]

    @property
    def is_line(self) -> bool:
        """Whether the row is one line of running text."""
        return len(self.cells) == 1 and len(self.cells[0]) == 1

    @property
    def line(self) -> Segment:
        """The first line of the first cell."""
        return self.cells[0][0]


def rows(found: Iterable[Segment]) -> list[Row]:
    """Group segments into rows of cells, in the order in which they come."""
    made: list[Row] = []
    for cell in _stacks(found):
        label = _label_lines(made, cell)
        if made and len(made[-1].cells) > 1 and _is_beside(made[-1].cells[-1], cell):
            made[-1].cells.append(cell)
        elif label:
            lines = [row.line for row in made[-label:]]
            made[-label:] = [Row([lines, cell])]
        else:
            made += [Row([[line]]) for line in cell]
    return _with_late_values(made)


def _stacks(found: Iterable[Segment]) -> list[Cell]:
    stacks: list[Cell] = []
    for segment in found:
        if stacks and stacks[-1][-1].is_above(segment):
            stacks[-1].append(segment)
        else:
            stacks.append([segment])
    return stacks


def _right(cell: Cell) -> float:
    return max(line.right for line in cell)


def _is_beside(cell: Cell, other: Cell) -> bool:
    """Whether the other cell stands to the right, at a height that both share."""
    overlap = min(cell[0].top, other[0].top) - max(cell[-1].bottom, other[-1].bottom)
    return other[0].left > _right(cell) + 1 and overlap > 0.4 * min(cell[0].height, other[0].height)


def _label_lines(made: list[Row], cell: Cell) -> int:
    """How many of the last lines are the label of a cell that comes after them; 0 if none."""
    stack: Cell = []
    for row in reversed(made[-_LONGEST_LABEL_LINES:]):
        if not row.is_line or (stack and not row.line.is_above(stack[0])):
            break
        stack.insert(0, row.line)
    best = 0
    for count in range(1, len(stack) + 1):
        lines = stack[-count:]
        if not _is_beside(lines, cell):
            continue
        if best and not _is_tight(stack, count):
            break
        if _is_aligned(lines, cell):
            best = count
    return 0 if _are_columns(stack[-best:] if best else [], cell) else best


def _are_columns(lines: Cell, cell: Cell) -> bool:
    """Whether lines stand beside lines one by one, so that they are no label and its value."""
    many = min(len(lines), len(cell)) > _LONGEST_PAIRED
    return many and all(any(line.shares_line(other) for other in cell) for line in lines)


def _is_tight(stack: Cell, count: int) -> bool:
    """Whether the line that `count` adds is as close as those under it are to each other."""
    if count < 3:
        return True
    above, under, next_under = stack[-count], stack[-count + 1], stack[-count + 2]
    return above.bottom - under.top <= under.bottom - next_under.top + 1


def _is_aligned(label: Cell, cell: Cell) -> bool:
    near = _ALIGNED * min(label[0].height, cell[0].height)
    tops = abs(label[0].top - cell[0].top)
    bottoms = abs(label[-1].bottom - cell[-1].bottom)
    middles = abs(label[0].top + label[-1].bottom - cell[0].top - cell[-1].bottom) / 2
    by_bottom = bottoms <= near and len(cell) >= len(label)
    return tops <= near or middles <= near or by_bottom


def _with_late_values(page: list[Row]) -> list[Row]:
    """Put values drawn after all labels (forms that were filled in) beside their labels."""
    after_tables = max((i for i, row in enumerate(page) if not row.is_line), default=0) + 1
    jumps = (
        start
        for start in range(after_tables, len(page))
        if page[start].line.bottom > page[start - 1].line.top
    )
    for start in islice(jumps, _MOST_JUMPS):
        labels, late = page[:start], page[start:]
        pairs = _pairs(labels, late)
        if len(pairs) >= max(_LEAST_PAIRS, 0.7 * len(late)) and _is_form(labels, late, pairs):
            return _with_values(labels, late, pairs)
    return page


def _pairs(labels: list[Row], late: list[Row]) -> dict[int, int]:
    """Index of a late row -> index of the label it stands beside, the nearest one."""
    found: dict[int, int] = {}
    for number, row in enumerate(late):
        value = row.line
        beside = [
            (value.left - label.line.right, index)
            for index, label in enumerate(labels)
            if label.is_line
            and label.line.right <= value.left + 1
            and label.line.shares_line(value)
            and len(label.line.text) <= _LONGEST_LABEL
        ]
        if beside:
            found[number] = min(beside)[1]
    return found


def _is_form(labels: list[Row], late: list[Row], pairs: dict[int, int]) -> bool:
    """Whether the pairs are labels and values, and not two columns of running text."""
    names = [labels[index].line for index in pairs.values()]
    begun = sum(not name.text[0].islower() for name in names)
    return (
        median(len(name.words) for name in names) <= _LABEL_WORDS
        and median(len(row.line.words) for row in late) <= _VALUE_WORDS
        and begun >= 0.7 * len(names)
    )


def _with_values(labels: list[Row], late: list[Row], pairs: dict[int, int]) -> list[Row]:
    values: dict[int, Cell] = {}
    rest: list[Row] = []
    owner: int | None = None
    for number, row in enumerate(late):
        owner = pairs.get(number, owner)
        if owner is None:
            rest.append(row)
        else:
            values.setdefault(owner, []).append(row.line)
    filled = [
        Row([*label.cells, values[index]]) if index in values else label
        for index, label in enumerate(labels)
    ]
    return filled + rest
