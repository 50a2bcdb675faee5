"""A candidate record as rows of each table, values only; and values that cannot be, set aside."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
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

LONGEST_CAREER_MONTHS = 900
"""75 years: more is a slip of the keyboard."""
YEARS = range(1900, 2101)
WEEK_HOURS = 168.0
TRIP_LIMIT_MINUTES = 24 * 60.0
TRIP_LIMIT_KM = 20_000.0

CHECKED = frozenset(
    ["education_level", "trip_limit_minutes", "trip_limit_km"]
    + ["hours_min", "hours_max", "experiences"]
)
"""Fields of a record that may hold a value that cannot be."""

Row = tuple[Any, ...]


def possible(row: int, record: CandidateRecord) -> tuple[CandidateRecord, tuple[Rejected, ...]]:
    """The record without the values that cannot be (a level 40, a trip of -3 minutes).

    Such a value becomes unknown and is reported with its row, so that one slip never costs the
    base the rest of the file.
    """
    if _is_possible(record):
        return record, ()
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


def _is_possible(record: CandidateRecord) -> bool:
    """A first look at every value that `possible` checks: nearly all rows end there."""
    level, low, high = record.education_level, record.hours_min, record.hours_max
    minutes, km = record.trip_limit_minutes, record.trip_limit_km
    return (
        (level is None or 1 <= level <= 8)
        and (minutes is None or _within(minutes, TRIP_LIMIT_MINUTES, above=0))
        and (km is None or _within(km, TRIP_LIMIT_KM, above=0))
        and (low is None or _within(low, WEEK_HOURS))
        and (high is None or _within(high, WEEK_HOURS))
        and (low is None or high is None or low <= high)
        and all(
            (job.months is None or 0 <= job.months <= LONGEST_CAREER_MONTHS)
            and (job.start_year is None or job.start_year in YEARS)
            and (job.end_year is None or job.end_year in YEARS)
            for job in record.experiences
        )
    )


def _within(value: float | None, limit: float, above: float = -1) -> bool:
    return value is not None and math.isfinite(value) and above < value <= limit


def _whole(months: int | None) -> bool:
    return months is not None and 0 <= months <= LONGEST_CAREER_MONTHS


CANDIDATE = (
    "identifier",
    "record_hash",
    "home_label",
    "home_insee",
    "home_quarter",
    "home_postal_code",
    "home_latitude",
    "home_longitude",
    "education_level",
    "are_credentials_known",
)
"""Columns of `candidates` that a record fills, in the order of `candidate_row`."""


def candidate_row(record: CandidateRecord, new_hash: str) -> Row:
    """The values of `candidates`, in the order of `CANDIDATE`."""
    home = record.home
    return (
        record.identifier,
        new_hash,
        home.label,
        home.insee,
        home.quarter,
        home.postal_code,
        home.latitude,
        home.longitude,
        record.education_level,
        record.credentials is not None,
    )


def _projects(record: CandidateRecord) -> Iterable[Row]:
    return [
        (position, each.title, each.rome, each.validated_on, each.validated)
        for position, each in enumerate(record.projects)
    ]


def _experiences(record: CandidateRecord) -> Iterable[Row]:
    return [
        (position, each.title, each.months, each.start_year, each.end_year)
        for position, each in enumerate(record.experiences)
    ]


def _skills(record: CandidateRecord) -> Iterable[Row]:
    return [(position, label) for position, label in enumerate(record.skills)]


def _diplomas(record: CandidateRecord) -> Iterable[Row]:
    return [(position, label) for position, label in enumerate(record.diplomas)]


def _languages(record: CandidateRecord) -> Iterable[Row]:
    return [(position, each.code, each.level) for position, each in enumerate(record.languages)]


def _credentials(record: CandidateRecord) -> Iterable[Row]:
    return [
        (position, each.code, each.label, each.state, each.expires_on)
        for position, each in enumerate(record.credentials or ())
    ]


def _restrictions(record: CandidateRecord) -> Iterable[Row]:
    return [
        (position, each.condition, each.limit_kg)
        for position, each in enumerate(record.limits.restrictions)
    ]


def _mobility(record: CandidateRecord) -> Iterable[Row]:
    return [(record.travel_modes, record.trip_limit_minutes, record.trip_limit_km)]


def _availability(record: CandidateRecord) -> Iterable[Row]:
    limits = record.limits
    return [
        (
            record.available_from,
            record.contracts,
            record.working_time,
            record.hours_min,
            record.hours_max,
            record.patterns,
            limits.earliest_start,
            limits.latest_end,
            limits.excluded_patterns,
            limits.excluded_weekdays,
        )
    ]


def _identity(record: CandidateRecord) -> Iterable[Row]:
    each = record.identity
    return [
        (
            each.civility,
            each.last_name,
            each.first_name,
            each.birth_date,
            each.phone,
            each.email,
        )
    ]


def _follow(record: CandidateRecord) -> Iterable[Row]:
    each = record.follow
    return [
        (
            each.branch,
            each.caseworker,
            each.advisor,
            each.entered_on,
            each.engagement_signed,
        )
    ]


def _statuses(record: CandidateRecord) -> Iterable[Row]:
    rows: list[Row] = [
        (position, StatusKind.STATUS, code, True) for position, code in enumerate(record.statuses)
    ]
    if record.priority_quarter is not None:
        rows.append((0, StatusKind.QUARTER, PRIORITY_QUARTER, record.priority_quarter))
    return rows


def _withheld(record: CandidateRecord) -> Iterable[Row]:
    return [(position, text) for position, text in enumerate(record.withheld)]


def _consent(record: CandidateRecord) -> Iterable[Row]:
    return [(record.consent, record.consent_on)]


def _source(record: CandidateRecord) -> Iterable[Row]:
    raw = dict(record.raw)
    if storable(both := "".join((*raw, *raw.values()))) is not both:
        raw = storable_values(raw)
    return [(raw,)]


@dataclass(frozen=True, slots=True)
class Lines:
    """A table that repeats per candidate: the columns filled, and the rows of a record."""

    table: type[Base]
    columns: tuple[str, ...]
    rows: Callable[[CandidateRecord], Iterable[Row]]


LINES: tuple[Lines, ...] = (
    Lines(
        CandidateProject,
        ("position", "title", "rome", "validated_on", "is_validated"),
        _projects,
    ),
    Lines(
        CandidateExperience,
        ("position", "title", "months", "start_year", "end_year"),
        _experiences,
    ),
    Lines(CandidateSkill, ("position", "label"), _skills),
    Lines(CandidateDiploma, ("position", "label"), _diplomas),
    Lines(CandidateLanguage, ("position", "code", "level"), _languages),
    Lines(
        CandidateCredential,
        ("position", "code", "label", "state", "expires_on"),
        _credentials,
    ),
    Lines(CandidateRestriction, ("position", "condition", "limit_kg"), _restrictions),
    Lines(CandidateMobility, ("modes", "trip_limit_minutes", "trip_limit_km"), _mobility),
    Lines(
        CandidateAvailability,
        (
            "available_from",
            "contracts",
            "working_time",
            "hours_min",
            "hours_max",
            "patterns",
            "earliest_start",
            "latest_end",
            "excluded_patterns",
            "excluded_weekdays",
        ),
        _availability,
    ),
    Lines(
        CandidateIdentity,
        ("civility", "last_name", "first_name", "birth_date", "phone", "email"),
        _identity,
    ),
    Lines(
        CandidateFollow,
        ("branch", "caseworker", "advisor", "entered_on", "is_engagement_signed"),
        _follow,
    ),
    Lines(SensitiveStatus, ("position", "kind", "code", "holds"), _statuses),
    Lines(WithheldNote, ("position", "text"), _withheld),
    Lines(Consent, ("is_given", "given_on"), _consent),
    Lines(SourceRow, ("raw",), _source),
)
"""Every table that repeats per candidate, and how a record fills it."""
