"""What comes of itself on dispatches: answers that take effect, reminders, silence, news asked.

Each in a transaction of its own; run again, or twice at once, nothing is done twice.
"""

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from api.services.answers import apply_or_tell
from api.services.dispatches_gone import cards_left, tell_left
from api.services.dispatches_rules import (
    REVERSIBLE,
    next_reminder,
    office_hour,
    silent_on,
)
from api.services.dispatches_scope import WITH_CARDS, is_over, waiting_cards
from api.services.dispatches_texts import post_of, receipt_text, start_text
from api.services.dispatches_waiting import close, remind
from api.services.messages import NewMessage, cancel_for, queue
from models.days import day_of
from models.dispatch_lists import CardAnswer, DispatchAction
from models.dispatch_moves import AWAITED, CONTACT, OUT, THE_SYSTEM, By, move_dispatch
from models.dispatches import Dispatch, DispatchCard
from models.errors import DomainError
from models.outbox import MessageKind

Begin = Callable[[], AbstractContextManager[Session]]
"""Opens a transaction of its own."""
Step = Callable[[Session, int, datetime], Counter[str]]

logger = logging.getLogger(__name__)


def let_answers_take_effect(begin: Begin, now: datetime) -> Counter[str]:
    """Answers given 30 minutes ago take effect."""
    with begin() as session:
        ids = _mature(session, now)
    return _each(begin, ids, _apply, now)


def remind_and_close(begin: Begin, now: datetime) -> Counter[str]:
    """Reminders on their day, then « sans réponse », then news asked after a start."""
    with begin() as session:
        ids = session.scalars(
            select(Dispatch.id).where(Dispatch.state.in_(OUT)).order_by(Dispatch.id)
        ).all()
        started = _started(session, now)
    done = _each(begin, ids, _tend, now)
    return done + _each(begin, started, _ask_start, now)


def tell_who_left(begin: Begin, now: datetime) -> Counter[str]:
    """The contact is written, once, that a person is no longer sent to them."""
    with begin() as session:
        left = cards_left(session, now)
    return _each(begin, left, _tell_left, now)


def _tell_left(session: Session, card_id: int, now: datetime) -> Counter[str]:
    dispatch = _loaded(session, session.get_one(DispatchCard, card_id).dispatch_id)
    card = next(each for each in dispatch.cards if each.id == card_id)
    return Counter(told_left=1) if tell_left(session, dispatch, card, now) else Counter()


def _each(begin: Begin, ids: Sequence[int], step: Step, now: datetime) -> Counter[str]:
    done: Counter[str] = Counter()
    for each in ids:
        try:
            with begin() as session:
                counts = step(session, each, now)
        except (SQLAlchemyError, DomainError):
            logger.exception("a dispatch task failed on %d; it tries again", each)
            counts = Counter(failed=1)
        done += counts
    return done


def _mature(session: Session, now: datetime) -> Sequence[int]:
    return session.scalars(
        select(DispatchCard.id)
        .where(
            DispatchCard.answered_at <= now - REVERSIBLE,
            DispatchCard.applied_at.is_(None),
            DispatchCard.trouble.is_(None),
        )
        .order_by(DispatchCard.id)
    ).all()


def _apply(session: Session, card_id: int, now: datetime) -> Counter[str]:
    dispatch_id = session.get_one(DispatchCard, card_id).dispatch_id
    dispatch = _loaded(session, dispatch_id)
    card = next(each for each in dispatch.cards if each.id == card_id)
    if card.applied_at is not None or card.answered_at is None:
        return Counter()  # confirmed or taken back meanwhile
    if card.answered_at > now - REVERSIBLE:
        return Counter()  # changed meanwhile
    by = CONTACT if card.answered_by_id is None else By(card.answered_by_id)
    is_done = apply_or_tell(session, dispatch, card, by, now)
    _acknowledge(session, dispatch, now)
    return Counter(applied=1) if is_done else Counter(left_to_us=1)


def _acknowledge(session: Session, dispatch: Dispatch, now: datetime) -> None:
    """One message says what was answered by the link, once everything is."""
    by_link = [card for card in dispatch.cards if card.answer and not card.answered_by_id]
    if waiting_cards(dispatch) or not by_link or not dispatch.contact_email:
        return
    receipt = NewMessage(
        to=dispatch.contact_email,
        subject=f"Vos réponses pour le poste {post_of(dispatch.offer)}",
        text=receipt_text(dispatch, dispatch.offer, by_link),
        kind=MessageKind.RECEIPT,
        dispatch_id=dispatch.id,
        once=f"accuse:{dispatch.id}",
        not_before=office_hour(now),
    )
    queue(session, receipt, now)


def _tend(session: Session, dispatch_id: int, now: datetime) -> Counter[str]:
    dispatch = _loaded(session, dispatch_id)
    if dispatch.state not in OUT:
        return Counter()
    if is_over(dispatch):
        cancel_for(session, dispatch.id)
        values = {"closed_at": now}
        move_dispatch(session, dispatch, DispatchAction.CLOSE, THE_SYSTEM, now, values=values)
        return Counter(closed=1)
    today = day_of(now)
    end = silent_on(dispatch)
    if dispatch.state in AWAITED and end is not None and today >= end and waiting_cards(dispatch):
        close(session, dispatch, THE_SYSTEM, now)
        return Counter(silent=1)
    return _remind(session, dispatch, now)


def _remind(session: Session, dispatch: Dispatch, now: datetime) -> Counter[str]:
    """One reminder at most, whatever days were missed."""
    day = next_reminder(dispatch)
    is_due = day is not None and day_of(now) >= day and waiting_cards(dispatch)
    if not is_due or (dispatch.reminded_at and day_of(dispatch.reminded_at) == day_of(now)):
        return Counter()
    if not dispatch.contact_email:
        return Counter()  # « À traiter » tells us to call
    try:
        remind(session, dispatch, THE_SYSTEM, now)
    except DomainError:
        return Counter()  # no more messages are wanted: « À traiter » tells us to call
    return Counter(reminded=1)


def _started(session: Session, now: datetime) -> Sequence[int]:
    yesterday = day_of(now) - timedelta(days=1)
    return session.scalars(
        select(DispatchCard.id)
        .where(
            DispatchCard.answer == CardAnswer.HIRED,
            DispatchCard.applied_at.is_not(None),
            DispatchCard.start_news.is_(None),
            DispatchCard.start_on == yesterday,
        )
        .order_by(DispatchCard.id)
    ).all()


def _ask_start(session: Session, card_id: int, now: datetime) -> Counter[str]:
    dispatch = _loaded(session, session.get_one(DispatchCard, card_id).dispatch_id)
    card = next(each for each in dispatch.cards if each.id == card_id)
    if not dispatch.contact_email:
        return Counter()
    asked = NewMessage(
        to=dispatch.contact_email,
        subject=f"A-t-on commencé ? {post_of(dispatch.offer)}",
        text=start_text(dispatch, dispatch.offer, card),
        kind=MessageKind.START,
        dispatch_id=dispatch.id,
        once=f"demarrage:{card.id}",
        not_before=office_hour(now),
    )
    return Counter() if queue(session, asked, now) is None else Counter(start_asked=1)


def _loaded(session: Session, dispatch_id: int) -> Dispatch:
    return session.scalars(
        select(Dispatch).where(Dispatch.id == dispatch_id).options(*WITH_CARDS)
    ).one()
