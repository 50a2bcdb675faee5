"""Who opens the shortlists, why, and what the open offers hold for each person."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime, closed, utc_now
from models.vocabulary import OpeningReason


class ShortlistOpening(Base):
    """A row that opens a shortlist, or one of its head that leaves its place (`place` None).

    An opening counts as a proposal of its offer to the person, on that day.
    """

    __tablename__ = "shortlist_openings"
    __table_args__ = (
        CheckConstraint("place > 0", name="place"),
        CheckConstraint("rank > 0", name="rank"),
        CheckConstraint(
            "(place IS NULL) = (reason IN ('plafond', 'cede'))", name="place_of_who_opens"
        ),
        Index(None, "candidate_id", "at"),
    )

    shortlist_id: Mapped[int] = mapped_column(
        ForeignKey("shortlists.id", ondelete="CASCADE"), primary_key=True
    )
    candidate_id: Mapped[int] = mapped_column(
        ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True
    )
    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    rank: Mapped[int] = mapped_column()
    place: Mapped[int | None] = mapped_column()
    reason: Mapped[OpeningReason] = mapped_column(closed(OpeningReason, "reason"))
    live: Mapped[int] = mapped_column(default=0)
    """Other offers on which a proposal to the person was open when it was decided."""
    waited_days: Mapped[int | None] = mapped_column()
    """Days since the last proposal, or since the person came; None: never proposed, no date."""


class Prospect(Base):
    """What the open offers held for one person when all the lists were last made."""

    __tablename__ = "prospects"
    __table_args__ = (
        CheckConstraint("offers >= 0 AND suitable >= 0 AND blocked >= 0", name="counts"),
        CheckConstraint("best_rank > 0", name="best_rank"),
    )

    candidate_id: Mapped[int] = mapped_column(
        ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True
    )
    data_date: Mapped[date] = mapped_column()
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    offers: Mapped[int] = mapped_column()
    """Open offers that were compared."""
    suitable: Mapped[int] = mapped_column()
    """Offers of their trade that nothing known keeps them from."""
    blocked: Mapped[int] = mapped_column()
    """Offers of their trade from which something known keeps them."""
    best_rank: Mapped[int | None] = mapped_column()
    """Best rank among the suitable ones."""
    gates: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Gate -> `{"offers": how many it keeps them from, "reason": a French sentence, "lever"}`."""
