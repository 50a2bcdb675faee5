"""How long each wait lasts: the middle one, the one that nine in ten stay under, the longest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import numpy as np
from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from api.services.steering.scope import Scope, introductions_in, opened_in
from models.dispatches import Dispatch, DispatchCard
from models.interviews import Interview, InterviewState
from models.introductions import Introduction, IntroductionEvent
from models.offers import Offer
from models.vocabulary import IntroductionAction, Labelled

LONGEST = 10
"""Waits listed one by one."""
HOUR = 3_600.0


class Wait(Labelled):
    """What is waited for; the target in hours stands in `TARGETS`."""

    SENDING = "envoi", "De l’ouverture de l’offre au premier envoi"
    ANSWER = "reponse", "De l’envoi à la réponse"
    INTERVIEW = "entretien", "De l’attente de validation à l’entretien de niveau 2"


TARGETS = {Wait.SENDING: 24.0, Wait.ANSWER: 5 * 24.0, Wait.INTERVIEW: 48.0}
"""Hours that half of the waits should stay under."""


@dataclass(frozen=True, slots=True)
class Waited:
    """One wait: the offer it was on, its beginning and its end (None: it goes on)."""

    offer_key: UUID
    offer_title: str
    since: datetime
    until: datetime | None

    @property
    def hours(self) -> float | None:
        """How long it lasted; never less than nothing, whatever order things were typed in."""
        if self.until is None:
            return None
        return max(0.0, (self.until - self.since).total_seconds() / HOUR)


@dataclass(frozen=True, slots=True)
class Delay:
    """Hours of the waits that ended; None where none did. `waiting` did not end yet."""

    wait: Wait
    ended: int
    waiting: int
    median: float | None
    ninth_decile: float | None
    longest: tuple[Waited, ...]

    @property
    def is_held(self) -> bool | None:
        """True where half of the waits stay under the target; None where nothing ended."""
        return None if self.median is None else self.median <= TARGETS[self.wait]


def delays(session: Session, scope: Scope) -> tuple[Delay, ...]:
    """The three waits of a scope."""
    return (
        _measured(Wait.SENDING, _sendings(session, scope)),
        _measured(Wait.ANSWER, _answers(session, scope)),
        _measured(Wait.INTERVIEW, _interviews(session, scope)),
    )


def _measured(wait: Wait, waits: Sequence[Waited]) -> Delay:
    over = [(each.hours, each.offer_title, each) for each in waits if each.hours is not None]
    hours = np.array([each[0] for each in over])
    over.sort(key=lambda each: (-each[0], each[1]))
    return Delay(
        wait,
        len(over),
        len(waits) - len(over),
        float(np.median(hours)) if over else None,
        float(np.quantile(hours, 0.9)) if over else None,
        tuple(each for _, _, each in over[:LONGEST]),
    )


def _waits(rows: Iterable[Row[UUID, str, datetime | None, datetime | None]]) -> list[Waited]:
    return [
        Waited(key, title, since, until) for key, title, since, until in rows if since is not None
    ]


def _sendings(session: Session, scope: Scope) -> list[Waited]:
    first = func.min(Dispatch.sent_at)
    rows = session.execute(
        select(Offer.key, Offer.title, Offer.opened_at, first)
        .outerjoin(Dispatch, Dispatch.offer_id == Offer.id)
        .where(opened_in(scope))
        .group_by(Offer.id, Offer.key, Offer.title, Offer.opened_at)
    ).all()
    return _waits(rows)


def _answers(session: Session, scope: Scope) -> list[Waited]:
    rows = session.execute(
        select(Offer.key, Offer.title, Dispatch.sent_at, DispatchCard.answered_at)
        .join(Dispatch, Dispatch.id == DispatchCard.dispatch_id)
        .join(Offer, Offer.id == Dispatch.offer_id)
        .where(
            Dispatch.sent_at.is_not(None),
            DispatchCard.introduction_id.in_(introductions_in(scope)),
        )
    ).all()
    return _waits(rows)


def _interviews(session: Session, scope: Scope) -> list[Waited]:
    since = (
        select(
            IntroductionEvent.introduction_id.label("introduction_id"),
            func.min(IntroductionEvent.at).label("at"),
        )
        .where(
            IntroductionEvent.action == IntroductionAction.SUBMIT,
            IntroductionEvent.introduction_id.in_(introductions_in(scope)),
        )
        .group_by(IntroductionEvent.introduction_id)
        .subquery()
    )
    held = (
        select(Interview.introduction_id.label("id"), func.min(Interview.slot).label("slot"))
        .where(Interview.state == InterviewState.PRESENT)
        .group_by(Interview.introduction_id)
        .subquery()
    )
    rows = session.execute(
        select(Offer.key, Offer.title, since.c.at, held.c.slot)
        .join(Introduction, Introduction.id == since.c.introduction_id)
        .join(Offer, Offer.id == Introduction.offer_id)
        .outerjoin(held, held.c.id == since.c.introduction_id)
    ).all()
    return _waits(rows)
