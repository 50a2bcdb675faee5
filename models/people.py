"""Organisations, users, their roles, sessions and one-time sign-in links."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, UtcDateTime, closed, utc_now
from models.vocabulary import Labelled, OrganisationKind, Role


class AccountAct(Labelled):
    """What is done to an account."""

    CREATED = "created", "Compte ouvert"
    CHANGED = "changed", "Compte modifié"
    DEACTIVATED = "deactivated", "Compte désactivé"
    REACTIVATED = "reactivated", "Compte réactivé"
    LINK = "link", "Lien de connexion fait"
    LINKED = "linked", "Rattaché à la connexion de la structure"
    PASSWORD = "password", "Mot de passe choisi"


class ReassignmentEnd(Labelled):
    """Why a person is no longer followed as a reassignment said."""

    UNDONE = "undone", "rendu"
    CONFIRMED = "confirmed", "confirmé par un export"
    THIRD = "third", "donné à quelqu’un d’autre par un export"
    LATER = "later", "réaffecté depuis"


class Organisation(Base):
    """The programme, its branches, the agencies and the employers."""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    kind: Mapped[OrganisationKind] = mapped_column(closed(OrganisationKind, "kind"))
    name: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str | None] = mapped_column()
    phone: Mapped[str | None] = mapped_column()
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


class User(Base):
    """A person of the programme or of a partner who signs in."""

    __tablename__ = "users"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column()
    role: Mapped[Role] = mapped_column(closed(Role, "role"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    domains: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Domains an advisor works on; empty: all."""
    file_name: Mapped[str | None] = mapped_column()
    """How exports write the name of a caseworker, where it is not `name`."""
    password_hash: Mapped[str | None] = mapped_column()
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)

    organisation: Mapped[Organisation | None] = relationship(lazy="raise")

    @property
    def name_in_files(self) -> str:
        """The name that case files give this person."""
        return self.file_name or self.name

    @property
    def absent(self) -> tuple["User", ...]:
        """Colleagues in whose stead this one works today, as `stand_in_for` was told; no column."""
        found: tuple[User, ...] = self.__dict__.get("_absent", ())
        return found

    @property
    def is_told_of_absent(self) -> bool:
        """True once `stand_in_for` was told, of nobody too: it need not be looked up again."""
        return "_absent" in self.__dict__

    def stand_in_for(self, colleagues: Iterable["User"]) -> None:
        """See and decide what these colleagues would, while this object lives."""
        self.__dict__["_absent"] = tuple(colleagues)


class UserSession(Base):
    """A signed-in browser; the cookie holds the token, the base only its SHA-256."""

    __tablename__ = "user_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    from_link: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Opened by a link: whoever forgot their password may choose another at once."""

    user: Mapped[User] = relationship(lazy="raise")


class SignInLink(Base):
    """A link that signs in once, before it expires."""

    __tablename__ = "sign_in_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SignInAttempt(Base):
    """A try at a password; counted per account, known or not, to slow guessing down."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (Index(None, "account_hash", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


class SignOnIdentity(Base):
    """Who an account is for the sign-on of the house: a provider and its subject."""

    __tablename__ = "sign_on_identities"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    issuer: Mapped[str] = mapped_column(String(500))
    subject: Mapped[str] = mapped_column(String(255))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


class AccountChange(Base):
    """What was done to an account, by whom; `actor` NULL: from the command line."""

    __tablename__ = "account_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    act: Mapped[AccountAct] = mapped_column(closed(AccountAct, "act"))
    detail: Mapped[str] = mapped_column(default="")
    """What became what, in French; never a secret."""

    actor: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[actor_id])


class Reassignment(Base):
    """People of one caseworker given to another, on a day, by somebody."""

    __tablename__ = "reassignments"
    __table_args__ = (CheckConstraint("length(from_name) > 0", name="from_name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    from_name: Mapped[str] = mapped_column()
    """Of the caseworker who had them, as the screen showed it."""
    to_user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    given_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    to_user: Mapped[User] = relationship(lazy="raise", foreign_keys=[to_user_id])
    given_by: Mapped[User] = relationship(lazy="raise", foreign_keys=[given_by_id])
    undone_by: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[undone_by_id])


class ReassignedPerson(Base):
    """One person of a reassignment: the name the file gave, the one that stands in its place.

    In force while `ended_at` is NULL, one at a time for a person; it ends undone, given again,
    or when an export names the new caseworker, or a third one. `ended_run` is the import that
    had its say: neither this row nor one given again before it counts then, until that import
    is taken back.
    """

    __tablename__ = "reassigned_people"
    __table_args__ = (
        UniqueConstraint("reassignment_id", "candidate_id"),
        Index(
            "uq_reassigned_people_in_force",
            "candidate_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reassignment_id: Mapped[int] = mapped_column(ForeignKey("reassignments.id", ondelete="CASCADE"))
    candidate_id: Mapped[int] = mapped_column(
        ForeignKey("candidates.id", ondelete="CASCADE"), index=True
    )
    from_name: Mapped[str] = mapped_column()
    to_name: Mapped[str] = mapped_column()
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ending: Mapped[ReassignmentEnd | None] = mapped_column(closed(ReassignmentEnd, "ending"))
    ended_run_id: Mapped[int | None] = mapped_column(ForeignKey("import_runs.id"), index=True)

    reassignment: Mapped[Reassignment] = relationship(lazy="raise")
