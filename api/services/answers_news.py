"""What a contact says beside answers: a question, news of a start."""

from datetime import date, datetime, timedelta

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session

from api.services.dispatches_scope import how_many
from api.services.followups_news import start_told
from ingestion.plain import storable
from models.days import day_of
from models.dispatch_lists import (
    CardAnswer,
    DispatchAction,
    StartNews,
)
from models.dispatch_moves import By, note, reread
from models.dispatches import Dispatch, DispatchCard, DispatchEvent
from models.errors import (
    InputRefusedError,
    TransitionRefusedError,
)

_A = DispatchAction
MOST_WORDS = 1_000
QUESTIONS_A_DAY = 5
"""Questions that may be asked by the links of a dispatch in a day; then, by telephone."""


def ask(session: Session, dispatch: Dispatch, words: str, by: By, at: datetime) -> None:
    """A question to us, on the dispatch.

    Raises
    ------
    InputRefusedError : nothing is asked, or too much
    TransitionRefusedError : enough was asked today
    """
    words = storable(words.strip())
    if not words:
        raise InputRefusedError("écrivez votre question", "Question")
    if len(words) > MOST_WORDS:
        raise InputRefusedError(f"{MOST_WORDS} caractères au plus", "Question")
    if _asked_today(session, dispatch, at) >= QUESTIONS_A_DAY:
        reason = f"{QUESTIONS_A_DAY} questions par jour au plus : appelez-nous"
        raise TransitionRefusedError("Poser une question", dispatch.state.label, reason)
    note(session, dispatch, _A.QUESTION, by, at, words=words)
    dispatch.news_at = at
    session.flush()


def tell_start(
    session: Session, dispatch: Dispatch, card: DispatchCard, news: StartNews, by: By, at: datetime
) -> None:
    """Started, not started, over: what the contact says once, and the contract follows.

    Raises
    ------
    TransitionRefusedError : nobody was retained on this card, the first day is to come, or the
        news was given already
    """
    reason = _no_news(card, day_of(at))
    if reason is None and not _first_to_say(session, card, news):
        reason = TOLD_ALREADY
    if reason is not None:
        raise TransitionRefusedError(news.label, dispatch.state.label, reason)
    dispatch.news_at = at
    note(session, dispatch, _A.START, by, at, card=card, words=news.label)
    start_told(session, card.introduction_id, news, by.user_id, at)


TOLD_ALREADY = "c’est déjà noté ; si cela a changé, appelez-nous"


def may_tell_start(card: DispatchCard, today: date) -> bool:
    """True where news of a start are awaited: somebody retained, whose first day has come."""
    return _no_news(card, today) is None


def _no_news(card: DispatchCard, today: date) -> str | None:
    if card.answer is not CardAnswer.HIRED or card.applied_at is None or card.start_on is None:
        return "cette personne n’est pas retenue"
    if card.start_on > today:
        return "le premier jour n’est pas encore venu"
    return None if card.start_news is None else TOLD_ALREADY


def _first_to_say(session: Session, card: DispatchCard, news: StartNews) -> bool:
    """Keep the news, where nobody did at the same instant."""
    kept = session.execute(
        update(DispatchCard)
        .where(DispatchCard.id == card.id, DispatchCard.start_news.is_(None))
        .values(start_news=news)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(kept, CursorResult)
    reread(session, card)
    return kept.rowcount == 1


def _asked_today(session: Session, dispatch: Dispatch, at: datetime) -> int:
    """Questions of the last 24 hours by the contact."""
    return how_many(
        session,
        DispatchEvent.dispatch_id == dispatch.id,
        DispatchEvent.action == _A.QUESTION,
        DispatchEvent.is_contact.is_(True),
        DispatchEvent.at > at - timedelta(days=1),
    )
