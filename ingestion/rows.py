"""A candidate record as rows of each table, values only."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from ingestion.plain import storable, storable_values
from ingestion.records import CandidateRecord
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

Row = tuple[Any, ...]

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
