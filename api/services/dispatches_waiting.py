"""A dispatch at its contact's: reminded, closed, opened again, read, told."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from api.services.dispatches_rules import office_hour
from api.services.dispatches_scope import (
    card_of_key,
    check_role,
    is_card_over,
    is_over,
    is_to_tell,
    waiting_cards,
)
from api.services.dispatches_texts import (
    post_of,
    reminder_text,
)
from api.services.messages import NewMessage, cancel_for, is_stopped, queue
from models.dispatch_lists import FINAL, CardAnswer, DispatchAction, DispatchState
from models.dispatch_moves import By, by_user, dispatch_transition, move_dispatch, note
from models.dispatches import Dispatch, DispatchCard
from models.endings import EndMotive
from models.errors import (
    TransitionRefusedError,
)
from models.moves import Actor, Step, move
from models.outbox import MessageKind
from models.people import User
from models.vocabulary import IntroductionAction, IntroductionState

_A, _S = DispatchAction, DispatchState


def remind(session: Session, dispatch: Dispatch, by: By, at: datetime) -> None:
    """Remind the contact of the cards that wait.

    Raises
    ------
    TransitionRefusedError : nothing waits, no e-mail, or no more messages are wanted
    RoleRefusedError, ConcurrentChangeError
    """
    cards = waiting_cards(dispatch)
    reason = _no_reminder(session, dispatch, cards)
    if reason is not None:
        raise TransitionRefusedError(_A.REMIND.label, dispatch.state.label, reason)
    count = dispatch.reminders + 1
    values = {"reminders": count, "reminded_at": at}
    move_dispatch(session, dispatch, _A.REMIND, by, at, values=values)
    reminder = NewMessage(
        to=dispatch.contact_email or "",
        subject=f"Votre réponse pour le poste {post_of(dispatch.offer)}",
        text=reminder_text(dispatch, dispatch.offer, cards),
        kind=MessageKind.REMINDER,
        dispatch_id=dispatch.id,
        once=f"relance:{dispatch.id}:{count}",
        not_before=office_hour(at),
    )
    queue(session, reminder, at)


def _no_reminder(session: Session, dispatch: Dispatch, cards: Sequence[DispatchCard]) -> str | None:
    if not cards:
        return "aucune fiche n’attend de réponse"
    if not dispatch.contact_email:
        return "le contact n’a pas d’adresse de courriel : appelez-le"
    if is_stopped(session, dispatch.contact_email):
        return "le contact ne veut plus de messages : appelez-le"
    return None


def close(session: Session, dispatch: Dispatch, by: By, at: datetime) -> None:
    """End the wait: cards without an answer are « sans réponse », at the employer's count.

    A card whose answer calls for another (to be met, in trial) holds the dispatch open.

    Raises
    ------
    TransitionRefusedError, RoleRefusedError, ConcurrentChangeError
    """
    dispatch_transition(_A.CLOSE, dispatch.state, by.asked_as)
    for card in waiting_cards(dispatch):
        step = Step(IntroductionAction.CLOSE, motive=EndMotive.NO_ANSWER.value)
        move(session, card.introduction, step, Actor(by.user_id, None), at)
        card.is_silent, card.ended_at, card.version = True, at, card.version + 1
        note(session, dispatch, _A.SILENCE, by, at, card=card)
    cancel_for(session, dispatch.id)
    if is_over(dispatch):
        move_dispatch(session, dispatch, _A.CLOSE, by, at, values={"closed_at": at})
    elif by.role is not None:
        count = sum(not is_card_over(card) for card in dispatch.cards)
        raise TransitionRefusedError(
            _A.CLOSE.label,
            dispatch.state.label,
            f"la suite de {count} réponse{'s' if count > 1 else ''} manque : notez-la d’abord",
        )
    else:
        move_dispatch(session, dispatch, _A.ANSWER, by, at, to_state=_S.COMPLETE)


def reopen(session: Session, user: User, dispatch: Dispatch, at: datetime) -> None:
    """Bring back a dispatch some of whose introductions came back.

    Raises
    ------
    TransitionRefusedError : none came back
    RoleRefusedError, ConcurrentChangeError
    """
    back = [
        card for card in dispatch.cards if card.introduction.state is IntroductionState.DISPATCHED
    ]
    if not back:
        reason = "aucune mise en relation n’est revenue"
        raise TransitionRefusedError(_A.REOPEN.label, dispatch.state.label, reason)
    for card in back:
        _wait_again(card)
    move_dispatch(session, dispatch, _A.REOPEN, by_user(user), at, values={"closed_at": None})


def _wait_again(card: DispatchCard) -> None:
    """The card waits as before its end; who was given a name still met the person."""
    card.ended_at, card.is_silent, card.told_at = None, False, None
    card.version += 1
    if card.answer not in FINAL:
        return
    card.motive = card.start_on = card.start_news = None
    if card.revealed_at is not None:
        card.answer = CardAnswer.MEET
    else:
        card.answer = card.channel = card.answered_at = card.applied_at = None
        card.answered_by_id = card.words = None


def mark_seen(session: Session, user: User, dispatch: Dispatch, at: datetime) -> None:
    """One of us read the answers: they leave « À traiter »."""
    check_role(user, _A.SEND)
    dispatch.seen_at = at
    note(session, dispatch, _A.SEEN, by_user(user), at)


def mark_told(
    session: Session, user: User, dispatch: Dispatch, card_key: str, at: datetime
) -> None:
    """The person knows how it ended."""
    check_role(user, _A.SEND)
    card = card_of_key(dispatch, card_key)
    if is_to_tell(card):
        card.told_at = at
        note(session, dispatch, _A.TOLD, by_user(user), at, card=card)
