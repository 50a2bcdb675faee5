"""Moving an introduction: one conditional UPDATE and one event, so that two never both win."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.days import day_of
from models.endings import EndMotive
from models.errors import (
    ConcurrentChangeError,
    MotiveMissingError,
    NotFoundError,
    TransitionRefusedError,
)
from models.introductions import Introduction, IntroductionEvent
from models.motives import AgreementChannel
from models.offers import Offer
from models.people import User
from models.transitions import ENDED, REVERSIBLE, introduction_transition
from models.vocabulary import (
    IntroductionAction,
    IntroductionState,
    OfferState,
    Origin,
    Role,
)

AGREEMENT_LASTS = timedelta(days=30)
"""Age after which the agreement of the person must be asked again before sending."""

_PUT_FORWARD = (IntroductionAction.KEEP, IntroductionAction.PROPOSE, IntroductionAction.AGREE)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the user and their role; both None for the system.

    A user without a role: the system acts because this user asked for what brings it about
    (closing an offer closes its introductions).
    """

    user_id: int | None
    role: Role | None


SYSTEM = Actor(None, None)


@dataclass(frozen=True, slots=True)
class Step:
    """What is asked, with the motive and note it comes with.

    `on` and `channel` are the day of the person's agreement and how it was given (`AGREE`).
    `detail` says more than the motive: why the employer or the person said no (`CLOSE`).
    `is_confirmed` goes past what only asks to be confirmed. `batch` is shared by steps taken
    together. `expected_version` is the version the user had on screen; None trusts what the
    base holds now.
    """

    action: IntroductionAction
    motive: str | None = None
    note: str | None = None
    on: date | None = None
    expected_version: int | None = None
    channel: AgreementChannel | None = None
    detail: str | None = None
    is_confirmed: bool = False
    batch: UUID | None = None


def suggest(
    session: Session,
    pair: tuple[int, int],
    actor: Actor,
    at: datetime,
    shortlist_id: int | None = None,
) -> Introduction:
    """The introduction of `pair` (offer id, candidate id), made if there is none yet.

    From a shortlist (`shortlist_id`) its origin is the engine, otherwise a hand.
    """
    existing = _find(session, pair)
    if existing is not None:
        return existing
    introduction = Introduction(
        offer_id=pair[0],
        candidate_id=pair[1],
        state=IntroductionState.SUGGESTED,
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
    step = Step(IntroductionAction.SUGGEST)
    _record(session, introduction, None, IntroductionState.SUGGESTED, step, actor, at)
    return introduction


def move(
    session: Session, introduction: Introduction, step: Step, actor: Actor, at: datetime
) -> IntroductionEvent:
    """Take one step of the table of transitions.

    Raises
    ------
    ConcurrentChangeError : somebody decided since `step.expected_version`, or at the same time
    RoleRefusedError, TransitionRefusedError, MotiveMissingError : the table says no
    """
    _check_version(session, introduction, step.expected_version)
    start = introduction.state
    transition = introduction_transition(step.action, start, actor.role, step.motive)
    values = _effects(session, introduction, step, actor, at)
    _change(session, introduction, transition.to_state, values, actor, at)
    return _record(session, introduction, start, transition.to_state, step, actor, at)


def undo(
    session: Session,
    introduction: Introduction,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> IntroductionEvent:
    """Take back the last step, if it is one that can be; the history keeps both.

    Raises
    ------
    ConcurrentChangeError, RoleRefusedError : as for `move`
    TransitionRefusedError : the last step cannot be taken back; the system alone reopens
    """
    _check_version(session, introduction, expected_version)
    last = _last_event(session, introduction.id)
    reversible = REVERSIBLE if actor.role is not None else REVERSIBLE | {IntroductionAction.CLOSE}
    if last is None or last.action not in reversible or last.from_state is None:
        raise TransitionRefusedError(
            IntroductionAction.UNDO.label,
            introduction.state.label,
            "le dernier geste ne se reprend pas",
        )
    introduction_transition(last.action, last.from_state, actor.role, last.motive)
    keeper = introduction.kept_by_id
    if last.action is IntroductionAction.KEEP:
        keeper = _earlier_keeper(session, last) if last.from_state in _KEPT else None
    values = {"kept_by_id": keeper, "close_reason": None, "closed_at": None}
    _change(session, introduction, last.from_state, values, actor, at)
    return _record(
        session, introduction, last.to_state, last.from_state, _UNDO, actor, at, undoes_id=last.id
    )


_KEPT = frozenset({IntroductionState.KEPT, IntroductionState.RESERVE})
_UNDO = Step(IntroductionAction.UNDO)


def _find(session: Session, pair: tuple[int, int]) -> Introduction | None:
    return session.scalar(
        select(Introduction).where(
            Introduction.offer_id == pair[0], Introduction.candidate_id == pair[1]
        )
    )


def _last_event(session: Session, introduction_id: int) -> IntroductionEvent | None:
    return session.scalar(
        select(IntroductionEvent)
        .where(IntroductionEvent.introduction_id == introduction_id)
        .order_by(IntroductionEvent.id.desc())
        .limit(1)
    )


def _earlier_keeper(session: Session, event: IntroductionEvent) -> int | None:
    return session.scalar(
        select(IntroductionEvent.actor_id)
        .where(
            IntroductionEvent.introduction_id == event.introduction_id,
            IntroductionEvent.action == IntroductionAction.KEEP,
            IntroductionEvent.id < event.id,
        )
        .order_by(IntroductionEvent.id.desc())
        .limit(1)
    )


def _effects(
    session: Session, introduction: Introduction, step: Step, actor: Actor, at: datetime
) -> dict[str, Any]:
    """The columns that a step sets beside the state, and the guards that need the base."""
    match step.action:
        case IntroductionAction.KEEP:
            _check_living(introduction, _offer(session, introduction), step, day_of(at))
            return {"kept_by_id": actor.user_id}
        case IntroductionAction.PROPOSE:
            _check_living(introduction, _offer(session, introduction), step, day_of(at))
            return {"proposed_by_id": actor.user_id}
        case IntroductionAction.AGREE:
            if step.on is None:
                raise _refused(introduction, step, "la date de l’accord manque")
            return {
                "agreed_on": step.on,
                "agreement_channel": step.channel,
                "agreement_by_id": actor.user_id,
            }
        case IntroductionAction.CLOSE:
            return {"close_reason": _end_motive(step), "closed_at": at}
        case IntroductionAction.SUBMIT:
            if _offer(session, introduction).level != 2:
                raise _refused(introduction, step, "l’offre est de niveau 1")
        case IntroductionAction.VALIDATE | IntroductionAction.REFUSE:
            _check_other_person(session, introduction, step, actor)
            return {"validated_by_id": actor.user_id}
        case IntroductionAction.DISPATCH:
            _check_sending(introduction, _offer(session, introduction), step, day_of(at))
    return {}


def _end_motive(step: Step) -> EndMotive:
    try:
        return EndMotive(step.motive or "")
    except ValueError as error:
        raise MotiveMissingError(step.action.label) from error


def _check_other_person(
    session: Session, introduction: Introduction, step: Step, actor: Actor
) -> None:
    own = session.scalar(
        select(IntroductionEvent.id)
        .where(
            IntroductionEvent.introduction_id == introduction.id,
            IntroductionEvent.action.in_(_PUT_FORWARD),
            IntroductionEvent.actor_id == actor.user_id,
        )
        .limit(1)
    )
    if own is not None:
        raise _refused(introduction, step, "la validation revient à une autre personne")


def _check_living(introduction: Introduction, offer: Offer, step: Step, today: date) -> None:
    """Nobody is put forward on an offer that is over, whether or not it was closed already."""
    if offer.state in ENDED or offer.state is OfferState.ARCHIVED:
        raise _refused(introduction, step, f"l’offre est « {offer.state.label} »")
    if offer.expires_on is not None and offer.expires_on < today:
        raise _refused(introduction, step, "l’offre est échue")


def _check_sending(introduction: Introduction, offer: Offer, step: Step, today: date) -> None:
    _check_living(introduction, offer, step, today)
    if offer.state is not OfferState.OPEN:
        raise _refused(introduction, step, "l’offre n’est pas ouverte")
    if offer.deadline is not None and offer.deadline < today:
        raise _refused(introduction, step, "la date limite est passée")
    if offer.level == 2 and introduction.state is not IntroductionState.LEVEL2_VALIDATED:
        raise _refused(introduction, step, "une offre de niveau 2 demande une validation")
    if introduction.agreed_on is None or today - introduction.agreed_on > AGREEMENT_LASTS:
        raise _refused(introduction, step, "l’accord de la personne date de plus de 30 jours")


def _refused(introduction: Introduction, step: Step, reason: str) -> TransitionRefusedError:
    return TransitionRefusedError(step.action.label, introduction.state.label, reason)


def _offer(session: Session, introduction: Introduction) -> Offer:
    offer = session.get(Offer, introduction.offer_id)
    if offer is None:
        raise NotFoundError("Offre", introduction.offer_id)
    return offer


def _check_version(session: Session, introduction: Introduction, expected: int | None) -> None:
    if expected is not None and expected != introduction.version:
        raise _overtaken(session, introduction)


def _change(
    session: Session,
    introduction: Introduction,
    to_state: IntroductionState,
    values: dict[str, Any],
    actor: Actor,
    at: datetime,
) -> None:
    result = session.execute(
        update(Introduction)
        .where(
            Introduction.id == introduction.id,
            Introduction.state == introduction.state,
            Introduction.version == introduction.version,
        )
        .values(
            state=to_state,
            version=introduction.version + 1,
            changed_at=at,
            changed_by_id=actor.user_id,
            **values,
        )
        .execution_options(synchronize_session=False)
    )
    assert isinstance(result, CursorResult)
    session.refresh(introduction)
    if result.rowcount != 1:
        raise _overtaken(session, introduction)


def _overtaken(session: Session, introduction: Introduction) -> ConcurrentChangeError:
    last = _last_event(session, introduction.id)
    who = None
    if last is not None and last.actor_id is not None:
        who = session.scalar(select(User.name).where(User.id == last.actor_id))
    when = introduction.changed_at if last is None else last.at
    return ConcurrentChangeError(who or "Le système", when, introduction.state.label)


def _record(
    session: Session,
    introduction: Introduction,
    from_state: IntroductionState | None,
    to_state: IntroductionState,
    step: Step,
    actor: Actor,
    at: datetime,
    undoes_id: int | None = None,
) -> IntroductionEvent:
    event = IntroductionEvent(
        introduction_id=introduction.id,
        at=at,
        actor_id=actor.user_id,
        action=step.action,
        from_state=from_state,
        to_state=to_state,
        motive=step.motive,
        detail=step.detail,
        note=step.note,
        batch=step.batch,
        undoes_id=undoes_id,
    )
    session.add(event)
    session.flush()
    return event
