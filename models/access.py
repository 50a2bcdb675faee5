"""Who looked at whom, what left in a file, and what was given out for ABC Evolution."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, UtcDateTime, closed, utc_now
from models.candidates import Candidate
from models.people import User
from models.vocabulary import Labelled


class AccessKind(Labelled):
    """What was done with what a screen holds."""

    VIEW = "consultation", "Consultation"
    EXPORT = "export", "Export"
    SENDING = "envoi", "Envoi"
    TOKEN = "jeton", "Jeton d’accès"


class Access(Base):
    """One line of the journal: who, whom, which screen, when. Kept twelve months."""

    __tablename__ = "accesses"
    __table_args__ = (
        CheckConstraint("count >= 0", name="count"),
        Index(None, "at"),
        Index(None, "user_id", "at"),
        Index(None, "candidate_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    candidate_id: Mapped[int | None] = mapped_column(
        ForeignKey("candidates.id", ondelete="CASCADE")
    )
    """Whom it is about; NULL: a list of several people, or of none."""
    kind: Mapped[AccessKind] = mapped_column(closed(AccessKind, "kind"))
    screen: Mapped[str] = mapped_column(String(200))
    """The address of the route, its keys left as names."""
    count: Mapped[int | None] = mapped_column()
    """Lines of the file that left; NULL where nobody counted."""

    user: Mapped[User] = relationship(lazy="raise")
    candidate: Mapped[Candidate | None] = relationship(lazy="raise")


class AbcBatch(Base):
    """Lines given out together for ABC, to take again as long as they are wanted."""

    __tablename__ = "abc_batches"
    __table_args__ = (CheckConstraint("count > 0", name="count"), Index(None, "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    count: Mapped[int] = mapped_column()
    """Lines given out that day; the person of a line may have been erased since."""

    user: Mapped[User] = relationship(lazy="raise")


class AbcLine(Base):
    """One act that was given out: a step, an interview or a call.

    A step taken back after it was given out is given out once more, `is_withdrawal`.
    """

    __tablename__ = "abc_lines"
    __table_args__ = (
        CheckConstraint(
            "(event_id IS NOT NULL AND interview_id IS NULL AND follow_up_id IS NULL)"
            " OR (event_id IS NULL AND interview_id IS NOT NULL AND follow_up_id IS NULL)"
            " OR (event_id IS NULL AND interview_id IS NULL AND follow_up_id IS NOT NULL)",
            name="one_act",
        ),
        Index(None, "event_id", "is_withdrawal", unique=True),
        Index(None, "interview_id", "is_withdrawal", unique=True),
        Index(None, "follow_up_id", "is_withdrawal", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(
        ForeignKey("abc_batches.id", ondelete="CASCADE"), index=True
    )
    event_id: Mapped[int | None] = mapped_column(
        ForeignKey("introduction_events.id", ondelete="CASCADE")
    )
    interview_id: Mapped[int | None] = mapped_column(
        ForeignKey("interviews.id", ondelete="CASCADE")
    )
    follow_up_id: Mapped[int | None] = mapped_column(
        ForeignKey("follow_ups.id", ondelete="CASCADE")
    )
    is_withdrawal: Mapped[bool] = mapped_column(default=False)
