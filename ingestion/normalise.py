"""Accents, dates, numbers, ROME codes and communes as people write them.

The one door to them: `folding`, `communes` and `territory` are its rooms.
"""

import re
from datetime import date
from functools import lru_cache

from ingestion.communes import CommuneMention, find_communes, resolve_commune
from ingestion.folding import fold, squash
from ingestion.territory import CommuneMatch

__all__ = [
    "CommuneMatch",
    "CommuneMention",
    "find_communes",
    "fold",
    "month_number",
    "read_date",
    "read_number",
    "resolve_commune",
    "rome_code",
    "squash",
]

_ROME = re.compile(r"(?<![A-Za-z0-9])([A-Na-n])[ .-]?([\dOo]{2})[ .-]?([\dOo]{2})(?![A-Za-z0-9])")
LEAST_ROME_DIGITS = 3
"""The letter O is read as a zero, once at most: `Boo 12` is no code."""
_NUMBER = re.compile(r"-?\d[\d \u00a0\u202f]*(?:[.,]\d+)?")
_DAY = re.compile(r"(?<!\d)(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4}|\d{2})(?!\d)")
_PLAIN_DAY = re.compile(r"(\d\d)/(\d\d)/(\d{4})")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_WORDS = re.compile(r"(?<!\d)(\d{1,2})(?:er)?\s+([a-z]{3,9})\.?\s+(\d{4})(?!\d)")
_MONTHS = (
    *("janvier", "fevrier", "mars", "avril", "mai", "juin"),
    *("juillet", "aout", "septembre", "octobre", "novembre", "decembre"),
)
TWO_DIGIT_PIVOT = 50
"""`65` is 1965 and `31` is 2031: files of living people and of certificates."""


@lru_cache(maxsize=16384)
def rome_code(text: str) -> str | None:
    """Find a well-formed ROME code (`h 2913`, `K13 04`, `N11O1`, `H2913 - Soudage`) or None."""
    for match in _ROME.finditer(text):
        if sum(map(str.isdigit, match[0])) >= LEAST_ROME_DIGITS:
            return (match[1] + match[2] + match[3]).upper().replace("O", "0")
    return None


def read_number(text: str) -> float | None:
    """Read the first number, French or English writing (`1 200,50`); None where there is none."""
    match = _NUMBER.search(text)
    if match is None:
        return None
    return float(re.sub(r"[ \u00a0\u202f]", "", match[0]).replace(",", "."))


def month_number(word: str) -> int | None:
    """Give 1..12 for a French month in full or cut (`sept`, `févr.`); None for another word."""
    folded = fold(word).rstrip(".")
    if len(folded) < 3:
        return None
    found = [rank for rank, month in enumerate(_MONTHS, 1) if month.startswith(folded)]
    return found[0] if len(found) == 1 else None


def read_date(text: str) -> date | None:
    """Read a day: `14/03/1984`, `14-3-84`, `2024-03-14`, `14 mars 2024`; None if impossible."""
    plain = _PLAIN_DAY.fullmatch(text)
    if plain:
        return _day(int(plain[3]), int(plain[2]), int(plain[1]))
    iso = _ISO.search(text)
    if iso:
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    numeric = _DAY.search(text)
    if numeric:
        return _day(_full_year(numeric[3]), int(numeric[2]), int(numeric[1]))
    words = _WORDS.search(fold(text))
    if words:
        month = month_number(words[2])
        return _day(int(words[3]), month, int(words[1])) if month else None
    return None


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return 2000 + year if year < TWO_DIGIT_PIVOT else 1900 + year


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
