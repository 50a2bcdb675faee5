"""Who is to be told how it ended, or that they will be called: nobody is left without news."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from api.rendering import date_fr
from api.services.rows import NAME_READERS
from api.services.scope import introductions_visible, stood_in_for
from api.services.todo_items import TodoItem
from models.candidates import Candidate
from models.case_files import CandidateFollow
from models.days import day_of
from models.dispatch_lists import FINAL, CardAnswer
from models.dispatches import Dispatch, DispatchCard
from models.introductions import Introduction
from models.names import plain_name
from models.offers import Offer
from models.people import User
from models.vocabulary import IntroductionState, Role

TELL = "Personnes à prévenir"
TELLERS = NAME_READERS | {Role.CASEWORKER}
LASTS = timedelta(days=30)
"""Age from which news is no news."""
WITHIN = timedelta(days=2)
"""How soon the person should know."""
SILENT = "sans réponse de l’employeur"
NEWS = {
    CardAnswer.HIRED: "retenu·e par l’employeur",
    CardAnswer.REFUSED: "refus de l’employeur",
    CardAnswer.MEET: "rencontre souhaitée par l’employeur",
}
WHEN = func.coalesce(DispatchCard.ended_at, DispatchCard.applied_at)
_CARD, _DISPATCH = aliased(DispatchCard), aliased(Dispatch)
"""A later card of the same introduction, and what it was sent with."""


@dataclass(frozen=True, slots=True)
class ToTell:
    """One card that is settled, and whose person was not told; `when` it was settled."""

    dispatch: UUID
    recipient: str
    card: UUID
    answer: CardAnswer | None
    is_silent: bool
    when: datetime
    offer: str
    identifier: str
    caseworker: str | None

    def item(self) -> TodoItem:
        """« P-0001 : sans réponse de l'employeur pour Cariste », to the words to say."""
        news = SILENT if self.is_silent or self.answer is None else NEWS[self.answer]
        return TodoItem(
            TELL,
            f"{self.identifier} : {news} pour {self.offer}",
            f"{self.recipient}, le {date_fr(self.when)}. Les mots à dire sont sur l’envoi ; "
            "notez ensuite « C’est dit ».",
            f"/envois/{self.dispatch}#fiche-{str(self.card)[:8]}",
            day_of(self.when + WITHIN),
        )


def people_to_tell(session: Session, user: User, at: datetime) -> Sequence[TodoItem]:
    """Settled cards whose person does not know, of the last thirty days.

    They reach the caseworker of the person; where no account follows the person, the advisor who
    sent, or the advisors of the offer where no advisor did.
    """
    if user.role not in TELLERS:
        return ()
    absent = stood_in_for(session, user, day_of(at))
    found = [ToTell(*row) for row in session.execute(_query(at).where(_is_of(user, absent)))]
    if user.role is not Role.CASEWORKER:
        found = _followed_by_none(session, found)
    return [each.item() for each in found]


def _followed_by_none(session: Session, found: Iterable[ToTell]) -> list[ToTell]:
    """Those whose file names no caseworker who signs in."""
    names = {
        plain_name(each.name_in_files)
        for each in session.scalars(
            select(User).where(User.role == Role.CASEWORKER, User.is_active)
        )
    }
    return [each for each in found if plain_name(each.caseworker) not in names]


def _is_of(user: User, absent: Sequence[User]) -> ColumnElement[bool]:
    is_visible = introductions_visible(user, *absent)
    if user.role is Role.CASEWORKER:
        return is_visible
    sent = Dispatch.created_by_id == user.id
    if user.role is Role.MANAGER:
        return sent
    senders = select(User.id).where(User.is_active, User.role.in_(NAME_READERS))
    is_ours = or_(
        Dispatch.created_by_id.in_([each.id for each in absent]),
        Dispatch.created_by_id.is_(None),
        Dispatch.created_by_id.not_in(senders),
    )
    return or_(sent, and_(is_ours, is_visible))


def _query(at: datetime) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Dispatch.key,
            Dispatch.recipient,
            DispatchCard.key,
            DispatchCard.answer,
            DispatchCard.is_silent,
            WHEN,
            Offer.title,
            Candidate.identifier,
            CandidateFollow.caseworker,
        )
        .select_from(Introduction)
        .join(DispatchCard, DispatchCard.introduction_id == Introduction.id)
        .join(Dispatch, Dispatch.id == DispatchCard.dispatch_id)
        # Each has one of both: told as if they might not, so that they are read last, of few.
        .outerjoin(Offer, Offer.id == Introduction.offer_id)
        .outerjoin(Candidate, Candidate.id == Introduction.candidate_id)
        .outerjoin(CandidateFollow, CandidateFollow.candidate_id == Candidate.id)
        .where(
            _is_settled(at - LASTS),
            at - LASTS <= WHEN,
            or_(DispatchCard.told_at.is_(None), DispatchCard.told_at < WHEN),
            ~_was_sent_again(),
        )
        .order_by(WHEN, DispatchCard.id)
    )


def _is_settled(since: datetime) -> ColumnElement[bool]:
    """Over, or to be met and not over; the introductions of which are few (an index says it)."""
    is_final = and_(DispatchCard.answer.in_(FINAL), DispatchCard.applied_at.is_not(None))
    return or_(
        and_(
            Introduction.state == IntroductionState.CLOSED,
            Introduction.changed_at >= since,
            or_(DispatchCard.is_silent, is_final),
        ),
        and_(
            Introduction.state == IntroductionState.DISPATCHED,
            DispatchCard.answer == CardAnswer.MEET,
            DispatchCard.applied_at.is_not(None),
        ),
    )


def _was_sent_again() -> ColumnElement[bool]:
    """The person was sent once more on the offer: the last card tells how it ended."""
    return (
        select(_CARD.id)
        .join(_DISPATCH, _DISPATCH.id == _CARD.dispatch_id)
        .where(
            _CARD.introduction_id == Introduction.id,
            _CARD.id > DispatchCard.id,
            _DISPATCH.sent_at.is_not(None),
        )
        .exists()
    )
