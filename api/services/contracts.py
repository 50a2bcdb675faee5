"""A hire: the contract of an introduction, or one that the person found without us."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from api.services.contracts_adding import add_contract
from api.services.contracts_guards import check_posts
from api.services.contracts_life import end, start
from api.services.contracts_pool import close_others
from api.services.contracts_terms import ContractTerms, check_terms
from api.services.offer_states import lock
from models.candidates import Candidate
from models.contract_lists import ContractAction
from models.contract_transitions import FOLLOWERS, contract_transition
from models.contracts import Contract
from models.days import day_of
from models.endings import EndMotive
from models.errors import TransitionRefusedError
from models.introductions import Introduction
from models.moves import Actor, Step, move
from models.offers import Offer
from models.people import User
from models.vocabulary import IntroductionAction, IntroductionState

_A = ContractAction


def hire(
    session: Session, introduction: Introduction, terms: ContractTerms, actor: Actor, at: datetime
) -> Contract:
    """Record that the person of an introduction is hired: the contract, planned.

    The first contract closes the introduction as hired; the next ones (missions) are added to it.
    The other open introductions that the hours exclude are closed as hired elsewhere, the calls
    of the follow-up are planned, and a person without room for another contract is no longer
    proposed.

    Raises
    ------
    InputRefusedError : terms that cannot be
    TransitionRefusedError : no post is left, more than 48 hours a week, or not sent yet
    RoleRefusedError, ConcurrentChangeError
    """
    contract_transition(_A.HIRE, None, actor.role, None)
    check_terms(terms, day_of(at))
    offer = session.get_one(Offer, introduction.offer_id)
    lock(session, offer, None)
    session.refresh(introduction)
    if not _is_hired(introduction):
        _check_sent(introduction)
        check_posts(session, offer, _A.HIRE.label, but=introduction.id)
    if terms.owner_id is None:
        terms = replace(terms, owner_id=_negotiator(session, offer, actor))
    contract = add_contract(session, introduction.candidate_id, introduction.id, terms, actor, at)
    if not _is_hired(introduction):
        step = Step(IntroductionAction.CLOSE, motive=EndMotive.HIRED.value)
        move(session, introduction, step, actor, at)
    close_others(session, contract, actor, at)
    return contract


def record_contract(
    session: Session, candidate: Candidate, terms: ContractTerms, user: User, at: datetime
) -> Contract:
    """Record a contract that the person found without us; it counts for exits all the same.

    One that began before today is started, one that is over is ended.

    Raises
    ------
    As for `hire`, posts apart
    """
    actor = Actor(user.id, user.role)
    contract_transition(_A.HIRE, None, actor.role, None)
    check_terms(terms, day_of(at))
    if terms.owner_id is None:
        terms = replace(terms, owner_id=user.id)
    contract = add_contract(session, candidate.id, None, terms, actor, at)
    if terms.start_on <= day_of(at):
        start(session, contract, terms.start_on, actor, at)
    if terms.end_on is not None and terms.end_on < day_of(at):
        end(session, contract, terms.end_on, actor, at)
    else:
        close_others(session, contract, actor, at)
    return contract


def _is_hired(introduction: Introduction) -> bool:
    return (
        introduction.state is IntroductionState.CLOSED
        and introduction.close_reason is EndMotive.HIRED
    )


def _check_sent(introduction: Introduction) -> None:
    if introduction.state is not IntroductionState.DISPATCHED:
        raise TransitionRefusedError(
            _A.HIRE.label, introduction.state.label, "elle n’est pas transmise à l’employeur"
        )


def _negotiator(session: Session, offer: Offer, actor: Actor) -> int | None:
    """Who negotiated the offer, if they are still there; else who records the hire."""
    collector = None if offer.collected_by_id is None else session.get(User, offer.collected_by_id)
    if collector is not None and collector.is_active and collector.role in FOLLOWERS:
        return collector.id
    actor_user = None if actor.user_id is None else session.get(User, actor.user_id)
    is_follower = actor_user is not None and actor_user.role in FOLLOWERS
    return actor.user_id if is_follower else None
