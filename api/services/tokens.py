"""Tokens of programs: given by the administration, counted by the minute, taken back at will.

Only the hash of a token reaches the base: it is shown once, to who makes it.
"""

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, joinedload

from models.access import Access, AccessKind
from models.days import day_of
from models.errors import DomainError, InputRefusedError, NotFoundError, RoleRefusedError
from models.people import AccountAct, AccountChange, User
from models.tokens import ApiScope, ApiToken
from models.vocabulary import Role

MARK = "cdt_"
"""How a token begins: a leaked one is recognised by who searches for it."""
TOKEN_BYTES = 32
LONGEST_NAME = 100
LONGEST_DAYS = 366
"""A token ends within a year; a new one is made then, and read again by somebody."""
MOST_A_MINUTE = 120
MINUTE = timedelta(minutes=1)
SCREEN = "/jetons"


class TokenRefusedError(DomainError):
    """No token, or one that opens nothing: unknown, revoked, over, or of a closed account."""

    def __init__(self) -> None:
        super().__init__(
            "Donnez un jeton en cours de validité dans l’en-tête « Authorization: Bearer … »."
        )


class ScopeMissingError(DomainError):
    """The token is good, and was not given this right."""

    def __init__(self, scope: ApiScope) -> None:
        self.scope = scope
        super().__init__(f"Ce jeton n’a pas le droit « {scope.value} » ({scope.label}).")


class TooManyRequestsError(DomainError):
    """More requests than a minute takes; `wait` is what is left of it."""

    def __init__(self, wait: timedelta) -> None:
        self.wait = wait
        seconds = max(1, ceil(wait.total_seconds()))
        unit = "seconde" if seconds == 1 else "secondes"
        super().__init__(
            f"Plus de {MOST_A_MINUTE} demandes par minute : attendez {seconds} {unit}."
        )


@dataclass(frozen=True, slots=True)
class NewToken:
    """What is asked to make a token: whose program, what it opens, until when (included)."""

    name: str
    scopes: frozenset[ApiScope]
    last_day: date


def create_token(session: Session, user: User, new: NewToken, now: datetime) -> str:
    """Make a token; it is given here once, and noted in the journal of accesses.

    Raises
    ------
    RoleRefusedError : only the administration makes tokens
    InputRefusedError : no name, no right, or an end that is past or too far
    """
    _check_role(user, "Créer un jeton")
    name = " ".join(new.name.split())
    if not name:
        raise InputRefusedError("dites quel programme se sert de ce jeton", "Nom")
    if len(name) > LONGEST_NAME:
        raise InputRefusedError(f"{LONGEST_NAME} caractères au plus", "Nom")
    if not new.scopes:
        raise InputRefusedError("cochez au moins un droit", "Droits")
    today = day_of(now)
    if not today <= new.last_day <= today + timedelta(days=LONGEST_DAYS):
        raise InputRefusedError("choisissez un jour d’ici un an", "Dernier jour")
    token = MARK + secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        ApiToken(
            name=name,
            token_hash=_hash(token),
            scopes=new.scopes,
            created_at=now,
            created_by_id=user.id,
            last_day=new.last_day,
        )
    )
    _note(session, user, now)
    session.flush()
    return token


def revoke_token(session: Session, user: User, key: str, now: datetime) -> ApiToken:
    """The token opens nothing any more; again changes nothing.

    Raises
    ------
    RoleRefusedError, NotFoundError
    """
    _check_role(user, "Révoquer un jeton")
    try:
        found = session.scalar(select(ApiToken).where(ApiToken.key == UUID(key)))
    except ValueError:
        found = None
    if found is None:
        raise NotFoundError("Jeton", key)
    if found.revoked_at is None:
        found.revoked_at = now
        _note(session, user, now)
        session.flush()
    return found


def revoke_all_of(session: Session, user: User, now: datetime) -> None:
    """The tokens that an account made open nothing any more, whatever becomes of the account."""
    live = (ApiToken.created_by_id == user.id) & ApiToken.revoked_at.is_(None)
    session.execute(update(ApiToken).where(live).values(revoked_at=now))


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A token of the page; `state` says in French whether it opens anything."""

    token: ApiToken
    state: str

    @property
    def is_good(self) -> bool:
        """Whether it opens something today."""
        return self.state == GOOD

    @property
    def scopes(self) -> Sequence[ApiScope]:
        """Its rights, in the order of the list."""
        return [scope for scope in ApiScope if scope in self.token.scopes]


GOOD, OVER, REVOKED, CLOSED = "en cours", "échu", "révoqué", "compte fermé"
DEMOTED = "compte sans administration"


def tokens(session: Session, today: date) -> list[TokenLine]:
    """Every token there was, the good ones first, then the latest made."""
    found = session.scalars(
        select(ApiToken)
        .options(joinedload(ApiToken.created_by))
        .order_by(ApiToken.created_at.desc(), ApiToken.id.desc())
    )
    closed = _last_closed(session)
    lines = [TokenLine(each, _state(each, today, closed)) for each in found]
    return sorted(lines, key=lambda line: not line.is_good)


def token_for(session: Session, secret: str, today: date) -> ApiToken:
    """The good token that a request gives, with who made it.

    Raises
    ------
    TokenRefusedError : unknown, revoked, over, or made by an account that was closed since, even
        opened again, or that is of the administration no more
    """
    found = session.scalar(
        select(ApiToken)
        .where(ApiToken.token_hash == _hash(secret))
        .options(joinedload(ApiToken.created_by))
    )
    if found is None:
        raise TokenRefusedError
    if _state(found, today, _last_closed(session, found.created_by_id)) != GOOD:
        raise TokenRefusedError
    return found


def check_scope(token: ApiToken, scope: ApiScope) -> None:
    """Stop a token that was not given this right.

    Raises
    ------
    ScopeMissingError
    """
    if scope not in token.scopes:
        raise ScopeMissingError(scope)


def count_request(session: Session, token: ApiToken, now: datetime) -> timedelta | None:
    """Count one request of the present minute; what is to wait where they were too many.

    Two requests at once count two: the base adds, the program does not.
    """
    opened = (
        update(ApiToken)
        .where(
            ApiToken.id == token.id,
            ApiToken.minute_from.is_(None) | (ApiToken.minute_from <= now - MINUTE),
        )
        .values(minute_from=now, minute_count=1, last_used_at=now)
        .returning(ApiToken.id)
        .execution_options(synchronize_session=False)
    )
    if session.execute(opened).first() is not None:
        return None
    counted = (
        update(ApiToken)
        .where(ApiToken.id == token.id, ApiToken.minute_count < MOST_A_MINUTE)
        .values(minute_count=ApiToken.minute_count + 1, last_used_at=now)
        .returning(ApiToken.id)
        .execution_options(synchronize_session=False)
    )
    if session.execute(counted).first() is not None:
        return None
    began = session.scalar(select(ApiToken.minute_from).where(ApiToken.id == token.id))
    assert began is not None
    return max(began + MINUTE - now, timedelta(seconds=1))


def scopes_of(names: Iterable[str]) -> frozenset[ApiScope]:
    """The rights named; what is not known is no right."""
    return frozenset(scope for scope in ApiScope if scope in set(names))


def _last_closed(session: Session, user_id: int | None = None) -> Mapping[int, datetime]:
    """When accounts were closed last, by id; of one account where it is given."""
    asked = select(AccountChange.user_id, func.max(AccountChange.at)).where(
        AccountChange.act == AccountAct.DEACTIVATED
    )
    if user_id is not None:
        asked = asked.where(AccountChange.user_id == user_id)
    return {row[0]: row[1] for row in session.execute(asked.group_by(AccountChange.user_id))}


def _state(token: ApiToken, today: date, closed: Mapping[int, datetime]) -> str:
    """What the token is worth; `closed` : when accounts were closed last, by id."""
    if token.revoked_at is not None:
        return REVOKED
    if token.last_day < today:
        return OVER
    closed_at = closed.get(token.created_by_id)
    if not token.created_by.is_active or (closed_at is not None and closed_at >= token.created_at):
        return CLOSED
    return GOOD if token.created_by.role is Role.ADMIN else DEMOTED


def _check_role(user: User, action: str) -> None:
    if user.role is not Role.ADMIN:
        raise RoleRefusedError(action, user.role.label)


def _note(session: Session, user: User, now: datetime) -> None:
    session.add(Access(at=now, user_id=user.id, kind=AccessKind.TOKEN, screen=SCREEN))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
