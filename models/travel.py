"""Trips that a person of the programme confirmed or corrected; the last word of each counts.

Rows are only added: together they are the journal of who said what, and when.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, UtcDateTime, closed, utc_now
from models.people import User
from models.vocabulary import DayKind, HourBand, TravelMode


class ConfirmedTrip(Base):
    """Minutes from a place to a zone by one mode in one band of the day.

    `minutes` None: the mode does not go. `is_withdrawn`: back to the files of the territory.
    """

    __tablename__ = "confirmed_trips"
    __table_args__ = (
        CheckConstraint("minutes IS NULL OR (minutes >= 0 AND minutes <= 240)", name="minutes"),
        Index(None, "zone", "place"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[str] = mapped_column()
    zone: Mapped[str] = mapped_column()
    mode: Mapped[TravelMode] = mapped_column(closed(TravelMode, "mode"))
    band: Mapped[HourBand] = mapped_column(closed(HourBand, "band"))
    minutes: Mapped[int | None] = mapped_column()
    was: Mapped[int | None] = mapped_column()
    """Minutes that the ranking used before; None: it did not go."""
    is_withdrawn: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    actor_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)

    actor: Mapped[User] = relationship(lazy="raise")


class ConfirmedBuses(Base):
    """First arrival of a bus at a zone and last departure from it, minutes after midnight.

    `place` is `*` where it holds from anywhere. Both None: no bus on such days.
    """

    __tablename__ = "confirmed_buses"
    __table_args__ = (
        CheckConstraint(
            "first IS NULL OR (first >= 0 AND last IS NOT NULL AND last <= 1800)", name="hours"
        ),
        CheckConstraint("last IS NULL OR first IS NOT NULL", name="both_hours"),
        Index(None, "zone", "place"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[str] = mapped_column()
    zone: Mapped[str] = mapped_column()
    day: Mapped[DayKind] = mapped_column(closed(DayKind, "day"))
    first: Mapped[int | None] = mapped_column()
    last: Mapped[int | None] = mapped_column()
    is_withdrawn: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    actor_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)

    actor: Mapped[User] = relationship(lazy="raise")
