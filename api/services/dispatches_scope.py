"""One dispatch looked up: by whom it may be seen, which of its cards wait, what is over."""

from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from api.services.scope import introductions_visible
from models.dispatch_lists import FINAL, CardAnswer, DispatchAction, DispatchState
from models.dispatch_moves import OUT, dispatch_transition
from models.dispatches import Dispatch, DispatchCard
from models.errors import (
    NotFoundError,
    RoleRefusedError,
)
from models.introductions import Introduction
from models.people import User
from models.vocabulary import IntroductionState, Role

_A, _S = DispatchAction, DispatchState
READERS = frozenset({Role.OFFICER, Role.OFFICE, Role.CASEWORKER, Role.ADVISOR, Role.MANAGER})
WITH_CARDS = (
    joinedload(Dispatch.offer),
    joinedload(Dispatch.created_by),
    selectinload(Dispatch.cards).joinedload(DispatchCard.introduction),
    selectinload(Dispatch.cards).joinedload(DispatchCard.answered_by),
)


def dispatch_of(session: Session, user: User, key: str) -> Dispatch:
    """The dispatch of this key with its offer and cards, if the user may see it.

    Raises
    ------
    NotFoundError : none, not theirs, or the key is no key
    """
    try:
        found = session.scalar(
            select(Dispatch).where(Dispatch.key == UUID(key)).options(*WITH_CARDS)
        )
    except ValueError:
        found = None
    if found is None or not may_see(session, user, found):
        raise NotFoundError("Envoi", key)
    return found


def may_see(session: Session, user: User, dispatch: Dispatch) -> bool:
    """True where the user made it, or one of its introductions is theirs to see."""
    if user.role in (Role.OFFICE, Role.MANAGER) or dispatch.created_by_id == user.id:
        return user.role in READERS
    if user.role not in READERS:
        return False
    mine = (
        select(Introduction.id)
        .join(DispatchCard, DispatchCard.introduction_id == Introduction.id)
        .where(DispatchCard.dispatch_id == dispatch.id, introductions_visible(user))
        .limit(1)
    )
    return session.scalar(mine) is not None


def last_recipient(session: Session, introduction_id: int) -> str | None:
    """Whom the person of an introduction was last sent to; None where they were not."""
    return session.scalar(
        select(Dispatch.recipient)
        .join(DispatchCard, DispatchCard.dispatch_id == Dispatch.id)
        .where(DispatchCard.introduction_id == introduction_id, Dispatch.sent_at.is_not(None))
        .order_by(Dispatch.id.desc())
        .limit(1)
    )


def card_of_key(dispatch: Dispatch, key: str) -> DispatchCard:
    """The card of this key.

    Raises
    ------
    NotFoundError : not in this dispatch
    """
    card = next((each for each in dispatch.cards if str(each.key) == key), None)
    if card is None:
        raise NotFoundError("Fiche", key)
    return card


def waiting_cards(dispatch: Dispatch) -> list[DispatchCard]:
    """Cards on which an answer is awaited."""
    return [
        card
        for card in dispatch.cards
        if card.answer is None
        and card.ended_at is None
        and card.introduction.state is IntroductionState.DISPATCHED
    ]


def is_settled(card: DispatchCard) -> bool:
    """True where the answer is the last one, and took effect."""
    return card.answer in FINAL and card.applied_at is not None


def is_to_tell(card: DispatchCard) -> bool:
    """True where something ended, or the employer calls, and the person was not told of it."""
    is_met = card.answer is CardAnswer.MEET and card.applied_at is not None
    if is_met and card.introduction.state is not IntroductionState.DISPATCHED:
        return False
    if not (card.is_silent or is_met or is_settled(card)):
        return False
    when = card.ended_at or card.applied_at
    return card.told_at is None or (when is not None and card.told_at < when)


def may_be_answered(dispatch: Dispatch, card: DispatchCard) -> bool:
    """True while the contact holds the dispatch, and the person is sent and not settled."""
    is_sent = card.introduction.state is IntroductionState.DISPATCHED
    return dispatch.state in OUT and is_sent and not is_settled(card) and card.ended_at is None


def is_over(dispatch: Dispatch) -> bool:
    """True where no card waits for anything."""
    return all(is_card_over(card) for card in dispatch.cards)


def is_card_over(card: DispatchCard) -> bool:
    """True where the card waits for nothing: ended, or its person is no longer sent."""
    if card.answer is not None and card.applied_at is None:
        return False
    is_sent = card.introduction.state is IntroductionState.DISPATCHED
    return card.ended_at is not None or not is_sent


def how_many(session: Session, *wanted: ColumnElement[bool]) -> int:
    """How many rows of the one table that the conditions name meet them."""
    return session.scalar(select(func.count()).where(*wanted)) or 0


def check_role(user: User, action: DispatchAction) -> None:
    """Refuse a role that sends nobody.

    Raises
    ------
    RoleRefusedError : it does not
    """
    if user.role not in dispatch_transition(action, _S.PREPARED, None).roles:
        raise RoleRefusedError(action.label, user.role.label)
