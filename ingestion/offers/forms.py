"""Forms written as text: lines "Label : valeur" with the labels of the common offer sheet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingestion.offers.headers import header_of
from ingestion.offers.raw import Span

LEAST_LABELS = 4
"""Different labels from which a text is a form; prose announces a salary or hours now and then."""
LONGEST_VALUE = 80
"""Characters of a line that may stand under its label; a longer one is a sentence."""
MOST_LINES = 40
PROSE = frozenset({"Missions", "Remarques"})
"""Labels whose values are sentences: they stay among the words that are read."""
_LINE = re.compile(r"[^\n]+")
_MARK = re.compile(r"[ \t]*(?:[-–•·*▪●■☐☑✓>]+|\d{1,2}[.)])?[ \t]*")
_LABELLED = re.compile(
    r"(?P<label>[^:=|\t\n]{2,45}?)[ \t]*(?:\*\*)?[ \t]*"
    r"(?P<sign>[:=|\t]|\.{3,40} ?:?)"
)
_SECOND = re.compile(r"(?:[ \t]{2,20}|[ \t]?[;|][ \t]|\t|[ \t]+[–-][ \t]+)(?=[^\s:=|]{2})")
_CONTINUES = re.compile(r"[ \t]*(?:[a-zà-ÿ(&+/,;]|\d{1,2}\s?(?:h|€|%))")
_ITEM = re.compile(r"[ \t]*[-–•·*▪●]\s*\S")
_BULLET = re.compile(r"^[-–•·*▪●]\s*")
_LISTS = frozenset({"Compétences", "Permis et titres", "Langues", "Conditions physiques"})


@dataclass(frozen=True, slots=True)
class Field:
    """`header` of the sheet, where its label begins and where its value stands (characters)."""

    header: str
    label_start: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Form:
    """The labelled values of a text, each header once, in the order of the text."""

    fields: tuple[Field, ...] = ()

    @property
    def is_form(self) -> bool:
        """Whether the labels are enough to read the text as a form rather than as prose."""
        headers = {field.header for field in self.fields if field.end > field.start}
        return len(headers) >= LEAST_LABELS

    def values(self, text: str) -> dict[str, str]:
        """Header -> value as written, its lines trimmed."""
        return {
            field.header: _trimmed(text[field.start : field.end], field.header in _LISTS)
            for field in self.fields
            if field.end > field.start
        }

    def spans(self) -> dict[str, Span]:
        """Header -> place of the value."""
        return {f.header: (f.start, f.end) for f in self.fields if f.end > f.start}

    def unread(self) -> tuple[Span, ...]:
        """Labels, and the values that are cells rather than sentences."""
        return tuple(
            (field.label_start, field.start if field.header in PROSE else field.end)
            for field in self.fields
        )


def _trimmed(value: str, is_list: bool) -> str:
    lines = [line.strip() for line in value.split("\n")]
    if is_list:
        lines = [_BULLET.sub("", line) for line in lines]
    return "\n".join(lines).strip()


def read_form(text: str) -> Form:
    """Find the labelled values of a text; linear in its length.

    A label met twice keeps its first value: the second stays in the text and is read as such.
    """
    lines = [match.span() for match in _LINE.finditer(text)]
    found: dict[str, Field] = {}
    for number, (start, end) in enumerate(lines):
        for field in _fields_of_line(text, start, end):
            if field.header in found:
                continue
            is_last = not text[field.end : end].strip(" \t*|;")
            following = lines[number + 1 : number + 1 + MOST_LINES] if is_last else []
            found[field.header] = _continued(text, field, following)
    return Form(tuple(found.values()))


def label_at(text: str, start: int, end: int) -> tuple[str, int, int] | None:
    """The label that opens a line: (header, first character of the label, of the value)."""
    mark = _MARK.match(text, start, end)
    first = mark.end() if mark else start
    while text.startswith("*", first):
        first += 1
    match = _LABELLED.match(text, first, end)
    if match is None:
        return None
    header = header_of(match["label"].strip(" *_"))
    if header is None:
        return None
    value = match.end()
    while value < end and text[value] in " \t*:|.=":
        value += 1
    return header, first, value


def _fields_of_line(text: str, start: int, end: int) -> Iterator[Field]:
    """The label that opens the line, and those that follow on it after a gap or a bar."""
    opening = label_at(text, start, end)
    if opening is None:
        return
    while opening is not None:
        header, label_start, value = opening
        following, stop = _next_label(text, value, end)
        yield Field(header, label_start, value, _stripped_end(text, value, stop))
        opening = following


def _next_label(text: str, value: int, end: int) -> tuple[tuple[str, int, int] | None, int]:
    for gap in _SECOND.finditer(text, value, end):
        found = label_at(text, gap.end(), end)
        if found is not None and found[1] == gap.end():
            return found, gap.start()
    return None, end


def _stripped_end(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " \t*|;":
        end -= 1
    return max(end, start)


def _continued(text: str, field: Field, lines: list[Span]) -> Field:
    """The field with the lines that go on with its value."""
    start, last = field.start, field.end
    is_empty = last <= start
    for number, (first, stop) in enumerate(lines):
        line = text[first:stop]
        is_far = text.count("\n", last, first) > 1
        if is_far or not line.strip() or label_at(text, first, stop) is not None:
            break
        if not _takes(text, field, line, last, is_empty, number):
            break
        if last <= start:
            start = first + len(line) - len(line.lstrip())
        last = first + len(line.rstrip())
    return Field(field.header, field.label_start, min(start, last), last)


def _takes(text: str, field: Field, line: str, last: int, is_empty: bool, number: int) -> bool:
    """Whether a line belongs to the value above it: all of a sentence's label; the items or the
    one line under a lone label; the rest of a value broken by the margin."""
    if field.header in PROSE:
        return True
    if is_empty and number == 0:
        return len(line.strip()) <= LONGEST_VALUE
    if is_empty and field.header in _LISTS:
        return _ITEM.match(line) is not None
    return text[last - 1] in ",;/(&+" or _CONTINUES.match(line) is not None
