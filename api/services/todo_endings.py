"""What a caseworker reads of their people once it is over: hired, refused, the offer closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from api.introduction_words import step_motive
from api.rendering import date_fr
from api.services.scope import introductions_visible, stood_in_for
from api.services.todo_items import TodoItem
from api.services.todo_workflow import BY_OTHERS, told_since
from models.candidates import Candidate
from models.case_files import CandidateIdentity
from models.days import day_of
from models.endings import EndMotive
from models.introductions import Introduction, IntroductionEvent
from models.offers import Offer
from models.people import User
from models.transitions import ENDED
from models.vocabulary import IntroductionAction, IntroductionState, OfferState, Role

TOLD = frozenset(set(EndMotive) - {EndMotive.DUPLICATE})
"""Ends that somebody would want to know of."""
_LATER = aliased(IntroductionEvent)
"""A closing of the same introduction, to find the last."""


@dataclass(frozen=True, slots=True)
class Ending:
    """One introduction that is over, and the step that ended it."""

    key: UUID
    candidate_id: int
    event: IntroductionEvent
    offer: str
    offer_state: OfferState
    called: str

    @property
    def detail(self) -> str:
        """« Close le 27 novembre 2026 : refusée par l'employeur (expérience insuffisante). »"""
        words = step_motive(self.event)
        if self.event.motive == EndMotive.OFFER_CLOSED and self.offer_state in ENDED:
            words += f" ({self.offer_state.label[0].lower()}{self.offer_state.label[1:]})"
        return f"Close le {date_fr(self.event.at)} : {words[0].lower()}{words[1:]}."


def ended_by_others(session: Session, user: User, at: datetime) -> Sequence[TodoItem]:
    """How it ended for a caseworker's own people, where they did not write it themselves.

    One line an introduction, until the end of the next working day; what a hire closed beside it
    is told with the hire.
    """
    if user.role is not Role.CASEWORKER:
        return ()
    found = [
        Ending(key, person, event, offer, state, " ".join(filter(None, called)))
        for key, person, event, offer, state, *called in session.execute(_query(session, user, at))
    ]
    hired = {each.candidate_id for each in found if each.event.motive == EndMotive.HIRED}
    return [
        TodoItem(
            BY_OTHERS,
            f"{each.called} pour {each.offer}",
            each.detail,
            f"/mises-en-relation/{each.key}",
            day_of(each.event.at),
        )
        for each in found
        if each.event.motive != EndMotive.HIRED_ELSEWHERE or each.candidate_id not in hired
    ]


def _query(session: Session, user: User, at: datetime) -> Select[*tuple[Any, ...]]:
    """The steps that ended introductions lately; none of people nobody had looked at."""
    last = (
        select(func.max(_LATER.id))
        .where(_LATER.introduction_id == Introduction.id, _LATER.action == IntroductionAction.CLOSE)
        .scalar_subquery()
    )
    return (
        select(
            Introduction.key,
            Introduction.candidate_id,
            IntroductionEvent,
            Offer.title,
            Offer.state,
            Candidate.identifier,
            CandidateIdentity.first_name,
            CandidateIdentity.last_name,
        )
        .select_from(Introduction)
        .join(IntroductionEvent, IntroductionEvent.id == last)
        .join(Offer, Offer.id == Introduction.offer_id)
        .join(Candidate, Candidate.id == Introduction.candidate_id)
        .outerjoin(CandidateIdentity, CandidateIdentity.candidate_id == Candidate.id)
        .where(
            Introduction.state == IntroductionState.CLOSED,
            Introduction.close_reason.in_(TOLD),
            Introduction.closed_at >= told_since(at),
            Introduction.changed_at >= told_since(at),  # never before, and there is an index
            IntroductionEvent.from_state != IntroductionState.SUGGESTED,
            or_(IntroductionEvent.actor_id.is_(None), IntroductionEvent.actor_id != user.id),
            introductions_visible(user, *stood_in_for(session, user, day_of(at))),
        )
        .order_by(Introduction.closed_at, Introduction.id)
    )
