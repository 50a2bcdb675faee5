"""The life of a contract: a function for each gesture on it. The caller commits."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from api.services import followups_plan
from api.services.contracts_adding import add_contract
from api.services.contracts_guards import Span, check_week
from api.services.contracts_pool import bring_back, leave_pool, return_to_pool
from api.services.contracts_terms import ContractTerms, check_end
from models.candidates import Candidate
from models.contract_lists import OPEN_ENDED, ContractAction, ContractKind, ContractState
from models.contract_moves import ContractStep, check_contract, move_contract
from models.contract_transitions import FOLLOWERS
from models.contracts import Contract
from models.days import day_of
from models.errors import InputRefusedError, TransitionRefusedError
from models.motives import BreakMotive
from models.moves import Actor
from models.people import User

TRIAL_IF_UNKNOWN = timedelta(days=15)
"""After how many days a contract is under way where nobody wrote when its trial ends."""
RESUME_WITHIN = timedelta(days=30)

_A = ContractAction


def start(
    session: Session,
    contract: Contract,
    on: date,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> Contract:
    """The first day of work, as it really was; the calls follow from it.

    Raises
    ------
    InputRefusedError : a day to come, or after the last day
    TransitionRefusedError : earlier than signed, more than 48 hours a week with another contract
    RoleRefusedError, ConcurrentChangeError
    """
    check_past(on, at, "Premier jour")
    last = contract.end_on
    if last is not None and on > last:
        words = f"le contrat signé finit le {last:%d/%m/%Y} : changez d’abord la date de fin"
        raise InputRefusedError(words, "Premier jour")
    if on < contract.start_on:
        _check_week(session, contract, (on, last), _A.START)
    trial = contract.trial_ends_on
    if trial is not None:
        trial = min(trial + (on - contract.start_on), last or date.max)
    step = ContractStep(_A.START, expected_version=expected_version)
    move_contract(session, contract, step, actor, at, {"start_on": on, "trial_ends_on": trial})
    followups_plan.plan(session, contract)
    return contract


def confirm(
    session: Session,
    contract: Contract,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> Contract:
    """The trial is over: the contract is under way.

    Raises
    ------
    TransitionRefusedError : the trial is not over
    RoleRefusedError, ConcurrentChangeError
    """
    if day_of(at) <= trial_end(contract):
        raise TransitionRefusedError(
            _A.CONFIRM.label, contract.state.label, "la période d’essai n’est pas passée"
        )
    step = ContractStep(_A.CONFIRM, expected_version=expected_version)
    move_contract(session, contract, step, actor, at)
    return contract


def trial_end(contract: Contract) -> date:
    """The last day of the trial; fifteen days after the start where nobody wrote it."""
    return contract.trial_ends_on or contract.start_on + TRIAL_IF_UNKNOWN


def extend(
    session: Session,
    contract: Contract,
    end_on: date | None,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> Contract:
    """Another last day: renewed, or shortened by agreement; None where it is not known.

    Raises
    ------
    InputRefusedError : before the first day, or a last day for a CDI
    TransitionRefusedError : more than 48 hours a week with another contract
    RoleRefusedError, ConcurrentChangeError
    """
    if end_on is not None and contract.kind in OPEN_ENDED:
        raise InputRefusedError("un CDI n’a pas de dernier jour", "Dernier jour")
    check_end(contract.start_on, end_on)
    _check_week(session, contract, (contract.start_on, end_on), _A.EXTEND)
    told = "sans date" if end_on is None else f"{end_on:%d/%m/%Y}"
    step = ContractStep(_A.EXTEND, note=f"fin : {told}", expected_version=expected_version)
    move_contract(session, contract, step, actor, at, {"end_on": end_on})
    return _go_on(session, contract, at)


def end(
    session: Session,
    contract: Contract,
    on: date,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> Contract:
    """The contract came to its end; the person is proposed again from the day after.

    Raises
    ------
    InputRefusedError : a day to come, or before the first day
    TransitionRefusedError : later than signed, more than 48 hours a week with another contract
    RoleRefusedError, ConcurrentChangeError
    """
    check_past(on, at, "Dernier jour")
    check_end(contract.start_on, on)
    if contract.end_on is not None and on > contract.end_on:
        _check_week(session, contract, (contract.end_on + timedelta(days=1), on), _A.END)
    step = ContractStep(_A.END, expected_version=expected_version)
    move_contract(session, contract, step, actor, at, {"ended_on": on})
    followups_plan.void_rest(session, contract)
    return_to_pool(session, contract, on + timedelta(days=1), at)
    return contract


def break_off(
    session: Session,
    contract: Contract,
    motive: BreakMotive | None,
    on: date,
    actor: Actor,
    at: datetime,
    note: str | None = None,
    expected_version: int | None = None,
) -> int:
    """The contract broke before its time; how many introductions came back.

    The person is proposed again by a gesture of its own (`make_available`): they may need time.

    Raises
    ------
    MotiveMissingError, InputRefusedError (a day to come, or before the first), RoleRefusedError,
    TransitionRefusedError, ConcurrentChangeError
    """
    check_past(on, at, "Dernier jour travaillé")
    is_planned = contract.state is ContractState.PLANNED
    if on < contract.start_on and not is_planned:
        reason = f"le contrat a commencé le {contract.start_on:%d/%m/%Y}"
        raise InputRefusedError(reason, "Dernier jour travaillé")
    last = max(on, contract.start_on)
    step = ContractStep(
        _A.BREAK,
        motive=None if motive is None else motive.value,
        note=note or None,
        expected_version=expected_version,
    )
    move_contract(session, contract, step, actor, at, {"ended_on": last, "break_motive": motive})
    followups_plan.void_rest(session, contract)
    return bring_back(session, contract, actor, at)


def make_available(session: Session, contract: Contract, user: User, at: datetime) -> None:
    """« Remettre disponible » : the person of a contract that is over is proposed again.

    Raises
    ------
    TransitionRefusedError : the contract still runs, another one holds the person, or they left
    """
    label = "Remettre disponible"
    if contract.ended_on is None or user.role not in FOLLOWERS:
        raise TransitionRefusedError(label, contract.state.label)
    if not return_to_pool(session, contract, contract.ended_on + timedelta(days=1), at):
        raise TransitionRefusedError(
            label, contract.state.label, "un autre contrat court, ou la sortie est validée"
        )


def transform(
    session: Session,
    contract: Contract,
    on: date,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> Contract:
    """The contract becomes a CDI from a day on, at the same employer; the CDI is returned.

    Raises
    ------
    InputRefusedError : a day to come, or not after the first day
    TransitionRefusedError : it is a CDI already
    RoleRefusedError, ConcurrentChangeError
    """
    if contract.kind in OPEN_ENDED:
        raise TransitionRefusedError(_A.TRANSFORM.label, contract.state.label, "c’est un CDI")
    check_past(on, at, "Premier jour du CDI")
    check_end(contract.start_on + timedelta(days=1), on)
    step = ContractStep(_A.TRANSFORM, expected_version=expected_version)
    last = min(on - timedelta(days=1), contract.end_on or date.max)
    move_contract(session, contract, step, actor, at, {"ended_on": last})
    followups_plan.void_rest(session, contract)
    is_mission = contract.kind is ContractKind.TEMP and contract.user_company
    terms = ContractTerms(
        kind=ContractKind.CDI,
        start_on=on,
        employer_name=(contract.user_company if is_mission else None) or contract.employer_name,
        job_title=contract.job_title,
        weekly_hours=contract.weekly_hours,
        is_part_time_chosen=contract.is_part_time_chosen,
        owner_id=contract.owner_id,
    )
    made = add_contract(session, contract.candidate_id, contract.introduction_id, terms, actor, at)
    made.previous_id = contract.id
    made.was_available_from = contract.was_available_from
    start(session, made, on, actor, at)
    return made


def resume(
    session: Session,
    contract: Contract,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> Contract:
    """Take back an end or a break of the last 30 days: it goes on.

    Raises
    ------
    TransitionRefusedError : too long ago, or another contract took the hours
    RoleRefusedError, ConcurrentChangeError
    """
    label = _A.RESUME.label
    check_contract(session, contract, ContractStep(_A.RESUME), actor)
    if contract.ended_on is None or day_of(at) - contract.ended_on > RESUME_WITHIN:
        words = "il est fini depuis plus de 30 jours"
        raise TransitionRefusedError(label, contract.state.label, words)
    _check_week(session, contract, (contract.start_on, contract.end_on), _A.RESUME)
    step = ContractStep(_A.RESUME, expected_version=expected_version)
    move_contract(session, contract, step, actor, at, {"ended_on": None, "break_motive": None})
    return _go_on(session, contract, at)


def hand_over(
    session: Session,
    contract: Contract,
    owner: User,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> Contract:
    """« Confier le suivi » to a colleague who follows people at work.

    Raises
    ------
    InputRefusedError : the colleague does not follow people, or has left
    RoleRefusedError, TransitionRefusedError, ConcurrentChangeError
    """
    if owner.role not in FOLLOWERS or not owner.is_active:
        raise InputRefusedError("cette personne ne suit pas de contrats", "Responsable du suivi")
    step = ContractStep(_A.OWNER, expected_version=expected_version)
    move_contract(session, contract, step, actor, at, {"owner_id": owner.id})
    return contract


def _go_on(session: Session, contract: Contract, at: datetime) -> Contract:
    """The contract runs to another day: its calls follow, and the person stays out of the lists."""
    followups_plan.plan(session, contract)
    leave_pool(session, contract, at)
    return contract


def _check_week(
    session: Session, contract: Contract, days: tuple[date, date | None], action: ContractAction
) -> None:
    """Refuse days (first, last) of a contract that make more than 48 hours in a week.

    The person is locked: two contracts changed at once cannot both pass.
    """
    session.refresh(session.get_one(Candidate, contract.candidate_id), with_for_update=True)
    span = Span(*days, contract.weekly_hours)
    check_week(session, contract.candidate_id, span, action.label, but=contract.id)


def check_past(day: date, at: datetime, place: str) -> None:
    """Refuse a day that has not come.

    Raises
    ------
    InputRefusedError : it has not
    """
    if day > day_of(at):
        raise InputRefusedError("ce jour n’est pas encore venu", place)
