"""What dispatches put in « À traiter »: news of contacts, answers overdue, people to tell."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from api.services.dispatches import WITH_CARDS, waiting_cards
from api.services.dispatches_clock import later_on
from api.services.dispatches_rules import (
    OUTCOME_DAYS,
    OUTCOME_DAYS_TEMP,
    cadence_of,
    next_reminder,
    silent_on,
)
from api.services.dispatches_texts import called
from api.services.dispatches_views import is_news, visible
from api.services.messages import is_stopped
from api.services.todo_items import TodoItem
from models.days import day_of
from models.dispatch_lists import CardAnswer, DispatchState
from models.dispatch_moves import OUT, SENDERS
from models.dispatches import Dispatch
from models.outbox import MessageState, OutgoingMessage
from models.people import User
from models.vocabulary import IntroductionState, Role

NEWS = "Réponses à lire"
OVERDUE = "Réponses en retard"
OUTCOME = "Suites à demander"
UNSENT = "Envois à terminer"
STUCK = "Réponses à traiter à la main"
MAIL = "Messages non partis"
STALE = timedelta(days=1)
"""Age from which a dispatch prepared and not sent is told."""
PROGRESS = frozenset({CardAnswer.MEET, CardAnswer.MET, CardAnswer.TRIAL})


def dispatch_todo(session: Session, user: User, at: datetime) -> Sequence[TodoItem]:
    """What waits for a user on the dispatches they made; for a manager, on all of them."""
    if user.role not in SENDERS:
        return ()
    mine = visible(user) if user.role is Role.MANAGER else Dispatch.created_by_id == user.id
    found = session.scalars(
        select(Dispatch)
        .where(
            mine,
            or_(
                Dispatch.state.in_((*OUT, DispatchState.PREPARED)),
                Dispatch.news_at > Dispatch.seen_at,
                Dispatch.news_at.is_not(None) & Dispatch.seen_at.is_(None),
            ),
        )
        .options(*WITH_CARDS)
        .order_by(Dispatch.id)
    ).all()
    items = [item for dispatch in found for item in _items(session, dispatch, at)]
    return (*items, *_unsent_mail(session, user, found))


def _items(session: Session, dispatch: Dispatch, at: datetime) -> Iterator[TodoItem]:
    where = f"/envois/{dispatch.key}"
    title = f"{dispatch.recipient}, {dispatch.offer.title}"
    if is_news(dispatch.news_at, dispatch.seen_at):
        detail = "le contact a répondu ou posé une question"
        yield TodoItem(NEWS, title, detail, where, dispatch.news_at)
    if any(card.trouble for card in dispatch.cards):
        detail = next(card.trouble for card in dispatch.cards if card.trouble) or ""
        yield TodoItem(STUCK, title, detail, where, dispatch.news_at, urgent=True)
    if dispatch.state is DispatchState.PREPARED and at - dispatch.created_at > STALE:
        yield TodoItem(UNSENT, title, "préparé, pas encore envoyé", where, dispatch.created_at)
    if dispatch.state in OUT:
        yield from _overdue(session, dispatch, title, where, at)
        yield from _outcomes(dispatch, title, where, at)


def _overdue(
    session: Session, dispatch: Dispatch, title: str, where: str, at: datetime
) -> Iterator[TodoItem]:
    count = len(waiting_cards(dispatch))
    if not count:
        return
    today, reminder = day_of(at), next_reminder(dispatch)
    waits = f"{count} fiche{'s' if count > 1 else ''} sans réponse"
    is_unreachable = not dispatch.contact_email or is_stopped(session, dispatch.contact_email)
    if is_unreachable and reminder is not None and reminder <= today:
        yield TodoItem(OVERDUE, title, f"{waits} : à appeler, sans courriel", where, reminder)
    elif dispatch.reply_by < today or dispatch.reminders >= len(cadence_of(dispatch).reminders):
        end = silent_on(dispatch)
        is_near = end is not None and end <= today + timedelta(days=1)
        yield TodoItem(OVERDUE, title, f"{waits} : un appel peut débloquer", where, end, is_near)


def _outcomes(dispatch: Dispatch, title: str, where: str, at: datetime) -> Iterator[TodoItem]:
    wait = timedelta(days=OUTCOME_DAYS_TEMP if dispatch.is_temp else OUTCOME_DAYS)
    for card in dispatch.cards:
        if card.introduction.state is not IntroductionState.DISPATCHED or not card.answered_at:
            continue
        due = later_on(card, dispatch.is_temp)
        if card.answer in PROGRESS:
            due = card.answered_at + wait
        if due is not None and due <= at and card.answer is not None:
            detail = f"{called(card)} : « {card.answer.label} », et depuis ?"
            yield TodoItem(OUTCOME, title, detail, where, due)


def _unsent_mail(session: Session, user: User, found: Sequence[Dispatch]) -> Iterator[TodoItem]:
    by_id = {dispatch.id: dispatch for dispatch in found}
    stuck = session.scalars(
        select(OutgoingMessage).where(
            OutgoingMessage.dispatch_id.in_(by_id),
            OutgoingMessage.state == MessageState.QUARANTINED,
        )
    )
    for message in stuck:
        dispatch = by_id[message.dispatch_id or 0]
        yield TodoItem(
            MAIL,
            f"{message.kind.label} pour {dispatch.recipient}",
            message.last_error or "",
            f"/envois/{dispatch.key}",
            message.created_at,
            urgent=True,
        )
