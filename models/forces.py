"""What one offer wants of its gates: who chose it, when and why; rows are added, never changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, UtcDateTime, closed, utc_now
from models.people import User
from models.vocabulary import Force, Gate


class OfferForce(Base):
    """Whether a gate blocks, weighs or is only told for one offer; the last row of a gate holds."""

    __tablename__ = "offer_forces"
    __table_args__ = (
        CheckConstraint("motive <> ''", name="motive"),
        CheckConstraint("offer_version > 0", name="offer_version"),
        Index(None, "offer_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id", ondelete="CASCADE"))
    gate: Mapped[Gate] = mapped_column(closed(Gate, "gate"))
    force: Mapped[Force] = mapped_column(closed(Force, "force"))
    motive: Mapped[str] = mapped_column()
    offer_version: Mapped[int] = mapped_column()
    """The version that the offer came to with this choice: lists of earlier ones ignore it."""
    actor_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)

    actor: Mapped[User] = relationship(lazy="raise")


def _refuse_change(mapper: Any, connection: Any, target: object) -> None:
    raise RuntimeError("OfferForce rows are added, never changed")


event.listen(OfferForce, "before_update", _refuse_change)
