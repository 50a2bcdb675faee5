"""What the pages of accounts show: the list, what was done to one, who would lose whom."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from models.case_files import CandidateFollow
from models.contract_lists import ContractState
from models.contracts import Contract
from models.names import plain_name
from models.people import AccountChange, Organisation, User, UserSession
from models.vocabulary import OrganisationKind, Role

RUNNING = (ContractState.PLANNED, ContractState.STARTED, ContractState.ONGOING)
MOST_CHANGES = 50


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of accounts is narrowed to; None leaves it open."""

    role: Role | None = None
    is_active: bool | None = None
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """A line of the list: `people` named so in the case files, None where the role follows none."""

    user: User
    last_seen: datetime | None
    people: int | None


def list_accounts(session: Session, filters: Filters) -> list[Account]:
    """The accounts, those in use first, by role then by name."""
    asked = select(User).options(joinedload(User.organisation))
    if filters.role is not None:
        asked = asked.where(User.role == filters.role)
    if filters.is_active is not None:
        asked = asked.where(User.is_active.is_(filters.is_active))
    if filters.organisation:
        asked = asked.join(Organisation).where(Organisation.name == filters.organisation)
    found = session.scalars(asked).all()
    last = select(UserSession.user_id, func.max(UserSession.last_seen_at))
    seen = {row[0]: row[1] for row in session.execute(last.group_by(UserSession.user_id))}
    followed = people_by_name(session)
    order = list(Role)
    lines = [Account(each, seen.get(each.id), _people(each, followed)) for each in found]
    return sorted(
        lines,
        key=lambda line: (not line.user.is_active, order.index(line.user.role), line.user.name),
    )


def people_by_name(session: Session) -> Mapping[str, int]:
    """How many people the case files give to each caseworker, by plain name."""
    named = session.execute(
        select(CandidateFollow.caseworker, func.count())
        .where(CandidateFollow.caseworker.is_not(None))
        .group_by(CandidateFollow.caseworker)
    )
    found: Counter[str] = Counter()
    for name, count in named:
        found[plain_name(name)] += count
    return found


def organisations(session: Session) -> Sequence[str]:
    """The names of the programme and its branches, for the lists of the form."""
    kinds = (OrganisationKind.PROGRAMME, OrganisationKind.BRANCH)
    return session.scalars(
        select(Organisation.name).where(Organisation.kind.in_(kinds)).order_by(Organisation.name)
    ).all()


def history(session: Session, user: User) -> Sequence[AccountChange]:
    """What was done to an account, the latest first."""
    return session.scalars(
        select(AccountChange)
        .where(AccountChange.user_id == user.id)
        .options(joinedload(AccountChange.actor))
        .order_by(AccountChange.id.desc())
        .limit(MOST_CHANGES)
    ).all()


def people_of(session: Session, user: User) -> int | None:
    """How many people the case files give to an account; None where the role follows none."""
    return _people(user, people_by_name(session))


def contracts_followed(session: Session, user: User) -> int:
    """Contracts under way whose calls fall to this account."""
    asked = select(func.count()).select_from(Contract)
    return (
        session.scalar(asked.where(Contract.owner_id == user.id, Contract.state.in_(RUNNING))) or 0
    )


def _people(user: User, followed: Mapping[str, int]) -> int | None:
    if user.role is not Role.CASEWORKER:
        return None
    return followed.get(plain_name(user.name_in_files), 0)
