"""What the screens of contracts read: the list, one contract, the working life of a person."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from api.services.contracts_guards import Posts, posts_of
from api.services.contracts_life import trial_end
from api.services.contracts_pool import is_free
from api.services.contracts_scope import contracts_visible
from api.services.exits_facts import TEMP_KINDS, temp_counter
from api.services.followups_day import ContractLine, missed_calls
from api.services.followups_people import NOBODY, Person, in_difficulty, latest_flags, people_of
from api.services.interim_hours import Counter12
from api.services.offer_lists import pages_of
from api.services.scope import stood_in_for
from models.case_files import CandidateFollow
from models.contract_lists import RUNNING, ContractAction, ContractState, Flag
from models.contract_transitions import FOLLOWERS, contract_actions
from models.contracts import Contract, HireClosure, PreHireStep
from models.exit_lists import ExitState
from models.exits import BusinessCreation, Exit, Training
from models.introductions import Introduction
from models.people import User

CONTRACTS_PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class ContractFilters:
    """What the list is cut down to; None and False leave it whole."""

    state: ContractState | None = None
    running: bool = False
    at_risk: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class ContractsPage:
    """One page of the contracts that the user may see."""

    lines: tuple[ContractLine, ...]
    total: int
    pages: int
    by_state: dict[ContractState, int]


@dataclass(frozen=True, slots=True)
class ContractView:
    """One contract as its page shows it; `missed` are the calls that a later one overtook."""

    contract: Contract
    person: Person
    follow: CandidateFollow | None
    flag: Flag | None
    actions: tuple[ContractAction, ...]
    is_free: bool
    closed_others: int
    counter: Counter12 | None
    posts: Posts | None
    exit: Exit | None
    missed: frozenset[int]
    is_trial_over: bool

    @property
    def takes_hours(self) -> bool:
        """True where hours are written line by line."""
        return self.contract.kind in TEMP_KINDS


@dataclass(frozen=True, slots=True)
class WorkView:
    """The working life of a person since they entered."""

    contracts: tuple[Contract, ...]
    trainings: tuple[Training, ...]
    businesses: tuple[BusinessCreation, ...]
    counter: Counter12 | None
    exit: Exit | None


def contracts_page(
    session: Session,
    user: User,
    filters: ContractFilters,
    today: date,
    size: int = CONTRACTS_PER_PAGE,
) -> ContractsPage:
    """The contracts that match, the latest start first."""
    mine = contracts_visible(user, *stood_in_for(session, user, today))
    if filters.at_risk:
        mine = mine & in_difficulty() & Contract.state.in_(RUNNING)
    if filters.running:
        mine = mine & Contract.state.in_(RUNNING)
    counted = session.execute(
        select(Contract.state, func.count()).where(mine).group_by(Contract.state)
    )
    by_state = {row[0]: row[1] for row in counted}
    wanted = mine if filters.state is None else mine & (Contract.state == filters.state)
    total = sum(by_state.values()) if filters.state is None else by_state.get(filters.state, 0)
    order = (Contract.start_on.desc(), Contract.id.desc())
    shown = session.scalars(
        select(Contract.id)
        .where(wanted)
        .order_by(*order)
        .limit(size)
        .offset((filters.page - 1) * size)
    ).all()
    found = session.scalars(
        select(Contract)
        .where(Contract.id.in_(shown))
        .order_by(*order)
        .options(joinedload(Contract.candidate), joinedload(Contract.owner))
    ).all()
    people = people_of(session, {each.candidate_id for each in found})
    flags = latest_flags(session, {each.id for each in found})
    return ContractsPage(
        tuple(ContractLine(c, people[c.candidate_id], flags.get(c.id)) for c in found),
        total,
        pages_of(total, size),
        by_state,
    )


def contract_view(session: Session, contract: Contract, user: User, today: date) -> ContractView:
    """A contract with everything its page tells; its relations are loaded by `contract_of`."""
    offer = None if contract.introduction is None else contract.introduction.offer
    closed = session.scalar(select(func.count()).where(HireClosure.contract_id == contract.id))
    counter = None
    if contract.kind in TEMP_KINDS:
        counter = temp_counter(session, contract.candidate_id, today)
    return ContractView(
        contract=contract,
        person=people_of(session, [contract.candidate_id]).get(contract.candidate_id, NOBODY),
        follow=session.get(CandidateFollow, contract.candidate_id),
        flag=latest_flags(session, [contract.id]).get(contract.id),
        actions=contract_actions(contract.state, user.role),
        is_free=is_free(session, contract),
        closed_others=closed or 0,
        counter=counter,
        posts=None if offer is None else posts_of(session, offer),
        exit=exit_standing(session, contract.candidate_id),
        missed=missed_calls(contract.follow_ups, today),
        is_trial_over=trial_end(contract) < today,
    )


def work_view(session: Session, candidate_id: int, today: date) -> WorkView:
    """What a person did since they entered; for who may look at the person."""
    contracts = session.scalars(
        select(Contract)
        .where(Contract.candidate_id == candidate_id)
        .order_by(Contract.start_on.desc(), Contract.id.desc())
    ).all()
    trainings = session.scalars(
        select(Training)
        .where(Training.candidate_id == candidate_id)
        .order_by(Training.starts_on.desc())
    ).all()
    businesses = session.scalars(
        select(BusinessCreation)
        .where(BusinessCreation.candidate_id == candidate_id)
        .order_by(BusinessCreation.id)
    ).all()
    return WorkView(
        tuple(contracts),
        tuple(trainings),
        tuple(businesses),
        temp_counter(session, candidate_id, today),
        exit_standing(session, candidate_id),
    )


def exit_standing(session: Session, candidate_id: int) -> Exit | None:
    """The exit of a person that the committee has not refused, if there is one."""
    return session.scalar(
        select(Exit).where(Exit.candidate_id == candidate_id, Exit.state != ExitState.REFUSED)
    )


def colleagues(session: Session) -> list[User]:
    """Whom the follow-up of a contract may be handed to, by name."""
    return list(
        session.scalars(
            select(User)
            .where(User.is_active, User.role.in_(FOLLOWERS))
            .order_by(User.name, User.id)
        )
    )


def contracts_of_introduction(session: Session, introduction_id: int) -> list[Contract]:
    """The contracts and missions of an introduction, the first one first."""
    return list(
        session.scalars(
            select(Contract)
            .where(Contract.introduction_id == introduction_id)
            .order_by(Contract.start_on, Contract.id)
        )
    )


def steps_of(session: Session, introduction: Introduction) -> list[PreHireStep]:
    """The steps before the hire, the first one first."""
    return list(
        session.scalars(
            select(PreHireStep)
            .where(PreHireStep.introduction_id == introduction.id)
            .order_by(PreHireStep.start_on, PreHireStep.id)
        )
    )
