"""Gross pay in words and in France Travail's own phrase."""

import re
from datetime import date
from functools import lru_cache

from ingestion.lexicon import Phrases, Words, read_rows
from ingestion.offers.found import Found
from ingestion.records import Pay
from models.vocabulary import PayPeriod

HOURS_A_MONTH = 151.67
_PLAUSIBLE = {
    PayPeriod.HOUR: (8.0, 80.0),
    PayPeriod.MONTH: (300.0, 15_000.0),
    PayPeriod.YEAR: (9_000.0, 200_000.0),
}
_NUMBER = r"(\d{1,3}(?:[ .]\d{3})(?:[.,]\d{1,2})?|\d{1,6}(?:[.,]\d{1,2})?)"
_EURO = r"(?:€|euros?\b|eur\b|ke\b|k€|k\b)"
_MONEY = Phrases(
    rf"(?<![\d.,h]){_NUMBER}\s?({_EURO})?(?:\s?(?:bruts?|nets?))?"
    rf"(?:\s{{0,2}}(?:a|-|et|/|jusqu'a|ou|–)\s{{0,2}}{_NUMBER})?\s?({_EURO})",
    "#",
)
_PER = (
    (PayPeriod.HOUR, re.compile(r"/ ?h\b|/ ?heure|de l'heure|par heure|horaire|\bl'heure\b")),
    (PayPeriod.MONTH, re.compile(r"/ ?mois|par mois|mensue|/ ?m\b|\bmois\b")),
    (
        PayPeriod.YEAR,
        re.compile(r"/ ?an\b|par an\b|annuel|/ ?annee|l'annee|\ban\b|sur 1[234] mois"),
    ),
)
_PAY_BEFORE = re.compile(
    r"salaire|remunerat|taux|brut|\bpaye|payee|gagne|paie|traitement|package|fixe|base|smic"
    r"|fourchette"
)
_NOT_PAY = re.compile(
    r"prime|panier|indemnit|ticket|titre[- ]?resto|restaurant|\bcet\b|chiffre|million|capital"
    r"|parrain"
    r"|mutuelle|budget|frais|kilomet|/ ?km|du km|cheque|cadeau|bon d|\baide|interess|participation"
    r"|\bce\b|repas|loyer|avantage|acompte|cooptation|challenge|commission|variable|deplacement"
    r"|smartphone"
)
_PERCENT_BEFORE = re.compile(r"%\s?(?:du |brut du )?$")
_SMIC = Phrases(r"s\.?m\.?i\.?c\.?\b", "smic s")


def pay(words: Words, day: date | None) -> Found[Pay] | None:
    """Range and unit of the pay; `SMIC` alone is the legal hourly minimum of `day`."""
    text = words.folded
    for match in _MONEY.find(words):
        found = _read_money(text, match)
        if found is not None:
            return found
    for match in _SMIC.find(words):
        around = text[max(0, match.start() - 30) : match.start()]
        if not _PERCENT_BEFORE.search(around) and "%" not in around[-12:]:
            hourly = smic(day)
            return Found(Pay(hourly, hourly, PayPeriod.HOUR), match.start(), match.end(), 0.6)
    return None


def _read_money(text: str, match: re.Match[str]) -> Found[Pay] | None:
    before = text[max(0, match.start() - 70) : match.start()].rsplit("\n\n", 1)[-1]
    after = text[match.end() : match.end() + 40].split("\n", 1)[0]
    claimed = _PAY_BEFORE.search(before) or re.match(r"\s?\(?(?:brut|net)|\s?/|\s?de l'h", after)
    nearest = before[-35:].rsplit("\n", 1)[-1]
    if not claimed or _NOT_PAY.search(nearest) or _NOT_PAY.match(after.strip()):
        return None
    low = _euros(match[1], match[2] or match[4])
    high = _euros(match[3], match[4]) if match[3] else low
    period = _period(before, after, low)
    if period is None:
        return None
    least, most = _PLAUSIBLE[period]
    if not (least <= low <= most and low <= high <= most):
        return None
    return Found(Pay(low, high, period), match.start(), match.end(), 0.85)


def _euros(number: str, unit: str | None) -> float:
    plain = re.sub(r"[ .](?=\d{3}(?!\d))", "", number).replace(",", ".")
    value = float(plain)
    return value * 1000 if unit and unit.startswith("k") and value < 1000 else value


def _period(before: str, after: str, low: float) -> PayPeriod | None:
    for text in (after[:30], before[-45:]):
        hits = [
            (match.start(), period)
            for period, expression in _PER
            if (match := expression.search(text)) and _fits(period, low)
        ]
        if hits:
            return min(hits)[1] if text is not before else max(hits)[1]
    guesses = [period for period in PayPeriod if _fits(period, low)]
    if 9 <= low <= 45:
        return PayPeriod.HOUR
    if 1200 <= low <= 7000:
        return PayPeriod.MONTH
    return PayPeriod.YEAR if low >= 15_000 and PayPeriod.YEAR in guesses else None


def _fits(period: PayPeriod, low: float) -> bool:
    least, most = _PLAUSIBLE[period]
    return least <= low <= most


_FT = re.compile(
    r"(horaire|mensuel|annuel)s?\s+de\s+([\d ]+(?:[.,]\d+)?)\s*euros?"
    r"(?:\s+a\s+([\d ]+(?:[.,]\d+)?)\s*euros?)?"
)
_FT_PERIODS = {
    "horaire": PayPeriod.HOUR,
    "mensuel": PayPeriod.MONTH,
    "annuel": PayPeriod.YEAR,
}


def pay_from_phrase(folded: str) -> Pay | None:
    """Read `Horaire de 12.0 Euros à 13.0 Euros sur 12.0 mois`, already folded."""
    match = _FT.search(folded)
    if match is None:
        return None
    low = float(match[2].replace(" ", "").replace(",", "."))
    high = float(match[3].replace(" ", "").replace(",", ".")) if match[3] else low
    if low <= 0 and high <= 0:
        return None
    return Pay(min(low, high) or max(low, high), max(low, high), _FT_PERIODS[match[1]])


@lru_cache(maxsize=1)
def _smic_steps() -> tuple[tuple[date, float], ...]:
    rows = read_rows("smic.csv")
    return tuple((date.fromisoformat(row["since"]), float(row["hourly"])) for row in rows)


def smic(day: date | None) -> float:
    """Legal gross minimum of an hour on a day (the latest known one if the day is unknown)."""
    steps = _smic_steps()
    known = [hourly for since, hourly in steps if day is None or since <= day]
    return known[-1] if known else steps[0][1]


def below_smic(value: Pay, day: date | None) -> bool:
    """Whether the top of a range is under the legal minimum of full-time work on that day."""
    if value.max is None or value.period is None:
        return False
    hours = {
        PayPeriod.HOUR: 1.0,
        PayPeriod.MONTH: HOURS_A_MONTH,
        PayPeriod.YEAR: HOURS_A_MONTH * 12,
    }
    return value.max / hours[value.period] < smic(day) - 0.02


def normalise_pay(value: Pay) -> Pay:
    """Mend a unit that the amounts contradict (2,000 euros "an hour" are a month's)."""
    if value.min is None or value.max is None or value.period is None:
        return value
    if _fits(value.period, value.max):
        return value if _fits(value.period, value.min) else Pay(value.max, value.max, value.period)
    fitting = [period for period in PayPeriod if _fits(period, value.max)]
    if not fitting:
        return Pay()
    return Pay(
        min(value.min, value.max), value.max, fitting[-1] if value.max > 9000 else fitting[0]
    )
