"""Candidates as the ranking may read them: no identity, no status, no note.

Who the person is, who follows them and what is sensitive stands in `models.case_files`, which
no relationship reaches from here.
"""

from datetime import date, datetime, time
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from models.base import Base, ClosedSet, UtcDateTime, closed, utc_now
from models.vocabulary import (
    Condition,
    ContractType,
    CredentialState,
    TravelMode,
    Weekday,
    WorkingTimeWish,
    WorkPattern,
)


class Candidate(Base):
    """One person of the programme, under the identifier of the case file."""

    __tablename__ = "candidates"
    __table_args__ = (
        CheckConstraint("education_level BETWEEN 1 AND 8", name="education_level"),
        CheckConstraint("length(identifier) > 0", name="identifier"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    identifier: Mapped[str] = mapped_column(unique=True)
    record_hash: Mapped[str] = mapped_column(String(64))
    """What the last import read; the same again changes nothing."""
    home_label: Mapped[str | None] = mapped_column()
    home_insee: Mapped[str | None] = mapped_column()
    home_quarter: Mapped[str | None] = mapped_column()
    home_postal_code: Mapped[str | None] = mapped_column()
    home_latitude: Mapped[float | None] = mapped_column()
    home_longitude: Mapped[float | None] = mapped_column()
    education_level: Mapped[int | None] = mapped_column()
    are_credentials_known: Mapped[bool] = mapped_column(default=True)
    """False where the file says nothing of licences: then none listed is not none held."""
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)

    projects: Mapped[list["CandidateProject"]] = relationship(
        lazy="raise", order_by="CandidateProject.position", cascade="all, delete-orphan"
    )
    experiences: Mapped[list["CandidateExperience"]] = relationship(
        lazy="raise", order_by="CandidateExperience.position", cascade="all, delete-orphan"
    )
    skills: Mapped[list["CandidateSkill"]] = relationship(
        lazy="raise", order_by="CandidateSkill.position", cascade="all, delete-orphan"
    )
    diplomas: Mapped[list["CandidateDiploma"]] = relationship(
        lazy="raise", order_by="CandidateDiploma.position", cascade="all, delete-orphan"
    )
    languages: Mapped[list["CandidateLanguage"]] = relationship(
        lazy="raise", order_by="CandidateLanguage.position", cascade="all, delete-orphan"
    )
    credentials: Mapped[list["CandidateCredential"]] = relationship(
        lazy="raise", order_by="CandidateCredential.position", cascade="all, delete-orphan"
    )
    restrictions: Mapped[list["CandidateRestriction"]] = relationship(
        lazy="raise", order_by="CandidateRestriction.position", cascade="all, delete-orphan"
    )
    mobility: Mapped["CandidateMobility"] = relationship(lazy="raise", cascade="all, delete-orphan")
    availability: Mapped["CandidateAvailability"] = relationship(
        lazy="raise", cascade="all, delete-orphan"
    )


class _Line:
    """A line of a candidate's list, in the order of the file."""

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column()

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Index, ...]:
        return (Index(None, "candidate_id", "position", unique=True),)


class CandidateProject(_Line, Base):
    """A professional project; validated by the programme or not yet."""

    __tablename__ = "candidate_projects"

    title: Mapped[str] = mapped_column()
    rome: Mapped[str | None] = mapped_column()
    validated_on: Mapped[date | None] = mapped_column()
    is_validated: Mapped[bool] = mapped_column(default=False)


class CandidateExperience(_Line, Base):
    __tablename__ = "candidate_experiences"

    title: Mapped[str] = mapped_column()
    months: Mapped[int | None] = mapped_column()
    start_year: Mapped[int | None] = mapped_column()
    end_year: Mapped[int | None] = mapped_column()


class CandidateSkill(_Line, Base):
    __tablename__ = "candidate_skills"

    label: Mapped[str] = mapped_column()


class CandidateDiploma(_Line, Base):
    __tablename__ = "candidate_diplomas"

    label: Mapped[str] = mapped_column()


class CandidateLanguage(_Line, Base):
    """`code` ISO 639-1; `level` A1..C2, "native" or unknown."""

    __tablename__ = "candidate_languages"

    code: Mapped[str] = mapped_column()
    level: Mapped[str | None] = mapped_column()


class CandidateCredential(_Line, Base):
    """A licence, certificate or authorisation, as the file says it stands."""

    __tablename__ = "candidate_credentials"

    code: Mapped[str] = mapped_column()
    label: Mapped[str] = mapped_column()
    state: Mapped[CredentialState] = mapped_column(closed(CredentialState, "state"))
    expires_on: Mapped[date | None] = mapped_column()


class CandidateRestriction(_Line, Base):
    """What the person must not do. Never a cause, never a diagnosis."""

    __tablename__ = "candidate_restrictions"

    condition: Mapped[Condition] = mapped_column(closed(Condition, "condition"))
    limit_kg: Mapped[float | None] = mapped_column()


class CandidateMobility(Base):
    """How far and how the person goes; `modes` NULL: unknown, empty: none."""

    __tablename__ = "candidate_mobility"
    __table_args__ = (
        CheckConstraint("trip_limit_minutes > 0", name="trip_limit_minutes"),
        CheckConstraint("trip_limit_km > 0", name="trip_limit_km"),
    )

    candidate_id: Mapped[int] = mapped_column(
        ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True
    )
    modes: Mapped[frozenset[TravelMode] | None] = mapped_column(ClosedSet(TravelMode))
    trip_limit_minutes: Mapped[float | None] = mapped_column()
    trip_limit_km: Mapped[float | None] = mapped_column()


class CandidateAvailability(Base):
    """From when, for which contracts, hours and days; NULL sets: unknown, empty sets: none."""

    __tablename__ = "candidate_availability"
    __table_args__ = (
        CheckConstraint("hours_min >= 0 AND hours_max >= 0", name="hours"),
        CheckConstraint("hours_min <= hours_max", name="hours_order"),
    )

    candidate_id: Mapped[int] = mapped_column(
        ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True
    )
    available_from: Mapped[date | None] = mapped_column()
    contracts: Mapped[frozenset[ContractType] | None] = mapped_column(ClosedSet(ContractType))
    working_time: Mapped[WorkingTimeWish | None] = mapped_column(
        closed(WorkingTimeWish, "working_time")
    )
    hours_min: Mapped[float | None] = mapped_column()
    hours_max: Mapped[float | None] = mapped_column()
    patterns: Mapped[frozenset[WorkPattern] | None] = mapped_column(ClosedSet(WorkPattern))
    earliest_start: Mapped[time | None] = mapped_column()
    latest_end: Mapped[time | None] = mapped_column()
    excluded_patterns: Mapped[frozenset[WorkPattern]] = mapped_column(
        ClosedSet(WorkPattern), default=frozenset
    )
    excluded_weekdays: Mapped[frozenset[Weekday]] = mapped_column(
        ClosedSet(Weekday), default=frozenset
    )
