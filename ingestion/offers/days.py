"""Days as offers write them: `1er mars`, `début janvier 2027`, `semaine 48`, `03/11`."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from ingestion.lexicon import NUMBER, Words, places_of_beginnings
from ingestion.normalise import month_number, read_date

_MONTH = (
    r"(?:janv(?:ier)?|fevr?(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|aout|sept(?:embre)?"
    r"|oct(?:obre)?|nov(?:embre)?|dec(?:embre)?)\b\.?"
)
_WEEKDAY = r"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?"
IN_FIGURES = (
    r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?20\d\d(?!\d)"
    r"|\d{1,2}(?:/\d{1,2}/|\.\d{1,2}\.|-\d{1,2}-)\d\d(?!\d|\s?(?:h\b|heure|[€%]|poste))"
)
"""A day with its year; of two figures, it is glued: `le 04/01. 35h` says no year."""
DAY = (
    rf"{_WEEKDAY}(?:{IN_FIGURES}"
    rf"|\d{{4}}-\d{{2}}-\d{{2}}"
    rf"|\d{{1,2}}(?:er)?\s{{1,2}}{_MONTH}(?:\s+20\d\d)?"
    rf"|\d{{1,2}}/\d{{1,2}}(?![\d/])"
    rf"|(?:debut|mi|fin|courant|(?:le )?mois d[e'])?[- ]{{0,2}}{_MONTH}(?:\s+20\d\d)?"
    rf"|semaine (?:n° ?)?\d{{1,2}}(?:\s?(?:/|-|de)?\s?20\d\d)?)"
)
"""A day in folded words; `DayReader` gives its date."""

DAY_REACH = 120
"""Characters, at most, between the words that announce a day and its month, week or digits."""
_NUMERIC = re.compile(r"\d{1,4}\s?[/.-]\s?\d")
_DAY_BEGINNINGS = frozenset(
    (
        *("janv", "fevr", "fev", "mars", "avri", "avr", "mai", "juin", "juil", "aout", "sept"),
        *("octo", "oct", "nove", "nov", "dece", "dec", "sema"),
    )
)

LATE_DAYS = 60
"""A day without a year may be this long past: offers stay on line after their first day."""
SAID, MONTH_ONLY = 0.9, 0.7
"""Trust in a day told whole, and in a month or a week that stands for its first day."""
_EARLIEST, _LATEST = 2015, 2045

_NAMED = re.compile(rf"(\d{{1,2}})(?:er)?\s+({_MONTH})")
_SHORT = re.compile(r"(\d{1,2})/(\d{1,2})(?![\d/])")
_MONTH_ALONE = re.compile(
    rf"(debut|mi|fin|courant|mois d[e'])?[- ]{{0,2}}\b({_MONTH})(?:\s+(20\d\d))?"
)
_WEEK = re.compile(r"semaine (?:n° ?)?(\d{1,2})(?:\s?(?:/|-|de)?\s?(20\d\d))?")
_DAY_OF_PART = {"mi": 15, "fin": 25}
_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


@dataclass(frozen=True, slots=True)
class Told:
    """A day, and the trust in it, in [0, 1]."""

    day: date
    confidence: float


@lru_cache(maxsize=4)
def days_told(words: Words) -> tuple[int, ...]:
    """Where a text may tell a day: its months, its weeks, its dates in figures, in order."""
    places = places_of_beginnings(words)
    met = _DAY_BEGINNINGS & places.keys()
    named = [start for word in met for start in places[word]]
    dates = [start for start in places[NUMBER] if _NUMERIC.match(words.folded, start)]
    return tuple(sorted([*named, *dates]))


def told_day(text: str, today: date | None) -> Told | None:
    """The day that folded words tell; without a year, the one nearest ahead of `today`.

    None if the words are no day, or lack the year and `today` is unknown.
    """
    full = read_date(text)
    if full is not None:
        return Told(full, SAID) if _EARLIEST <= full.year <= _LATEST else None
    named, short = _NAMED.search(text), _SHORT.search(text)
    if named or short:
        number = int((named or short)[1])  # type: ignore[index]  # one of them is a match
        month = month_number(named[2]) if named else int(short[2]) if short else None
        day = _in_year(number, month, today, _weekday(text))
        return Told(day, SAID) if day else None
    week = _WEEK.search(text)
    if week:
        return _told_week(int(week[1]), week[2], today)
    alone = _MONTH_ALONE.search(text)
    if alone is None:
        return None
    month = month_number(alone[2])
    number = _DAY_OF_PART.get(alone[1] or "", 1)
    if alone[3] and month:
        return Told(date(int(alone[3]), month, number), MONTH_ONLY)
    day = _in_year(number, month, today, None)
    return Told(day, MONTH_ONLY) if day else None


def month_end(day: date) -> date:
    """Last day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def _weekday(text: str) -> int | None:
    return next((rank for rank, name in enumerate(_WEEKDAYS) if text.startswith(name)), None)


def _in_year(
    number: int, month: int | None, today: date | None, weekday: int | None
) -> date | None:
    """The year that gives the named weekday, else the first one not long past."""
    if month is None or today is None:
        return None
    days: list[date] = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            days.append(date(year, month, number))
        except ValueError:
            continue
    ahead = [day for day in days if day >= today - timedelta(days=LATE_DAYS)]
    right = [day for day in ahead if weekday is None or day.weekday() == weekday]
    return next(iter(right or ahead), None)


def _told_week(number: int, year: str | None, today: date | None) -> Told | None:
    if year is None and today is None:
        return None
    try:
        if year is not None or today is None:
            return Told(date.fromisocalendar(int(year or 0), number, 1), MONTH_ONLY)
        day = date.fromisocalendar(today.year, number, 1)
        if day < today - timedelta(days=LATE_DAYS):
            day = date.fromisocalendar(today.year + 1, number, 1)
        return Told(day, MONTH_ONLY)
    except ValueError:
        return None
