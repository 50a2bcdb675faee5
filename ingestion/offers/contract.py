"""The terms of the contract in words: duration, first day."""

import re
from datetime import date

from ingestion.lexicon import Phrases, Words
from ingestion.normalise import month_number, read_date
from ingestion.offers.found import Found

DAYS_OF_MONTH = 30
_NUMBERS = {
    "un": 1,
    "une": 1,
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
    "six": 6,
    "sept": 7,
    "huit": 8,
    "neuf": 9,
    "dix": 10,
    "onze": 11,
    "douze": 12,
    "quinze": 15,
    "dix-huit": 18,
}
_AMOUNT = (
    r"(\d{1,3}|un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|dix-huit)"
)
_UNIT = r"(jours?|semaines?|mois|ans?|annees?)"
_DURATION = Phrases(
    rf"(?:cdd|cddi|interim|mission|contrat|duree|saison|remplacement|saisonnier)"
    rf"[^\n.\d]{{0,40}}?\b{_AMOUNT}\s?(?:\([a-z]+\)\s?)?{_UNIT}\b"
    rf"(?!\s?(?:d'experience|d'essai|d'anciennete|minimum d'exp))",
    "cdd cddi interim mission contrat duree saison remplacement",
)
_UNIT_DAYS = {"j": 1, "s": 7, "m": DAYS_OF_MONTH, "a": 365}
_NOT_DURATION = re.compile(r"experience|essai|age de|depuis|anciennete|ouverture|formation de")


def duration_days(words: Words) -> Found[int] | None:
    """How long the contract lasts, in days (a month = 30 days)."""
    for match in _DURATION.find(words):
        if _NOT_DURATION.search(match[0]):
            continue
        days = amount(match[1]) * _UNIT_DAYS[match[2][0]]
        if 0 < days <= 1100:
            return Found(days, match.start(1), match.end(2), 0.85)
    return None


def amount(word: str) -> int:
    """`3` or `trois` as a number; 0 for another word."""
    return int(word) if word.isdigit() else _NUMBERS.get(word, 0)


_START = Phrases(
    r"(?:a partir du?|des le|debut(?: de (?:contrat|mission|la mission))?(?: prevue?)?\s*(?:le|:"
    r"|au)?"
    r"|prise de (?:poste|fonctions?)(?: prevue?| souhaitee?)?\s*(?:le|au|:|a partir du|des le)?"
    r"|date de (?:debut|prise de poste)[^\n\d]{0,15}|demarrage(?: prevu)?(?: le)?\s*:?|a compter du"
    r"|disponible (?:le|a partir du)|poste a pourvoir (?:le|au|a partir du|pour le|des le))\s{0,3}"
    r"(?:lundi |mardi |mercredi |jeudi |vendredi )?"
    r"(?P<day>\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{2,4}"
    r"|\d{1,2}(?:er)?\s+[a-z]{3,9}\.?(?:\s+\d{4})?"
    r"|(?:mois d[e'] ?)?[a-z]{3,9}\s+\d{4})",
    "a des debut prise date demarrage disponible poste",
)
_DAY_MONTH = re.compile(r"(\d{1,2})(?:er)?\s+([a-z]{3,9})\.?(?:\s+(\d{4}))?$")
_MONTH_YEAR = re.compile(r"([a-z]{3,9})\s+(\d{4})$")
AS_SOON_AS_POSSIBLE = re.compile(
    r"des que possible|poste a pourvoir (?:de suite|rapidement|immediat)|immediatement|\basap\b"
    r"|prise de poste (?:immediate|rapide)|disponible de suite|des maintenant|a pourvoir de suite"
)


def start_date(words: Words, today: date | None) -> Found[date] | None:
    """First day of work; a day without a year is the first one from `today` on."""
    for match in _START.find(words):
        day = _read_day(match["day"], today)
        if day is not None and 2015 <= day.year <= 2045:
            return Found(day, match.start("day"), match.end("day"), 0.85)
    return None


def _read_day(text: str, today: date | None) -> date | None:
    full = read_date(text)
    if full is not None:
        return full
    try:
        words = _DAY_MONTH.search(text)
        if words and today is not None and not words[3]:
            month = month_number(words[2])
            if month is None:
                return None
            day = date(today.year, month, int(words[1]))
            return day if day >= today else day.replace(year=today.year + 1)
        alone = _MONTH_YEAR.search(text)
        month = month_number(alone[1]) if alone else None
        return date(int(alone[2]), month, 1) if alone and month else None
    except ValueError:
        return None
