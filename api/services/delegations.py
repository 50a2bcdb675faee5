"""Standing in for an absent colleague: given by a manager, for some days, taken back at will.

It widens what one sees and decides on; the rule that nobody validates whom they put forward
themselves stays as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.days import day_of
from models.delegations import Delegation
from models.errors import InputRefusedError, NotFoundError, RoleRefusedError
from models.people import User
from models.vocabulary import Role

DELEGABLE = frozenset({Role.CASEWORKER, Role.ADVISOR, Role.MANAGER})
"""Roles somebody else of the same role may stand in for."""
LONGEST_DAYS = 92
"""Longest absence covered at once; a longer one is given again, or the work reassigned."""


@dataclass(frozen=True, slots=True)
class NewDelegation:
    """Who stands in for whom, from `first_day` to `last_day`, both included."""

    from_key: str
    to_key: str
    first_day: date
    last_day: date


def delegate(session: Session, manager: User, new: NewDelegation, at: datetime) -> Delegation:
    """Let a colleague stand in for another one of the same role.

    Raises
    ------
    RoleRefusedError : only managers give it
    NotFoundError : one of the two has no account
    InputRefusedError : same person, other role, days that do not follow or are all past
    """
    if manager.role is not Role.MANAGER:
        raise RoleRefusedError("Donner une délégation", manager.role.label)
    absent, stand_in = _user(session, new.from_key), _user(session, new.to_key)
    if absent.id == stand_in.id:
        raise InputRefusedError("choisissez deux personnes différentes", "Qui remplace")
    if absent.role is not stand_in.role or absent.role not in DELEGABLE:
        raise InputRefusedError("la personne doit avoir le même rôle", "Qui remplace")
    if new.last_day < new.first_day:
        raise InputRefusedError("le dernier jour précède le premier", "Dernier jour")
    if new.last_day < day_of(at):
        raise InputRefusedError("ces jours sont passés", "Dernier jour")
    if (new.last_day - new.first_day).days >= LONGEST_DAYS:
        raise InputRefusedError("trois mois au plus à la fois", "Dernier jour")
    made = Delegation(
        from_user_id=absent.id,
        to_user_id=stand_in.id,
        first_day=new.first_day,
        last_day=new.last_day,
        given_by_id=manager.id,
        given_at=at,
    )
    session.add(made)
    session.flush()
    return made


def end_delegation(session: Session, manager: User, key: str, at: datetime) -> Delegation:
    """Take a delegation back before its last day; again changes nothing.

    Raises
    ------
    RoleRefusedError, NotFoundError
    """
    if manager.role is not Role.MANAGER:
        raise RoleRefusedError("Reprendre une délégation", manager.role.label)
    try:
        found = session.scalar(select(Delegation).where(Delegation.key == UUID(key)))
    except ValueError:
        found = None
    if found is None:
        raise NotFoundError("Délégation", key)
    if found.ended_at is None:
        found.ended_at = at
        session.flush()
    return found


def standing(session: Session, today: date) -> Sequence[Delegation]:
    """Delegations in force or to come, first the nearest."""
    return session.scalars(
        select(Delegation)
        .where(Delegation.ended_at.is_(None), Delegation.last_day >= today)
        .options(joinedload(Delegation.from_user), joinedload(Delegation.to_user))
        .order_by(Delegation.first_day, Delegation.id)
    ).all()


def delegable_users(session: Session) -> Sequence[User]:
    """Who may be stood in for, by role then by name."""
    found = session.scalars(select(User).where(User.is_active, User.role.in_(DELEGABLE)))
    return sorted(found, key=lambda user: (user.role.value, user.name))


def _user(session: Session, key: str) -> User:
    try:
        found = session.scalar(select(User).where(User.key == UUID(key), User.is_active))
    except ValueError:
        found = None
    if found is None:
        raise NotFoundError("Compte", key)
    return found
