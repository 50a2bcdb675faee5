"""Accounts as the administration keeps them: open, change, close, and what was done to each.

The command line and the screens go through the same functions; nothing is ever deleted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from api.services import users
from api.services.portfolios_holding import rename
from api.services.seen import is_overtaken, mark_of
from api.services.tokens import revoke_all_of
from api.services.users import NewUser
from ingestion.plain import storable
from models.errors import InputRefusedError, NotFoundError, TransitionRefusedError
from models.people import (
    AccountAct,
    AccountChange,
    SignOnIdentity,
    User,
)
from models.vocabulary import Domain, Role

LINK_LASTS = timedelta(hours=24)
"""A link that the administration hands over: long enough to reach somebody the next morning."""
CHANGED_SINCE = (
    "le compte a été modifié pendant que vous l’aviez sous les yeux, ouvrez-le à nouveau pour voir "
    "ce qu’il est devenu"
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What may be changed of an account."""

    email: str
    name: str
    role: Role
    organisation: str = ""
    domains: tuple[Domain, ...] = ()
    file_name: str = ""
    seen: str | None = None
    """The mark of what the page showed; None: no page was read."""


def find_account(session: Session, key: str) -> User:
    """An account by its key, in use or not, its organisation loaded.

    Raises
    ------
    NotFoundError
    """
    try:
        asked = select(User).where(User.key == UUID(key)).options(joinedload(User.organisation))
        found = session.scalar(asked)
    except ValueError:
        found = None
    if found is None:
        raise NotFoundError("Compte", key)
    return found


def open_account(session: Session, facts: Facts, actor: User | None, now: datetime) -> User:
    """Make an account, without a password: a link signs in a first time.

    actor : None from the command line

    Raises
    ------
    InputRefusedError : the address is malformed or taken, the name is empty, a domain is not one
        of an advisor
    """
    user = users.add_user(
        session, NewUser(facts.email, facts.name, facts.role, facts.organisation or None), now
    )
    _put_role_facts(user, facts)
    note(session, user, actor, AccountAct.CREATED, now, f"{user.name}, {user.role.label}")
    return user


def change_account(
    session: Session, key: str, facts: Facts, actor: User, now: datetime
) -> Sequence[str]:
    """Change an account; what changed, in French (empty: nothing did, and nothing is noted).

    Raises
    ------
    NotFoundError, InputRefusedError
    TransitionRefusedError : the last administrator in use would be one no more, or the account
        was changed since the page was read
    """
    user = _locked(session, key)
    if is_overtaken(facts.seen, *_told(user).values()):
        raise TransitionRefusedError("Enregistrer", "", CHANGED_SINCE)
    before, name, role = _told(user), user.name_in_files, user.role
    if facts.role is not user.role:
        _keep_an_administrator(session, user, "Changer le rôle")
        revoke_all_of(session, user, now)
    email = users.normal_email(facts.email)
    if email != user.email:
        users.check_new_email(session, email)
        user.email = email
        _hand_over(session, user, now)
    if not facts.name.strip():
        raise InputRefusedError("le nom manque", "Nom")
    user.name, user.role = storable(facts.name.strip()), facts.role
    wanted = facts.organisation.strip()
    user.organisation = (
        users.organisation_named(session, wanted, facts.role, now) if wanted else None
    )
    _put_role_facts(user, facts)
    session.flush()
    is_moved = user.name_in_files != name or user.role is not role
    if is_moved and user.role is Role.CASEWORKER:  # others: exports name them as they did
        rename(session, user, name, user.name_in_files)
    after = _told(user)
    changes = [
        f"{what} : {before[what] or 'rien'} → {after[what] or 'rien'}"
        for what in after
        if before[what] != after[what]
    ]
    if changes:
        note(session, user, actor, AccountAct.CHANGED, now, " ; ".join(changes))
    return changes


def mark(user: User) -> str:
    """What the form of an account carries back: it says whether something changed since."""
    return mark_of(*_told(user).values())


def detach(session: Session, user: User) -> bool:
    """Nobody of a provider is this account any more; False: nobody was."""
    gone = session.execute(
        delete(SignOnIdentity)
        .where(SignOnIdentity.user_id == user.id)
        .returning(SignOnIdentity.id)
        .execution_options(synchronize_session=False)
    ).all()
    return bool(gone)


def choose_password(
    session: Session, user: User, current: str | None, password: str, now: datetime
) -> bool:
    """Change the password of one's own account, noted; False: the current one is not right.

    current : None where it need not be given, as `users.must_give_password` says

    Raises
    ------
    InputRefusedError : the new one is too weak
    TooManyAttemptsError : the current one was tried too often
    """
    if current is not None and users.check_password(session, user.email, current, now) is None:
        return False
    users.set_password(session, user, password, now)
    note(session, user, user, AccountAct.PASSWORD, now)
    return True


def deactivate(session: Session, key: str, actor: User, now: datetime) -> User:
    """Close an account: its sessions and links end at once, its past stays. Again: nothing.

    Raises
    ------
    NotFoundError
    TransitionRefusedError : it is the last administrator in use
    """
    user = find_account(session, key)
    if user.is_active:
        _keep_an_administrator(session, user, "Désactiver")
        user.is_active = False
        users.end_sessions_of(session, user, now)
        note(session, user, actor, AccountAct.DEACTIVATED, now)
    return user


def reactivate(session: Session, key: str, actor: User, now: datetime) -> User:
    """Open a closed account again, as it was; a new link or the password signs in."""
    user = find_account(session, key)
    if not user.is_active:
        user.is_active = True
        note(session, user, actor, AccountAct.REACTIVATED, now)
    return user


def make_link(session: Session, user: User, actor: User | None, now: datetime) -> str:
    """The token of a new link that signs in once within a day; links made before are spent.

    Raises
    ------
    TransitionRefusedError : the account is closed
    """
    if not user.is_active:
        raise TransitionRefusedError("Faire un lien", "", "le compte est désactivé, réactivez-le")
    users.spend_links_of(session, user, now)
    token = users.create_link(session, user, now, LINK_LASTS)
    note(session, user, actor, AccountAct.LINK, now)
    return token


def note(
    session: Session,
    user: User,
    actor: User | None,
    act: AccountAct,
    now: datetime,
    detail: str = "",
) -> None:
    """Write down what was done to an account."""
    session.add(
        AccountChange(
            user_id=user.id,
            actor_id=None if actor is None else actor.id,
            act=act,
            at=now,
            detail=detail,
        )
    )
    session.flush()


def _locked(session: Session, key: str) -> User:
    """The account, nobody else's until the end; administrators with it, in one order for all."""
    user = find_account(session, key)
    is_admin = (User.role == Role.ADMIN) & User.is_active
    session.scalars(
        select(User)
        .where((User.id == user.id) | is_admin)
        .order_by(User.id)
        .options(joinedload(User.organisation))
        .with_for_update(of=User)
        .execution_options(populate_existing=True)
    ).all()
    return user


def _hand_over(session: Session, user: User, now: datetime) -> None:
    """Another address may be another person: nothing of what let the former one in stays."""
    user.password_hash = None
    users.end_sessions_of(session, user, now)
    detach(session, user)


def _put_role_facts(user: User, facts: Facts) -> None:
    """Domains are of advisors, the name in the files of caseworkers and advisors."""
    is_advisor = facts.role is Role.ADVISOR
    user.domains = [each.value for each in Domain if each in facts.domains] if is_advisor else []
    is_named = facts.role in (Role.CASEWORKER, Role.ADVISOR)
    user.file_name = storable(facts.file_name.strip()) or None if is_named else None


def _told(user: User) -> dict[str, str]:
    return {
        "adresse": user.email,
        "nom": user.name,
        "rôle": user.role.label,
        "antenne": user.organisation.name if user.organisation else "",
        "domaines": _domains(user.domains),
        "nom dans l’export": user.file_name or "",
    }


def _domains(values: Iterable[str]) -> str:
    return ", ".join(Domain(value).label for value in values)


def _keep_an_administrator(session: Session, user: User, action: str) -> None:
    """Stop what would leave nobody to administer; those in use are locked until the end."""
    if user.role is not Role.ADMIN or not user.is_active:
        return
    others = session.scalars(
        select(User.id)
        .where(User.role == Role.ADMIN, User.is_active)
        .order_by(User.id)
        .with_for_update()
    ).all()
    if set(others) <= {user.id}:
        reason = "c’est le dernier compte d’administration en service, ouvrez-en d’abord un autre"
        raise TransitionRefusedError(action, "", reason)
