"""A person who is no longer sent: what our page of the dispatch says, what the contact is written.

Neither says why: it is the person's to tell, or not.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.rendering import date_fr
from api.services.dispatches_rules import office_hour
from api.services.dispatches_texts import called, gone_text, post_of
from api.services.messages import NewMessage, queue
from models.dispatch_moves import OUT
from models.dispatches import Dispatch, DispatchCard
from models.endings import EndMotive
from models.introductions import Introduction
from models.outbox import MessageKind, MessageState, OutgoingMessage
from models.vocabulary import IntroductionState

LEFT = frozenset({EndMotive.WITHDRAWN, EndMotive.HIRED_ELSEWHERE, EndMotive.DUPLICATE})
"""Ends that come from the person's side: the contact could not know of them."""
TOLD_WITHIN = timedelta(days=3)
"""How old a withdrawal may be for the contact to be told of it."""
WORDS = {
    EndMotive.HIRED: "Recrutement noté",
    EndMotive.REFUSED: "Refus noté",
    EndMotive.OFFER_CLOSED: "Offre close",
    EndMotive.NO_ANSWER: "Close sans réponse",
}


def left_words(card: DispatchCard) -> str | None:
    """« Retirée le 24 novembre 2026 » on a card whose person left; None where they did not."""
    introduction = card.introduction
    is_over = introduction.state is IntroductionState.CLOSED and card.ended_at is None
    if not is_over or introduction.close_reason is None:
        return None
    words = WORDS.get(introduction.close_reason, "Retirée")
    return f"{words} le {date_fr(introduction.closed_at)}"


def cards_left(session: Session, now: datetime) -> Sequence[int]:
    """Cards (ids) whose person left lately, of dispatches whose message reached a contact."""
    reached = (
        select(OutgoingMessage.id)
        .where(
            OutgoingMessage.dispatch_id == Dispatch.id,
            OutgoingMessage.kind == MessageKind.DISPATCH,
            OutgoingMessage.state == MessageState.SENT,
        )
        .exists()
    )
    return session.scalars(
        select(DispatchCard.id)
        .join(Dispatch, Dispatch.id == DispatchCard.dispatch_id)
        .join(Introduction, Introduction.id == DispatchCard.introduction_id)
        .where(
            Introduction.state == IntroductionState.CLOSED,
            Introduction.close_reason.in_(LEFT),
            Introduction.closed_at > now - TOLD_WITHIN,
            DispatchCard.ended_at.is_(None),
            reached,
        )
        .order_by(DispatchCard.id)
    ).all()


def tell_left(session: Session, dispatch: Dispatch, card: DispatchCard, now: datetime) -> bool:
    """Write to the contact that a profile is gone, once; False where it was, or cannot be."""
    if not dispatch.contact_email:
        return False
    others = 0
    if dispatch.state in OUT:
        others = sum(
            each.introduction.state is IntroductionState.DISPATCHED for each in dispatch.cards
        )
    message = NewMessage(
        to=dispatch.contact_email,
        subject=f"{called(card)} n’est plus disponible : {post_of(dispatch.offer)}",
        text=gone_text(dispatch, dispatch.offer, card, others),
        kind=MessageKind.OTHER,
        dispatch_id=dispatch.id,
        once=f"retrait:{card.id}",
        not_before=office_hour(now),
    )
    return queue(session, message, now) is not None
