"""From the glyphs of a page to segments: words of one line without a wide gap between them.

Producers write a page in reading order, so that order is kept. Pure: points in, segments out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

Glyph = tuple[str, float, float, float, float]
"""Character, left, right, bottom, top in points; the box of a blank means nothing."""

WIDE_GAP = 1.5
"""Heights of a line: a wider blank parts two cells; justified words stay closer."""
_BLANKS = frozenset(" \t\r\n\xa0")


class Word(NamedTuple):
    """A word and its left and right edges."""

    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of one line that follow each other without a wide gap."""

    words: tuple[Word, ...]
    bottom: float
    top: float

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return max(word.right for word in self.words[-2:])

    @property
    def height(self) -> float:
        return max(self.top - self.bottom, 1.0)

    @property
    def first_width(self) -> float:
        """Width of the first word: whether it would have fitted on the line before."""
        return self.words[0].right - self.words[0].left

    def shares_line(self, other: "Segment") -> bool:
        """Whether the two stand side by side: half of the lower one is beside the other."""
        overlap = min(self.top, other.top) - max(self.bottom, other.bottom)
        return overlap > 0.5 * min(self.height, other.height)

    def is_above(self, other: "Segment") -> bool:
        """Whether the other is the next line of the same cell: just under, at the same edge."""
        gap = (self.bottom - other.top) / self.height
        return abs(self.left - other.left) <= 0.35 * self.height and -0.6 < gap < 0.8


def segments(glyphs: Iterable[Glyph]) -> list[Segment]:
    """Group glyphs into words, and words into segments."""
    found: list[Segment] = []
    line: list[Segment] = []
    word: list[Glyph] = []
    for glyph in (*glyphs, ("\n", 0.0, 0.0, 0.0, 0.0)):
        is_blank = glyph[0] in _BLANKS
        if word and (is_blank or _is_far(word[-1], glyph)):
            new = _word(word)
            if line and not (line[-1].shares_line(new) and _follows(line[-1], new)):
                found.append(_joined(line))
                line = []
            line.append(new)
            word = []
        if not is_blank:
            word.append(glyph)
    return [*found, _joined(line)] if line else found


def _is_far(last: Glyph, glyph: Glyph) -> bool:
    """Whether a glyph is too far from the one before to be of its word (text may be upright)."""
    _, left, _, bottom, top = glyph
    height = max(top - bottom, 1.0)
    is_other_line = abs((top + bottom) - (last[4] + last[3])) > height
    is_under = last[1] <= left + 1 and left <= last[2] + 1
    return left - last[2] > WIDE_GAP * height or (is_other_line and not is_under)


def _word(glyphs: list[Glyph]) -> Segment:
    text = "".join(glyph[0] for glyph in glyphs)
    left, right = min(glyph[1] for glyph in glyphs), max(glyph[2] for glyph in glyphs)
    bottom, top = min(glyph[3] for glyph in glyphs), max(glyph[4] for glyph in glyphs)
    return Segment((Word(text, left, right),), bottom, top)


def _follows(last: Segment, new: Segment) -> bool:
    return -0.5 * new.height < new.left - last.right <= WIDE_GAP * new.height


def _joined(words: list[Segment]) -> Segment:
    return Segment(
        tuple(word.words[0] for word in words),
        min(word.bottom for word in words),
        max(word.top for word in words),
    )
