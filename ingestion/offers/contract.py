"""The terms of the contract in words: duration and first day."""

import re
from datetime import date, timedelta
from functools import lru_cache

from ingestion.lexicon import Words
from ingestion.offers.days import DAY, DAY_REACH, LATE_DAYS, days_told, month_end, told_day
from ingestion.offers.found import Found
from ingestion.phrases import Phrases

DAYS_OF_MONTH = 30
LONGEST_DAYS = 1100
"""Three years: no contract with an end lasts longer."""
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
AMOUNT = r"(\d{1,3}|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix-huit|dix|onze|douze|quinze)"
UNIT = r"(jours?|semaines?|mois|moi\b|ans?\b|annees?)"
_HIGH = r"(?:\s?(?:a|ou|/|-)\s?(?:\d{1,2}|deux|trois|quatre|six))?"
_DURATION = Phrases(
    rf"(?:(?:cdd|cddi|interim|mission|contrat|duree|saison|remplacement|saisonnier|interimaire"
    rf"|temporaire)[^\n.\d]{{0,40}}?\b{AMOUNT}{_HIGH}\s?(?:\([a-z]+\)\s?)?{UNIT}\b"
    rf"(?!\s?(?:d'experience|d'essai|d'anciennete|minimum d'exp|de formation|de repos|par |sur \d))"
    rf"|{AMOUNT}{_HIGH}\s?{UNIT} (?:d'|de |en )(?:interim|mission|contrat|cdd)\b"
    r"|(?:cdd|interim)\s?(?:de )?(\d{1,2})\s?(m)\b(?!\s?[2²]))",
    "cdd cddi interim mission contrat duree saison remplacement temporaire # un une"
    " deux trois quatre cinq six sept huit neuf dix onze douze quinze",
)
UNIT_DAYS = {"j": 1, "s": 7, "m": DAYS_OF_MONTH, "a": 365}
_NOT_DURATION = re.compile(
    r"experience|essai|age de|depuis|anciennete|ouverture|formation de|dans les|apres"
    r"|jusqu'a |tou(?:te)?s les|depuis|par\b|\bprime|renouvel|sur 1?\d|etud|bac ?\+|preavis"
)
_BEFORE_DURATION = re.compile(r"(?:apres|depuis|au bout de|tou(?:te)?s les) $")

SAID, PERIOD, SPAN = 0.9, 0.85, 0.7
"""Trust in a duration told as such, by its two days, and as a range or by its last day only."""


def duration_days(words: Words, today: date | None = None) -> Found[int] | None:
    """How long the contract lasts, in days (a month = 30 days); the low end of a range.

    Said as such, else by `du ... au ...`, else by `jusqu'au ...` counted from the first day
    told or from `today`.
    """
    text = words.folded
    for match in _DURATION.find(words):
        first = next(group for group in (1, 3, 5) if match[group])
        number, unit = match[first], match[first + 1]
        within = text[match.start() : match.start(first)]
        around = text[max(0, match.start() - 12) : match.start()]
        if _NOT_DURATION.search(within) or _BEFORE_DURATION.search(around):
            continue
        days = amount(number) * UNIT_DAYS[unit[0]]
        if 0 < days <= LONGEST_DAYS:
            is_range = match.end(first) + 2 < match.start(first + 1)
            trust = SPAN if is_range else SAID
            return Found(days, match.start(first), match.end(first + 1), trust)
    span = period(words, today)
    if span is not None:
        days = (span.value[1] - span.value[0]).days + 1
        return Found(days, span.start, span.end, PERIOD)
    return _until(words, today)


def amount(word: str) -> int:
    """`3` or `trois` as a number; 0 for another word."""
    return int(word) if word.isdigit() else _NUMBERS.get(word, 0)


_PERIOD = Phrases(
    rf"(?:du|de|d'|debut|des(?: le)?) ?(?P<first>{DAY})(?: inclus)?,? ?(?:au|a|jusqu'au|jusqu'a"
    rf"|jusqu'en|jusque|-) ?(?:la )?(?P<last>{DAY})",
    "du de d debut des",
)
_NOT_PERIOD = re.compile(
    r"interrup|vacance|fermetur|ferme |conges?\b|salon|forum|inscri|candidatur|postul|astreinte"
    r"|session|formation|entretien|recrutement|haute saison|basse saison"
)
_UNTIL = Phrases(rf"jusqu'(?:au|a|en) ?(?:la )?(?P<last>{DAY})", "jusqu")
_A_JOB = re.compile(
    r"\bcdd\b|contrat|mission|interim|besoin|remplacement|poste|saison|pourvoir|emploi|arret"
)


@lru_cache(maxsize=4)
def period(words: Words, today: date | None) -> Found[tuple[date, date]] | None:
    """First and last day of the contract (`du 1er juin au 15 septembre`, `d'avril à août`)."""
    for match in _PERIOD.find_before(words, days_told(words), DAY_REACH):
        if _NOT_PERIOD.search(line_before(words, match.start())):
            continue
        last = _last_day(match["last"], today)
        first = told_day(match["first"], last - timedelta(days=364 - LATE_DAYS) if last else today)
        if first is None or last is None:
            continue
        if 0 < (last - first.day).days <= LONGEST_DAYS:
            return Found((first.day, last), match.start("first"), match.end("last"), PERIOD)
    return None


def _last_day(text: str, today: date | None) -> date | None:
    told = told_day(text, today)
    if told is None:
        return None
    is_month = not re.search(r"\d{1,2}(?:er)?\s|/|-\d|^mi|semaine", text.replace("20", "", 1))
    return month_end(told.day) if is_month else told.day


def _until(words: Words, today: date | None) -> Found[int] | None:
    start = start_date(words, today)
    first = start.value if start else today
    if first is None:
        return None
    for match in _UNTIL.find(words):
        before = line_before(words, match.start())
        if _NOT_PERIOD.search(before) or not _A_JOB.search(before):
            continue
        last = _last_day(match["last"], today)
        if last is not None and 0 < (last - first).days <= LONGEST_DAYS:
            return Found((last - first).days + 1, match.start(), match.end(), SPAN)
    return None


def line_before(words: Words, start: int, reach: int = 70) -> str:
    """What stands before a character on its line, `reach` characters at most."""
    return words.folded[max(0, start - reach) : start].rsplit("\n", 1)[-1]


_START = Phrases(
    r"(?:a partir d[ue]|des le|des|debut(?: (?:de |du )?(?:contrat|mission|la mission|poste))?"
    r"(?: prevue?)?\s*(?:le|:|au)?"
    r"|prise de (?:poste|fonctions?)(?: est)?(?: prevue?| souhaitee?)?\s*(?:le|au|:|a partir du"
    r"|des le|pour le|en)?"
    r"|(?:date )?(?:de )?(?:debut|prise de poste|demarrage|embauche)[^\n\d]{0,15}"
    r"|demarrage(?: prevu)?(?: le)?\s*:?|a compter du"
    r"|disponible (?:le|a partir du)"
    r"|(?:poste |offre )?a pourvoir (?:le|au|a partir du|pour le|des le|en|pour)"
    r"|commence(?:ra|nt)? (?:le|au|en|des le))\s{0,3}:?\s{0,2}"
    rf"(?P<day>{DAY})",
    "a des debut prise date demarrage disponible poste offre embauche commence commencera de",
)
_NOT_START = re.compile(
    r"diplome|ne[e]? |inscri|candidatur|postul|entretien|convention|tarif|depuis|permis|ouvert"
)
_WITHIN = Phrases(
    rf"(?:sous|d'ici|dans) (?:les )?{AMOUNT} (?:prochains? )?(jours?|semaines?|mois)\b",
    "sous d dans",
)
_STARTS = re.compile(r"demarr|debut|prise de|pourvoir|commenc|embauche|start")


def start_date(words: Words, today: date | None) -> Found[date] | None:
    """First day of work; without a year, the one nearest ahead of `today`.

    A month, half a month or a week stands for its first day (lower confidence).
    """
    for match in _START.find_before(words, days_told(words), DAY_REACH):
        if _NOT_START.search(line_before(words, match.start(), 30)):
            continue
        told = told_day(match["day"], today)
        if told is not None:
            return Found(told.day, match.start("day"), match.end("day"), told.confidence)
    span = period(words, today)
    if span is not None:
        return Found(span.value[0], span.start, span.end, 0.8)
    if today is None:
        return None
    for match in _WITHIN.find(words):
        days = amount(match[1]) * UNIT_DAYS[match[2][0]]
        if days <= 180 and _STARTS.search(line_before(words, match.start(), 40)):
            return Found(today + timedelta(days=days), match.start(), match.end(), 0.6)
    return None


AS_SOON_AS_POSSIBLE = re.compile(
    r"des que possible|(?:poste |offre )?a pourvoir (?:de suite|tout de suite|rapidement"
    r"|(?:tres )?vite|immediat\w*|au plus vite|au plus tot|en urgence|d'urgence)"
    r"|(?:demarrage|prise de (?:poste|fonctions?)|embauche|debut|disponibilite|disponible)s?"
    r"(?: de mission)?\s?(?:est |:)?\s?(?:immediate?(?:ment)?|rapide|de suite"
    r"|au plus (?:tot|vite)|asap)"
    r"|immediatement|\basap\b|des maintenant|dans les (?:plus brefs|meilleurs) delais"
    r"|le plus (?:tot|rapidement) possible|au plus vite"
)
_SOON = Phrases(
    AS_SOON_AS_POSSIBLE.pattern,
    "des poste offre a demarrage prise embauche debut disponibilite disponible immediatement asap"
    " dans le au",
)
_SOON_HINTS = ("possible", "pourvoir", "immediat", "asap", "maintenant", "delais", "plus", "rapide")
_SOON_OF_ANSWER = re.compile(r"postul|candidat|contact|repon|recontact|appel|cv\b|rappel")


def starts_soon(words: Words) -> Found[bool] | None:
    """True where the start is "dès que possible" or the like; None where nothing says it."""
    text = words.folded
    if not any(hint in text for hint in _SOON_HINTS):
        return None
    for match in _SOON.find(words):
        if not _SOON_OF_ANSWER.search(line_before(words, match.start(), 40)):
            return Found(True, match.start(), match.end(), 0.92)
    return None
