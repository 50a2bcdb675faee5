"""Shift systems beyond the seven patterns, days of the week and overtime, in words."""

import re
from functools import lru_cache
from itertools import islice

from ingestion.lexicon import Lexicon, Words, read_rows
from ingestion.offers.contract import line_before
from ingestion.offers.denials import answered_no, is_unticked
from ingestion.offers.found import Found
from ingestion.phrases import Phrases
from models.fiche import Overtime, Rhythm
from models.vocabulary import Weekday

_DENIED_BEFORE = re.compile(
    r"(?:\bpas d[e' ]{1,2}|\bsans |\bni |\baucune? |\bhors )(?:travail |horaires? )?(?:de |d')?$"
)


@lru_cache(maxsize=1)
def _rhythms() -> Lexicon[Rhythm]:
    return Lexicon((row["phrase"], Rhythm(row["rhythm"])) for row in read_rows("rhythms.csv"))


def rhythms(words: Words) -> list[Found[Rhythm]]:
    """Shift systems of `rhythms.csv` that the text names and does not deny, each once."""
    found: dict[Rhythm, Found[Rhythm]] = {}
    for value, start, end in _rhythms().spans(words):
        denied = _DENIED_BEFORE.search(line_before(words, start, 30)) or answered_no(words, end)
        if value not in found and not denied and not is_unticked(words, start):
            found[value] = Found(value, start, end, 0.9)
    return list(found.values())


_NAMES = "|".join(f"{day.value}s?" for day in Weekday)
_RANGE = Phrases(
    rf"(?:du |de |le )?({_NAMES})(?: matin| midi| soir| apres-midi)?(?: inclus)?\s?"
    rf"(?:au|a|-|/|jusqu'au)\s?({_NAMES})\b",
    "du de le " + " ".join(day.value for day in Weekday),
    " ".join(day.value for day in Weekday),
)
_DAY = Phrases(rf"({_NAMES})\b", " ".join(day.value for day in Weekday))
_OFF_BEFORE = re.compile(
    r"(?:repos|ferm\w{1,6}|sauf|hors|excepte|conge|\bpas|sans|chome|libre)[^\n.;]{0,40}$"
)
_OFF_AFTER = re.compile(r"[^\n.;,]{0,20}(?:libre|repos|chome|non travaill|off\b|ferme)")
_NOT_WORK = re.compile(
    r"joign|joindre|appel|telephon|agence|accueil|ouvert|permanence|contact|bureaux|inscri"
    r"|job ?dating|reunion|information collective|entretien|rendez-vous|presentez|forum|session"
    r"|\ble (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) \d|prochain|date"
)
_DATED_AFTER = re.compile(r" \d{1,2}(?:er)? ?(?:[a-z]{3,9}|/)")
_WORKED = re.compile(
    r"travail|horaire|jours|planning|poste|service|semaine|temps|lundi|mardi|mercredi|jeudi"
    r"|vendredi|samedi|dimanche|intervention|vacation|disponib|\bles?\b|\bun\b|\d ?h"
)


MOST_MENTIONS = 100
"""Days that are weighed: no honest offer names more."""


def weekdays(words: Words) -> list[Found[Weekday]]:
    """Days worked, in the order of the week: ranges first, then days named one by one.

    Days of rest, of closing, of an appointment or with a date are left out.
    """
    found: dict[Weekday, Found[Weekday]] = {}
    spans: list[tuple[int, int]] = []
    for match in islice(_RANGE.find(words), MOST_MENTIONS):
        spans.append(match.span())
        if _is_off(words, match.start(), match.end()):
            continue
        for day in _between(_weekday(match[1]), _weekday(match[2])):
            found.setdefault(day, Found(day, match.start(), match.end(), 0.92))
    for match in islice(_DAY.find(words), MOST_MENTIONS):
        if any(start <= match.start() < end for start, end in spans):
            continue
        if _is_off(words, match.start(), match.end()):
            continue
        around = line_before(words, match.start(), 60) + words.folded[match.end() :][:30]
        day = _weekday(match[1])
        if day not in found and _WORKED.search(around):
            found[day] = Found(day, match.start(), match.end(), 0.8)
    return [found[day] for day in Weekday if day in found]


def _weekday(word: str) -> Weekday:
    return Weekday(word.removesuffix("s"))


def _between(first: Weekday, last: Weekday) -> list[Weekday]:
    days = list(Weekday)
    start, end = days.index(first), days.index(last)
    return days[start : end + 1] if start <= end else days[start:] + days[: end + 1]


def _is_off(words: Words, start: int, end: int) -> bool:
    before = line_before(words, start)
    after = words.folded[end : end + 40]
    return bool(
        answered_no(words, end)
        or _OFF_BEFORE.search(before)
        or _OFF_AFTER.match(after)
        or _NOT_WORK.search(before)
        or _DATED_AFTER.match(after)
    )


_HOURS_MORE = r"(?:heures? supp(?:lementaire)?s?\b|heures? sup\b|h\.? ?supp?\b|\bhs\b)"
_OVERTIME: tuple[tuple[Overtime, Phrases, float], ...] = (
    (
        Overtime.NONE,
        Phrases(
            rf"(?:pas d'|sans |aucune |ni )(?:{_HOURS_MORE})",
            "pas sans aucune ni",
            "heure h hs hsup",
        ),
        0.9,
    ),
    (
        Overtime.REGULAR,
        Phrases(
            rf"(?:dont |\+ ?)?\d{{1,2}}\s?(?:h\b|heures?)? ?(?:{_HOURS_MORE})"
            rf"|{_HOURS_MORE} (?:regulieres?|structurelles?|hebdomadaires?|mensualisees?"
            r"|garanties?|incluses?|comprises?|frequentes?|inclus)"
            r"|\d{1,2}\s?h(?:eures)? (?:majorees|payees en heures supp?)",
            "dont heure # hs h",
        ),
        0.88,
    ),
    (
        Overtime.POSSIBLE,
        Phrases(
            rf"(?:possibilites? (?:de faire |d'effectuer )?(?:d'|de |des )?)?{_HOURS_MORE}",
            "possibilite heure hs h",
        ),
        0.8,
    ),
)


def overtime(words: Words) -> Found[Overtime] | None:
    """Overtime: none, regular (an amount is told, or it is said to be), else possible."""
    for value, phrases, trust in _OVERTIME:
        match = phrases.first(words)
        if match is not None:
            return Found(value, match.start(), match.end(), trust)
    return None
