"""Introductions (mises en relation): one candidate put forward on one offer, and its story."""

from datetime import date, datetime
from typing import Any, Never
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, UtcDateTime, closed, utc_now
from models.candidates import Candidate
from models.endings import EndMotive
from models.motives import AgreementChannel
from models.offers import Offer, OfferEvent
from models.people import User
from models.vocabulary import IntroductionAction, IntroductionState, Origin


class Introduction(Base):
    """One candidate x one offer. Its state changes only through `models.transitions`."""

    __tablename__ = "introductions"
    __table_args__ = (
        UniqueConstraint("offer_id", "candidate_id"),
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("validated_by_id <> kept_by_id", name="validated_by_another"),
        CheckConstraint("validated_by_id <> proposed_by_id", name="validated_not_by_proposer"),
        CheckConstraint("validated_by_id <> agreement_by_id", name="validated_not_by_collector"),
        CheckConstraint("state <> 'dispatched' OR agreed_on IS NOT NULL", name="sent_once_agreed"),
        CheckConstraint("state <> 'kept' OR kept_by_id IS NOT NULL", name="kept_by_someone"),
        CheckConstraint(
            "state <> 'level2_validated' OR validated_by_id IS NOT NULL",
            name="validated_by_someone",
        ),
        CheckConstraint("state <> 'agreed' OR agreed_on IS NOT NULL", name="agreed_on_a_day"),
        CheckConstraint(
            "(state = 'closed') = (close_reason IS NOT NULL)", name="closed_for_a_reason"
        ),
        Index(None, "offer_id", "state"),
        Index(None, "state", "changed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id", ondelete="CASCADE"))
    candidate_id: Mapped[int] = mapped_column(
        ForeignKey("candidates.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[IntroductionState] = mapped_column(
        closed(IntroductionState, "state"), default=IntroductionState.SUGGESTED
    )
    version: Mapped[int] = mapped_column(default=1)
    origin: Mapped[Origin] = mapped_column(closed(Origin, "origin"), default=Origin.ENGINE)
    shortlist_id: Mapped[int | None] = mapped_column(
        ForeignKey("shortlists.id", ondelete="SET NULL"), index=True
    )
    """The snapshot it was suggested from."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    kept_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    agreed_on: Mapped[date | None] = mapped_column()
    agreement_channel: Mapped[AgreementChannel | None] = mapped_column(
        closed(AgreementChannel, "agreement_channel")
    )
    agreement_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who collected the agreement of the person."""
    validated_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    close_reason: Mapped[EndMotive | None] = mapped_column(closed(EndMotive, "close_reason"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    offer: Mapped[Offer] = relationship(lazy="raise")
    candidate: Mapped[Candidate] = relationship(lazy="raise")
    changed_by: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[changed_by_id])
    events: Mapped[list["IntroductionEvent"]] = relationship(
        lazy="raise", order_by="IntroductionEvent.id", viewonly=True
    )


class IntroductionEvent(Base):
    """One step of an introduction: who, when, from, to, why. Rows are added, never changed."""

    __tablename__ = "introduction_events"
    __table_args__ = (
        CheckConstraint("action <> 'discard' OR motive IS NOT NULL", name="discard_has_motive"),
        CheckConstraint("(action = 'undo') = (undoes_id IS NOT NULL)", name="undo_names_its_step"),
        Index(None, "introduction_id", "id"),
        Index(None, "action", "introduction_id", "motive"),
        Index(None, "action", "at", "from_state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    introduction_id: Mapped[int] = mapped_column(ForeignKey("introductions.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    action: Mapped[IntroductionAction] = mapped_column(closed(IntroductionAction, "action"))
    from_state: Mapped[IntroductionState | None] = mapped_column(
        closed(IntroductionState, "from_state")
    )
    to_state: Mapped[IntroductionState] = mapped_column(closed(IntroductionState, "to_state"))
    motive: Mapped[str | None] = mapped_column(String(40))
    detail: Mapped[str | None] = mapped_column(String(40))
    """What the motive leaves open: why the employer or the person said no."""
    note: Mapped[str | None] = mapped_column(Text)
    batch: Mapped[UUID | None] = mapped_column(index=True)
    """What steps taken together on several rows share."""
    undoes_id: Mapped[int | None] = mapped_column(
        ForeignKey("introduction_events.id", ondelete="CASCADE"), unique=True
    )

    actor: Mapped[User | None] = relationship(lazy="raise")


class IntroductionNote(Base):
    """Words that colleagues leave each other on an introduction; never sent to anybody."""

    __tablename__ = "introduction_notes"
    __table_args__ = (Index(None, "introduction_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    introduction_id: Mapped[int] = mapped_column(ForeignKey("introductions.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    text: Mapped[str] = mapped_column(Text)

    author: Mapped[User] = relationship(lazy="raise")


def _refuse_change(mapper: Any, connection: Any, target: object) -> Never:
    raise RuntimeError(f"{type(target).__name__} rows are added, never changed")


for _journal in (IntroductionEvent, OfferEvent):
    event.listen(_journal, "before_update", _refuse_change)
