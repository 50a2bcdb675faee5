"""A parsed offer as the JSON object of the exchange format: every key always there."""

from datetime import date, time
from typing import Any

from ingestion.plain import to_plain
from ingestion.records import Evidence, Occupation, ParsedOffer

DETAILS = "details."
"""Evidence under this name is that of the fiche, which the exchange format does not know."""


def to_fiche_json(offer: ParsedOffer) -> dict[str, Any]:
    """The exchange format and, under `fiche`, the details with their own `evidence`."""
    fiche = to_plain(offer.details)
    fiche["evidence"] = {
        name.removeprefix(DETAILS): _evidence(item)
        for name, item in offer.evidence.items()
        if name.startswith(DETAILS)
    }
    return {**to_json(offer), "fiche": fiche}


def to_json(offer: ParsedOffer) -> dict[str, Any]:
    """Plain values only; null or [] where the source does not say."""
    return {
        "reference": offer.reference,
        "title": offer.title,
        "description": offer.description,
        "employer": {
            "name": offer.employer.name,
            "siret": offer.employer.siret,
            "sector": offer.employer.sector,
        },
        "occupation": _occupation(offer.occupation),
        "domain": offer.domain.value,
        **_conditions_of_work(offer),
        **_needs(offer),
        "constraints": [condition.value for condition in offer.constraints],
        "level": offer.level,
        "clause_hours": offer.clause_hours,
        "agency": offer.agency,
        "deadline": _day(offer.deadline),
        "evidence": {
            name: _evidence(item)
            for name, item in offer.evidence.items()
            if not name.startswith(DETAILS)
        },
        "questions": list(offer.questions),
        "warnings": [{"field": item.field, "message": item.message} for item in offer.warnings],
    }


def _occupation(occupation: Occupation) -> dict[str, Any]:
    return {
        "rome": occupation.rome,
        "label": occupation.label,
        "confidence": occupation.confidence,
        "alternatives": [
            {"rome": guess.rome, "label": guess.label, "confidence": guess.confidence}
            for guess in occupation.alternatives
        ],
    }


def _conditions_of_work(offer: ParsedOffer) -> dict[str, Any]:
    place, time_ = offer.workplace, offer.working_time
    return {
        "workplace": {
            "insee": place.insee,
            "name": place.name,
            "postal_code": place.postal_code,
            "latitude": place.latitude,
            "longitude": place.longitude,
            "access": [access.value for access in place.access],
        },
        "contract": {
            "type": offer.contract.type.value if offer.contract.type else None,
            "duration_days": offer.contract.duration_days,
            "start_date": _day(offer.contract.start_date),
        },
        "working_time": {
            "weekly_hours": time_.weekly_hours,
            "full_time": time_.full_time,
            "patterns": [pattern.value for pattern in time_.patterns],
            "start_time": _clock(time_.start_time),
            "end_time": _clock(time_.end_time),
        },
        "vehicle": offer.vehicle.value if offer.vehicle else None,
        "pay": {
            "min": offer.pay.min,
            "max": offer.pay.max,
            "period": offer.pay.period.value if offer.pay.period else None,
        },
        "positions": offer.positions,
    }


def _needs(offer: ParsedOffer) -> dict[str, Any]:
    experience, education = offer.experience, offer.education
    return {
        "experience": {
            "necessity": experience.necessity.value if experience.necessity else None,
            "months": experience.months,
        },
        "education": {
            "level": education.level,
            "necessity": education.necessity.value if education.necessity else None,
        },
        "licences": [
            {"code": need.code, "necessity": need.necessity.value} for need in offer.licences
        ],
        "skills": [
            {"label": need.label, "necessity": need.necessity.value} for need in offer.skills
        ],
        "languages": [
            {"code": need.code, "level": need.level, "necessity": need.necessity.value}
            for need in offer.languages
        ],
    }


def _evidence(item: Evidence) -> dict[str, Any]:
    return {
        "start": item.start,
        "end": item.end,
        "text": item.text,
        "confidence": item.confidence,
    }


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _clock(value: time | None) -> str | None:
    return f"{value:%H:%M}" if value else None
