"""Texts read without their runs of blanks; what is found is told where it stands in the text."""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from ingestion.records import Evidence

_RUN = re.compile(r"[^\S\n](?:[^\S\n]+|(?<=\t))")

_ODD_BLANK = re.compile(r"[^\S\n ]")
"""A tab and the like: without it, a run of blanks is a run of spaces."""


@dataclass(frozen=True, slots=True)
class Squeezed:
    """`text` has one space for each run of blanks of a line; `starts` and `shifts` go back."""

    text: str
    starts: tuple[int, ...] = ()
    shifts: tuple[int, ...] = ()

    def back(self, offset: int) -> int:
        """Where a character of the squeezed text stands in the first one."""
        place = bisect_right(self.starts, offset) - 1
        return offset + self.shifts[place] if place >= 0 else offset

    def evidence(self, found: Mapping[str, Evidence], source: str) -> dict[str, Evidence]:
        """The same evidence with the places and the words of the first text."""
        if not self.starts:
            return dict(found)
        moved = {}
        for name, each in found.items():
            start = self.back(each.start)
            end = self.back(each.end - 1) + 1 if each.end > each.start else start
            moved[name] = Evidence(start, end, source[start:end], each.confidence)
        return moved


def squeeze(text: str) -> Squeezed:
    """The text with its runs of blanks as one space each; line breaks stay."""
    if "  " not in text and not _ODD_BLANK.search(text):
        return Squeezed(text)
    parts: list[str] = []
    starts: list[int] = []
    shifts: list[int] = []
    last = length = shift = 0
    for run in _RUN.finditer(text):
        before = text[last : run.start()]
        parts += [before, " "]
        length += len(before) + 1
        shift += run.end() - run.start() - 1
        last = run.end()
        starts.append(length)
        shifts.append(shift)
    return Squeezed("".join(parts) + text[last:], tuple(starts), tuple(shifts))
