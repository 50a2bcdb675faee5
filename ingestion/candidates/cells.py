"""Plain cells: their items, yes or no, levels and days; None with nothing guessed."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from unicodedata import is_normalized, normalize

from ingestion.candidates.escaping import has_escapes, unescape
from ingestion.normalise import fold, read_date, squash

YES = frozenset(["oui", "o", "yes", "y", "vrai", "true", "1", "x", "ok", "accord", "signe"])
NO = frozenset(["non", "n", "no", "faux", "false", "0", "refus", "aucun"])

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b-\x1f\x7f]")
_CLOSED_LIST = re.compile(r"[|;,\n/]|\s(?:et|ou)\s")


def clean(cell: str) -> str:
    """Take out invisible characters and outer spaces, compose accents; line breaks stay."""
    if cell.isprintable():  # no character to take out, nor any space but the plain one
        return cell.strip() if cell.isascii() else normalize("NFC", cell).strip()
    spaced = cell.replace("\u00a0", " ").replace("\u202f", " ")
    return normalize("NFC", _INVISIBLE.sub("", spaced)).strip()


def clean_column(column: Sequence[str]) -> Sequence[str]:
    """`clean` for the cells of a column, as they stand in a file (see `escaping`).

    Where one look at all of them together finds nothing to change, only outer spaces go.
    """
    whole = f"|{'|'.join(column)}|"
    if (
        whole.isprintable()
        and (whole.isascii() or is_normalized("NFC", whole))
        and not ("'" in whole and has_escapes("\n".join(column)))
    ):
        return list(map(str.strip, column)) if "| " in whole or " |" in whole else column
    return [clean(unescape(cell)) for cell in column]


def split_items(cell: str) -> list[str]:
    """Cut a free list at `|` (a line break there is a space), or else at line breaks."""
    parts = cell.split("|") if "|" in cell else cell.split("\n")
    return _tidy(cell, parts)


def _tidy(cell: str, parts: Iterable[str]) -> list[str]:
    """Parts of a cell that say something, with single spaces."""
    if "  " not in cell and cell.isprintable():
        return [item for part in parts if (item := part.strip())]
    return [item for part in parts if (item := " ".join(part.split()))]


_MARKS = re.compile(r"[|,;\n]")
_WORD_MARKS = re.compile(r"[|,;\n()]")


def split_words(cell: str) -> tuple[str, ...]:
    """Cut a list of short words at `|`, commas, semicolons and line breaks out of brackets."""
    if "(" not in cell:
        return tuple(_tidy(cell, _MARKS.split(cell)))
    items: list[str] = []
    start = depth = 0
    for mark in _WORD_MARKS.finditer(cell):
        if mark[0] in "()":
            depth = max(0, depth + (1 if mark[0] == "(" else -1))
        elif depth == 0 or mark[0] == "|":
            items.append(cell[start : mark.start()])
            start, depth = mark.end(), 0
    items.append(cell[start:])
    return tuple(_tidy(cell, items))


@lru_cache(maxsize=1024)
def yes_or_no(cell: str) -> bool | None:
    """True, False, or None where the cell says neither."""
    words = squash(cell).split()
    first = words[0] if words else ""
    return True if first in YES else False if first in NO else None


@lru_cache(maxsize=4096)
def closed_items(cell: str) -> tuple[str, ...]:
    """Items of a cell of a closed list, however they are parted."""
    items = (" ".join(item.split()) for item in _CLOSED_LIST.split(cell))
    return tuple(item for item in items if item)


# --- level of education ----------------------------------------------------------------------

_ROMAN = {"vi": 2, "vbis": 2, "v bis": 2, "v": 3, "iv": 4, "iii": 5, "ii": 6, "i": 7}
"""Old French levels to today's 2..8 scale: VI and Vbis stand below the CAP."""
_LEVEL_WORDS: tuple[tuple[str, int], ...] = (
    (r"infra ?3|inferieur|sans diplome|aucun|non scolaris|primaire|cfg|brevet|dnb|college", 2),
    (r"doctorat|bac ?\+? ?8", 8),
    (r"master|ingenieur|dess|dea\b|bac ?\+? ?5", 7),
    (r"licence|maitrise|bachelor|\bbut\b|bac ?\+? ?[34]", 6),
    (r"\bbts\b|\bdut\b|\bdeug\b|\bdeust\b|bac ?\+? ?2", 5),
    (r"\bbac\b|baccalaureat|\bbp\b|brevet professionnel|titre pro(?:fessionnel)? niveau 4", 4),
    (r"\bcap\b|\bbep\b|\bcapa\b|\bbepa\b|\bbpa\b|\bcqp\b", 3),
)


@lru_cache(maxsize=1024)
def education_level(cell: str) -> int | None:
    """Read a level on the 1..8 scale from today's, old or plain words; None if unreadable."""
    words = squash(cell)
    bare = re.sub(r"^(?:niveau|niv|level)\s+", "", words)
    if bare in _ROMAN:
        return _ROMAN[bare]
    if re.fullmatch(r"[1-8]", bare):
        return int(bare)
    if re.search(r"infra|inferieur|non obtenu|sans diplome", words):
        return 2
    number = re.match(r"([1-8])(?= (?:cap|bep|bac|bts|dut|licence|master|ou)\b)", bare)
    if number:
        return int(number[1])
    text = fold(cell)
    for pattern, level in _LEVEL_WORDS:
        if re.search(pattern, text):
            return level
    roman = re.match(r"(vbis|v bis|vi|v|iv|iii|ii|i)\b", bare)
    return _ROMAN[roman[1]] if roman else None


# --- dates and consent -----------------------------------------------------------------------

full_day = lru_cache(maxsize=32768)(read_date)
"""A whole day (`read_date`), remembered: the same days come again and again."""

_MONTH = re.compile(r"(?<!\d)(\d{1,2})\s?[/.-]\s?(\d{4})(?!\d)")


@lru_cache(maxsize=8192)
def day(cell: str) -> date | None:
    """A day; `01/2027` is its first of the month. None if unreadable."""
    found = full_day(cell)
    if found is not None:
        return found
    month = _MONTH.search(cell)
    is_month = month is not None and not cell[: month.start()].rstrip().endswith(("/", ".", "-"))
    if month and is_month and 1 <= int(month[1]) <= 12:
        return date(int(month[2]), int(month[1]), 1)
    return None


@lru_cache(maxsize=1024)
def consent(cell: str) -> tuple[bool | None, date | None]:
    """May the profile be shown, and since when: `oui`, `non`, a date, or `oui le` a date."""
    given_on = read_date(cell)
    said = yes_or_no(cell)
    if said is None and re.search(r"refus|retir|retrait|oppos", fold(cell)):
        said = False
    if said is False:
        return False, None
    if said is None and given_on is None:
        return None, None
    return True, given_on
