"""Who stands in for an absent colleague, and from which day to which."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, UtcDateTime, utc_now
from models.people import User


class Delegation(Base):
    """`to_user` does what `from_user` would, on the same people and offers, between two days.

    It widens whom one sees; it never lets anybody validate what they put forward themselves.
    """

    __tablename__ = "delegations"
    __table_args__ = (
        CheckConstraint("from_user_id <> to_user_id", name="two_people"),
        CheckConstraint("first_day <= last_day", name="days"),
        Index(None, "to_user_id", "last_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    from_user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    to_user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    first_day: Mapped[date] = mapped_column()
    last_day: Mapped[date] = mapped_column()
    """The last day it holds, included."""
    given_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was taken back before its last day."""

    from_user: Mapped[User] = relationship(lazy="raise", foreign_keys=[from_user_id])
    to_user: Mapped[User] = relationship(lazy="raise", foreign_keys=[to_user_id])
