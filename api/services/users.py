"""Accounts, passwords, sign-in links and sessions. Only hashes of secrets reach the base."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.orm import Session, joinedload

from api.services.passwords import hash_password, is_password_right
from ingestion.plain import storable
from models.errors import (
    InputRefusedError,
    NotFoundError,
    SignInRefusedError,
    TooManyAttemptsError,
)
from models.people import Organisation, SignInAttempt, SignInLink, User, UserSession
from models.vocabulary import OrganisationKind, Role

TOKEN_BYTES = 32
SESSION_IDLE = timedelta(minutes=60)
SESSION_LONGEST = timedelta(hours=12)
SESSION_TOUCH = timedelta(minutes=1)
"""How stale `last_seen_at` may be: reading a page then writes nothing, most of the time."""
LINK_LASTS = timedelta(minutes=15)
FORGOTTEN_WITHIN = timedelta(minutes=60)
"""How long after a link another password is chosen without the current one."""
ATTEMPTS = 10
ATTEMPTS_WINDOW = timedelta(minutes=5)
_EMAIL = re.compile(
    r"[^@\s\x00-\x1f\ufffd]{1,64}@[^@\s\x00-\x1f\ufffd.]+(\.[^@\s\x00-\x1f\ufffd.]+)+"
)


@dataclass(frozen=True, slots=True)
class NewUser:
    """What is asked to make an account; without a password, a link signs in."""

    email: str
    name: str
    role: Role
    organisation: str | None = None
    password: str | None = None


def add_user(session: Session, new: NewUser, now: datetime) -> User:
    """Make an account; its organisation is made too if it is not known yet.

    Raises
    ------
    InputRefusedError : the e-mail is malformed or taken, the name is empty, the password weak
    """
    email = normal_email(new.email)
    check_new_email(session, email)
    if not new.name.strip():
        raise InputRefusedError("le nom manque", "Nom")
    user = User(email=email, name=storable(new.name.strip()), role=new.role, created_at=now)
    if new.organisation and new.organisation.strip():
        user.organisation = organisation_named(session, new.organisation.strip(), new.role, now)
    if new.password is not None:
        user.password_hash = hash_password(new.password, email)
    session.add(user)
    session.flush()
    return user


def check_new_email(session: Session, email: str) -> None:
    """Stop an address that no account may take.

    Raises
    ------
    InputRefusedError : it is malformed, or an account has it
    """
    if not _EMAIL.fullmatch(email) or len(email) > 254:
        raise InputRefusedError("adresse de courriel illisible", "E-mail")
    if session.scalar(select(User.id).where(User.email == email)) is not None:
        raise InputRefusedError(f"un compte existe déjà pour {email}", "E-mail")


def normal_email(email: str) -> str:
    """The form an address is kept and compared in."""
    return storable(email.strip().lower())


def find_user(session: Session, email: str) -> User:
    """The account of this address.

    Raises
    ------
    NotFoundError : there is none
    """
    user = session.scalar(select(User).where(User.email == normal_email(email)))
    if user is None:
        raise NotFoundError("Compte", normal_email(email))
    return user


def set_password(session: Session, user: User, password: str, now: datetime) -> None:
    """Change the password; every open session of the account ends."""
    user.password_hash = hash_password(password, user.email)
    end_sessions_of(session, user, now)
    session.flush()


def check_password(session: Session, email: str, password: str, now: datetime) -> User | None:
    """The account, if the password is right; None otherwise, whatever was wrong.

    Writes the attempt: a refusal is returned, not raised, so that the caller's transaction
    commits it and guessing is slowed down.

    Raises
    ------
    TooManyAttemptsError : 10 attempts in 5 minutes on this address, known or not
    """
    email = normal_email(email)
    _count_attempt(session, email, now)
    user = session.scalar(select(User).where(User.email == email, User.is_active))
    is_right = is_password_right(password, None if user is None else user.password_hash)
    return user if is_right else None


def create_link(session: Session, user: User, now: datetime, lasts: timedelta = LINK_LASTS) -> str:
    """A token that signs `user` in once; only its hash is kept."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        SignInLink(token_hash=_hash(token), user_id=user.id, created_at=now, expires_at=now + lasts)
    )
    session.flush()
    return token


def use_link(session: Session, token: str, now: datetime) -> User:
    """The account a link belongs to; the link is spent.

    Raises
    ------
    SignInRefusedError : unknown, spent or expired link, inactive account
    """
    spent = session.execute(
        update(SignInLink)
        .where(
            SignInLink.token_hash == _hash(token),
            SignInLink.used_at.is_(None),
            SignInLink.expires_at > now,
        )
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(spent, CursorResult)
    user = session.scalar(
        select(User)
        .join(SignInLink, SignInLink.user_id == User.id)
        .where(SignInLink.token_hash == _hash(token), User.is_active)
    )
    if spent.rowcount != 1 or user is None:
        raise SignInRefusedError
    return user


def open_session(session: Session, user: User, now: datetime) -> str:
    """A new session; gives the token for the cookie."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        UserSession(token_hash=_hash(token), user_id=user.id, created_at=now, last_seen_at=now)
    )
    session.flush()
    return token


def open_session_by_link(session: Session, user: User, now: datetime) -> str:
    """The same for whoever came by a link: they may have forgotten their password."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    made = UserSession(token_hash=_hash(token), user_id=user.id, created_at=now, last_seen_at=now)
    made.from_link = True
    session.add(made)
    session.flush()
    return token


def must_give_password(session: Session, user: User, token: str, now: datetime) -> bool:
    """True where the current password is asked for before another is chosen.

    Not where there is none, nor soon after a link: it was forgotten.
    """
    fresh = select(UserSession.id).where(
        UserSession.token_hash == _hash(token),
        UserSession.user_id == user.id,
        UserSession.from_link,
        UserSession.created_at > now - FORGOTTEN_WITHIN,
    )
    return bool(user.password_hash) and session.scalar(fresh) is None


def user_of_session(session: Session, token: str, now: datetime) -> User | None:
    """The active account signed in with this cookie, its organisation loaded; None if none.

    Idle for 60 minutes or open for 12 hours, a session is over.
    """
    return session.scalar(
        select(User)
        .join(UserSession, UserSession.user_id == User.id)
        .where(
            UserSession.token_hash == _hash(token),
            UserSession.ended_at.is_(None),
            UserSession.last_seen_at > now - SESSION_IDLE,
            UserSession.created_at > now - SESSION_LONGEST,
            User.is_active,
        )
        .options(joinedload(User.organisation))
    )


def needs_touch(session: Session, token: str, now: datetime) -> bool:
    """Whether `touch_session` has something to write (in a writing transaction of its own)."""
    seen = session.scalar(
        select(UserSession.last_seen_at).where(UserSession.token_hash == _hash(token))
    )
    return seen is not None and now - seen >= SESSION_TOUCH


def touch_session(session: Session, token: str, now: datetime) -> None:
    """Note that the session is in use; an ended or expired one stays so."""
    session.execute(
        update(UserSession)
        .where(
            UserSession.token_hash == _hash(token),
            UserSession.ended_at.is_(None),
            UserSession.last_seen_at > now - SESSION_IDLE,
        )
        .values(last_seen_at=now)
        .execution_options(synchronize_session=False)
    )


def end_session(session: Session, token: str, now: datetime) -> None:
    """Sign out."""
    session.execute(
        update(UserSession)
        .where(UserSession.token_hash == _hash(token), UserSession.ended_at.is_(None))
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )


def end_sessions_of(session: Session, user: User, now: datetime) -> None:
    """Sign the account out everywhere and spend its links."""
    session.execute(
        update(UserSession)
        .where(UserSession.user_id == user.id, UserSession.ended_at.is_(None))
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )
    spend_links_of(session, user, now)


def spend_links_of(session: Session, user: User, now: datetime) -> None:
    """No link made before signs in any more."""
    session.execute(
        update(SignInLink)
        .where(SignInLink.user_id == user.id, SignInLink.used_at.is_(None))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )


def _count_attempt(session: Session, email: str, now: datetime) -> None:
    account = _hash(email)
    session.execute(
        delete(SignInAttempt)
        .where(SignInAttempt.at <= now - ATTEMPTS_WINDOW)
        .execution_options(synchronize_session=False)
    )
    made = session.scalar(
        select(func.count()).select_from(SignInAttempt).where(SignInAttempt.account_hash == account)
    )
    if (made or 0) >= ATTEMPTS:
        raise TooManyAttemptsError(ATTEMPTS_WINDOW)
    session.add(SignInAttempt(account_hash=account, at=now))
    session.flush()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


_KINDS = {Role.AGENCY: OrganisationKind.AGENCY, Role.CASEWORKER: OrganisationKind.BRANCH}


def organisation_named(session: Session, name: str, role: Role, now: datetime) -> Organisation:
    """The organisation of this name, made if it is not known yet."""
    found = session.scalar(select(Organisation).where(Organisation.name == name))
    if found is None:
        kind = _KINDS.get(role, OrganisationKind.PROGRAMME)
        found = Organisation(name=name, kind=kind, created_at=now)
        session.add(found)
        session.flush()
    return found
