"""What people decided on offers beside their fields: alerts, duplicates and their merges."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, UtcDateTime, closed, utc_now
from models.guards import AlertDecision, AlertKind, LegalGround
from models.people import User


class AlertRuling(Base):
    """A decision on the words `start:end` of an offer's source text; the last one holds."""

    __tablename__ = "alert_rulings"
    __table_args__ = (
        CheckConstraint("decision <> 'garde' OR ground IS NOT NULL", name="kept_has_ground"),
        CheckConstraint("span_start <= span_end", name="span"),
        Index(None, "offer_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id", ondelete="CASCADE"))
    kind: Mapped[AlertKind] = mapped_column(closed(AlertKind, "kind"))
    span_start: Mapped[int] = mapped_column()
    span_end: Mapped[int] = mapped_column()
    words: Mapped[str] = mapped_column(String(300))
    decision: Mapped[AlertDecision] = mapped_column(closed(AlertDecision, "decision"))
    ground: Mapped[LegalGround | None] = mapped_column(closed(LegalGround, "ground"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    actor: Mapped[User | None] = relationship(lazy="raise")


class OfferDistinction(Base):
    """Two offers that somebody said are two: they are not proposed as one again."""

    __tablename__ = "offer_distinctions"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        CheckConstraint("first_id < second_id", name="order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("offers.id", ondelete="CASCADE"))
    second_id: Mapped[int] = mapped_column(ForeignKey("offers.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)


class OfferMerge(Base):
    """Two offers made one: `kept` lives on, `merged` rests with all it had.

    `before` is what a separation gives back: of each of the two its state, its dates, its
    fields, its review and its version. `moved` are the introductions that went over, each with
    the state it had: `[{"id": 1, "state": "kept"}, ...]`. An offer rests in one merge at most.
    """

    __tablename__ = "offer_merges"
    __table_args__ = (
        CheckConstraint("kept_id <> merged_id", name="two_offers"),
        Index(
            "uq_offer_merges_standing",
            "merged_id",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    kept_id: Mapped[int] = mapped_column(ForeignKey("offers.id", ondelete="CASCADE"), index=True)
    merged_id: Mapped[int] = mapped_column(ForeignKey("offers.id", ondelete="CASCADE"))
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    moved: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    kept_version: Mapped[int] = mapped_column()
    """Version of the kept offer once merged: another one says that it was changed since."""
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    actor: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[actor_id])
