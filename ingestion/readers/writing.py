"""The text of a document as it is put together: clean lines, tables, breaks and notes.

Lives in a confined child, and stays light: standard library only.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any
from unicodedata import normalize

from ingestion.readers.verdicts import TooLargeError

MOST_CHARACTERS = 1_000_000
"""Of text: about 300 pages. What holds more is no offer, nor a bulletin of offers."""
MOST_TABLE_CELLS = 50_000
MOST_NOTES = 50
LONGEST_LABEL = 80
LONGEST_CELL = 1_500
"""Characters: a cell that holds more is a part of a page, not a value of a table."""

_BREAKS = re.compile("\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2069\ufe00-\ufe0f\ufeff\ufff9-\ufffb]"
)
"""Controls, soft hyphens, marks of direction and width: nobody sees them, words break on them."""
_BLANKS = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_SIGNS = str.maketrans(
    {
        "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
        "\ufb05": "st", "\ufb06": "st", "\uf0b7": "•", "\uf0a7": "•", "\uf0d8": "•",
        "\uf0a8": "☐", "\uf06f": "☐", "\uf0fe": "☒", "\uf0fd": "☒", "\uf0fc": "✓",
    }
)  # fmt: skip
"""Ligatures of printers, and the bullets and boxes of the fonts Symbol and Wingdings."""
_RUNS = re.compile(" {2,}")
_ENDED = re.compile(r"[.!?;:,…–-]$")
_BULLETED = re.compile(r"[-•*–◦▪]\s|\d{1,2}[.)]\s|[;,:.)]")


def tidy(text: str) -> str:
    """Text as a person sees it: NFC, one newline a line end, one kind of blank, no invisible sign.

    A pair of surrogates is the character it means; half a pair is U+FFFD.
    """
    text = _BREAKS.sub("\n", text)
    if not text.isascii():
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        text = _BLANKS.sub(" ", _INVISIBLE.sub("", text)).translate(_SIGNS)
        text = normalize("NFC", text)
    else:
        text = _INVISIBLE.sub("", text)
    return text


class Writing:
    """Collects a document line by line; offsets of breaks stay right whatever is cleaned."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._length = 0
        self._break_due = False
        self._breaks: list[int] = []
        self._tables: list[list[list[str]]] = []
        self._cells = 0
        self.notes: list[str] = []

    def text(self, words: str) -> None:
        """Add the lines of a text; more than one blank line in a row is one."""
        for line in tidy(words).split("\n"):
            self._line(_RUNS.sub(" ", line).strip(" "))

    def verbatim(self, words: str) -> None:
        """Add lines whose inner blanks mean something (plain e-mails)."""
        for line in tidy(words).split("\n"):
            self._line(line.rstrip())

    def blank(self) -> None:
        """A blank line, unless there is one already."""
        self._line("")

    def part(self) -> None:
        """What follows begins a new page, section or message."""
        self._break_due = True
        self._line("")

    def table(self, rows: Iterable[Sequence[str]]) -> None:
        """Add a table: a line a row in the text, and the table with rows of one length."""
        kept = [_flat_row(row, number) for number, row in enumerate(rows)]
        kept = [row for row in kept if any(row)]
        if not kept:
            return
        width = max(len(row) for row in kept)
        full = [row + [""] * (width - len(row)) for row in kept]
        used = [column for column in range(width) if any(row[column] for row in full)]
        full = [[row[column] for column in used] for row in full]
        self._cells += len(full) * len(used)
        if self._cells > MOST_TABLE_CELLS:
            raise TooLargeError
        if len(used) > 1:
            self._tables.append(full)
        for row in full:
            self._line(row_line(row))

    def note(self, words: str) -> None:
        """Tell in French what could not be kept; the same thing is told once."""
        words = tidy(words).replace("\n", " ")
        if words not in self.notes and len(self.notes) < MOST_NOTES:
            self.notes.append(words)

    @property
    def is_empty(self) -> bool:
        """Whether no line has a word yet."""
        return not self._lines

    def done(self, **more: object) -> dict[str, Any]:
        """The document as plain values; `more` are the fields that only this kind has."""
        while self._lines and not self._lines[-1]:
            self._lines.pop()
        text = "\n".join(self._lines)
        return {
            "text": text,
            "breaks": [offset for offset in self._breaks if 0 < offset < len(text)],
            "tables": self._tables,
            "notes": self.notes,
            **more,
        }

    def _line(self, line: str) -> None:
        if not line and (not self._lines or not self._lines[-1]):
            return
        if line and self._break_due:
            self._breaks.append(self._length)
            self._break_due = False
        self._lines.append(line)
        self._length += len(line) + 1
        if self._length > MOST_CHARACTERS:
            raise TooLargeError


def _flat_row(row: Sequence[str], number: int) -> list[str]:
    """Labels (first column, header of a wide table) run on; values keep their lines apart."""
    is_header = number == 0 and len(row) > 2
    return [
        flat(cell, " " if is_header or column == 0 else " ; ") for column, cell in enumerate(row)
    ]


def flat(cell: str, parting: str = " ; ") -> str:
    """A cell on one line: its lines follow each other, `parting` where nothing parts them."""
    told = ""
    for line in tidy(cell).replace("\t", " ").split("\n"):
        line = _RUNS.sub(" ", line).strip()
        if line and told:
            told += " " if _ENDED.search(told) or _BULLETED.match(line) else parting
        told += line
    return told


def row_line(row: Sequence[str]) -> str:
    """A row as a line: `Label : value` for two cells, cells parted by bars for more."""
    if len(row) == 2 and row[0]:
        return f"{row[0].rstrip(' :')} : {row[1]}".rstrip()
    if len(row) == 2:
        return row[1]
    return " | ".join(row).rstrip(" |")


def is_data_row(cells: Sequence[str]) -> bool:
    """Whether the cells of a row belong on one line; else they are parts of a laid-out page."""
    if len(cells) == 2:
        return len(cells[0]) <= LONGEST_LABEL and len(cells[1]) <= 2 * LONGEST_CELL
    return len(cells) > 2 and all(len(cell) <= LONGEST_CELL for cell in cells)
