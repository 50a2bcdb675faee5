"""Recruitment drives: several posts filled together, in sessions that people are invited to.

A person has one card in a drive, however many of its offers they are put forward on. A seat of a
session is held by a card; a card without a seat waits in the complementary list, or has left.
A drive invites, it sends nobody: what an employer receives goes through introductions.
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, UtcDateTime, closed, utc_now
from models.candidates import Candidate
from models.offers import Offer
from models.people import User
from models.vocabulary import Labelled

MOST_SEATS = 65
"""Seats of one session at most: what the collective sessions of the programme were held with."""
LONGEST_MINUTES = 480


class DriveState(Labelled):
    OPEN = "ouvert", "En cours"
    CLOSED = "clos", "Clos"


class GuestState(Labelled):
    """Where a card of a drive stands."""

    INVITED = "invite", "Invité·e"
    PRESENT = "venu", "Venu·e"
    ABSENT = "absent", "Absent·e"
    WAITING = "liste", "Liste complémentaire"
    WITHDRAWN = "desiste", "S’est désisté·e"


SEATED = frozenset({GuestState.INVITED, GuestState.PRESENT, GuestState.ABSENT})
"""Cards that hold a seat of a session."""


class Drive(Base):
    """Several posts of one or more offers, filled together."""

    __tablename__ = "drives"
    __table_args__ = (
        CheckConstraint("length(name) > 0", name="name"),
        CheckConstraint("(state = 'clos') = (closed_at IS NOT NULL)", name="closed_on_a_day"),
        Index(None, "state", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    name: Mapped[str] = mapped_column(String(200))
    state: Mapped[DriveState] = mapped_column(closed(DriveState, "state"), default=DriveState.OPEN)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    created_by: Mapped[User] = relationship(lazy="raise")


class DriveOffer(Base):
    """An offer whose posts the drive fills."""

    __tablename__ = "drive_offers"

    drive_id: Mapped[int] = mapped_column(
        ForeignKey("drives.id", ondelete="CASCADE"), primary_key=True
    )
    offer_id: Mapped[int] = mapped_column(
        ForeignKey("offers.id", ondelete="CASCADE"), primary_key=True, index=True
    )

    offer: Mapped[Offer] = relationship(lazy="raise")


class DriveSession(Base):
    """One meeting: its day, its place, its seats.

    `taken` is written again under the lock of the row each time a seat is given or freed, so that
    the check of the base stands behind the rule of the service.
    """

    __tablename__ = "drive_sessions"
    __table_args__ = (
        CheckConstraint(f"seats BETWEEN 1 AND {MOST_SEATS}", name="seats"),
        CheckConstraint("taken BETWEEN 0 AND seats", name="taken_within_seats"),
        CheckConstraint(f"minutes BETWEEN 5 AND {LONGEST_MINUTES}", name="minutes"),
        CheckConstraint("length(place) > 0", name="place"),
        Index(None, "drive_id", "slot"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    drive_id: Mapped[int] = mapped_column(ForeignKey("drives.id", ondelete="CASCADE"))
    slot: Mapped[datetime] = mapped_column(UtcDateTime)
    minutes: Mapped[int] = mapped_column()
    place: Mapped[str] = mapped_column(String(200))
    seats: Mapped[int] = mapped_column()
    taken: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)

    drive: Mapped[Drive] = relationship(lazy="raise")


class DriveGuest(Base):
    """The card of one person in a drive.

    `invited_at` : when they first got a seat (NULL: never); `waiting_since` gives the order of
    the complementary list; `called_up_at` : when a freed seat came to them, `told_at` : when
    somebody told them so.
    """

    __tablename__ = "drive_guests"
    __table_args__ = (
        UniqueConstraint("drive_id", "candidate_id"),
        CheckConstraint(
            "(state IN ('liste', 'desiste')) = (session_id IS NULL)", name="seated_in_a_session"
        ),
        CheckConstraint("session_id IS NULL OR invited_at IS NOT NULL", name="invited_once_seated"),
        CheckConstraint("state <> 'liste' OR waiting_since IS NOT NULL", name="waits_since"),
        CheckConstraint("told_at IS NULL OR called_up_at IS NOT NULL", name="told_of_a_call"),
        Index(None, "session_id", "state"),
        Index(None, "drive_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    drive_id: Mapped[int] = mapped_column(ForeignKey("drives.id", ondelete="CASCADE"))
    candidate_id: Mapped[int] = mapped_column(
        ForeignKey("candidates.id", ondelete="CASCADE"), index=True
    )
    session_id: Mapped[int | None] = mapped_column(ForeignKey("drive_sessions.id"))
    state: Mapped[GuestState] = mapped_column(closed(GuestState, "state"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    invited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    waiting_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    called_up_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    """Who last changed the card; NULL: the call-up of the service."""

    candidate: Mapped[Candidate] = relationship(lazy="raise")
    session: Mapped[DriveSession | None] = relationship(lazy="raise")
    drive: Mapped[Drive] = relationship(lazy="raise")
