"""Candidates of the base as the records they came from: what ranking and exports read."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from ingestion.records import (
    CandidateRecord,
    Credential,
    Experience,
    Follow,
    Home,
    Identity,
    LanguageLevel,
    Limits,
    Project,
    Restriction,
)
from models.candidates import (
    Candidate,
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
    CandidateFollow,
    CandidateIdentity,
    Consent,
    SensitiveStatus,
    SourceRow,
    StatusKind,
    WithheldNote,
)


@dataclass(frozen=True, slots=True)
class StoredCandidate:
    """A record and where it stands in the base."""

    id: int
    key: UUID
    record: CandidateRecord


def stored_candidates(
    session: Session, ids: Sequence[int] | None = None
) -> Iterator[StoredCandidate]:
    """Active candidates in the order of their identifiers, as the ranking may read them.

    Identity, follow-up, statuses, notes and the source row are left empty: no query here
    touches their tables. `ids` restricts to those rows, active or not.
    """
    statement = select(Candidate.id, Candidate.key, *_OWN).order_by(Candidate.identifier)
    statement = (
        statement.where(Candidate.is_active) if ids is None else statement.where(_among(ids))
    )
    people = session.execute(statement).all()
    lines = {table: _lines(session, columns, ids) for table, columns in _LINES.items()}
    for key, public, *own in people:
        yield StoredCandidate(
            key, public, _record(own, {table: lines[table].get(key, ()) for table in _LINES})
        )


def candidate_records(session: Session) -> Iterator[CandidateRecord]:
    """The same, records alone."""
    return (stored.record for stored in stored_candidates(session))


def whole_records(session: Session) -> Iterator[CandidateRecord]:
    """Records with the whole case file, sensitive statuses included: for exports only."""
    stored = list(stored_candidates(session))
    files = {table: _lines(session, columns, None) for table, columns in _CASE_FILE.items()}
    for each in stored:
        yield _with_case_file(
            each.record, {table: files[table].get(each.id, ()) for table in _CASE_FILE}
        )


Columns = tuple[InstrumentedAttribute[Any], ...]
Lines = dict[int, list[tuple[Any, ...]]]

_OWN: Columns = (
    Candidate.identifier,
    Candidate.home_label,
    Candidate.home_insee,
    Candidate.home_quarter,
    Candidate.home_postal_code,
    Candidate.home_latitude,
    Candidate.home_longitude,
    Candidate.education_level,
    Candidate.are_credentials_known,
)
_P, _E, _C = CandidateProject, CandidateExperience, CandidateCredential
_A, _M, _R = CandidateAvailability, CandidateMobility, CandidateRestriction
_LINES: dict[Any, Columns] = {
    _P: (_P.title, _P.rome, _P.validated_on, _P.is_validated),
    _E: (_E.title, _E.months, _E.start_year, _E.end_year),
    CandidateSkill: (CandidateSkill.label,),
    CandidateDiploma: (CandidateDiploma.label,),
    CandidateLanguage: (CandidateLanguage.code, CandidateLanguage.level),
    _C: (_C.code, _C.label, _C.state, _C.expires_on),
    _R: (_R.condition, _R.limit_kg),
    _M: (_M.modes, _M.trip_limit_minutes, _M.trip_limit_km),
    _A: (
        _A.available_from,
        _A.contracts,
        _A.working_time,
        _A.hours_min,
        _A.hours_max,
        _A.patterns,
        _A.earliest_start,
        _A.latest_end,
        _A.excluded_patterns,
        _A.excluded_weekdays,
    ),
}
_I, _F, _S = CandidateIdentity, CandidateFollow, SensitiveStatus
_CASE_FILE: dict[Any, Columns] = {
    _I: (_I.civility, _I.last_name, _I.first_name, _I.birth_date, _I.phone, _I.email),
    _F: (_F.branch, _F.caseworker, _F.advisor, _F.entered_on, _F.is_engagement_signed),
    _S: (_S.kind, _S.code, _S.holds),
    WithheldNote: (WithheldNote.text,),
    Consent: (Consent.is_given, Consent.given_on),
    SourceRow: (SourceRow.raw,),
}


def _among(ids: Sequence[int]) -> Any:
    return Candidate.id.in_(ids)


def _lines(session: Session, columns: Columns, ids: Sequence[int] | None) -> Lines:
    """The rows of one child table by candidate, each in its order."""
    table = columns[0].class_
    statement: Select[Any] = select(table.candidate_id, *columns)
    if hasattr(table, "position"):
        statement = statement.order_by(table.candidate_id, table.position)
    if ids is not None:
        statement = statement.where(table.candidate_id.in_(ids))
    found: Lines = defaultdict(list)
    for key, *values in session.execute(statement):
        found[key].append(tuple(values))
    return found


def _record(own: Sequence[Any], lines: dict[Any, Sequence[tuple[Any, ...]]]) -> CandidateRecord:
    identifier, label, insee, quarter, postal_code, latitude, longitude, level, known = own
    modes, minutes, km = lines[_M][0] if lines[_M] else (None, None, None)
    wishes = lines[_A][0] if lines[_A] else _NO_WISH
    start, contracts, working_time, low, high, patterns, earliest, latest, shifts, days = wishes
    credentials = tuple(Credential(*line) for line in lines[_C])
    return CandidateRecord(
        identifier=identifier,
        home=Home(label, insee, quarter, postal_code, latitude, longitude),
        projects=tuple(
            Project(title, rome, validated_on, validated)
            for title, rome, validated_on, validated in lines[_P]
        ),
        experiences=tuple(Experience(*line) for line in lines[_E]),
        skills=tuple(line[0] for line in lines[CandidateSkill]),
        education_level=level,
        diplomas=tuple(line[0] for line in lines[CandidateDiploma]),
        languages=tuple(LanguageLevel(*line) for line in lines[CandidateLanguage]),
        credentials=credentials if known else None,
        travel_modes=modes,
        trip_limit_minutes=minutes,
        trip_limit_km=km,
        available_from=start,
        contracts=contracts,
        working_time=working_time,
        hours_min=low,
        hours_max=high,
        patterns=patterns,
        limits=Limits(
            tuple(Restriction(*line) for line in lines[_R]), earliest, latest, shifts, days
        ),
    )


_NO_WISH: tuple[Any, ...] = (
    None,
    None,
    None,
    None,
    None,
    None,
    None,
    None,
    frozenset(),
    frozenset(),
)


def _with_case_file(
    record: CandidateRecord, lines: dict[Any, Sequence[tuple[Any, ...]]]
) -> CandidateRecord:
    statuses = [line for line in lines[_S] if line[0] is StatusKind.STATUS]
    quarters = [line for line in lines[_S] if line[0] is StatusKind.QUARTER]
    consent = lines[Consent][0] if lines[Consent] else (None, None)
    return replace(
        record,
        identity=Identity(*lines[_I][0]) if lines[_I] else Identity(),
        follow=Follow(*lines[_F][0]) if lines[_F] else Follow(),
        priority_quarter=quarters[0][2] if quarters else None,
        statuses=tuple(code for _, code, _ in statuses),
        consent=consent[0],
        consent_on=consent[1],
        withheld=tuple(line[0] for line in lines[WithheldNote]),
        raw=lines[SourceRow][0][0] if lines[SourceRow] else {},
    )
