"""Documents that offers came in, kept as they were received."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime, utc_now

LONGEST_NAME = 150
LARGEST_DOCUMENT = 30 * 1024 * 1024
"""Bytes of one document: a mail with its attachments."""


class Document(Base):
    """One file, once: the same bytes received again are the same document.

    `data` is read only where it is asked for. The name is a label, never a path.
    """

    __tablename__ = "documents"
    __table_args__ = (CheckConstraint("size >= 0", name="size"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column()
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, deferred_raiseload=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


class OfferDocument(Base):
    """An offer read in a document, under the name that the document had on that day."""

    __tablename__ = "offer_documents"

    offer_id: Mapped[int] = mapped_column(
        ForeignKey("offers.id", ondelete="CASCADE"), primary_key=True
    )
    document_id: Mapped[int] = mapped_column(
        ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
