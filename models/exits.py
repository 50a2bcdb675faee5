"""Trainings, businesses that were created, and the positive exits they and contracts lead to."""

from datetime import date, datetime
from typing import Any, Never
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, event
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, UtcDateTime, closed, utc_now
from models.candidates import Candidate
from models.exit_lists import ExitAction, ExitState, ProofKind, ProofStatus, TrainingResult
from models.people import User

_STANDING = sql("state <> 'non_validee'")


class Training(Base):
    """A training of a person; `ends_on` as planned, `stopped_on` where it was left before."""

    __tablename__ = "trainings"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="days"),
        CheckConstraint("result <> 'abandonnee' OR stopped_on IS NOT NULL", name="stopped_has_day"),
        CheckConstraint("level BETWEEN 1 AND 8", name="level"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    candidate_id: Mapped[int] = mapped_column(
        ForeignKey("candidates.id", ondelete="CASCADE"), index=True
    )
    title: Mapped[str] = mapped_column()
    provider: Mapped[str | None] = mapped_column()
    is_qualifying: Mapped[bool | None] = mapped_column()
    """NULL: nobody looked yet."""
    level: Mapped[int | None] = mapped_column()
    starts_on: Mapped[date] = mapped_column()
    ends_on: Mapped[date] = mapped_column()
    stopped_on: Mapped[date | None] = mapped_column()
    result: Mapped[TrainingResult] = mapped_column(
        closed(TrainingResult, "result"), default=TrainingResult.ONGOING
    )
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


class BusinessCreation(Base):
    """A business that a person created or took over, and until when it lives if it stopped."""

    __tablename__ = "business_creations"
    __table_args__ = (CheckConstraint("stopped_on >= registered_on", name="days"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    candidate_id: Mapped[int] = mapped_column(
        ForeignKey("candidates.id", ondelete="CASCADE"), index=True
    )
    activity: Mapped[str] = mapped_column()
    siret: Mapped[str | None] = mapped_column(String(14))
    registered_on: Mapped[date | None] = mapped_column()
    """NULL: a project, not registered yet."""
    stopped_on: Mapped[date | None] = mapped_column()
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


class Exit(Base):
    """Where a person stands on the way out: one at a time, unless the committee refused one.

    `protocol` and `rule` name the data that said so; `story` is what it rests on, in French.
    """

    __tablename__ = "exits"
    __table_args__ = (
        CheckConstraint("version > 0", name="version"),
        CheckConstraint(
            "state NOT IN ('a_justifier', 'validee') OR acquired_on IS NOT NULL",
            name="acquired_has_day",
        ),
        CheckConstraint(
            "state NOT IN ('validee', 'non_validee')"
            " OR (decided_by_id IS NOT NULL AND committee_on IS NOT NULL)",
            name="decided_by_someone",
        ),
        Index(
            "uq_exits_standing",
            "candidate_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
        Index(None, "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    candidate_id: Mapped[int] = mapped_column(
        ForeignKey("candidates.id", ondelete="CASCADE"), index=True
    )
    protocol: Mapped[str] = mapped_column(String(40))
    rule: Mapped[str] = mapped_column(String(40))
    """The type of the exit, as the rules of the protocol name it."""
    state: Mapped[ExitState] = mapped_column(closed(ExitState, "state"))
    expected_on: Mapped[date | None] = mapped_column()
    acquired_on: Mapped[date | None] = mapped_column()
    story: Mapped[str] = mapped_column(Text)
    contract_id: Mapped[int | None] = mapped_column(
        ForeignKey("contracts.id", ondelete="SET NULL"), index=True
    )
    committee_on: Mapped[date | None] = mapped_column()
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    note: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    version: Mapped[int] = mapped_column(default=1)

    candidate: Mapped[Candidate] = relationship(lazy="raise")
    decided_by: Mapped[User | None] = relationship(lazy="raise")
    proofs: Mapped[list["ExitProof"]] = relationship(
        lazy="raise", order_by="ExitProof.id", viewonly=True
    )
    events: Mapped[list["ExitEvent"]] = relationship(
        lazy="raise", order_by="ExitEvent.id", viewonly=True
    )


class ExitProof(Base):
    """One piece of the file of an exit, and how far it is."""

    __tablename__ = "exit_proofs"
    __table_args__ = (UniqueConstraint("exit_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    exit_id: Mapped[int] = mapped_column(ForeignKey("exits.id", ondelete="CASCADE"))
    kind: Mapped[ProofKind] = mapped_column(closed(ProofKind, "kind"))
    status: Mapped[ProofStatus] = mapped_column(
        closed(ProofStatus, "status"), default=ProofStatus.MISSING
    )
    received_on: Mapped[date | None] = mapped_column()
    note: Mapped[str | None] = mapped_column(String(300))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)


class ExitEvent(Base):
    """A step of an exit: who, when, from, to, why. Rows are added, never changed."""

    __tablename__ = "exit_events"
    __table_args__ = (Index(None, "exit_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    exit_id: Mapped[int] = mapped_column(ForeignKey("exits.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    action: Mapped[ExitAction] = mapped_column(closed(ExitAction, "action"))
    from_state: Mapped[ExitState | None] = mapped_column(closed(ExitState, "from_state"))
    to_state: Mapped[ExitState] = mapped_column(closed(ExitState, "to_state"))
    note: Mapped[str | None] = mapped_column(Text)

    actor: Mapped[User | None] = relationship(lazy="raise")


def _refuse_change(mapper: Any, connection: Any, target: object) -> Never:
    raise RuntimeError(f"{type(target).__name__} rows are added, never changed")


event.listen(ExitEvent, "before_update", _refuse_change)
