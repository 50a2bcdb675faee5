"""Offers, what they require, and how they came to the state they are in."""

import enum
from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, UtcDateTime, closed, utc_now
from models.people import Organisation, User
from models.vocabulary import (
    ContractType,
    Domain,
    Necessity,
    OfferState,
    PayPeriod,
    ReviewStatus,
    Vehicle,
)


class RequirementKind(enum.StrEnum):
    """What a requirement is about; the lists of a parsed offer, one kind each."""

    EXPERIENCE = "experience"
    EDUCATION = "education"
    LICENCE = "licence"
    SKILL = "skill"
    LANGUAGE = "language"
    CONDITION = "condition"


class Offer(Base):
    """One offer. The text it came as is kept for ever beside what was read of it.

    `parsed` is the offer as it stands (exchange format), `original` as it was first read; the
    other columns repeat what lists, searches and constraints need. `api.services.offers`
    writes them together.
    """

    __tablename__ = "offers"
    __table_args__ = (
        CheckConstraint("level IS NULL OR level IN (1, 2)", name="level"),
        CheckConstraint("positions > 0", name="positions"),
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("state <> 'open' OR level IS NOT NULL", name="open_has_level"),
        Index(None, "state", "domain"),
        Index(None, "opened_at", "domain", "level"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    reference: Mapped[str] = mapped_column(unique=True)
    state: Mapped[OfferState] = mapped_column(closed(OfferState, "state"), default=OfferState.DRAFT)
    version: Mapped[int] = mapped_column(default=1)

    source_text: Mapped[str] = mapped_column(Text)
    source_name: Mapped[str | None] = mapped_column()
    content_hash: Mapped[str] = mapped_column(String(64), index=True)
    original: Mapped[dict[str, Any]] = mapped_column(JSON)
    parsed: Mapped[dict[str, Any]] = mapped_column(JSON)
    review: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    """Dotted field -> `ReviewStatus`, for what is not a requirement row."""

    title: Mapped[str] = mapped_column()
    employer_name: Mapped[str | None] = mapped_column()
    domain: Mapped[Domain] = mapped_column(closed(Domain, "domain"))
    rome: Mapped[str | None] = mapped_column()
    rome_label: Mapped[str | None] = mapped_column()
    commune_insee: Mapped[str | None] = mapped_column()
    commune_name: Mapped[str | None] = mapped_column()
    contract_type: Mapped[ContractType | None] = mapped_column(
        closed(ContractType, "contract_type")
    )
    start_date: Mapped[date | None] = mapped_column()
    duration_days: Mapped[int | None] = mapped_column()
    weekly_hours: Mapped[float | None] = mapped_column()
    start_time: Mapped[time | None] = mapped_column()
    end_time: Mapped[time | None] = mapped_column()
    vehicle: Mapped[Vehicle | None] = mapped_column(closed(Vehicle, "vehicle"))
    pay_min: Mapped[float | None] = mapped_column()
    pay_max: Mapped[float | None] = mapped_column()
    pay_period: Mapped[PayPeriod | None] = mapped_column(closed(PayPeriod, "pay_period"))
    positions: Mapped[int] = mapped_column(default=1)
    level: Mapped[int | None] = mapped_column()
    level_reason: Mapped[str | None] = mapped_column()
    clause_hours: Mapped[float | None] = mapped_column()
    deadline: Mapped[date | None] = mapped_column()
    expires_on: Mapped[date | None] = mapped_column()
    """Day after which an open offer is closed as expired; set when it opens."""
    agency_name: Mapped[str | None] = mapped_column()
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)

    collected_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When a person last confirmed or corrected it; then no import overwrites it."""
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    agency: Mapped[Organisation | None] = relationship(lazy="raise")
    collected_by: Mapped[User | None] = relationship(lazy="raise")
    requirements: Mapped[list["OfferRequirement"]] = relationship(
        lazy="raise", order_by="OfferRequirement.position", cascade="all, delete-orphan"
    )
    events: Mapped[list["OfferEvent"]] = relationship(lazy="raise", order_by="OfferEvent.id")


class OfferRequirement(Base):
    """One thing the offer asks for; the span counts characters of the offer's source text."""

    __tablename__ = "offer_requirements"
    __table_args__ = (
        CheckConstraint("span_start <= span_end", name="span"),
        Index(None, "offer_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column()
    kind: Mapped[RequirementKind] = mapped_column(closed(RequirementKind, "kind"))
    code: Mapped[str | None] = mapped_column()
    label: Mapped[str] = mapped_column()
    level: Mapped[str | None] = mapped_column()
    necessity: Mapped[Necessity | None] = mapped_column(closed(Necessity, "necessity"))
    review: Mapped[ReviewStatus] = mapped_column(closed(ReviewStatus, "review"))
    span_start: Mapped[int | None] = mapped_column()
    span_end: Mapped[int | None] = mapped_column()


class OfferEvent(Base):
    """A change of state of an offer; rows are added, never changed."""

    __tablename__ = "offer_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    from_state: Mapped[OfferState | None] = mapped_column(closed(OfferState, "from_state"))
    to_state: Mapped[OfferState] = mapped_column(closed(OfferState, "to_state"))
    motive: Mapped[str | None] = mapped_column()

    actor: Mapped[User | None] = relationship(lazy="raise")
