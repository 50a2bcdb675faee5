"""What dispatches put in « À traiter »: news of contacts, answers overdue, people to tell.

Columns alone are read, and only of what is due: a year of dispatches costs no more than a day.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, func, or_, select, true
from sqlalchemy.orm import Session

from api.services.dispatches_rules import (
    LATER_DAYS,
    LATER_DAYS_TEMP,
    ORDINARY,
    OUTCOME_DAYS,
    OUTCOME_DAYS_TEMP,
    TEMP_WORK,
)
from api.services.todo_items import TodoItem
from models.days import day_of
from models.dispatch_lists import CardAnswer, DispatchState
from models.dispatch_moves import AWAITED, OUT, SENDERS
from models.dispatches import Dispatch, DispatchCard
from models.introductions import Introduction
from models.offers import Offer
from models.outbox import MessageState, OutgoingMessage, StoppedAddress
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
PROGRESS = (CardAnswer.MEET, CardAnswer.MET, CardAnswer.TRIAL, CardAnswer.LATER)
_TITLE = (Dispatch.key, Dispatch.recipient, Offer.title)


def dispatch_todo(session: Session, user: User, at: datetime) -> Sequence[TodoItem]:
    """What waits for a user on the dispatches they made; for a manager, on all of them."""
    if user.role not in SENDERS:
        return ()
    mine = true() if user.role is Role.MANAGER else Dispatch.created_by_id == user.id

    def rows(query: Select[Any]) -> Sequence[Any]:
        return session.execute(query.where(mine).order_by(Dispatch.id)).all()

    return (
        *_news(rows(_all(Dispatch.news_at).where(IS_NEWS))),
        *_stuck(rows(_cards(DispatchCard.trouble).where(DispatchCard.trouble.is_not(None)))),
        *_unsent(rows(_all(Dispatch.created_at).where(_is_stale(at)))),
        *_overdue(rows(_waiting(day_of(at))), day_of(at)),
        *_outcomes(rows(_under_way(at)), at),
        *_mail(rows(_quarantined())),
    )


IS_NEWS = and_(
    Dispatch.news_at.is_not(None),
    or_(Dispatch.seen_at.is_(None), Dispatch.seen_at < Dispatch.news_at),
)
"""The contact said something that none of us read."""


def _all(*columns: Any) -> Select[Any]:
    return select(*_TITLE, *columns).join(Offer, Offer.id == Dispatch.offer_id)


def _cards(*columns: Any) -> Select[Any]:
    return (
        _all(*columns)
        .join(DispatchCard, DispatchCard.dispatch_id == Dispatch.id)
        .join(Introduction, Introduction.id == DispatchCard.introduction_id)
        .where(Introduction.state == IntroductionState.DISPATCHED)
    )


def _item(kind: str, row: Any, detail: str, due: date | datetime | None = None) -> TodoItem:
    return TodoItem(kind, f"{row.recipient}, {row.title}", detail, f"/envois/{row.key}", due)


def _news(rows: Sequence[Any]) -> Iterator[TodoItem]:
    for row in rows:
        yield _item(NEWS, row, "le contact a répondu ou posé une question", row.news_at)


def _stuck(rows: Sequence[Any]) -> Iterator[TodoItem]:
    for row in rows:
        title = f"{row.recipient}, {row.title}"
        yield TodoItem(STUCK, title, row.trouble, f"/envois/{row.key}", urgent=True)


def _is_stale(at: datetime) -> Any:
    return and_(Dispatch.state == DispatchState.PREPARED, Dispatch.created_at < at - STALE)


def _unsent(rows: Sequence[Any]) -> Iterator[TodoItem]:
    for row in rows:
        yield _item(UNSENT, row, "préparé, pas encore envoyé", row.created_at)


def _waiting(today: date) -> Select[Any]:
    """Dispatches whose answer is late, or that nobody can be reminded of by mail."""
    is_unreachable = or_(Dispatch.contact_email.is_(None), StoppedAddress.id.is_not(None))
    most = max(len(ORDINARY.reminders), len(TEMP_WORK.reminders))
    columns = (
        Dispatch.sent_at,
        Dispatch.is_temp,
        Dispatch.reply_by,
        is_unreachable.label("is_unreachable"),
    )
    return (
        _cards(*columns, func.count().label("waiting"))
        .outerjoin(StoppedAddress, StoppedAddress.address == Dispatch.contact_email)
        .where(
            Dispatch.state.in_(AWAITED),
            DispatchCard.answer.is_(None),
            DispatchCard.ended_at.is_(None),
            or_(Dispatch.reply_by < today, Dispatch.reminders >= most, is_unreachable),
        )
        .group_by(Dispatch.id, *_TITLE, *columns[:3], StoppedAddress.id, Dispatch.contact_email)
    )


def _overdue(rows: Sequence[Any], today: date) -> Iterator[TodoItem]:
    for row in rows:
        cadence = TEMP_WORK if row.is_temp else ORDINARY
        sent = day_of(row.sent_at)
        waits = f"{row.waiting} fiche{'s' if row.waiting > 1 else ''} sans réponse"
        if row.is_unreachable and row.reply_by >= today:
            call = sent + timedelta(days=cadence.reminders[0])
            if call <= today:
                yield _item(OVERDUE, row, f"{waits} : à appeler, sans courriel", call)
            continue
        end = sent + timedelta(days=cadence.silence)
        title, where = f"{row.recipient}, {row.title}", f"/envois/{row.key}"
        is_near = end <= today + timedelta(days=1)
        detail = f"{waits} : un appel peut débloquer"
        yield TodoItem(OVERDUE, title, detail, where, end, is_near)


def _under_way(at: datetime) -> Select[Any]:
    """Cards met, in trial or put off, on which news are due."""
    since = at - timedelta(days=min(OUTCOME_DAYS_TEMP, LATER_DAYS_TEMP))
    return _cards(
        DispatchCard.code, DispatchCard.answer, DispatchCard.answered_at, Dispatch.is_temp
    ).where(
        Dispatch.state.in_(OUT),
        DispatchCard.answer.in_(PROGRESS),
        DispatchCard.answered_at <= since,
    )


def _outcomes(rows: Sequence[Any], at: datetime) -> Iterator[TodoItem]:
    for row in rows:
        if row.answer is CardAnswer.LATER:
            days = LATER_DAYS_TEMP if row.is_temp else LATER_DAYS
        else:
            days = OUTCOME_DAYS_TEMP if row.is_temp else OUTCOME_DAYS
        due = row.answered_at + timedelta(days=days)
        if due <= at:
            detail = f"Profil {row.code} : « {row.answer.label} », et depuis ?"
            yield _item(OUTCOME, row, detail, due)


def _quarantined() -> Select[Any]:
    return (
        _all(OutgoingMessage.kind, OutgoingMessage.last_error)
        .join(OutgoingMessage, OutgoingMessage.dispatch_id == Dispatch.id)
        .where(OutgoingMessage.state == MessageState.QUARANTINED)
    )


def _mail(rows: Sequence[Any]) -> Iterator[TodoItem]:
    for row in rows:
        title = f"{row.kind.label} pour {row.recipient}"
        yield TodoItem(MAIL, title, row.last_error or "", f"/envois/{row.key}", urgent=True)
