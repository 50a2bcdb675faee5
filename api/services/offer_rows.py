"""A parsed offer to its row, its JSON and its requirement rows, always together."""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from api.services.choices import load_memory, with_memory
from api.services.offer_review import Review, first_review, is_within
from ingestion.licences import licence_label
from ingestion.plain import record_hash, storable, storable_values, to_plain
from ingestion.records import OfferWarning, ParsedOffer
from models.offers import Offer, OfferRequirement, RequirementKind
from models.vocabulary import Necessity, ReviewStatus

CHUNK = 500
"""Offers in one `IN (...)`."""
MOST_POSITIONS = 10_000
MOST_DAYS = 36_525
MOST_MONTHS = 900
WEEK_HOURS = 168.0
MOST_PAY = 1e7


def write_sources(
    session: Session, offers: Sequence[tuple[Offer, ParsedOffer]], now: datetime
) -> None:
    """Fill offers with what their sources say; a person has reviewed none of it yet.

    The hash is of the source alone; the occupations proposed hear what officers chose before.
    """
    memory, filled = load_memory(session), []
    for offer, read in offers:
        offer.source_text = storable(read.source_text)
        offer.content_hash = record_hash(read)
        heard = read if memory is None else with_memory(read, memory)
        parsed = possible_offer(replace(heard, reference=offer.reference))
        filled.append((offer, parsed, first_review(parsed)))
    _store(session, filled, now, are_first=True)


def write_parsed(
    session: Session, offer: Offer, parsed: ParsedOffer, review: Review, now: datetime
) -> None:
    """Write a parsed offer to its JSON, its columns and its requirement rows, together."""
    _store(session, [(offer, parsed, review)], now)


def plain_offer(parsed: ParsedOffer) -> dict[str, Any]:
    """The parsed offer in the exchange format, as the base keeps it (without its text)."""
    plain: dict[str, Any] = storable_values(to_plain(parsed))
    del plain["source_text"]
    return plain


def possible_offer(parsed: ParsedOffer) -> ParsedOffer:
    """The offer without the values that cannot be; each becomes unknown, with a warning."""
    warnings = list(parsed.warnings)

    def keep(value: Any, field: str, low: float, high: float) -> Any:
        if value is None or (math.isfinite(value) and low <= value <= high):
            return value
        warnings.append(OfferWarning(field, f"valeur impossible : {value}"))
        return None

    contract, hours, pay = parsed.contract, parsed.working_time, parsed.pay
    checked = replace(
        parsed,
        positions=keep(parsed.positions, "positions", 1, MOST_POSITIONS),
        level=keep(parsed.level, "level", 1, 2),
        clause_hours=keep(parsed.clause_hours, "clause_hours", 0, 1e6),
        contract=replace(
            contract,
            duration_days=keep(contract.duration_days, "contract.duration_days", 0, MOST_DAYS),
        ),
        working_time=replace(
            hours,
            weekly_hours=keep(hours.weekly_hours, "working_time.weekly_hours", 0, WEEK_HOURS),
        ),
        pay=replace(
            pay,
            min=keep(pay.min, "pay.min", 0, MOST_PAY),
            max=keep(pay.max, "pay.max", 0, MOST_PAY),
        ),
        experience=replace(
            parsed.experience,
            months=keep(parsed.experience.months, "experience.months", 0, MOST_MONTHS),
        ),
        workplace=replace(
            parsed.workplace,
            latitude=keep(parsed.workplace.latitude, "workplace.latitude", -90, 90),
            longitude=keep(parsed.workplace.longitude, "workplace.longitude", -180, 180),
        ),
    )
    return replace(checked, warnings=tuple(warnings))


def _store(
    session: Session,
    offers: Sequence[tuple[Offer, ParsedOffer, Review]],
    now: datetime,
    are_first: bool = False,
) -> None:
    for offer, parsed, review in offers:
        _fill(offer, parsed, review, now)
        if are_first:
            offer.original = offer.parsed
    session.add_all([offer for offer, _, _ in offers])
    session.flush()
    for start in range(0, len(offers), CHUNK):
        ids = [offer.id for offer, _, _ in offers[start : start + CHUNK]]
        session.execute(
            delete(OfferRequirement)
            .where(OfferRequirement.offer_id.in_(ids))
            .execution_options(synchronize_session=False)
        )
    rows = []
    for offer, parsed, review in offers:
        session.expire(offer, ["requirements"])
        rows += [{"offer_id": offer.id, **row} for row in requirement_rows(parsed, review)]
    if rows:
        session.execute(insert(OfferRequirement), rows, execution_options={"render_nulls": True})


def _fill(offer: Offer, parsed: ParsedOffer, review: Review, now: datetime) -> None:
    plain = plain_offer(parsed)
    offer.parsed = plain
    offer.review = {field: status.value for field, status in review.items()}
    offer.title = plain["title"]
    offer.employer_name = plain["employer"]["name"]
    offer.domain = parsed.domain
    offer.rome = plain["occupation"]["rome"]
    offer.rome_label = plain["occupation"]["label"]
    offer.commune_insee = plain["workplace"]["insee"]
    offer.commune_name = plain["workplace"]["name"]
    offer.contract_type = parsed.contract.type
    offer.start_date = parsed.contract.start_date
    offer.duration_days = parsed.contract.duration_days
    offer.weekly_hours = parsed.working_time.weekly_hours
    offer.start_time = parsed.working_time.start_time
    offer.end_time = parsed.working_time.end_time
    offer.vehicle = parsed.vehicle
    offer.pay_min, offer.pay_max, offer.pay_period = (
        parsed.pay.min,
        parsed.pay.max,
        parsed.pay.period,
    )
    offer.positions = parsed.positions or 1
    offer.level = parsed.level
    offer.clause_hours = parsed.clause_hours
    offer.deadline = parsed.deadline
    offer.agency_name = plain["agency"]
    offer.updated_at = now


def requirement_rows(parsed: ParsedOffer, review: Review) -> list[dict[str, Any]]:
    """What the offer asks for as rows, in the order of the record, without the offer's id."""
    drafts: list[tuple[str, dict[str, Any]]] = []
    need = parsed.experience
    if need.necessity is not None or need.months is not None:
        label = "débutant accepté" if need.necessity is Necessity.NONE else "expérience"
        level = None if need.months is None else str(need.months)
        drafts.append(("experience", _row("experience", None, label, need.necessity, level)))
    if parsed.education.level is not None:
        level = str(parsed.education.level)
        drafts.append(
            (
                "education",
                _row("education", None, f"niveau {level}", parsed.education.necessity, level),
            )
        )
    for place, licence in enumerate(parsed.licences):
        row = _row("licence", licence.code, licence_label(licence.code), licence.necessity)
        drafts.append((f"licences.{place}", row))
    for place, skill in enumerate(parsed.skills):
        drafts.append((f"skills.{place}", _row("skill", None, skill.label, skill.necessity)))
    for place, language in enumerate(parsed.languages):
        row = _row("language", language.code, language.code, language.necessity, language.level)
        drafts.append((f"languages.{place}", row))
    for place, condition in enumerate(parsed.constraints):
        row = _row("condition", condition.value, condition.label, Necessity.REQUIRED)
        drafts.append((f"constraints.{place}", row))
    return [
        {"position": place, "review": _worst(field, review), **row, **_span(parsed, field)}
        for place, (field, row) in enumerate(drafts)
    ]


def _row(
    kind: str, code: str | None, label: str, necessity: Necessity | None, level: str | None = None
) -> dict[str, Any]:
    return {
        "kind": RequirementKind(kind),
        "code": code,
        "label": label,
        "necessity": necessity,
        "level": level,
    }


def _worst(field: str, review: Review) -> ReviewStatus:
    statuses = {status for name, status in review.items() if is_within(name, field)}
    order = (ReviewStatus.EXTRACTED, ReviewStatus.CORRECTED, ReviewStatus.CONFIRMED)
    return next((status for status in order if status in statuses), ReviewStatus.MISSING)


def _span(parsed: ParsedOffer, field: str) -> dict[str, int | None]:
    for name, each in parsed.evidence.items():
        if is_within(name, field):
            return {"span_start": each.start, "span_end": each.end}
    return {"span_start": None, "span_end": None}
