"""Pay in words and in France Travail's own phrase: range, unit, gross or net, SMIC + n %."""

import re
from datetime import date
from functools import lru_cache
from itertools import chain

from ingestion.lexicon import Words, read_rows
from ingestion.offers.found import Found
from ingestion.phrases import Phrases
from ingestion.records import Pay
from models.fiche import PayBasis
from models.vocabulary import PayPeriod

HOURS_A_MONTH = 151.67
LIKELY_HOUR = 8.0
"""Euros: less for an hour is read where the unit is written, to be told as under the SMIC."""
_PLAUSIBLE = {
    PayPeriod.HOUR: (3.0, 80.0),
    PayPeriod.MONTH: (300.0, 15_000.0),
    PayPeriod.YEAR: (9_000.0, 200_000.0),
}
_CENTS = r"\d{1,2} ?€\d\d(?![\d.,])|\d{1,2} euros \d\d(?= ?/ ?h| de l'h| bruts?\b| nets?\b)"
"""`12€50`, `12 euros 50 de l'heure`."""
_NUMBER = rf"({_CENTS}|\d{{1,3}}(?:[ .]\d{{3}})(?:[.,]\d{{1,2}})?|\d{{1,6}}(?:[.,]\d{{1,2}})?)"
_EURO = r"(?:€|euros?\b|eur(?:\b|(?=[bh]\b))|ke\b|k ?€|k(?: ?euros?)?\b|keur\b)"
_AMOUNTS = (
    rf"(?<![\d.,h]){_NUMBER}\s?({_EURO})?(?:\s?(?:bruts?|nets?))?"
    rf"(?:\s{{0,2}}(?:a|-|et|/|jusqu'a|ou|–)\s{{0,2}}{_NUMBER})?"
    rf"(?:\s?({_EURO})|(?<=€\d\d)|(?<=euros \d\d))"
)
_MONEY = Phrases(_AMOUNTS, "#")
_AMOUNT = re.compile(_AMOUNTS)
_DASH = re.compile(r"\s{0,2}[-/]\s{0,2}")
_PER = (
    (PayPeriod.HOUR, re.compile(r"/ ?h\b|/ ?heure|de l'heure|par heure|horaire|\bl'heure\b")),
    (PayPeriod.MONTH, re.compile(r"/ ?mois|par mois|mensue|/ ?m\b|\bmois\b")),
    (
        PayPeriod.YEAR,
        re.compile(r"/ ?an\b|par an\b|annuel|/ ?annee|l'annee|\ban\b|sur 1[234] mois"),
    ),
)
_PAY_BEFORE = re.compile(
    r"salaire|remunerat|\bth\b|taux|brut|\bpaye|payee|gagne|paie|traitement|package|fixe|base|smic"
    r"|fourchette"
)
_NOT_PAY = re.compile(
    r"prime|panier|indemnit|ticket|titre[- ]?resto|restaurant|\bcet\b|chiffre|million|capital"
    r"|parrain"
    r"|mutuelle|budget|frais|kilomet|/ ?km|du km|cheque|cadeau|bon d|\baide|interess|participation"
    r"|\bce\b|repas|loyer|avantage|acompte|cooptation|challenge|commission|variable|deplacement"
    r"|smartphone|augmentation|majoration|\bttc\b"
)
EXPLICIT, GUESSED_UNIT, MENDED_UNIT, LEGAL_MINIMUM = 0.92, 0.75, 0.6, 0.6
"""Trust in a pay whose unit is written, guessed from the amount, contradicted by it, and in
the legal minimum where the offer says `SMIC` alone."""
_SMIC_WORD = r"s\.?m\.?i\.?c\.?(?: horaire| mensuel| en vigueur)?"
_ABOVE_SMIC = Phrases(
    rf"{_SMIC_WORD}\s?\(?(?:\+|plus|majore de|augmente de|avec)\s?"
    rf"(?P<plus>\d{{1,2}}(?:[.,]\d)?)\s?%"
    rf"|(?P<over>\d{{1,2}}(?:[.,]\d)?)\s?% (?:au[- ]dessus|de plus que|superieure? a?|en plus)"
    rf" ?(?:du |le |au )?{_SMIC_WORD}"
    rf"|(?P<of>1\d\d)\s?% du {_SMIC_WORD}",
    "smic s #",
)
_SMIC = Phrases(r"s\.?m\.?i\.?c\.?\b", "smic s")
_PERCENT_BEFORE = re.compile(r"%\s?(?:du |brut du )?$")


def pay(words: Words, day: date | None) -> Found[Pay] | None:
    """Range and unit of the pay, in euros as told (`pay_basis` says gross or net).

    `SMIC + 10 %` is the amount on `day`; `SMIC` alone the legal hourly minimum of that day.
    """
    text = words.folded
    for match in _MONEY.find(words):
        found = _read_money(text, match) or _second_alone(text, match)
        if found is not None:
            return found
    bare = _without_euros(words)
    if bare is not None:
        return bare
    above = smic_percent(words)
    if above is not None:
        hourly = round(smic(day) * (1 + above.value / 100), 2)
        return Found(Pay(hourly, hourly, PayPeriod.HOUR), above.start, above.end, 0.85)
    for match in _SMIC.find(words):
        around = text[max(0, match.start() - 30) : match.start()]
        if not _PERCENT_BEFORE.search(around) and "%" not in around[-12:]:
            hourly = smic(day)
            value = Pay(hourly, hourly, PayPeriod.HOUR)
            return Found(value, match.start(), match.end(), LEGAL_MINIMUM)
    return None


def smic_percent(words: Words) -> Found[float] | None:
    """Points above the legal minimum: 10.0 for `SMIC + 10 %` and for `110 % du SMIC`."""
    match = _ABOVE_SMIC.first(words)
    if match is None:
        return None
    told = match["plus"] or match["over"]
    points = float(told.replace(",", ".")) if told else float(match["of"]) - 100.0
    return Found(points, match.start(), match.end(), 0.9)


_BASIS = re.compile(r"\b(bruts?|nets?)\b")


def pay_basis(words: Words, found: Found[Pay]) -> Found[PayBasis] | None:
    """Whether the pay found in the same words is told gross or net; None if it is not said."""
    text = words.folded
    within = _BASIS.search(text, found.start, found.end)
    after = within or _BASIS.search(text[: min(len(text), found.end + 25)], found.end)
    if after is not None and "\n" not in text[found.end : after.start()]:
        return _basis(after)
    first = max(text.rfind("\n", 0, found.start) + 1, found.start - 40)
    before = list(_BASIS.finditer(text, first, found.start))
    return _basis(before[-1]) if before else None


def _basis(match: re.Match[str]) -> Found[PayBasis]:
    value = PayBasis.NET if match[1].startswith("net") else PayBasis.GROSS
    return Found(value, match.start(), match.end(), 0.93)


_THOUSANDS_A_YEAR = (15.0, 200.0)
"""`28 à 35 € par an` leaves the thousands out."""


def _second_alone(text: str, match: re.Match[str]) -> Found[Pay] | None:
    """`CACES R489 3 - 12,50 €/h`: the first number is no amount, the dash no range."""
    if not match[3] or match[2] or len(match[1]) > 1:
        return None
    if not _DASH.fullmatch(text, match.end(1), match.start(3)):
        return None
    alone = _AMOUNT.match(text, match.start(3))
    return _read_money(text, alone) if alone else None


def _read_money(text: str, match: re.Match[str]) -> Found[Pay] | None:
    before = text[max(0, match.start() - 70) : match.start()].rsplit("\n\n", 1)[-1]
    after = text[match.end() : match.end() + 40].split("\n", 1)[0]
    claimed = _PAY_BEFORE.search(before) or _CLAIM_AFTER.match(after)
    nearest = before[-45:].rsplit("\n", 1)[-1]
    if _NOT_PAY.search(nearest) or _NOT_PAY.match(after.strip()):
        return None
    low = _euros(match[1], match[2] or match[4])
    if not claimed and not (_A_WAGE.match(after) and low >= LEAST_UNCLAIMED):
        return None
    high = _euros(match[3], match[4]) if match[3] else low
    if _PER_YEAR_NEXT.match(after) and _THOUSANDS_A_YEAR[0] <= low < _THOUSANDS_A_YEAR[1]:
        value = Pay(low * 1000, high * 1000, PayPeriod.YEAR)
        return Found(value, match.start(), match.end(), MENDED_UNIT) if low <= high else None
    if high / 1000 <= low < 200 and high >= 9000:
        low *= 1000
    period = _period(before, after, low)
    if period is None:
        return None
    least, most = _PLAUSIBLE[period]
    if match[3] and not match[2] and period is PayPeriod.HOUR:
        least = LIKELY_HOUR  # `3 - 12,50 €/h`: the first number may be no amount
    if not (least <= low <= most and low <= high <= most):
        return None
    is_written = any(unit.search(before[-45:] + after[:30]) for _, unit in _PER)
    trust = EXPLICIT if is_written else GUESSED_UNIT
    return Found(Pay(low, high, period), match.start(), match.end(), trust)


_PLAIN = r"(?:\d{1,3}[ .]\d{3}(?!\d)|\d{1,4}(?!\d))(?:[.,]\d{1,2}(?!\d|[.,]\d))?"
_RANGE = rf"(?P<low>{_PLAIN})(?:\s{{0,2}}(?:a|-|et|/|ou|–)\s{{0,2}}(?P<high>{_PLAIN}))?"
_BY_HOUR = r"\s?(?:/ ?h(?:eures?)?\b|par heure\b|horaire\b|(?:de )?l'heure\b)"
_BY_MONTH = r"\s?(?:/ ?mois\b|par mois\b|mensuel\w{0,3}\b|(?:x|sur) ?1[234] mois\b)"
_END = rf"(?=\s{{0,2}}(?:$|\n|[;)(+|–]|[.,](?!\d)|-(?! ?\d))|{_BY_HOUR}|{_BY_MONTH})"
_ITS_KIND = r"(?: (?:brute?s?|nets?|mensuel(?:le)?|horaire|de base))*"
_AFTER_CUE = Phrases(
    rf"(?:taux|(?:taux horaire|th|salaires?|remunerations?){_ITS_KIND}(?: (?:de|entre)\b)?)"
    rf"\s{{0,2}}[:=]?\s{{0,2}}{_RANGE}(?P<basis>\s?(?:bruts?|nets?)\b)?"
    rf"(?:{_END}|(?= (?:selon|negociable|a negocier|hors|plus|panier|prime|ifm|\d\d ?h)\b))",
    "taux th salaire remuneration",
)
_BEFORE_BASIS = Phrases(rf"{_RANGE}(?P<basis>\s?(?:bruts?|nets?)){_END}", "#")
"""Numbers that are a pay by the word beside them, where the source leaves the euro sign out."""
_MONTHLY = re.compile(_BY_MONTH)
_LIKELY = (
    (PayPeriod.HOUR, 8.0, 60.0, _MONTHLY),
    (PayPeriod.MONTH, 900.0, 9_000.0, re.compile(_BY_HOUR)),
)
"""Bounds of such a pay, and the unit that contradicts them."""
_RECENT_YEARS = range(2020, 2031)
_NO_AMOUNT_BEFORE = re.compile(r"[\d.,h/-] ?$|poids|masse|tonn|charges?\b|\bavance\b")


def _without_euros(words: Words) -> Found[Pay] | None:
    """`Taux horaire : 12,31`, `1850 brut mensuel`: no euro sign, the word beside it tells."""
    for match in chain(_AFTER_CUE.find(words), _BEFORE_BASIS.find(words)):
        found = _read_bare(words.folded, match)
        if found is not None:
            return found
    return None


def _read_bare(text: str, match: re.Match[str]) -> Found[Pay] | None:
    line = text[max(0, match.start() - 25) : match.start()].rsplit("\n", 1)[-1]
    nearest = re.split(r"[;:+|]|[,.](?!\d)", line)[-1]
    after = text[match.end() : match.end() + 40].split("\n", 1)[0]
    dash = text[match.end("low") : match.start("high")].strip() if match["high"] else ""
    first = "high" if dash == "-" and len(match["low"]) == 1 else "low"  # `CACES 3 - 12,50 brut`
    if _NOT_PAY.search(nearest) or (first == "low" and _NO_AMOUNT_BEFORE.search(nearest)):
        return None
    low = _euros(match[first], None)
    high = _euros(match["high"], None) if match["high"] else low
    is_said = match["high"] or match["basis"] or _MONTHLY.match(after)
    if low in _RECENT_YEARS and not is_said:
        return None
    for period, least, most, contradicted in _LIKELY:
        if least <= low <= high <= most and not contradicted.match(after):
            return Found(Pay(low, high, period), match.start(first), match.end(), GUESSED_UNIT)
    return None


_CLAIM_AFTER = re.compile(r"\s?\(?(?:brut|net)|\s?/|\s?de l'h")
_A_WAGE = re.compile(r"\s?\(?(?:par (?:mois|an\b)|mensuel|annuel)")
LEAST_UNCLAIMED = 1200.0
"""Euros: `2 100 € par mois` is a wage though no word says so; `150 € par mois` is a bonus."""
_PER_YEAR_NEXT = re.compile(r"\s?(?:bruts? ?|nets? ?)?(?:/ ?an\b|par an|annuel)")


def _euros(number: str, unit: str | None) -> float:
    cents = re.sub(r" ?(?:€|euros) ?(?=\d\d$)", ",", number)
    plain = re.sub(r"[ .](?=\d{3}(?!\d))", "", cents).replace(",", ".")
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
    fitting = [
        period
        for period in PayPeriod
        if _fits(period, value.max) and (period is not PayPeriod.HOUR or value.max >= LIKELY_HOUR)
    ]
    if not fitting:
        return Pay()
    return Pay(
        min(value.min, value.max), value.max, fitting[-1] if value.max > 9000 else fitting[0]
    )
