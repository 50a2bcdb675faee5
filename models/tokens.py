"""Tokens of programs that read or write through the API, and the answers they may ask again."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, ClosedSet, UtcDateTime, utc_now
from models.people import User
from models.vocabulary import Labelled


class ApiScope(Labelled):
    """What a token opens; each is given by itself."""

    OFFERS_READ = "offers:read", "Lire les offres"
    OFFERS_WRITE = "offers:write", "Déposer des offres"
    INTRODUCTIONS_READ = "introductions:read", "Lire les listes et les mises en relation"
    FIGURES_READ = "figures:read", "Lire les chiffres"


class ApiToken(Base):
    """The key of one program; the base holds only its SHA-256.

    `minute_from` and `minute_count` count the requests of the present minute.
    """

    __tablename__ = "api_tokens"
    __table_args__ = (CheckConstraint("minute_count >= 0", name="minute_count"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    name: Mapped[str] = mapped_column(String(100))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[frozenset[ApiScope]] = mapped_column(ClosedSet(ApiScope), nullable=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    last_day: Mapped[date] = mapped_column()
    """The last day on which it opens anything, in Paris."""
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    minute_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    minute_count: Mapped[int] = mapped_column(default=0)

    created_by: Mapped[User] = relationship(lazy="raise")


class ApiAnswer(Base):
    """What a request with an `Idempotency-Key` was answered, to say the same again for a day."""

    __tablename__ = "api_answers"
    __table_args__ = (UniqueConstraint("token_id", "request_key"), Index(None, "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    token_id: Mapped[int] = mapped_column(ForeignKey("api_tokens.id", ondelete="CASCADE"))
    request_key: Mapped[str] = mapped_column(String(100))
    request_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    status: Mapped[int] = mapped_column()
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
