"""Moving an introduction: one conditional UPDATE and one event, so that two never both win."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.candidates import Candidate
from models.endings import EndMotive
from models.errors import (
    NotFoundError,
    RoleRefusedError,
    TransitionRefusedError,
)
from models.introductions import Introduction, IntroductionEvent
from models.move_guards import AGREEMENT_LASTS, CHECKS, Case, another_person, offer_lives
from models.move_rows import change, check_version, last_event, record, step_before
from models.offers import Offer
from models.steps import SYSTEM, Actor, Step
from models.transition_words import Transition
from models.transitions import (
    INTRODUCTION_TRANSITIONS,
    REVERSIBLE,
    introduction_transition,
    steps_for,
)
from models.vocabulary import IntroductionAction, IntroductionState, Origin

__all__ = ["AGREEMENT_LASTS", "SYSTEM", "Actor", "Step", "move", "suggest", "undo"]

_A = IntroductionAction
_S = IntroductionState
NOT_IN_POOL = "la personne n’est plus dans le vivier"
"""Why somebody is suggested no more."""


def suggest(
    session: Session,
    pair: tuple[int, int],
    actor: Actor,
    at: datetime,
    shortlist_id: int | None = None,
) -> Introduction:
    """The introduction of `pair` (offer id, candidate id), made if there is none yet.

    From a shortlist (`shortlist_id`) its origin is the engine, otherwise a hand.

    Raises
    ------
    RoleRefusedError : the role adds nobody
    TransitionRefusedError : the person left the pool
    """
    existing = _find(session, pair)
    if existing is not None:
        return existing
    check_suggester(actor)
    if not session.get_one(Candidate, pair[1]).is_active:
        raise TransitionRefusedError(_A.SUGGEST.label, "", NOT_IN_POOL)
    introduction = Introduction(
        offer_id=pair[0],
        candidate_id=pair[1],
        state=_S.SUGGESTED,
        version=1,
        origin=Origin.MANUAL if shortlist_id is None else Origin.ENGINE,
        shortlist_id=shortlist_id,
        created_at=at,
        changed_at=at,
        changed_by_id=actor.user_id,
    )
    try:
        with session.begin_nested():
            session.add(introduction)
    except IntegrityError:
        winner = _find(session, pair)  # somebody made it in the same instant
        if winner is None:
            raise
        return winner
    step = Step(_A.SUGGEST)
    record(session, introduction, None, _S.SUGGESTED, step, actor, at)
    return introduction


def check_suggester(actor: Actor) -> None:
    """Stop whoever adds nobody to an offer.

    Raises
    ------
    RoleRefusedError
    """
    if actor.role is not None and actor.role not in _SUGGESTERS:
        raise RoleRefusedError(_A.SUGGEST.label, actor.role.label)


def move(
    session: Session, introduction: Introduction, step: Step, actor: Actor, at: datetime
) -> IntroductionEvent:
    """Take one step of the table of transitions, with its guards and its effects.

    An agreement on an offer of level 2 goes on to « À valider » by itself.

    Raises
    ------
    ConcurrentChangeError : somebody decided since `step.expected_version`, or at the same time
    RoleRefusedError, TransitionRefusedError, MotiveMissingError : the table says no
    """
    check_version(session, introduction, step.expected_version)
    start = introduction.state
    row = introduction_transition(step.action, start, actor.role, step.motive, step.detail)
    case = Case(session, introduction, _offer(session, introduction), step, actor, at)
    check_guards(row, case)
    to_state = row.to_state or _before_closing(session, introduction, step)
    change(session, introduction, to_state, effects_of(case), actor, at)
    event = record(session, introduction, start, to_state, step, actor, at)
    if to_state is _S.AGREED and case.offer.level == 2:
        move(session, introduction, Step(_A.SUBMIT), SYSTEM, at)
    return event


def undo(
    session: Session,
    introduction: Introduction,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> IntroductionEvent:
    """Take back the last step, if it is one that can be; the history keeps both.

    The agreement that sent an introduction to validation is taken back with that sending.

    Raises
    ------
    ConcurrentChangeError, RoleRefusedError : as for `move`
    TransitionRefusedError : the last step cannot be taken back, it was sent or is too old
    """
    check_version(session, introduction, expected_version)
    last = last_event(session, introduction.id)
    sending = last if last is not None and last.action is _A.SUBMIT else None
    if sending is not None:
        last = step_before(session, sending)
    if last is None or last.from_state is None or not may_undo(last, actor):
        raise TransitionRefusedError(
            _A.UNDO.label, introduction.state.label, "le dernier geste ne se reprend pas"
        )
    check_undo_role(last, actor)
    guard = _UNDO_GUARDS.get(last.action)
    if guard is not None and actor.role is not None:
        case = Case(session, introduction, _offer(session, introduction), _UNDO, actor, at)
        if reason := guard(case):
            raise TransitionRefusedError(_A.UNDO.label, introduction.state.label, reason)
    if sending is not None:
        _take_back(session, introduction, sending, SYSTEM, at)
    return _take_back(session, introduction, last, actor, at)


def may_undo(last: IntroductionEvent, actor: Actor) -> bool:
    """True where « Annuler » reaches this last step, whoever may take it: nothing was sent."""
    if last.action in REVERSIBLE:
        return last.from_state is not last.to_state  # an agreement renewed is renewed again
    if last.action is not _A.CLOSE:
        return False
    return actor.role is None or last.from_state is not _S.DISPATCHED


def check_undo_role(last: IntroductionEvent, actor: Actor) -> None:
    """Whoever may take a step may take it back."""
    if actor.role is None:
        return
    assert last.from_state is not None
    rows = [row for row in steps_for(last.from_state, actor.role) if row.action is last.action]
    if not any(row.motives is None or last.motive in row.motives for row in rows):
        raise RoleRefusedError(_A.UNDO.label, actor.role.label)


def _take_back(
    session: Session,
    introduction: Introduction,
    last: IntroductionEvent,
    actor: Actor,
    at: datetime,
) -> IntroductionEvent:
    assert last.from_state is not None
    values = former_values(session, introduction, last)
    change(session, introduction, last.from_state, values, actor, at)
    return record(
        session, introduction, last.to_state, last.from_state, _UNDO, actor, at, undoes_id=last.id
    )


def former_values(
    session: Session, introduction: Introduction, last: IntroductionEvent
) -> dict[str, Any]:
    """The columns a step had set, as they were before it."""
    match last.action:
        case _A.KEEP:
            return {
                "kept_by_id": _earlier_keeper(session, last) if last.from_state in _KEPT else None
            }
        case _A.PROPOSE:
            return {"proposed_by_id": None}
        case _A.AGREE:
            return dict(_NO_AGREEMENT)
        case _A.VALIDATE | _A.REFUSE:
            return {"validated_by_id": None}
        case _A.CLOSE:
            return {"close_reason": None, "closed_at": None}
    return {}


_UNDO_GUARDS = {
    _A.CLOSE: offer_lives,
    _A.VALIDATE: another_person,
    _A.REFUSE: another_person,
}
"""What a person must meet to take a step back, beside their role."""
_SUGGESTERS = next(row.roles for row in INTRODUCTION_TRANSITIONS if row.action is _A.SUGGEST)
_KEPT = frozenset({_S.KEPT, _S.RESERVE})
_UNDO = Step(_A.UNDO)
_NO_AGREEMENT = {"agreed_on": None, "agreement_channel": None, "agreement_by_id": None}


def _find(session: Session, pair: tuple[int, int]) -> Introduction | None:
    return session.scalar(
        select(Introduction).where(
            Introduction.offer_id == pair[0], Introduction.candidate_id == pair[1]
        )
    )


def _earlier_keeper(session: Session, event: IntroductionEvent) -> int | None:
    return session.scalar(
        select(IntroductionEvent.actor_id)
        .where(
            IntroductionEvent.introduction_id == event.introduction_id,
            IntroductionEvent.action == _A.KEEP,
            IntroductionEvent.id < event.id,
        )
        .order_by(IntroductionEvent.id.desc())
        .limit(1)
    )


def _before_closing(session: Session, introduction: Introduction, step: Step) -> IntroductionState:
    """The state that the last closing left."""
    state = session.scalar(
        select(IntroductionEvent.from_state)
        .where(
            IntroductionEvent.introduction_id == introduction.id,
            IntroductionEvent.action == _A.CLOSE,
        )
        .order_by(IntroductionEvent.id.desc())
        .limit(1)
    )
    if state is None:
        raise TransitionRefusedError(
            step.action.label, introduction.state.label, "son histoire est inconnue"
        )
    return state


def check_guards(row: Transition, case: Case) -> None:
    """Stop a step that a guard of the table refuses.

    Raises
    ------
    TransitionRefusedError
    """
    for guard in row.guards:
        check = CHECKS.get(guard)
        if check is not None and (reason := check(case)) is not None:
            raise TransitionRefusedError(row.label, case.introduction.state.label, reason)


def effects_of(case: Case) -> dict[str, Any]:
    """The columns that a step sets beside the state."""
    step, user_id = case.step, case.actor.user_id
    match step.action:
        case _A.KEEP:
            return {"kept_by_id": user_id}
        case _A.PROPOSE:
            return {"proposed_by_id": user_id}
        case _A.AGREE:
            return {
                "agreed_on": step.on,
                "agreement_channel": step.channel,
                "agreement_by_id": user_id,
            }
        case _A.VALIDATE | _A.REFUSE:
            return {"validated_by_id": user_id}
        case _A.RETURN:
            return dict(_NO_AGREEMENT)
        case _A.CLOSE:
            return {"close_reason": EndMotive(step.motive or ""), "closed_at": case.at}
        case _A.REOPEN:
            return {"close_reason": None, "closed_at": None}
    return {}


def _offer(session: Session, introduction: Introduction) -> Offer:
    offer = session.get(Offer, introduction.offer_id)
    if offer is None:
        raise NotFoundError("Offre", introduction.offer_id)
    return offer
