"""What a contact says beside answers: a question, news of a start."""

from datetime import datetime

from sqlalchemy.orm import Session

from api.services.followups_news import start_told
from ingestion.plain import storable
from models.dispatch_lists import (
    CardAnswer,
    DispatchAction,
    StartNews,
)
from models.dispatch_moves import By, note
from models.dispatches import Dispatch, DispatchCard
from models.errors import (
    InputRefusedError,
    TransitionRefusedError,
)

_A = DispatchAction
MOST_WORDS = 1_000


def ask(session: Session, dispatch: Dispatch, words: str, by: By, at: datetime) -> None:
    """A question to us, on the dispatch.

    Raises
    ------
    InputRefusedError : nothing is asked, or too much
    """
    words = storable(words.strip())
    if not words:
        raise InputRefusedError("écrivez votre question", "Question")
    if len(words) > MOST_WORDS:
        raise InputRefusedError(f"{MOST_WORDS} caractères au plus", "Question")
    note(session, dispatch, _A.QUESTION, by, at, words=words)
    dispatch.news_at = at
    session.flush()


def tell_start(
    session: Session, dispatch: Dispatch, card: DispatchCard, news: StartNews, by: By, at: datetime
) -> None:
    """Started, not started, over: what the contact says, and the contract follows.

    Raises
    ------
    TransitionRefusedError : nobody was retained on this card
    """
    if card.answer is not CardAnswer.HIRED or card.applied_at is None:
        reason = "cette personne n’est pas retenue"
        raise TransitionRefusedError(news.label, dispatch.state.label, reason)
    card.start_news, dispatch.news_at = news, at
    note(session, dispatch, _A.START, by, at, card=card, words=news.label)
    start_told(session, card.introduction_id, news, by.user_id, at)
