"""The journal of imports: what came in, when, and counts that add up."""

import enum
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime, closed, utc_now


class ImportKind(enum.StrEnum):
    CANDIDATES = "candidates"
    OFFERS = "offers"


class ImportRun(Base):
    """One import; `read` is always created + updated + unchanged + refused."""

    __tablename__ = "import_runs"
    __table_args__ = (
        CheckConstraint("read = created + updated + unchanged + refused", name="counts_add_up"),
        CheckConstraint(
            "created >= 0 AND updated >= 0 AND unchanged >= 0 AND refused >= 0", name="counts"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    kind: Mapped[ImportKind] = mapped_column(closed(ImportKind, "kind"))
    file_name: Mapped[str] = mapped_column()
    file_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    read: Mapped[int] = mapped_column()
    created: Mapped[int] = mapped_column()
    updated: Mapped[int] = mapped_column()
    unchanged: Mapped[int] = mapped_column()
    refused: Mapped[int] = mapped_column()
    refusals: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """`{"row", "field", "reason"}` of each refused row."""
