"""The introductions of an offer that ends: closed together with one reason, and brought back."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from models.endings import EndMotive
from models.introductions import Introduction, IntroductionEvent
from models.motives import EmployerMotive, ParticipantMotive
from models.moves import Actor, Step, move, undo
from models.transitions import WAITING
from models.vocabulary import IntroductionAction, IntroductionState

_DETAILS = {
    EndMotive.REFUSED: EmployerMotive.NO_MOTIVE.value,
    EndMotive.WITHDRAWN: ParticipantMotive.OTHER.value,
}
"""What is said of many at once where one alone is asked why."""


def waiting(session: Session, offer_id: int) -> Sequence[Introduction]:
    """The introductions of an offer that wait for a decision or an answer."""
    return session.scalars(
        select(Introduction)
        .where(Introduction.offer_id == offer_id, Introduction.state.in_(WAITING))
        .order_by(Introduction.id)
    ).all()


def close_waiting(
    session: Session, offer_id: int, motive: EndMotive, user_id: int | None, at: datetime
) -> int:
    """Close them all with one reason, each with its own event; how many.

    Raises
    ------
    ConcurrentChangeError : somebody decided on one of them at the same time
    """
    found = waiting(session, offer_id)
    step = Step(IntroductionAction.CLOSE, motive=motive.value, detail=_DETAILS.get(motive))
    for introduction in found:
        move(session, introduction, step, Actor(user_id, None), at)
    return len(found)


def restore_closed(
    session: Session, offer_id: int, closed_at: datetime, user_id: int | None, at: datetime
) -> int:
    """Give back the state they had to introductions closed with the offer; how many.

    Those that were closed before, or that somebody changed after, stay as they are.
    """
    later = aliased(IntroductionEvent)
    found = session.scalars(
        select(Introduction)
        .join(IntroductionEvent, IntroductionEvent.introduction_id == Introduction.id)
        .where(
            Introduction.offer_id == offer_id,
            Introduction.state == IntroductionState.CLOSED,
            IntroductionEvent.action == IntroductionAction.CLOSE,
            IntroductionEvent.at == closed_at,
            ~select(later.id)
            .where(
                later.introduction_id == Introduction.id,
                later.id > IntroductionEvent.id,
            )
            .exists(),
        )
        .order_by(Introduction.id)
    ).all()
    for introduction in found:
        undo(session, introduction, Actor(user_id, None), at)
    return len(found)
