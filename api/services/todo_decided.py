"""What a caseworker reads of what colleagues did for their people, wherever it stands by now.

Somebody kept and at once proposed, agreed for or sent was decided on all the same: the last step
of `DECIDED` is what counts, not the state the person is in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from api.rendering import date_fr, plural
from api.services.scope import introductions_visible, stood_in_for
from api.services.todo_items import TodoItem
from api.services.todo_workflow import BY_OTHERS, told_since
from models.candidates import Candidate
from models.case_files import CandidateIdentity
from models.days import day_of
from models.interviews import Interview, InterviewState
from models.introductions import Introduction, IntroductionEvent
from models.offers import Offer
from models.people import User
from models.transitions import OPEN_STATES
from models.vocabulary import IntroductionAction, IntroductionState, Role

S, A = IntroductionState, IntroductionAction
DECIDED = {
    A.KEEP: "Retenue",
    A.RETURN: "Rendue",
    A.REOPEN: "Rouverte",
    A.UNDO: "Reprise",
    A.REFUSE: "Non validée au niveau 2",
}
"""Steps that somebody should know of, as told; an undoing, where it takes back a closing."""
READ_IN = OPEN_STATES | {S.DECLINED, S.LEVEL2_REFUSED}
"""Where an introduction may stand; `todo_endings` tells those that are closed."""
SINCE = {
    S.RESERVE: "en liste complémentaire depuis le",
    S.PROPOSED: "proposée le",
    S.AGREED: "accord de la personne le",
    S.LEVEL2_PENDING: "à valider au niveau 2 depuis le",
    S.LEVEL2_VALIDATED: "validée au niveau 2 le",
    S.DISPATCHED: "transmise le",
    S.DECLINED: "refusée par la personne le",
}
_NOTHING = "vous n’avez rien à faire."
_UNDOING = aliased(IntroductionEvent)
"""The step that takes another back."""
_OWN = aliased(IntroductionEvent)
"""A later step of the same introduction."""


@dataclass(frozen=True, slots=True)
class Decided:
    """One introduction and the last step of `DECIDED` on it, `step_id`; who took it."""

    key: UUID
    introduction_id: int
    state: IntroductionState
    changed_at: datetime
    step_id: int
    action: IntroductionAction
    at: datetime
    actor_id: int | None
    actor: str | None
    offer: str
    identifier: str
    first_name: str | None
    last_name: str | None

    @property
    def title(self) -> str:
        """`P-0001 Salma Aït-Berka pour Cariste`."""
        called = " ".join(filter(None, (self.identifier, self.first_name, self.last_name)))
        return f"{called} pour {self.offer}"

    def detail(self, absences: int) -> str:
        """« Retenue le 23 novembre 2026 par Ana, proposée le … : vous n’avez rien à faire. »"""
        words = f"{DECIDED[self.action]} le {date_fr(self.at)}"
        if self.action is A.RETURN:
            missed = plural(absences, "absence")
            words += f" : {missed} à l’entretien"
        elif self.actor:
            words += f" par {self.actor}"
        if self.state in SINCE:
            return f"{words}, {SINCE[self.state]} {date_fr(self.changed_at)} : {_NOTHING}"
        if self.action is A.RETURN:
            return f"{words}. Rappelez la personne."
        if self.action is A.REFUSE:
            return f"{words} : parlez-en avec la personne."
        return f"{words} : proposez-lui l’offre."


def decided_by_others(session: Session, user: User, at: datetime) -> Sequence[TodoItem]:
    """Whom colleagues put forward, gave back or did not validate, of a caseworker's own people.

    One line an introduction, until the end of the next working day, or until the caseworker takes
    a step on it.
    """
    if user.role is not Role.CASEWORKER:
        return ()
    last: dict[int, Decided] = {}
    for row in session.execute(_query(session, user, at)):
        each = Decided(*row)
        last[each.introduction_id] = each
    found = sorted(
        (each for each in last.values() if each.actor_id != user.id),
        key=lambda each: (each.at, each.step_id),
    )
    missed = _absences(session, [each.step_id for each in found if each.action is A.RETURN])
    return [
        TodoItem(
            BY_OTHERS,
            each.title,
            each.detail(missed.get(each.step_id, 0)),
            f"/mises-en-relation/{each.key}",
            day_of(each.at),
        )
        for each in found
    ]


def _query(session: Session, user: User, at: datetime) -> Select[*tuple[Any, ...]]:
    """The steps of these days, in their order, with where the introduction stands."""
    step = IntroductionEvent
    return (
        select(
            Introduction.key,
            Introduction.id,
            Introduction.state,
            Introduction.changed_at,
            step.id,
            step.action,
            step.at,
            step.actor_id,
            User.name,
            Offer.title,
            Candidate.identifier,
            CandidateIdentity.first_name,
            CandidateIdentity.last_name,
        )
        .select_from(step)
        .join(Introduction, Introduction.id == step.introduction_id)
        .join(Offer, Offer.id == Introduction.offer_id)
        .join(Candidate, Candidate.id == Introduction.candidate_id)
        .outerjoin(CandidateIdentity, CandidateIdentity.candidate_id == Candidate.id)
        .outerjoin(User, User.id == step.actor_id)
        .where(
            step.action.in_(DECIDED),
            step.at >= told_since(at),
            or_(step.action != A.UNDO, step.from_state == S.CLOSED),
            Introduction.state.in_(READ_IN),
            ~_is_undone(),
            ~_is_followed(user),
            introductions_visible(user, *stood_in_for(session, user, day_of(at))),
        )
        .order_by(step.id)
    )


def _is_undone() -> ColumnElement[bool]:
    return select(_UNDOING.id).where(_UNDOING.undoes_id == IntroductionEvent.id).exists()


def _is_followed(user: User) -> ColumnElement[bool]:
    """The user took a step on it since: they know."""
    return (
        select(_OWN.id)
        .where(
            _OWN.introduction_id == IntroductionEvent.introduction_id,
            _OWN.id > IntroductionEvent.id,
            _OWN.actor_id == user.id,
        )
        .exists()
    )


def _absences(session: Session, steps: Sequence[int]) -> dict[int, int]:
    """Step that gave a person back -> how many interviews they missed in the round it ended."""
    if not steps:
        return {}
    returned, asked = IntroductionEvent, aliased(IntroductionEvent)
    since = (
        select(func.max(asked.at))
        .where(
            asked.introduction_id == returned.introduction_id,
            asked.action == A.SUBMIT,
            asked.id < returned.id,
        )
        .correlate(returned)
        .scalar_subquery()
    )
    counted = (
        select(returned.id, func.count())
        .join(Interview, Interview.introduction_id == returned.introduction_id)
        .where(
            returned.id.in_(steps),
            Interview.state == InterviewState.ABSENT,
            Interview.created_at <= returned.at,
            Interview.created_at >= since,
        )
        .group_by(returned.id)
    )
    return {row[0]: row[1] for row in session.execute(counted)}
