"""What introductions wait for: an answer of the person, a validation, a call back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from api.rendering import date_fr
from api.services.scope import introductions_visible, stood_in_for
from api.services.todo_items import TodoItem
from models.candidates import Candidate
from models.case_files import CandidateIdentity
from models.days import day_of, start_of
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
MANAGER_AFTER = timedelta(days=10)
"""How long before the manager hears that nobody called again."""
ENDS_WITHIN = timedelta(days=5)
"""How long before its last day an agreement is renewed."""
WEEKEND = (5, 6)
FOLLOWERS = frozenset({Role.CASEWORKER, Role.ADVISOR, Role.MANAGER})
TAKEN = (S.PROPOSED, S.AGREED, S.LEVEL2_PENDING, S.LEVEL2_VALIDATED, S.DISPATCHED)
"""Introductions that hold a place on an offer."""
_OTHER = aliased(Introduction)
"""Another introduction of the same offer."""
_GONE = aliased(Introduction)
"""One of the same offer whose person left."""


@dataclass(frozen=True, slots=True)
class Line:
    """One introduction in a list of things to do; `until` is when its offer stops."""

    key: UUID
    changed_at: datetime
    agreed_on: date | None
    offer: str
    until: date | None
    called: str

    @property
    def title(self) -> str:
        """`P-0001 Salma Aït-Berka pour Cariste`."""
        return f"{self.called} pour {self.offer}"

    @property
    def href(self) -> str:
        """The page of the introduction."""
        return f"/mises-en-relation/{self.key}"


def agreements_to_collect(session: Session, user: User, at: datetime) -> Sequence[TodoItem]:
    """People an offer was proposed to more than three days ago, who did not answer.

    The manager is told of those that nobody took up for ten days.
    """
    if user.role not in FOLLOWERS:
        return ()
    wait = MANAGER_AFTER if user.role is Role.MANAGER else ANSWER_AFTER
    lines = _lines(
        session,
        user,
        at,
        Introduction.state == S.PROPOSED,
        Introduction.changed_at <= at - wait,
    )
    return [
        TodoItem(
            TO_COLLECT,
            line.title,
            f"Proposée le {date_fr(line.changed_at)}, sans réponse.",
            line.href,
            day_of(line.changed_at + ANSWER_AFTER),
        )
        for line in lines
    ]


def agreements_ending(session: Session, user: User, at: datetime) -> Sequence[TodoItem]:
    """Agreements about to be too old to send with; the manager is told of those that are."""
    if user.role not in FOLLOWERS:
        return ()
    today = day_of(at)
    ahead = timedelta(0) if user.role is Role.MANAGER else ENDS_WITHIN
    lines = _lines(
        session,
        user,
        at,
        Introduction.state.in_((S.AGREED, S.LEVEL2_PENDING, S.LEVEL2_VALIDATED)),
        Introduction.agreed_on <= today - (AGREEMENT_LASTS - ahead),
    )
    return [_ending(line, today) for line in lines]


def _ending(line: Line, today: date) -> TodoItem:
    agreed_on = line.agreed_on
    assert agreed_on is not None
    last = agreed_on + AGREEMENT_LASTS
    words = "il ne permet plus d’envoyer" if last < today else "il a bientôt 30 jours"
    detail = f"Accord du {date_fr(agreed_on)} : {words}."
    return TodoItem(ENDING, line.title, detail, line.href, last, urgent=last < today)


def told_since(at: datetime) -> datetime:
    """How old what others decided may be: of the last working day, so that Monday tells Friday."""
    day = day_of(at) - timedelta(days=1)
    while day.weekday() in WEEKEND:
        day -= timedelta(days=1)
    return start_of(day)


def places_freed(session: Session, user: User, at: datetime) -> Sequence[TodoItem]:
    """People in reserve on an open offer that has places nobody holds any more.

    One line a person, not one an offer: it leads to the offer they have waited for longest.
    """
    if user.role is not Role.ADVISOR:
        return ()
    taken = (
        select(func.count())
        .where(_OTHER.offer_id == Introduction.offer_id, _OTHER.state.in_(TAKEN))
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
    people: dict[str, list[Line]] = {}
    for line in lines:
        people.setdefault(line.called, []).append(line)
    return [
        TodoItem(
            FREED,
            f"{called} peut être rappelé·e",
            f"Une place se libère : {' ; '.join(line.offer for line in own)}.",
            own[0].href,
            min((line.until for line in own if line.until), default=None),
        )
        for called, own in people.items()
    ]


def _left_since() -> ColumnElement[bool]:
    """Somebody left the offer after the person was put in reserve."""
    return (
        select(_GONE.id)
        .where(
            _GONE.offer_id == Introduction.offer_id,
            _GONE.state.in_((S.DECLINED, S.LEVEL2_REFUSED, S.CLOSED)),
            _GONE.changed_at >= Introduction.changed_at,
        )
        .exists()
    )


def _lines(session: Session, user: User, at: datetime, *wanted: ColumnElement[bool]) -> list[Line]:
    """The introductions that the user sees and that fit, the oldest first.

    With names: those who are asked this follow the people or their offers (`FOLLOWERS`).
    """
    absent = stood_in_for(session, user, day_of(at))
    found = session.execute(
        select(
            Introduction.key,
            Introduction.changed_at,
            Introduction.agreed_on,
            Offer.title,
            func.coalesce(Offer.deadline, Offer.expires_on),
            Candidate.identifier,
            CandidateIdentity.first_name,
            CandidateIdentity.last_name,
        )
        .join(Offer, Offer.id == Introduction.offer_id)
        .join(Candidate, Candidate.id == Introduction.candidate_id)
        .outerjoin(CandidateIdentity, CandidateIdentity.candidate_id == Candidate.id)
        .where(*wanted, introductions_visible(user, *absent))
        .order_by(Introduction.changed_at, Introduction.id)
    )
    return [Line(*row[:5], " ".join(filter(None, row[5:]))) for row in found]
