"""What a case file holds that the ranking never reads: identity, follow-up, statuses, notes.

Each table points to the candidate; nothing points back, so that loading a candidate can never
bring any of it along.
"""

import enum
from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, closed

PRIORITY_QUARTER = "QPV"


class StatusKind(enum.StrEnum):
    """Which column of the file said so: the list of statuses, or the priority quarter."""

    STATUS = "status"
    QUARTER = "quarter"


class CandidateIdentity(Base):
    """Who the person is: for those who follow them, never for the ranking."""

    __tablename__ = "candidate_identities"

    candidate_id: Mapped[int] = mapped_column(
        ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True
    )
    civility: Mapped[str | None] = mapped_column()
    last_name: Mapped[str | None] = mapped_column()
    first_name: Mapped[str | None] = mapped_column()
    birth_date: Mapped[date | None] = mapped_column()
    phone: Mapped[str | None] = mapped_column()
    email: Mapped[str | None] = mapped_column()


class CandidateFollow(Base):
    """Who follows the person, in the words of the file, and since when."""

    __tablename__ = "candidate_follows"

    candidate_id: Mapped[int] = mapped_column(
        ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True
    )
    branch: Mapped[str | None] = mapped_column()
    caseworker: Mapped[str | None] = mapped_column()
    advisor: Mapped[str | None] = mapped_column()
    entered_on: Mapped[date | None] = mapped_column()
    is_engagement_signed: Mapped[bool | None] = mapped_column()


class SensitiveStatus(Base):
    """RSA, RQTH, QPV...: counted for the funders, never ranked, never sent.

    `holds` is false for what the file says the person does not have (`QPV: non`).
    """

    __tablename__ = "sensitive_statuses"
    __table_args__ = (UniqueConstraint("candidate_id", "kind", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id", ondelete="CASCADE"))
    kind: Mapped[StatusKind] = mapped_column(closed(StatusKind, "kind"))
    position: Mapped[int] = mapped_column()
    code: Mapped[str] = mapped_column()
    holds: Mapped[bool] = mapped_column(default=True)


class WithheldNote(Base):
    """Words of the file that say too much: kept, shown nowhere, sent to nobody."""

    __tablename__ = "withheld_notes"
    __table_args__ = (UniqueConstraint("candidate_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column()
    text: Mapped[str] = mapped_column(Text)


class Consent(Base):
    """May the profile be shown to an agency or employer; NULL: not asked yet."""

    __tablename__ = "consents"

    candidate_id: Mapped[int] = mapped_column(
        ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True
    )
    is_given: Mapped[bool | None] = mapped_column()
    given_on: Mapped[date | None] = mapped_column()


class SourceRow(Base):
    """The row as it came, by canonical header: what an export gives back unchanged."""

    __tablename__ = "candidate_source_rows"

    candidate_id: Mapped[int] = mapped_column(
        ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True
    )
    raw: Mapped[dict[str, Any]] = mapped_column(JSON)
