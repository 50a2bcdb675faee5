"""Imports prepared on screen: files kept aside, saved columns, and what an undo gives back."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime, closed, utc_now
from models.journal import ImportKind

LONGEST_PROFILE_NAME = 80


class ImportProfile(Base):
    """Columns decided once for one kind of file, found again by its header row.

    `columns` are `[[name in the file, header or null], ...]` in the order of the file; null: not
    to be taken. `encoding` and `delimiter` NULL: found by themselves.
    """

    __tablename__ = "import_profiles"
    __table_args__ = (
        UniqueConstraint("kind", "name"),
        Index(None, "kind", "header_key"),
        CheckConstraint("length(name) > 0", name="name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    kind: Mapped[ImportKind] = mapped_column(closed(ImportKind, "kind"))
    name: Mapped[str] = mapped_column(String(LONGEST_PROFILE_NAME))
    header_key: Mapped[str] = mapped_column(String(64))
    columns: Mapped[list[list[str | None]]] = mapped_column(JSON)
    encoding: Mapped[str | None] = mapped_column(String(20))
    delimiter: Mapped[str | None] = mapped_column(String(1))
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    used_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


class ImportDraft(Base):
    """A file kept aside until it is imported or dropped, a day at most.

    `data` (zlib) is the file; once imported it is the reject file, and `run_id` says which
    import it became: the same button pressed again leads there.
    """

    __tablename__ = "import_drafts"
    __table_args__ = (
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("size >= 0", name="size"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    kind: Mapped[ImportKind] = mapped_column(closed(ImportKind, "kind"))
    file_name: Mapped[str] = mapped_column(String(150))
    size: Mapped[int] = mapped_column()
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    encoding: Mapped[str | None] = mapped_column(String(20))
    delimiter: Mapped[str | None] = mapped_column(String(1))
    columns: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    """The header decided for each column of the file, by position; null: not to be taken."""
    profile_name: Mapped[str | None] = mapped_column(String(LONGEST_PROFILE_NAME))
    """The saved columns that were applied, if any."""
    version: Mapped[int] = mapped_column(default=1)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("import_runs.id"), unique=True)


class ImportChange(Base):
    """A person that an import created (`before` NULL) or changed.

    `before` (zlib) is what the person was: the line goes when they are erased, and at the
    latest when the import can no longer be taken back.
    """

    __tablename__ = "import_changes"

    run_id: Mapped[int] = mapped_column(
        ForeignKey("import_runs.id", ondelete="CASCADE"), primary_key=True
    )
    candidate_id: Mapped[int] = mapped_column(
        ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    before: Mapped[bytes | None] = mapped_column(LargeBinary)


class ImportUndo(Base):
    """One import taken back, once: who, when, and what became of its people."""

    __tablename__ = "import_undos"
    __table_args__ = (
        CheckConstraint("removed >= 0 AND restored >= 0 AND kept >= 0", name="counts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("import_runs.id"), unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    removed: Mapped[int] = mapped_column()
    restored: Mapped[int] = mapped_column()
    kept: Mapped[int] = mapped_column()
