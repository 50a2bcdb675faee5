"""What a contact answers on a card, by the link or through one of us: the same field, one rule.

An answer may be changed for 30 minutes; then, or once confirmed, it takes effect: name and
telephone are given, the introduction is closed, the contract is made.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from api.services.answers_effects import take_effect
from api.services.answers_given import Given, check_given
from api.services.dispatches_rules import REVERSIBLE
from api.services.dispatches_scope import is_over, is_settled, waiting_cards
from ingestion.plain import storable
from models.days import day_of
from models.dispatch_lists import (
    FINAL,
    AnswerChannel,
    CardAnswer,
    DispatchAction,
    DispatchState,
)
from models.dispatch_moves import (
    SOMEBODY_OF_OURS,
    By,
    dispatch_transition,
    move_dispatch,
    note,
    overtaken,
    reread,
)
from models.dispatches import Dispatch, DispatchCard, DispatchEvent
from models.errors import (
    ConcurrentChangeError,
    InputRefusedError,
    RoleRefusedError,
    TransitionRefusedError,
)
from models.motives import EmployerMotive
from models.vocabulary import IntroductionState

_A, _S = DispatchAction, DispatchState
MOST_WORDS = 1_000
MOST_TROUBLE = 300


def answer(
    session: Session, dispatch: Dispatch, card: DispatchCard, given: Given, by: By, at: datetime
) -> None:
    """Note an answer on a card; it takes effect in 30 minutes, or when confirmed.

    Raises
    ------
    MotiveMissingError, InputRefusedError : a refusal without motive, a hire without its day
    RoleRefusedError : whoever types it does not record what an employer decides
    TransitionRefusedError : the person is no longer waiting, or the answer is final
    ConcurrentChangeError : somebody answered meanwhile
    """
    dispatch_transition(_A.ANSWER, dispatch.state, by.asked_as)
    check_given(given, by, day_of(at))
    _check_open(card)
    values = {
        "answer": given.answer,
        "motive": given.motive if given.answer is CardAnswer.REFUSED else None,
        "words": storable(given.words.strip())[:MOST_WORDS] or None,
        "start_on": given.start_on if given.answer is CardAnswer.HIRED else None,
        "channel": given.channel,
        "answered_at": at,
        "answered_by_id": by.user_id,
        "device_hash": given.device_hash,
        "applied_at": None,
        "trouble": None,
    }
    if given.answer is CardAnswer.MEET:
        place = storable(given.meet_place.strip())[:MOST_WORDS]
        values |= {"meet_at": given.meet_at, "meet_place": place or None}
    elif card.answer is CardAnswer.MEET and card.applied_at is None:
        values |= {"meet_at": None, "meet_place": None}  # of an answer that never took effect
    _change(session, dispatch, card, values, by, at, given.version)
    note(session, dispatch, _A.ANSWER, by, at, card=card, answer=card.answer, words=card.words)
    _settle(session, dispatch, _A.ANSWER, by, at)


def take_back(
    session: Session, dispatch: Dispatch, card: DispatchCard, by: By, at: datetime
) -> None:
    """Change one's mind: the card is as it was before the answer.

    Raises
    ------
    TransitionRefusedError : there is none, or it took effect
    ConcurrentChangeError
    """
    dispatch_transition(_A.TAKE_BACK, dispatch.state, by.asked_as)
    if card.answer is None or card.applied_at is not None:
        reason = "cette réponse a déjà pris effet" if card.answer else "il n’y a pas de réponse"
        raise TransitionRefusedError("Changer d’avis", dispatch.state.label, reason)
    before = _applied_before(session, card)
    _change(session, dispatch, card, _as_before(before), by, at)
    note(session, dispatch, _A.TAKE_BACK, by, at, card=card)
    _settle(session, dispatch, _A.TAKE_BACK, by, at)


def confirm(session: Session, dispatch: Dispatch, card: DispatchCard, by: By, at: datetime) -> None:
    """Let an answer take effect now.

    Raises
    ------
    TransitionRefusedError : there is none to confirm, or what it asks for cannot be done
    """
    if card.answer is None or card.applied_at is not None:
        reason = "il n’y a pas de réponse à confirmer"
        raise TransitionRefusedError("Confirmer", dispatch.state.label, reason)
    if by.role is None:
        apply_or_tell(session, dispatch, card, by, at)
    else:
        apply(session, dispatch, card, by, at)


def apply(session: Session, dispatch: Dispatch, card: DispatchCard, by: By, at: datetime) -> None:
    """The answer takes effect; again, it changes nothing.

    Raises
    ------
    TransitionRefusedError, ConcurrentChangeError : the introduction moved meanwhile
    """
    if card.answer is None or card.applied_at is not None:
        return
    _change(session, dispatch, card, {"applied_at": at, "trouble": None}, by, at)
    note(session, dispatch, _A.APPLY, by, at, card=card, answer=card.answer)
    _take_effect(session, dispatch, card, by, at)
    if card.answer in FINAL:
        card.ended_at = at
        session.flush()
    if is_over(dispatch):
        values = {"closed_at": at}
        system = By(by.user_id, None)
        move_dispatch(session, dispatch, _A.CLOSE, system, at, values=values)


def _take_effect(
    session: Session, dispatch: Dispatch, card: DispatchCard, by: By, at: datetime
) -> None:
    """Bring it about; where somebody moved the person meanwhile, a contact hears no name."""
    try:
        take_effect(session, dispatch, card, by, at)
    except ConcurrentChangeError as error:
        if not by.is_contact:
            raise
        raise ConcurrentChangeError(SOMEBODY_OF_OURS, error.when, error.state) from error


def apply_or_tell(
    session: Session, dispatch: Dispatch, card: DispatchCard, by: By, at: datetime
) -> bool:
    """As `apply`; what it cannot bring about is left to one of us, and told to nobody else.

    An employer must not learn from a refusal what else a person does.
    """
    try:
        with session.begin_nested():
            apply(session, dispatch, card, by, at)
    except (TransitionRefusedError, InputRefusedError, RoleRefusedError) as error:
        reread(session, card)
        card.trouble, dispatch.news_at = str(error)[:MOST_TROUBLE], at
        session.flush()
        return False
    return True


def fill_all(
    session: Session, dispatch: Dispatch, by: By, at: datetime, channel: AnswerChannel
) -> int:
    """« Poste pourvu » for every card that waits; how many.

    Raises
    ------
    TransitionRefusedError : none waits
    """
    cards = waiting_cards(dispatch)
    if not cards:
        reason = "aucune fiche n’attend de réponse"
        raise TransitionRefusedError("Poste pourvu", dispatch.state.label, reason)
    for card in cards:
        given = Given(CardAnswer.REFUSED, EmployerMotive.FILLED, channel=channel)
        answer(session, dispatch, card, given, by, at)
    return len(cards)


def effective_at(card: DispatchCard) -> datetime | None:
    """When an answer takes effect; None without one."""
    if card.answered_at is None:
        return None
    return card.applied_at or card.answered_at + REVERSIBLE


def _check_open(card: DispatchCard) -> None:
    if is_settled(card) or card.ended_at is not None:
        raise TransitionRefusedError("Répondre", "", "la réponse sur ce profil a pris effet")
    if card.introduction.state is not IntroductionState.DISPATCHED:
        raise TransitionRefusedError("Répondre", "", "ce profil n’est plus disponible")


def _change(
    session: Session,
    dispatch: Dispatch,
    card: DispatchCard,
    values: Mapping[str, object],
    by: By,
    at: datetime,
    version: int | None = None,
) -> None:
    """One conditional UPDATE, so that of two answers at once one wins."""
    changed = session.execute(
        update(DispatchCard)
        .where(
            DispatchCard.id == card.id,
            DispatchCard.version == (card.version if version is None else version),
        )
        .values(version=DispatchCard.version + 1, **values)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(changed, CursorResult)
    reread(session, card)
    if changed.rowcount != 1:
        raise overtaken(session, dispatch, by, at)


def _applied_before(session: Session, card: DispatchCard) -> DispatchEvent | None:
    """The answer that took effect before this one, if there was any."""
    return session.scalar(
        select(DispatchEvent)
        .where(DispatchEvent.card_id == card.id, DispatchEvent.action == _A.APPLY)
        .order_by(DispatchEvent.id.desc())
        .limit(1)
    )


def _as_before(before: DispatchEvent | None) -> dict[str, object]:
    nothing: dict[str, object] = {
        "answer": None,
        "motive": None,
        "words": None,
        "start_on": None,
        "channel": None,
        "answered_at": None,
        "answered_by_id": None,
        "trouble": None,
    }
    if before is None:
        return {**nothing, "meet_at": None, "meet_place": None}
    is_ours = before.actor_id is not None
    return {
        **nothing,
        "answer": before.answer,
        "channel": AnswerChannel.PHONE if is_ours else AnswerChannel.LINK,
        "answered_at": before.at,
        "answered_by_id": before.actor_id,
        "applied_at": before.at,
    }


def _settle(
    session: Session, dispatch: Dispatch, action: DispatchAction, by: By, at: datetime
) -> None:
    """The state of the dispatch after an answer, and what is new for us."""
    is_complete = not waiting_cards(dispatch)
    is_answered = any(card.answer is not None for card in dispatch.cards)
    if action is _A.ANSWER:
        to_state = _S.COMPLETE if is_complete else _S.PARTIAL
    else:
        to_state = _S.PARTIAL if is_answered else _S.READ
    values = {"news_at": at} if by.is_contact else {}
    move_dispatch(session, dispatch, action, by, at, to_state=to_state, values=values)
