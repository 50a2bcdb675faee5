"""Facts of an offer that cannot hold together, that are past, or that are out of the ordinary."""

from collections.abc import Iterator, Mapping
from dataclasses import astuple, is_dataclass, replace
from datetime import date, datetime, timedelta

from ingestion.offers.guard import Alert
from ingestion.offers.pay import below_smic, smic
from ingestion.offers.questions import contradictions
from ingestion.records import OfferWarning, ParsedOffer
from models.fiche import PayBasis
from models.guards import AlertKind, Severity
from models.vocabulary import ContractType, PayPeriod

MOST_POSITIONS = 100
"""Posts of one offer above which the number is to be read again."""
PAY_BOUNDS: Mapping[PayPeriod, tuple[float, float]] = {
    PayPeriod.HOUR: (5.0, 80.0),
    PayPeriod.MONTH: (150.0, 15_000.0),
    PayPeriod.YEAR: (1_800.0, 180_000.0),
}
"""Gross euros outside of which a wage is to be read again."""
LOW_START = "Le bas de la fourchette est inférieur au SMIC"
LATE_START = timedelta(days=14)
"""How long a start may be past: the need may remain."""
WORKING_DAYS = 6
"""Most days of work in a week, by law."""
LONGEST_TEMP = 1_095
"""Days: no temp assignment lasts over three years."""

_KINDS: Mapping[str, AlertKind] = {
    "pay": AlertKind.PAY,
    "working_time": AlertKind.TIME,
    "deadline": AlertKind.DATES,
    "contract": AlertKind.CONTRACT,
    "experience": AlertKind.CONTRACT,
}


def fact_alerts(offer: ParsedOffer, today: date) -> tuple[Alert, ...]:
    """What `contradictions` says, and what it cannot know without the day, as alerts."""
    found = [*contradictions(offer, today), *odd_facts(offer)]
    told = dict.fromkeys([*found, *_low_start(offer, today), *_past(offer, today)])
    return tuple(_alert(offer, warning) for warning in told)


def odd_facts(offer: ParsedOffer) -> Iterator[OfferWarning]:
    """What is odd whatever the day: ends of permanent contracts, absurd numbers, hours."""
    contract, pay = offer.contract, offer.pay
    if contract.type is ContractType.CDI and contract.duration_days:
        said = f"Un CDI n'a pas de durée : {contract.duration_days} jours sont indiqués."
        yield OfferWarning("contract.duration_days", said)
    if contract.type is ContractType.TEMP and (contract.duration_days or 0) > LONGEST_TEMP:
        yield OfferWarning("contract.duration_days", "Une mission d'intérim de plus de trois ans.")
    if (offer.positions or 0) > MOST_POSITIONS:
        yield OfferWarning("positions", f"{offer.positions} postes : nombre à vérifier.")
    if pay.min is not None and pay.max is not None and pay.min > pay.max:
        yield OfferWarning("pay", "Le salaire le plus bas dépasse le plus haut.")
    yield from _odd_pay(offer)
    yield from _odd_hours(offer)


def _odd_pay(offer: ParsedOffer) -> Iterator[OfferWarning]:
    pay = offer.pay
    if pay.period is None:
        return
    low, high = PAY_BOUNDS[pay.period]
    for value in dict.fromkeys(each for each in (pay.min, pay.max) if each is not None):
        if not low <= value <= high:
            yield OfferWarning("pay", f"{value:g} € {pay.period.label} : montant à vérifier.")


def _odd_hours(offer: ParsedOffer) -> Iterator[OfferWarning]:
    work = offer.working_time
    if work.weekly_hours is None:
        return
    if 0 < work.weekly_hours < 1:
        yield OfferWarning("working_time.weekly_hours", "Moins d'une heure par semaine.")
    if work.start_time is None or work.end_time is None or work.start_time == work.end_time:
        return
    day = datetime(2000, 1, 1)
    span = datetime.combine(day, work.end_time) - datetime.combine(day, work.start_time)
    hours = (span % timedelta(days=1)) / timedelta(hours=1)
    if work.weekly_hours > hours * WORKING_DAYS + 0.5:
        said = (
            f"{work.weekly_hours:g} h par semaine ne tiennent pas dans des journées "
            f"de {work.start_time:%Hh%M} à {work.end_time:%Hh%M}."
        )
        yield OfferWarning("working_time.weekly_hours", said)


def _low_start(offer: ParsedOffer, today: date) -> Iterator[OfferWarning]:
    """A range that begins under the SMIC and does not end under it, for full-time work."""
    pay, is_hourly = offer.pay, offer.pay.period is PayPeriod.HOUR
    is_partial = offer.working_time.full_time is False and not is_hourly
    is_net = offer.details.pay_basis is PayBasis.NET
    if is_net or is_partial or offer.contract.type is ContractType.WORK_STUDY:
        return
    if pay.min is None or below_smic(pay, today):
        return
    if below_smic(replace(pay, max=pay.min), today):
        legal = f"{smic(today):.2f}".replace(".", ",")
        low = f"{pay.min:g}".replace(".", ",")
        yield OfferWarning("pay.min", f"{LOW_START} ({low} €) : {legal} € brut de l'heure.")


def _past(offer: ParsedOffer, today: date) -> Iterator[OfferWarning]:
    if offer.deadline is not None and offer.deadline < today:
        said = f"La date limite est passée depuis le {offer.deadline:%d/%m/%Y}."
        yield OfferWarning("deadline", said)
    start = offer.contract.start_date
    if start is not None and start < today - LATE_START:
        said = f"Le début prévu est passé depuis le {start:%d/%m/%Y}."
        yield OfferWarning("contract.start_date", said)


def _alert(offer: ParsedOffer, warning: OfferWarning) -> Alert:
    group = warning.field.partition(".")[0]
    names = (warning.field, f"{warning.field}.min", group)
    evidence = next((offer.evidence[name] for name in names if name in offer.evidence), None)
    dated = warning.field in ("deadline", "contract.start_date")
    kind = AlertKind.DATES if dated else _KINDS.get(group, AlertKind.ODD)
    is_unlawful = warning.field == "pay" and "SMIC" in warning.message
    return Alert(
        kind=kind,
        field=warning.field,
        start=0 if evidence is None else evidence.start,
        end=0 if evidence is None else evidence.end,
        text="" if evidence is None else evidence.text,
        reason=warning.message,
        severity=Severity.SERIOUS if is_unlawful else Severity.MILD,
        value=_value(offer, group),
    )


def _value(offer: ParsedOffer, group: str) -> str:
    """What the offer says of a group of fields: another value makes another alert."""
    value = getattr(offer, group)
    told = astuple(value) if is_dataclass(value) and not isinstance(value, type) else (value,)
    if group == "deadline":
        told = (*told, offer.contract.start_date)
    return " ".join("?" if each is None else str(each) for each in told)
