"""Hours a week in words: said as such, by their label, by the month, or alone."""

import re
from collections.abc import Iterator
from itertools import islice

from ingestion.lexicon import Words
from ingestion.offers.found import Found
from ingestion.phrases import Phrases

FULL_TIME_HOURS = 35.0
LATEST_HOUR = 24
"""No time of day is above it: `- 35h` can only be a quantity."""
WEEKS_A_MONTH = 52 / 12
MOST_READINGS = 50
"""Figures that are compared: no honest offer repeats itself more."""
MOST_HOURS = 48
"""Longest week that the law allows."""
LEAST_UNLABELLED_HOURS = 13
"""Below, hours that are not said to be weekly are those of a day or of a shift."""

BEFORE_MINUTES = (
    r"(?:[ \t](?=\d{2}(?!\d|[.,]\d|\s?(?:h(?!ebdo)|[€%]|eur|postes?\b|min"
    r"|a \d{1,2}(?:[.,]\d+)? ?(?:€|eur)|personnes?\b|jours?\b|ans?\b|mois\b|km\b))))?"
)
"""What may part hours from their minutes: `7h 30`, never `35h 12,31` nor another line."""
_HOURS = (
    r"(?<![\d.,/h])(?<!\d:)(?:(?<!\d )|(?<=/20\d\d ))(?<!\d-)(\d{1,2}(?:[.,]\d{1,2})?)"
    r"\s?(?:heures?\b|heurs\b|hrs?\b|h(?![a-z]))"
    rf"(?:{BEFORE_MINUTES}(\d{{2}})(?!\d|\s?h(?!ebdo)|\s?€|\s?%|[.,]\d))?"
)
_LOW = r"(?P<low>(?:entre |de )?\d{1,2}\s?(?:h|heures?)?(?:00)?\s?(?:a|et|ou|/|-)\s?)?"
_LOOSE_WEEK = (
    r"[ \t]{0,2}(?:\.(?=/))?(?:\s?\*{1,2})?[ \t]?(?:de travail |d'intervention |en moyenne "
    r"|de cours |d'enseignement |en classe |en face a face ){0,2}"
    r"(?P<link>/|par|la|a la|sur la|-|\()?[ \t]?"
    r"(?P<week>semaines?(?! ?\d)|sem\b|hebdo[a-z]{0,11}|hbd)"
)
_A_WEEK = Phrases(_HOURS + _LOOSE_WEEK, "#")
_LABELLED = Phrases(
    r"(?:hebdomadaires?|par semaine|duree du travail|temps de travail|nombre d'heures"
    r"|semaines? de|volume horaire|base horaire|durees? hebdo\w{0,9}|heures? semaine"
    r"|horaires? contractuel|temps[- ](?:plein|partiel|complet)|mi[- ]temps|contrats?(?: de)?"
    r"|base(?: de)?"
    r"|cdi|cdd|interim)"
    r"(?: (?:de travail|du travail|du poste|hebdomadaire|indicati(?:f|ve)))?"
    r"[\s:=,\-–(*de']{0,12}(?:est )?(?:fixee? )?(?:a |de |temps plein |temps partiel "
    r"|environ |avec un minimum de )?" + _LOW + _HOURS,
    "hebdomadaire par duree temps nombre semaine volume base horaire heures contrat cdi cdd"
    " interim mi",
)
_WEEKLY_LABEL = re.compile(r"hebdo|semaine|contrat|cdi|cdd|interim|partiel|volume")
_SAID = re.compile(r"hebdo|volume|partiel")
_A_MONTH = Phrases(
    r"(?<![\d.,])(\d{2,3}(?:[.,]\d{1,2})?)\s?(?:h|heures?)\s?(\d{2})?\s{0,2}(?:de travail )?"
    r"(?:/|par|le|-|\()?\s?(?:mois\b|mensuel)"
    r"|(?<![\d.,])(151[.,]6\d?|169)\s?(?:h\b|heures\b)|(?<![\d.,])(151) ?h ?67",
    "#",
)
_ALONE = Phrases(_HOURS, "#")
_WITH_OVERTIME = Phrases(
    r"(3[5-9])\s?(?:h|heures)?\s?\+\s?(\d{1,2})\s?(?:h|heures)\s?"
    r"(?:supp?\b|supplementaires?|hs\b|majoree?s|en heures supp)",
    "#",
)
_TWO_WEEKS = Phrases(
    r"(?:une|1) semaine (?:haute |de |a |sur )?(?:de |a )?(\d{2})\s?h(?:eures)?(?:00)?"
    r"[^\n.\d]{1,30}(?:une |1 )?(?:semaine |autre )?(?:basse )?(?:de |a )?(\d{2})\s?h"
    r"|semaine haute (?:de |a )?(\d{2})\s?h[^\n.\d]{1,20}semaine basse (?:de |a )?(\d{2})\s?h",
    "une 1 semaine",
)

_NOT_THE_CONTRACT = re.compile(
    r"(?:formation|en cours)[^\n]{0,20}$|au[- ]dela (?:de |des )?(?:les )?$|plus de $"
    r"|(?:h|heures?) ?\+ ?$|supplementaires?[^\n.]{0,20}$"
)
_AFTER_CLOCK = re.compile(r"\d ?h ?(?:\d\d)? ?(?:a|-|/) ?$")
_CLOCK_BEFORE = re.compile(
    r"(?:\b(?:de|des|a|entre|jusqu'a|vers|avant|apres|et|ou|sous|d'ici|partir de|toutes les"
    r"|dans les)"
    r"|[-/>])\s?$"
)
_QUANTITY_BEFORE = re.compile(
    r"(?:contrat|base|temps|semaines?|travail|plein|partiel|hebdomadaires?|minimum)"
    r" (?:de|a)(?: entre)? (?:\d{1,2}\s?h?\s?(?:a|et|ou) )?$"
)
_NOT_WEEKLY_AFTER = re.compile(
    r"\s?(?:/\s?(?:24|7)|(?:de|d'|en|par|/)\s?(?:formation|repos"
    r"|conges?|mois|jour(?!nee)|j\b|an\b|annee|nuit|stage|immersion|experience)|max|par an|annuel"
    r"|/an|sur (?:12|24) ?(?:h|mois)|de (?:temps de )?travail par jour|(?:en )?theori)"
)
_WINDOW_AFTER = re.compile(r"\s?[-–/a]\s?\d{1,2}\s?(?:h|:)")
_NOT_WEEKLY_BEFORE = re.compile(
    r"(?:reponse|repond|recontact|rappel|delai|acompte|formation|sous|amplitude|moins de|par jour"
    r"|poste de|journees? de|vacations? de|tous les|garde de|equipe de"
    r"|supplementaires?)[^\n.]{0,25}$|(?:h|heures?) ?\+ ?$|au[- ]dela (?:de |des )?(?:les )?$"
)
_PAID = re.compile(r"(?:salaire|remunerat|taux|€|eur\b|euros|/ ?h\b)[^\n]{0,40}$")

WEEKLY, LABELLED, MONTHLY, ALONE = 0.95, 0.9, 0.85, 0.8
"""Trust in each way of saying hours (docs/evidence/contract-and-hours.md)."""
MOST_RANGE = 2
"""`9h - 36h` is a day, then a week."""
RANGE_LOSS, RIVAL_LOSS = 0.15, 0.2
"""A range or two different weeks: the text does not settle it."""


def weekly_hours(words: Words) -> Found[float] | None:
    """Hours a week; the low end of a range, the mean of two weeks that alternate.

    What the offer says of the work goes before the base on which a pay is told; two different
    figures lower the confidence.
    """
    best: Found[float] | None = None
    rival = False
    for found in islice(_readings(words), MOST_READINGS):
        if best is None:
            best = found
            continue
        if found.confidence < MONTHLY or abs(found.value - best.value) < 0.6:
            continue
        if not best.start <= found.start < best.end:
            rival = True
    if best is None:
        return None
    trust = best.confidence - (RIVAL_LOSS if rival else 0.0)
    return Found(best.value, best.start, best.end, round(trust, 2))


def _readings(words: Words) -> Iterator[Found[float]]:
    """All readings, the surest first; those of a pay's base after those of the work."""
    paid: list[Found[float]] = []
    for read in (_totals, _by_week, _by_label, _by_month):
        for found in read(words):
            if _in_pay(words.folded, found.start):
                paid.append(found)
            else:
                yield found
    yield from paid
    yield from _by_themselves(words)


def _in_pay(text: str, start: int) -> bool:
    return _PAID.search(text, max(0, start - 60), start) is not None


def _totals(words: Words) -> Iterator[Found[float]]:
    for match in _WITH_OVERTIME.find(words):
        hours = int(match[1]) + int(match[2])
        if hours <= MOST_HOURS:
            yield Found(float(hours), match.start(), match.end(), LABELLED)
    for match in _TWO_WEEKS.find(words):
        weeks = [int(number) for number in match.groups() if number]
        if all(LEAST_UNLABELLED_HOURS <= hours <= MOST_HOURS for hours in weeks):
            yield Found(sum(weeks) / len(weeks), match.start(), match.end(), MONTHLY)


def _by_week(words: Words) -> Iterator[Found[float]]:
    text = words.folded
    for match in _A_WEEK.find(words):
        hours = _value(match[1], match[2])
        before = text[max(0, match.start() - 30) : match.start()]
        is_loose = match["link"] not in ("/", "par") and match["week"].startswith("sem")
        if hours <= LATEST_HOUR and is_loose and _AFTER_CLOCK.search(before):
            continue
        if 2 <= hours <= MOST_HOURS and not _NOT_THE_CONTRACT.search(before):
            yield _from_low(text, hours, match.start(), match.end(), WEEKLY)


def _by_label(words: Words) -> Iterator[Found[float]]:
    text = words.folded
    for match in _LABELLED.find(words):
        hours = _value(match[2], match[3])
        is_weekly = _WEEKLY_LABEL.search(match[0]) is not None
        least = 4 if is_weekly else LEAST_UNLABELLED_HOURS
        start, end = match.start(2), match.end()
        first = start
        if match["low"] and is_weekly and (hours > LATEST_HOUR or _SAID.search(match[0])):
            first = match.start("low")
        if least <= hours <= MOST_HOURS and _is_quantity(text, first, end):
            yield _from_low(text, hours, start, end, LABELLED)


def _by_month(words: Words) -> Iterator[Found[float]]:
    for match in _A_MONTH.find(words):
        month = 151.67 if match[4] else _value(match[1] or match[3], match[2])
        hours = month / WEEKS_A_MONTH
        if 4 <= hours <= MOST_HOURS:
            yield Found(round(hours, 1), match.start(), match.end(), MONTHLY)


def _by_themselves(words: Words) -> Iterator[Found[float]]:
    text = words.folded
    for match in _ALONE.find(words):
        hours = _value(match[1], match[2])
        if 25 <= hours <= 45 and _is_quantity(text, match.start(), match.end()):
            yield _from_low(text, hours, match.start(), match.end(), ALONE)


_RANGE_BEFORE = re.compile(
    r"(?<![\d.,:h/])(\d{1,2}) ?(?:h|heures?)?(?:00)? ?(?:a|ou|/|et|-) ?(?:a )?$"
)
_RANGE_AFTER = re.compile(r" ?(?:a|ou|-|/|et) (?:de )?\d{2} ?(?:h|heures)")


def _from_low(text: str, hours: float, start: int, end: int, trust: float) -> Found[float]:
    """`35 à 37h par semaine`: the contract is at the low end, the rest is overtime."""
    low = _RANGE_BEFORE.search(text, max(0, start - 16), start)
    if low and 3 <= int(low[1]) < hours <= MOST_RANGE * int(low[1]):
        return Found(float(low[1]), low.start(), end, trust - RANGE_LOSS)
    if _RANGE_AFTER.match(text, end):
        return Found(hours, start, end, trust - RANGE_LOSS)
    return Found(hours, start, end, trust)


def _value(hours: str, minutes: str | None) -> float:
    whole = float(hours.replace(",", "."))
    part = int(minutes) if minutes else 0
    return round(whole + part / (60 if part < 60 else 100), 2)


def _is_quantity(text: str, start: int, end: int) -> bool:
    """The number is a quantity of hours, not a time of day nor another delay."""
    before = text[max(0, start - 40) : start]
    number = re.compile(r"\d{1,2}").match(text, start)
    if number is None or int(number[0]) <= LATEST_HOUR:
        if _CLOCK_BEFORE.search(before) and not _QUANTITY_BEFORE.search(before):
            return False
        if _WINDOW_AFTER.match(text, end):
            return False
    return not _NOT_WEEKLY_BEFORE.search(before) and not _NOT_WEEKLY_AFTER.match(text, end)
