"""Snapshots of shortlists: what the engine said, with which weights, on which day's data."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, UtcDateTime, closed, utc_now
from models.candidates import Candidate
from models.vocabulary import Band


class Shortlist(Base):
    """One ranking of the candidates for one offer; the latest `id` of an offer is current."""

    __tablename__ = "shortlists"
    __table_args__ = (
        CheckConstraint("candidates_ranked >= 0", name="candidates_ranked"),
        Index(None, "offer_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id", ondelete="CASCADE"))
    offer_version: Mapped[int] = mapped_column(default=1)
    engine_name: Mapped[str] = mapped_column()
    engine_version: Mapped[str] = mapped_column()
    weights: Mapped[dict[str, float]] = mapped_column(JSON)
    data_date: Mapped[date] = mapped_column()
    """The day of the ranking: what is expired or available is judged on it."""
    generated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    candidates_ranked: Mapped[int] = mapped_column(default=0)
    """How many were ranked; `entries` may hold only the first of them."""
    band_counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)

    entries: Mapped[list["ShortlistEntry"]] = relationship(
        lazy="raise", order_by="ShortlistEntry.rank", cascade="all, delete-orphan"
    )


class ShortlistEntry(Base):
    """A row of a shortlist; the JSON columns hold the shapes of a ranking run."""

    __tablename__ = "shortlist_entries"
    __table_args__ = (
        CheckConstraint("rank > 0", name="rank"),
        CheckConstraint("score >= 0 AND score <= 1", name="score"),
        Index(None, "shortlist_id", "candidate_id", unique=True),
    )

    shortlist_id: Mapped[int] = mapped_column(
        ForeignKey("shortlists.id", ondelete="CASCADE"), primary_key=True
    )
    rank: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(
        ForeignKey("candidates.id", ondelete="CASCADE"), index=True
    )
    score: Mapped[float] = mapped_column()
    band: Mapped[Band] = mapped_column(closed(Band, "band"))
    is_eligible: Mapped[bool] = mapped_column()
    contributions: Mapped[dict[str, Any]] = mapped_column(JSON)
    subtotals: Mapped[dict[str, float]] = mapped_column(JSON)
    blockers: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    unknowns: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    remarks: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    """What is known not to be met and does not block for this offer; NULL: nothing."""

    candidate: Mapped[Candidate] = relationship(lazy="raise")
