"""Contracts of the people followed, their hours, their follow-up, and the steps before them."""

from datetime import date, datetime
from typing import Any, Never
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, UtcDateTime, closed, utc_now
from models.candidates import Candidate
from models.contract_lists import (
    ContractAction,
    ContractKind,
    ContractState,
    Flag,
    FollowUpKind,
    FollowUpState,
    Mark,
    PreHireKind,
    PreHireResult,
)
from models.introductions import Introduction
from models.motives import BreakMotive
from models.people import User

MOST_WEEKLY_HOURS = 48
"""Hours a week that nobody may exceed, all contracts together (Code du travail, L3121-20)."""


class Contract(Base):
    """What a person signed. Without an introduction: found by the person, or known of before.

    `ended_on` is the last day really worked, `end_on` the one that was signed (None: open-ended,
    or not known). `was_active` and `was_available_from` are what the hire changed of the person,
    to be given back.
    """

    __tablename__ = "contracts"
    __table_args__ = (
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("weekly_hours > 0 AND weekly_hours <= 48", name="weekly_hours"),
        CheckConstraint("end_on >= start_on", name="end_after_start"),
        CheckConstraint("state <> 'rompu' OR break_motive IS NOT NULL", name="break_has_motive"),
        CheckConstraint(
            "state NOT IN ('termine', 'rompu', 'transforme') OR ended_on IS NOT NULL",
            name="over_has_day",
        ),
        CheckConstraint("length(employer_name) > 0", name="employer_name"),
        Index(None, "state", "start_on"),
        Index(None, "owner_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    candidate_id: Mapped[int] = mapped_column(
        ForeignKey("candidates.id", ondelete="CASCADE"), index=True
    )
    introduction_id: Mapped[int | None] = mapped_column(
        ForeignKey("introductions.id", ondelete="CASCADE"), index=True
    )
    previous_id: Mapped[int | None] = mapped_column(
        ForeignKey("contracts.id", ondelete="SET NULL"), index=True
    )
    """The contract that this one took over from (transformed into a CDI)."""
    employer_name: Mapped[str] = mapped_column()
    user_company: Mapped[str | None] = mapped_column()
    """Where the work is done, where that is not the employer of record (intérim, GEIQ)."""
    job_title: Mapped[str] = mapped_column()
    kind: Mapped[ContractKind] = mapped_column(closed(ContractKind, "kind"))
    start_on: Mapped[date] = mapped_column()
    end_on: Mapped[date | None] = mapped_column()
    trial_ends_on: Mapped[date | None] = mapped_column()
    weekly_hours: Mapped[float | None] = mapped_column()
    is_part_time_chosen: Mapped[bool | None] = mapped_column()
    """NULL: full time, or nobody asked."""
    state: Mapped[ContractState] = mapped_column(
        closed(ContractState, "state"), default=ContractState.PLANNED
    )
    ended_on: Mapped[date | None] = mapped_column()
    break_motive: Mapped[BreakMotive | None] = mapped_column(closed(BreakMotive, "break_motive"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who follows it up: by default who negotiated it."""
    was_active: Mapped[bool] = mapped_column(default=False)
    was_available_from: Mapped[date | None] = mapped_column()
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    version: Mapped[int] = mapped_column(default=1)

    candidate: Mapped[Candidate] = relationship(lazy="raise")
    introduction: Mapped[Introduction | None] = relationship(lazy="raise")
    owner: Mapped[User | None] = relationship(lazy="raise")
    hours: Mapped[list["MissionHours"]] = relationship(
        lazy="raise", order_by="MissionHours.first_on", viewonly=True
    )
    follow_ups: Mapped[list["FollowUp"]] = relationship(
        lazy="raise", order_by="FollowUp.due_on", viewonly=True
    )
    events: Mapped[list["ContractEvent"]] = relationship(
        lazy="raise", order_by="ContractEvent.id", viewonly=True
    )

    @property
    def last_day(self) -> date | None:
        """The last day as far as is known: the real one, else the one signed."""
        return self.ended_on or self.end_on


class ContractEvent(Base):
    """A gesture on a contract: who, when, from, to, why. Rows are added, never changed."""

    __tablename__ = "contract_events"
    __table_args__ = (
        CheckConstraint("action <> 'break' OR motive IS NOT NULL", name="break_has_motive"),
        Index(None, "contract_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contracts.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    action: Mapped[ContractAction] = mapped_column(closed(ContractAction, "action"))
    from_state: Mapped[ContractState | None] = mapped_column(closed(ContractState, "from_state"))
    to_state: Mapped[ContractState] = mapped_column(closed(ContractState, "to_state"))
    motive: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str | None] = mapped_column(Text)

    actor: Mapped[User | None] = relationship(lazy="raise")


class HireClosure(Base):
    """An introduction closed because its person was hired elsewhere; it comes back with a break."""

    __tablename__ = "hire_closures"

    contract_id: Mapped[int] = mapped_column(
        ForeignKey("contracts.id", ondelete="CASCADE"), primary_key=True
    )
    introduction_id: Mapped[int] = mapped_column(
        ForeignKey("introductions.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class MissionHours(Base):
    """Hours worked from one day to another, as the statement of the agency says them."""

    __tablename__ = "mission_hours"
    __table_args__ = (
        CheckConstraint("last_on >= first_on", name="days"),
        CheckConstraint("hours > 0", name="hours"),
        UniqueConstraint("contract_id", "first_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contracts.id", ondelete="CASCADE"))
    first_on: Mapped[date] = mapped_column()
    last_on: Mapped[date] = mapped_column()
    hours: Mapped[float] = mapped_column()
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


class FollowUp(Base):
    """One call of the follow-up: five answers at most, and the flag they leave."""

    __tablename__ = "follow_ups"
    __table_args__ = (
        UniqueConstraint("contract_id", "kind"),
        CheckConstraint("attempts >= 0 AND attempts <= 3", name="attempts"),
        CheckConstraint("state <> 'fait' OR flag IS NOT NULL", name="done_has_flag"),
        CheckConstraint("version > 0", name="version"),
        Index(None, "state", "due_on"),
        Index(None, "state", "done_at", "attempted_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contracts.id", ondelete="CASCADE"))
    kind: Mapped[FollowUpKind] = mapped_column(closed(FollowUpKind, "kind"))
    due_on: Mapped[date] = mapped_column()
    state: Mapped[FollowUpState] = mapped_column(
        closed(FollowUpState, "state"), default=FollowUpState.TO_DO
    )
    attempts: Mapped[int] = mapped_column(default=0)
    attempted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    presence: Mapped[Mark | None] = mapped_column(closed(Mark, "presence"))
    tasks: Mapped[Mark | None] = mapped_column(closed(Mark, "tasks"))
    relations: Mapped[Mark | None] = mapped_column(closed(Mark, "relations"))
    transport: Mapped[Mark | None] = mapped_column(closed(Mark, "transport"))
    next: Mapped[Mark | None] = mapped_column(closed(Mark, "next"))
    flag: Mapped[Flag | None] = mapped_column(closed(Flag, "flag"))
    note: Mapped[str | None] = mapped_column(Text)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)

    contract: Mapped[Contract] = relationship(lazy="raise")
    done_by: Mapped[User | None] = relationship(lazy="raise")


class PreHireStep(Base):
    """A step on the post before the contract: PMSMP, MRS, POEI, AFPR."""

    __tablename__ = "pre_hire_steps"
    __table_args__ = (
        CheckConstraint("end_on >= start_on", name="days"),
        Index(None, "introduction_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    introduction_id: Mapped[int] = mapped_column(ForeignKey("introductions.id", ondelete="CASCADE"))
    kind: Mapped[PreHireKind] = mapped_column(closed(PreHireKind, "kind"))
    start_on: Mapped[date] = mapped_column()
    end_on: Mapped[date] = mapped_column()
    place: Mapped[str | None] = mapped_column()
    result: Mapped[PreHireResult] = mapped_column(
        closed(PreHireResult, "result"), default=PreHireResult.PLANNED
    )
    result_on: Mapped[date | None] = mapped_column()
    note: Mapped[str | None] = mapped_column(Text)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


class SkillEvidence(Base):
    """What a step that went well shows the person can do: the trade first, then the skills."""

    __tablename__ = "skill_evidence"
    __table_args__ = (UniqueConstraint("step_id", "label"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("pre_hire_steps.id", ondelete="CASCADE"))
    candidate_id: Mapped[int] = mapped_column(
        ForeignKey("candidates.id", ondelete="CASCADE"), index=True
    )
    label: Mapped[str] = mapped_column()
    rome: Mapped[str | None] = mapped_column()
    shown_on: Mapped[date] = mapped_column()


def _refuse_change(mapper: Any, connection: Any, target: object) -> Never:
    raise RuntimeError(f"{type(target).__name__} rows are added, never changed")


event.listen(ContractEvent, "before_update", _refuse_change)
