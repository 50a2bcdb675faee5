"""What introductions wait for: an answer of the person, a validation, a call back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from api.rendering import date_fr
from api.services.rows import NAME_READERS, name_of
from api.services.scope import introductions_visible, stood_in_for
from api.services.todo_items import TodoItem
from models.candidates import Candidate
from models.case_files import CandidateIdentity
from models.days import day_of
from models.introductions import Introduction
from models.move_guards import AGREEMENT_LASTS
from models.offers import Offer
from models.people import User
from models.vocabulary import IntroductionState, OfferState, Role

S = IntroductionState

TO_COLLECT = "Accords à recueillir"
ENDING = "Accords à renouveler"
BY_OTHERS = "Décidé pour vos participants"
FREED = "Liste complémentaire"

ANSWER_AFTER = timedelta(days=3)
"""How long the person is given before somebody calls again."""
ENDS_WITHIN = timedelta(days=5)
"""How long before its last day an agreement is renewed."""
TOLD_FOR = timedelta(days=2)
"""How long a caseworker is told what somebody else decided for their participants."""
FOLLOWERS = frozenset({Role.CASEWORKER, Role.ADVISOR, Role.MANAGER})
TAKEN = (S.PROPOSED, S.AGREED, S.LEVEL2_PENDING, S.LEVEL2_VALIDATED, S.DISPATCHED)
"""Introductions that hold a place on an offer."""


@dataclass(frozen=True, slots=True)
class Line:
    """One introduction in a list of things to do."""

    introduction: Introduction
    offer: Offer
    called: str

    @property
    def title(self) -> str:
        """`P-0001 Salma Aït-Berka pour Cariste`."""
        return f"{self.called} pour {self.offer.title}"

    @property
    def href(self) -> str:
        """The page of the introduction."""
        return f"/mises-en-relation/{self.introduction.key}"


def agreements_to_collect(session: Session, user: User, at: datetime) -> Sequence[TodoItem]:
    """People an offer was proposed to more than three days ago, who did not answer."""
    if user.role not in FOLLOWERS:
        return ()
    lines = _lines(
        session,
        user,
        at,
        Introduction.state == S.PROPOSED,
        Introduction.changed_at <= at - ANSWER_AFTER,
    )
    return [
        TodoItem(
            TO_COLLECT,
            line.title,
            f"Proposée le {date_fr(line.introduction.changed_at)}, sans réponse.",
            line.href,
            day_of(line.introduction.changed_at + ANSWER_AFTER),
        )
        for line in lines
    ]


def agreements_ending(session: Session, user: User, at: datetime) -> Sequence[TodoItem]:
    """Agreements about to be too old to send anything with, or that already are."""
    if user.role not in FOLLOWERS:
        return ()
    today = day_of(at)
    lines = _lines(
        session,
        user,
        at,
        Introduction.state.in_((S.AGREED, S.LEVEL2_PENDING, S.LEVEL2_VALIDATED)),
        Introduction.agreed_on <= today - (AGREEMENT_LASTS - ENDS_WITHIN),
    )
    return [_ending(line, today) for line in lines]


def _ending(line: Line, today: date) -> TodoItem:
    agreed_on = line.introduction.agreed_on
    assert agreed_on is not None
    last = agreed_on + AGREEMENT_LASTS
    words = "il ne permet plus d’envoyer" if last < today else "il a bientôt 30 jours"
    detail = f"Accord du {date_fr(agreed_on)} : {words}."
    return TodoItem(ENDING, line.title, detail, line.href, last, urgent=last < today)


def decided_by_others(session: Session, user: User, at: datetime) -> Sequence[TodoItem]:
    """What colleagues retained or gave back for a caseworker's own people, for two days."""
    if user.role is not Role.CASEWORKER:
        return ()
    lines = _lines(
        session,
        user,
        at,
        Introduction.state == S.KEPT,
        Introduction.changed_at >= at - TOLD_FOR,
        or_(Introduction.changed_by_id.is_(None), Introduction.changed_by_id != user.id),
    )
    return [
        TodoItem(
            BY_OTHERS,
            line.title,
            f"Retenue le {date_fr(line.introduction.changed_at)} : proposez-lui l’offre.",
            line.href,
            day_of(line.introduction.changed_at),
        )
        for line in lines
    ]


def places_freed(session: Session, user: User, at: datetime) -> Sequence[TodoItem]:
    """People in reserve on an open offer that has places nobody holds any more."""
    if user.role not in (Role.ADVISOR, Role.MANAGER):
        return ()
    other = aliased(Introduction)
    taken = (
        select(func.count())
        .where(other.offer_id == Introduction.offer_id, other.state.in_(TAKEN))
        .scalar_subquery()
    )
    lines = _lines(
        session,
        user,
        at,
        Introduction.state == S.RESERVE,
        Offer.state == OfferState.OPEN,
        taken < Offer.positions,
        _left_since(),
    )
    return [
        TodoItem(
            FREED,
            f"{line.called} peut être rappelé·e",
            f"Une place se libère : {line.offer.title}.",
            line.href,
            line.offer.deadline or line.offer.expires_on,
        )
        for line in lines
    ]


def _left_since() -> ColumnElement[bool]:
    """Somebody left the offer after the person was put in reserve."""
    gone = aliased(Introduction)
    return (
        select(gone.id)
        .where(
            gone.offer_id == Introduction.offer_id,
            gone.state.in_((S.DECLINED, S.LEVEL2_REFUSED, S.CLOSED)),
            gone.changed_at >= Introduction.changed_at,
        )
        .exists()
    )


def _lines(session: Session, user: User, at: datetime, *wanted: ColumnElement[bool]) -> list[Line]:
    """The introductions that the user sees and that fit, the oldest first."""
    absent = stood_in_for(session, user, day_of(at))
    found = session.execute(
        select(Introduction, Offer, Candidate.identifier, CandidateIdentity)
        .join(Offer, Offer.id == Introduction.offer_id)
        .join(Candidate, Candidate.id == Introduction.candidate_id)
        .outerjoin(CandidateIdentity, CandidateIdentity.candidate_id == Candidate.id)
        .where(*wanted, introductions_visible(user, *absent))
        .order_by(Introduction.changed_at, Introduction.id)
    )
    reads = user.role in NAME_READERS or user.role is Role.CASEWORKER  # of their own people alone
    return [
        Line(
            introduction,
            offer,
            " ".join(filter(None, (identifier, name_of(identity) if reads else None))),
        )
        for introduction, offer, identifier, identity in found
    ]
