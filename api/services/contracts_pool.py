"""What a hire changes around a contract: the other introductions, and whether one is proposed."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services.contracts_guards import Span, running_spans
from models.candidates import Candidate, CandidateAvailability
from models.contracts import MOST_WEEKLY_HOURS, Contract, HireClosure
from models.days import day_of
from models.endings import EndMotive
from models.errors import TransitionRefusedError
from models.exit_lists import ExitState
from models.exits import Exit
from models.introductions import Introduction
from models.moves import Actor, Step, move, undo
from models.offers import Offer
from models.transitions import LIVE, WAITING
from models.vocabulary import IntroductionAction, IntroductionState

LEAST_PART_TIME = 24.0
"""Hours a week of the shortest usual part time (Code du travail, L3123-27): with less room than
that under 48 hours, a person is not proposed any more."""
BACK_WITHIN = timedelta(days=30)
"""How long after a hire what it closed may come back."""


def leave_pool(session: Session, contract: Contract, at: datetime) -> None:
    """Propose the person no more while their contracts leave no room for another.

    A contract with a last day makes them available the day after; one without takes them out of
    the rankings until they are given back (`return_to_pool`). A part time changes nothing.
    """
    spans = running_spans(session, contract.candidate_id)
    week = sum(each.week for each in spans if each.meets(span_of(contract)))
    if MOST_WEEKLY_HOURS - week >= LEAST_PART_TIME:
        return
    person = session.get_one(Candidate, contract.candidate_id)
    availability = session.get(CandidateAvailability, person.id)
    contract.was_active = contract.was_active or person.is_active
    if availability is not None:
        contract.was_available_from = availability.available_from
    last = contract.last_day
    if last is None or availability is None:
        person.is_active = False
    else:
        availability.available_from = max(
            last + timedelta(days=1), availability.available_from or date.min
        )
    person.updated_at = at
    session.flush()


def is_free(session: Session, contract: Contract) -> bool:
    """True where the person is proposed again, as far as this contract is concerned."""
    person = session.get_one(Candidate, contract.candidate_id)
    availability = session.get(CandidateAvailability, person.id)
    free_from = None if availability is None else availability.available_from
    return is_given_back(contract, person.is_active, free_from)


def is_given_back(contract: Contract, is_active: bool, free_from: date | None) -> bool:
    """The same, from what the base says of the person: active, and available from when."""
    last = contract.last_day
    if not is_active or free_from is None or last is None:
        return is_active
    return free_from <= last + timedelta(days=1) or free_from == contract.was_available_from


def return_to_pool(session: Session, contract: Contract, free_from: date, at: datetime) -> bool:
    """Propose the person again from a day on; False where other contracts still hold them.

    A person whose exit was validated has left the programme and stays out.
    """
    others = running_spans(session, contract.candidate_id, but=contract.id)
    week = sum(each.week for each in others if each.last is None or each.last >= free_from)
    if MOST_WEEKLY_HOURS - week < LEAST_PART_TIME or has_left(session, contract.candidate_id):
        return False
    person = session.get_one(Candidate, contract.candidate_id)
    availability = session.get(CandidateAvailability, person.id)
    if availability is not None:
        former = contract.was_available_from
        is_later = former is not None and former > free_from
        availability.available_from = former if is_later else free_from
    person.is_active = True
    person.updated_at = at
    session.flush()
    return True


def reconsider(session: Session, candidate_id: int, at: datetime) -> None:
    """Propose the person or not, after a decision of the committee on their exit.

    Out while an exit is validated; back otherwise, unless open-ended contracts hold them.
    """
    person = session.get_one(Candidate, candidate_id)
    held = [each for each in running_spans(session, candidate_id) if each.last is None]
    has_room = MOST_WEEKLY_HOURS - sum(each.week for each in held) >= LEAST_PART_TIME
    person.is_active = has_room and not has_left(session, candidate_id)
    person.updated_at = at
    session.flush()


def has_left(session: Session, candidate_id: int) -> bool:
    """True where the committee validated an exit of the person."""
    found = session.scalar(
        select(Exit.id).where(Exit.candidate_id == candidate_id, Exit.state == ExitState.VALIDATED)
    )
    return found is not None


def close_others(session: Session, contract: Contract, actor: Actor, at: datetime) -> int:
    """Close the open introductions whose hours this contract excludes; how many.

    An offer that starts after the contract ends, or whose hours still fit under 48 a week, stays
    open: two half-times are allowed.
    """
    spans = running_spans(session, contract.candidate_id)
    closed = 0
    for introduction, offer in session.execute(
        select(Introduction, Offer)
        .join(Offer, Offer.id == Introduction.offer_id)
        .where(
            Introduction.candidate_id == contract.candidate_id,
            Introduction.id != (contract.introduction_id or 0),
            Introduction.state.in_(WAITING),
        )
        .order_by(Introduction.id)
        .with_for_update(of=Introduction)
    ).all():
        wanted = span_of_offer(offer, day_of(at))
        week = wanted.week + sum(each.week for each in spans if each.meets(wanted))
        if week <= MOST_WEEKLY_HOURS:
            continue
        step = Step(IntroductionAction.CLOSE, motive=EndMotive.HIRED_ELSEWHERE.value)
        move(session, introduction, step, Actor(actor.user_id, None), at)
        session.add(HireClosure(contract_id=contract.id, introduction_id=introduction.id))
        closed += 1
    session.flush()
    return closed


def bring_back(session: Session, contract: Contract, actor: Actor, at: datetime) -> int:
    """Give the introductions that the hire closed the state they had; how many came back.

    Within 30 days of the hire, or where the trial broke. Those decided on since, and those whose
    offer is over, stay closed.
    """
    last = contract.last_day or day_of(at)
    in_trial = contract.trial_ends_on is not None and last <= contract.trial_ends_on
    if not in_trial and at - contract.created_at > BACK_WITHIN:
        return 0
    found = session.execute(
        select(Introduction, Offer.state)
        .join(HireClosure, HireClosure.introduction_id == Introduction.id)
        .join(Offer, Offer.id == Introduction.offer_id)
        .where(
            HireClosure.contract_id == contract.id,
            Introduction.state == IntroductionState.CLOSED,
            Introduction.close_reason == EndMotive.HIRED_ELSEWHERE,
        )
        .order_by(Introduction.id)
    ).all()
    back = 0
    for introduction, state in found:
        if state not in LIVE:
            continue
        try:
            undo(session, introduction, Actor(actor.user_id, None), at)
        except TransitionRefusedError:
            continue  # somebody noted something since: reopened by hand where it is wanted
        back += 1
    return back


def span_of(contract: Contract) -> Span:
    """The days and hours of a contract."""
    return Span(contract.start_on, contract.last_day, contract.weekly_hours)


def span_of_offer(offer: Offer, today: date) -> Span:
    """The days and hours that an offer asks for; "as soon as possible" is today."""
    start = max(offer.start_date or today, today)
    last = None if offer.duration_days is None else start + timedelta(days=offer.duration_days - 1)
    return Span(start, last, offer.weekly_hours)
