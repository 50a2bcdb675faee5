"""Times of day: when work starts and ends, and the shifts that they draw."""

import itertools
import re
from dataclasses import dataclass
from datetime import time

from ingestion.lexicon import Words
from ingestion.offers.found import Found
from ingestion.offers.hours import BEFORE_MINUTES
from ingestion.phrases import Phrases

EARLY_BEFORE = time(6, 0)
"""A start before it is `matin tôt`: the first buses have not run."""
_DAY = 24 * 60
_SHORTEST_BARE_MINUTES = 180
"""`de 2 à 3 h` is rather a length of time."""
_SHORTEST_MINUTES, _LONGEST_MINUTES = 60, 14 * 60
_MINUTES = rf"(?:{BEFORE_MINUTES}([0-5]\d))?"
_CLOCK = rf"\s?(?:(?:heures?|h|:){_MINUTES}(?!\d|h)|(?<=midi)|(?<=minuit))"
_FIRST, _LAST = r"(\d{1,2}|minuit)" + _CLOCK, r"(\d{1,2}|midi|minuit)" + _CLOCK
_WINDOW = Phrases(
    r"(?<![\d:])"
    + _FIRST
    + r"\s{0,2}(?:-{1,2}|/|>|a|jusqu'a|et|au|–|->|=>)\s{0,2}(?:environ )?"
    + _LAST,
    "# minuit",
)
_BARE_WINDOW = Phrases(
    r"(?:(?:de|entre) (?=\d{1,2} (?:a|et)))?(?<![\d:,./h])(\d{1,2})()"
    r"(?:\s?[-/]\s?|h\s?(?=\d{1,2}h)|(?<=de \d)(?: a )|(?<=de \d\d)(?: a )|(?<=entre \d)(?: et )"
    rf"|(?<=entre \d\d)(?: et ))(\d{{1,2}})\s?(?:heures|h)(?![a-z]){_MINUTES}(?!\d|h)"
    r"(?! ?(?:par|/|hebdo|de|sur|d'))",
    "# de entre",
)
_END_ONLY = Phrases(
    r"(?:fin(?: de (?:poste|journee|service|travail))?|debauche|finissez|termine[rz]?|jusqu')\s?"
    r"(?:est |se fait |vers |a |des |:){0,3}\s?(\d{1,2}|minuit)\s?"
    rf"(?:(?:heures?|h|:){_MINUTES}(?!\d|\s?/)|(?<=minuit))",
    "fin debauche finissez termine terminer terminez jusqu",
)
_START_ONLY = Phrases(
    r"(?:prise de (?:poste|service)|embauche|debut(?: de (?:poste|journee|service))?|demarrage"
    r"|depart"
    r"|commence[rz]?|a partir de|des)\s?(?:est |se fait |vers |a |des |:|entre |du poste "
    r"|matinale? )"
    rf"{{0,3}}\s?(\d{{1,2}})\s?(?:heures?|h|:){_MINUTES}(?!\d|\s?/)",
    "prise embauche debut demarrage depart commence a des",
)
_NOT_WORK = re.compile(
    r"joign|joindre|\bappele[zr]|\bpar appel|telephone[zr]?\b|(?:notre|l'|en|votre) ?agence|ouvert"
    r"|permanence|contacte[zr]|\bcontact\s?(?::|au|par)|nos bureaux|fermetur|inscri"
    r"|(?<!d')accueil\b"
    r"|recrutement le|job ?dating|reunion|information collective|entretiens\b|pause|dejeuner"
    r"|\b(?:un|l'|en|votre|cet) ?entretien\b(?! (?:d'|du|des|de)\s?[a-z])|rendez-vous"
    r"|entretien (?:le|les|d'embauche|de recrutement|individuel)\b"
    r"|presentez|postul|\bcv\b|magasin est|du midi a"
)
"""Words before hours that are those of a telephone, an office, an appointment or a break."""


@dataclass(frozen=True, slots=True)
class Day:
    """Minutes after midnight: earliest start, latest end (above 1,440 on the morrow)."""

    start: int | None
    end: int | None
    shifts: int
    """Windows that follow one another round the clock: 2 for 2x8, 3 for 3x8, else 1."""
    split: bool
    """Two windows of one day, three hours or more apart."""


def working_day(words: Words) -> Found[Day] | None:
    """Earliest start and latest end among the windows of the text; None if it has none."""
    windows = _windows(words)
    if windows:
        spans = [(start, end) for start, end, _, _ in windows]
        day = Day(
            min(start for start, _ in spans),
            max(end for _, end in spans),
            _shifts(spans),
            _is_split(spans),
        )
        return Found(day, windows[0][2], windows[-1][3], 0.85 if len(windows) < 4 else 0.7)
    start, end = _edge(words, _START_ONLY), _edge(words, _END_ONLY)
    first = start or end
    if first is None:
        return None
    day = Day(start[0] if start else None, end[0] if end else None, 1, False)
    return Found(day, first[1], first[2], 0.75)


def _edge(words: Words, phrases: Phrases) -> tuple[int, int, int] | None:
    """(minutes, first character, last character) of a start or an end told alone."""
    for match in phrases.find(words):
        minutes = _minutes(match[1], match[2])
        if minutes is not None and not _not_work(words.folded, match.start()):
            return minutes, match.start(), match.end()
    return None


def _windows(words: Words) -> list[tuple[int, int, int, int]]:
    """(start, end, first character, last character) of each window of work."""
    text = words.folded
    found: list[tuple[int, int, int, int]] = []
    for phrases in (_WINDOW, _BARE_WINDOW):
        for match in phrases.find(words):
            start, end = _minutes(match[1], match[2]), _minutes(match[3], match[4])
            if start is None or end is None or _not_work(text, match.start()):
                continue
            if end <= start:
                end += _DAY
            least = _SHORTEST_MINUTES if phrases is _WINDOW else _SHORTEST_BARE_MINUTES
            if least <= end - start <= _LONGEST_MINUTES:
                found.append((start, end, match.start(), match.end()))
        if found:
            break
    return found


_NAMED_HOURS = {"midi": 12 * 60, "minuit": 0}


def _minutes(hour: str, minute: str | None) -> int | None:
    named = _NAMED_HOURS.get(hour)
    value = named if named is not None else int(hour) * 60 + int(minute or 0)
    return value % _DAY if value <= _DAY else None


def _not_work(text: str, start: int) -> bool:
    line = text[max(0, start - 90) : start].rsplit("\n", 1)[-1]
    return _NOT_WORK.search(line) is not None


def _shifts(spans: list[tuple[int, int]]) -> int:
    long = sorted({span for span in spans if 6 * 60 <= span[1] - span[0] <= 10 * 60})
    chained = {
        span
        for span in long
        for other in long
        if span != other and (abs(span[1] - other[0]) <= 60 or abs(other[1] - span[0]) <= 60)
    }
    return min(max(len(chained), 1), 3)


def _is_split(spans: list[tuple[int, int]]) -> bool:
    return any(
        180 <= later[0] - earlier[1] <= 360 and earlier[1] - earlier[0] <= 300
        for earlier, later in itertools.pairwise(spans)
    )


def as_time(minutes: int) -> time:
    """Time of day of a number of minutes, which may be on the morrow."""
    minutes %= _DAY
    return time(minutes // 60, minutes % 60)


__all__ = ["EARLY_BEFORE", "Day", "as_time", "working_day"]
