"""Delimited text (CSV) to records, line by line, so that one bad line stays one bad line."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

DELIMITERS = (";", "\t", ",")
LONGEST_CELL_LINES = 1_000
"""A quoted cell over more lines than that is a quote that somebody forgot to close."""

_LINE_END = re.compile(r"\r\n?|\n")
_SEP_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)


class Record(NamedTuple):
    """One record: `row` as a spreadsheet numbers it, from 1; `problem` is French or None."""

    row: int
    cells: tuple[str, ...]
    problem: str | None = None


def declared_delimiter(text: str) -> tuple[str | None, str]:
    """Take off Excel's `sep=;` first line: the delimiter it says, and the rest of the text."""
    first, newline, rest = text.partition("\n")
    match = _SEP_LINE.fullmatch(first)
    return (match[1], rest) if match and newline else (None, text)


def first_lines(text: str, count: int) -> str:
    """The first lines of a text, their ends included; the whole text where it has fewer."""
    last = next(islice(_LINE_END.finditer(text), count - 1, None), None)
    return text if last is None else text[: last.end()]


def records(text: str, delimiter: str) -> Iterator[Record]:
    """Cut text into records; line ends inside quotes belong to the cell.

    A quote that never closes, or that closes in the middle of a word, is read as an ordinary
    character and its record carries a problem; the records after it are whole.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines[-1] == "":
        lines.pop()
    row = 0
    at = 0
    while at < len(lines):
        row += 1
        line = lines[at]
        if '"' not in line:
            yield Record(row, tuple(line.split(delimiter)))
            at += 1
            continue
        quoted = _quoted(lines, at, delimiter)
        if quoted is None:
            yield Record(
                row,
                tuple(cell.strip('"') for cell in line.split(delimiter)),
                "guillemet ouvert et jamais refermé : la ligne a été lue telle quelle",
            )
            at += 1
        else:
            cells, used = quoted
            yield Record(row, cells)
            at += used


def _quoted(lines: list[str], at: int, delimiter: str) -> tuple[tuple[str, ...], int] | None:
    """Cells of the record that begins on line `at`, and how many lines it takes; None if broken."""
    buffer = lines[at]
    used = 1
    position = 0
    cells: list[str] = []
    while True:
        if buffer[position : position + 1] != '"':
            end = buffer.find(delimiter, position)
            if end < 0:
                cells.append(buffer[position:])
                return tuple(cells), used
            cells.append(buffer[position:end])
            position = end + 1
            continue
        closing = _closing_quote(buffer, position + 1)
        while closing < 0:
            if at + used >= len(lines) or used > LONGEST_CELL_LINES:
                return None
            more = [lines[at + used]]
            used += 1
            while '"' not in more[-1] and at + used < len(lines) and used <= LONGEST_CELL_LINES:
                more.append(lines[at + used])
                used += 1
            buffer = "\n".join((buffer, *more))
            closing = _closing_quote(buffer, position + 1)
        cells.append(buffer[position + 1 : closing].replace('""', '"'))
        after = closing + 1
        while buffer[after : after + 1] == " ":
            after += 1
        if after >= len(buffer):
            return tuple(cells), used
        if buffer[after] != delimiter:
            return None
        position = after + 1


def _closing_quote(buffer: str, start: int) -> int:
    """Index of the quote that closes a cell, doubled quotes skipped; -1 if there is none."""
    position = buffer.find('"', start)
    while position >= 0 and buffer[position + 1 : position + 2] == '"':
        position = buffer.find('"', position + 2)
    return position
