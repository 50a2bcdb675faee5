"""A candidate record as rows of each table, values only; and values that cannot be, set aside."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ingestion.plain import storable, storable_values
from ingestion.records import CandidateRecord, Rejected
from models.base import Base
from models.candidates import (
    CandidateAvailability,
    CandidateCredential,
    CandidateDiploma,
    CandidateExperience,
    CandidateLanguage,
    CandidateMobility,
    CandidateProject,
    CandidateRestriction,
    CandidateSkill,
)
from models.case_files import (
    PRIORITY_QUARTER,
    CandidateFollow,
    CandidateIdentity,
    Consent,
    SensitiveStatus,
    SourceRow,
    StatusKind,
    WithheldNote,
)

LONGEST_IDENTIFIER = 80
LONGEST_CAREER_MONTHS = 900
"""75 years: more is a slip of the keyboard."""
YEARS = range(1900, 2101)
WEEK_HOURS = 168.0
TRIP_LIMIT_MINUTES = 24 * 60.0
TRIP_LIMIT_KM = 20_000.0

Row = dict[str, Any]


def possible(row: int, record: CandidateRecord) -> tuple[CandidateRecord, tuple[Rejected, ...]]:
    """The record without the values that cannot be (a level 40, a trip of -3 minutes).

    Such a value becomes unknown and is reported with its row, so that one slip never costs the
    base the rest of the file.
    """
    notes: list[Rejected] = []

    def keep(value: Any, is_possible: bool, header: str) -> Any:
        if value is None or is_possible:
            return value
        notes.append(Rejected(row, header, f"valeur impossible : {value}"))
        return None

    level = record.education_level
    minutes, km = record.trip_limit_minutes, record.trip_limit_km
    low, high = record.hours_min, record.hours_max
    checked = replace(
        record,
        education_level=keep(level, level in range(1, 9), "Niveau de formation"),
        trip_limit_minutes=keep(
            minutes, _within(minutes, TRIP_LIMIT_MINUTES, above=0), "Trajet maximum"
        ),
        trip_limit_km=keep(km, _within(km, TRIP_LIMIT_KM, above=0), "Trajet maximum"),
        hours_min=keep(low, _within(low, WEEK_HOURS), "Temps de travail"),
        hours_max=keep(high, _within(high, WEEK_HOURS), "Temps de travail"),
        experiences=tuple(
            replace(
                each,
                months=keep(each.months, _whole(each.months), "Expériences"),
                start_year=keep(each.start_year, each.start_year in YEARS, "Expériences"),
                end_year=keep(each.end_year, each.end_year in YEARS, "Expériences"),
            )
            for each in record.experiences
        ),
    )
    low, high = checked.hours_min, checked.hours_max
    if low is not None and high is not None and low > high:
        checked = replace(checked, hours_min=high, hours_max=low)
        notes.append(Rejected(row, "Temps de travail", "heures en ordre inverse, remises"))
    return checked, tuple(notes)


def _within(value: float | None, limit: float, above: float = -1) -> bool:
    return value is not None and math.isfinite(value) and above < value <= limit


def _whole(months: int | None) -> bool:
    return months is not None and 0 <= months <= LONGEST_CAREER_MONTHS


def _text(value: str | None) -> str | None:
    return None if value is None else storable(value)


def candidate_row(record: CandidateRecord, new_hash: str) -> Row:
    """The values of `candidates`, without its dates."""
    home = record.home
    return {
        "identifier": storable(record.identifier),
        "record_hash": new_hash,
        "home_label": _text(home.label),
        "home_insee": _text(home.insee),
        "home_quarter": _text(home.quarter),
        "home_postal_code": _text(home.postal_code),
        "home_latitude": home.latitude,
        "home_longitude": home.longitude,
        "education_level": record.education_level,
        "are_credentials_known": record.credentials is not None,
    }


def _projects(record: CandidateRecord) -> Iterator[Row]:
    for position, each in enumerate(record.projects):
        yield {
            "position": position,
            "title": storable(each.title),
            "rome": _text(each.rome),
            "validated_on": each.validated_on,
            "is_validated": each.validated,
        }


def _experiences(record: CandidateRecord) -> Iterator[Row]:
    for position, each in enumerate(record.experiences):
        yield {
            "position": position,
            "title": storable(each.title),
            "months": each.months,
            "start_year": each.start_year,
            "end_year": each.end_year,
        }


def _skills(record: CandidateRecord) -> Iterator[Row]:
    for position, label in enumerate(record.skills):
        yield {"position": position, "label": storable(label)}


def _diplomas(record: CandidateRecord) -> Iterator[Row]:
    for position, label in enumerate(record.diplomas):
        yield {"position": position, "label": storable(label)}


def _languages(record: CandidateRecord) -> Iterator[Row]:
    for position, each in enumerate(record.languages):
        yield {"position": position, "code": storable(each.code), "level": _text(each.level)}


def _credentials(record: CandidateRecord) -> Iterator[Row]:
    for position, each in enumerate(record.credentials or ()):
        yield {
            "position": position,
            "code": storable(each.code),
            "label": storable(each.label),
            "state": each.state,
            "expires_on": each.expires_on,
        }


def _restrictions(record: CandidateRecord) -> Iterator[Row]:
    for position, each in enumerate(record.limits.restrictions):
        yield {"position": position, "condition": each.condition, "limit_kg": each.limit_kg}


def _mobility(record: CandidateRecord) -> Iterator[Row]:
    yield {
        "modes": record.travel_modes,
        "trip_limit_minutes": record.trip_limit_minutes,
        "trip_limit_km": record.trip_limit_km,
    }


def _availability(record: CandidateRecord) -> Iterator[Row]:
    limits = record.limits
    yield {
        "available_from": record.available_from,
        "contracts": record.contracts,
        "working_time": record.working_time,
        "hours_min": record.hours_min,
        "hours_max": record.hours_max,
        "patterns": record.patterns,
        "earliest_start": limits.earliest_start,
        "latest_end": limits.latest_end,
        "excluded_patterns": limits.excluded_patterns,
        "excluded_weekdays": limits.excluded_weekdays,
    }


def _identity(record: CandidateRecord) -> Iterator[Row]:
    each = record.identity
    yield {
        "civility": _text(each.civility),
        "last_name": _text(each.last_name),
        "first_name": _text(each.first_name),
        "birth_date": each.birth_date,
        "phone": _text(each.phone),
        "email": _text(each.email),
    }


def _follow(record: CandidateRecord) -> Iterator[Row]:
    each = record.follow
    yield {
        "branch": _text(each.branch),
        "caseworker": _text(each.caseworker),
        "advisor": _text(each.advisor),
        "entered_on": each.entered_on,
        "is_engagement_signed": each.engagement_signed,
    }


def _statuses(record: CandidateRecord) -> Iterator[Row]:
    for position, code in enumerate(record.statuses):
        yield {
            "position": position,
            "kind": StatusKind.STATUS,
            "code": storable(code),
            "holds": True,
        }
    if record.priority_quarter is not None:
        yield {
            "position": 0,
            "kind": StatusKind.QUARTER,
            "code": PRIORITY_QUARTER,
            "holds": record.priority_quarter,
        }


def _withheld(record: CandidateRecord) -> Iterator[Row]:
    for position, text in enumerate(record.withheld):
        yield {"position": position, "text": storable(text)}


def _consent(record: CandidateRecord) -> Iterator[Row]:
    yield {"is_given": record.consent, "given_on": record.consent_on}


def _source(record: CandidateRecord) -> Iterator[Row]:
    yield {"raw": storable_values(dict(record.raw))}


LINES: Mapping[type[Base], Callable[[CandidateRecord], Iterator[Row]]] = {
    CandidateProject: _projects,
    CandidateExperience: _experiences,
    CandidateSkill: _skills,
    CandidateDiploma: _diplomas,
    CandidateLanguage: _languages,
    CandidateCredential: _credentials,
    CandidateRestriction: _restrictions,
    CandidateMobility: _mobility,
    CandidateAvailability: _availability,
    CandidateIdentity: _identity,
    CandidateFollow: _follow,
    SensitiveStatus: _statuses,
    WithheldNote: _withheld,
    Consent: _consent,
    SourceRow: _source,
}
"""Every table that repeats per candidate, and how a record fills it."""
