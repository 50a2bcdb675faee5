"""Occupations that officers chose: what the next proposals learn from."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime, utc_now


class OccupationChoice(Base):
    """The occupation that an officer confirmed or corrected: the last choice of each offer.

    It outlives the offer: what was learned stays when the offer goes.
    """

    __tablename__ = "occupation_choices"

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int | None] = mapped_column(
        ForeignKey("offers.id", ondelete="SET NULL"), unique=True
    )
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    employer_key: Mapped[str | None] = mapped_column(index=True)
    """Name of the employer, or else of the agency, as it is compared."""
    title_words: Mapped[str] = mapped_column()
    """The title in plain letters, without what says nothing of the trade."""
    rome: Mapped[str] = mapped_column(String(5))
    proposed: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Codes that were proposed when the officer chose, the likeliest first."""
