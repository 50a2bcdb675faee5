"""Dispatches (envois): one offer, one contact, some anonymous cards; their links and answers."""

from datetime import date, datetime
from typing import Any, Never
from uuid import UUID, uuid4

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    event,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, UtcDateTime, closed, utc_now
from models.dispatch_lists import (
    AnswerChannel,
    CardAnswer,
    DispatchAction,
    DispatchState,
    StartNews,
)
from models.introductions import Introduction
from models.motives import EmployerMotive
from models.offers import Offer
from models.people import Organisation, User


class Dispatch(Base):
    """One offer sent to one contact. Its state changes only through `models.dispatch_moves`."""

    __tablename__ = "dispatches"
    __table_args__ = (
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("state IN ('prepared', 'dropped') OR sent_at IS NOT NULL", name="sent"),
        CheckConstraint("state <> 'closed' OR closed_at IS NOT NULL", name="closed_at"),
        CheckConstraint("reminders >= 0", name="reminders"),
        Index(None, "state", "sent_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id", ondelete="CASCADE"), index=True)
    state: Mapped[DispatchState] = mapped_column(
        closed(DispatchState, "state"), default=DispatchState.PREPARED
    )
    version: Mapped[int] = mapped_column(default=1)
    recipient: Mapped[str] = mapped_column()
    """The agency or employer it goes to, as written on the offer."""
    recipient_key: Mapped[str] = mapped_column(index=True)
    """The same without accents nor case: what counts the answers of one and the same."""
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    contact_name: Mapped[str | None] = mapped_column()
    contact_email: Mapped[str | None] = mapped_column()
    contact_phone: Mapped[str | None] = mapped_column()
    is_temp: Mapped[bool] = mapped_column(default=False)
    """Temp work: answers are waited for days, not weeks."""
    reply_by: Mapped[date] = mapped_column()
    note: Mapped[str | None] = mapped_column(Text)
    """Words for the contact, above the cards."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminders: Mapped[int] = mapped_column(default=0)
    news_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the contact last answered or asked something."""
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When one of us last said to have read it."""
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    offer: Mapped[Offer] = relationship(lazy="raise")
    organisation: Mapped[Organisation | None] = relationship(lazy="raise")
    created_by: Mapped[User | None] = relationship(lazy="raise")
    cards: Mapped[list["DispatchCard"]] = relationship(
        lazy="raise", order_by="DispatchCard.position", cascade="all, delete-orphan"
    )


class DispatchCard(Base):
    """One candidate of a dispatch, without a name: what was sent, and the answer given.

    `content` is frozen when the card is made; `code` is drawn anew for each dispatch, so that
    two cards of one person cannot be brought together.
    """

    __tablename__ = "dispatch_cards"
    __table_args__ = (
        UniqueConstraint("dispatch_id", "introduction_id"),
        UniqueConstraint("dispatch_id", "code"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered_at"),
        CheckConstraint("answer IS NULL OR channel IS NOT NULL", name="channel_said"),
        CheckConstraint(
            "channel = 'lien' OR answer IS NULL OR answered_by_id IS NOT NULL", name="typed_by"
        ),
        CheckConstraint("answer <> 'refuse' OR motive IS NOT NULL", name="refusal_has_motive"),
        CheckConstraint("answer <> 'retenu' OR start_on IS NOT NULL", name="hire_has_start"),
        CheckConstraint("applied_at IS NULL OR answer IS NOT NULL", name="applied"),
        CheckConstraint("revealed_at IS NULL OR answer IS NOT NULL", name="revealed"),
        Index(None, "answered_at", "applied_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    dispatch_id: Mapped[int] = mapped_column(ForeignKey("dispatches.id", ondelete="CASCADE"))
    introduction_id: Mapped[int] = mapped_column(
        ForeignKey("introductions.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column()
    code: Mapped[str] = mapped_column(String(8))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(default=1)
    answer: Mapped[CardAnswer | None] = mapped_column(closed(CardAnswer, "answer"))
    motive: Mapped[EmployerMotive | None] = mapped_column(closed(EmployerMotive, "motive"))
    words: Mapped[str | None] = mapped_column(Text)
    """What the contact added."""
    start_on: Mapped[date | None] = mapped_column()
    meet_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    meet_place: Mapped[str | None] = mapped_column()
    channel: Mapped[AnswerChannel | None] = mapped_column(closed(AnswerChannel, "channel"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who of us typed it; NULL where the contact gave it by the link."""
    device_hash: Mapped[str | None] = mapped_column(String(64))
    """The browser that answered by the link: the one that the name is shown in."""
    applied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it took effect; until then it may be changed."""
    revealed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When nothing more was waited for."""
    is_silent: Mapped[bool] = mapped_column(default=False)
    """Ended because nobody answered."""
    start_news: Mapped[StartNews | None] = mapped_column(closed(StartNews, "start_news"))
    """What the contact said once the day of the start was past."""
    trouble: Mapped[str | None] = mapped_column(String(300))
    """Why an answer could not take effect by itself: for one of us to see to."""
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the person was told how it ended."""

    dispatch: Mapped[Dispatch] = relationship(lazy="raise", back_populates="cards")
    introduction: Mapped[Introduction] = relationship(lazy="raise")
    answered_by: Mapped[User | None] = relationship(lazy="raise")


class DispatchEvent(Base):
    """A step of a dispatch or of one of its cards; rows are added, never changed."""

    __tablename__ = "dispatch_events"
    __table_args__ = (Index(None, "dispatch_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dispatch_id: Mapped[int] = mapped_column(ForeignKey("dispatches.id", ondelete="CASCADE"))
    card_id: Mapped[int | None] = mapped_column(
        ForeignKey("dispatch_cards.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    is_contact: Mapped[bool] = mapped_column(default=False)
    """The contact did it, by the link; neither they nor a user: the system."""
    action: Mapped[DispatchAction] = mapped_column(closed(DispatchAction, "action"))
    from_state: Mapped[DispatchState | None] = mapped_column(closed(DispatchState, "from_state"))
    to_state: Mapped[DispatchState | None] = mapped_column(closed(DispatchState, "to_state"))
    answer: Mapped[CardAnswer | None] = mapped_column(closed(CardAnswer, "answer"))
    words: Mapped[str | None] = mapped_column(Text)

    actor: Mapped[User | None] = relationship(lazy="raise")


class AnswerLink(Base):
    """A way to the cards of a dispatch without an account; only the hash of its token is kept.

    The first browser that answers by it is the one that goes on: `device_hash` is that of the
    token left in it, and any other reads the cards, nothing more.
    """

    __tablename__ = "answer_links"
    __table_args__ = (CheckConstraint("expires_at > created_at", name="lasts"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dispatch_id: Mapped[int] = mapped_column(
        ForeignKey("dispatches.id", ondelete="CASCADE"), index=True
    )
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    device_hash: Mapped[str | None] = mapped_column(String(64))
    bound_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LinkReading(Base):
    """One opening of a link: when, and by which kind of device. Added, never changed."""

    __tablename__ = "link_readings"

    id: Mapped[int] = mapped_column(primary_key=True)
    link_id: Mapped[int] = mapped_column(
        ForeignKey("answer_links.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    device: Mapped[str] = mapped_column(String(20))
    is_known: Mapped[bool] = mapped_column(default=False)
    """It is the browser that answers by this link."""


def _refuse_change(mapper: Any, connection: Any, target: object) -> Never:
    raise RuntimeError(f"{type(target).__name__} rows are added, never changed")


for _journal in (DispatchEvent, LinkReading):
    event.listen(_journal, "before_update", _refuse_change)
