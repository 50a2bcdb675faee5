"""Which offers and people a figure counts: a period and what narrows it."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session

from models.case_files import CandidateFollow
from models.days import start_of
from models.dispatches import Dispatch, DispatchCard
from models.introductions import Introduction
from models.offers import Offer
from models.people import User
from models.vocabulary import Domain, Role

Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Scope:
    """What is counted: offers opened from `first` to `last` included, in Paris, and their people.

    Each further field narrows it; None leaves it open. `branch` is of people, the rest of offers.
    """

    first: date
    last: date
    domain: Domain | None = None
    level: int | None = None
    collector: UUID | None = None
    agency: str | None = None
    branch: str | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """What a scope may be narrowed to, in the order shown."""

    collectors: tuple[User, ...]
    agencies: tuple[str, ...]
    branches: tuple[str, ...]


def opened_in(scope: Scope) -> Condition:
    """The offers of a scope."""
    wanted = [
        Offer.opened_at >= start_of(scope.first),
        Offer.opened_at < start_of(scope.last + timedelta(days=1)),
    ]
    if scope.domain is not None:
        wanted.append(Offer.domain == scope.domain)
    if scope.level is not None:
        wanted.append(Offer.level == scope.level)
    if scope.collector is not None:
        collector = select(User.id).where(User.key == scope.collector).scalar_subquery()
        wanted.append(Offer.collected_by_id == collector)
    if scope.agency is not None:
        wanted.append(Offer.agency_name == scope.agency)
    return and_(*wanted)


def offers_in(scope: Scope) -> Select[int]:
    """The ids of the offers of a scope."""
    return select(Offer.id).where(opened_in(scope))


def people_in(scope: Scope) -> Select[int] | None:
    """The ids of the people of a scope; None: everybody."""
    if scope.branch is None:
        return None
    return select(CandidateFollow.candidate_id).where(CandidateFollow.branch == scope.branch)


def introduced_in(scope: Scope) -> Condition:
    """The introductions of a scope: its people on its offers."""
    wanted = Introduction.offer_id.in_(offers_in(scope))
    people = people_in(scope)
    return wanted if people is None else and_(wanted, Introduction.candidate_id.in_(people))


def sent_in(scope: Scope) -> Condition:
    """The cards of a scope, joined with their dispatch: read by the offer that each one is of."""
    wanted = Dispatch.offer_id.in_(offers_in(scope))
    people = people_in(scope)
    if people is None:
        return wanted
    theirs = select(Introduction.id).where(Introduction.candidate_id.in_(people))
    return and_(wanted, DispatchCard.introduction_id.in_(theirs))


def choices(session: Session) -> Choices:
    """What the base holds to narrow a scope with."""
    collectors = session.scalars(
        select(User)
        .where(User.role.in_((Role.OFFICER, Role.OFFICE, Role.MANAGER)))
        .order_by(User.name)
    ).all()
    agencies = session.scalars(
        select(Offer.agency_name).where(Offer.agency_name.is_not(None)).distinct()
    ).all()
    branches = session.scalars(
        select(CandidateFollow.branch).where(CandidateFollow.branch.is_not(None)).distinct()
    ).all()
    return Choices(
        tuple(collectors),
        tuple(sorted(filter(None, agencies))),
        tuple(sorted(filter(None, branches))),
    )
