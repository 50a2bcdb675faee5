"""How long each wait lasts: the middle one, the one that nine in ten stay under, the longest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

import numpy as np
from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from api.services.steering.scope import Scope, introduced_in, opened_in
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


Span: TypeAlias = tuple[int, datetime, datetime | None]
"""One wait: the id of its offer, its beginning and its end (None: it goes on)."""


@dataclass(frozen=True, slots=True)
class Waited:
    """One wait that ended: the offer it was on and how long it lasted."""

    offer_key: UUID
    offer_title: str
    hours: float


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
        _measured(session, Wait.SENDING, _sendings(session, scope)),
        _measured(session, Wait.ANSWER, _answers(session, scope)),
        _measured(session, Wait.INTERVIEW, _interviews(session, scope)),
    )


def _measured(session: Session, wait: Wait, spans: Sequence[Span]) -> Delay:
    over = [(_hours(since, until), offer) for offer, since, until in spans if until is not None]
    hours = np.array([each[0] for each in over])
    over.sort(key=lambda each: (-each[0], each[1]))
    return Delay(
        wait,
        len(over),
        len(spans) - len(over),
        float(np.median(hours)) if over else None,
        float(np.quantile(hours, 0.9)) if over else None,
        _named(session, over[:LONGEST]),
    )


def _hours(since: datetime, until: datetime) -> float:
    """How long a wait lasted; never less than nothing, whatever order things were typed in."""
    return max(0.0, (until - since).total_seconds() / HOUR)


def _named(session: Session, waits: Sequence[tuple[float, int]]) -> tuple[Waited, ...]:
    rows = session.execute(
        select(Offer.id, Offer.key, Offer.title).where(Offer.id.in_({id_ for _, id_ in waits}))
    )
    offers = {id_: (key, title) for id_, key, title in rows}
    return tuple(Waited(*offers[id_], hours) for hours, id_ in waits)


def _sendings(session: Session, scope: Scope) -> list[Span]:
    first = func.min(Dispatch.sent_at)
    rows = session.execute(
        select(Offer.id, Offer.opened_at, first)
        .outerjoin(Dispatch, Dispatch.offer_id == Offer.id)
        .where(opened_in(scope))
        .group_by(Offer.id, Offer.opened_at)
    )
    return _spans(rows)


def _answers(session: Session, scope: Scope) -> list[Span]:
    rows = session.execute(
        select(Dispatch.offer_id, Dispatch.sent_at, DispatchCard.answered_at)
        .join(Dispatch, Dispatch.id == DispatchCard.dispatch_id)
        .join(Introduction, Introduction.id == DispatchCard.introduction_id)
        .where(Dispatch.sent_at.is_not(None), introduced_in(scope))
    )
    return _spans(rows)


def _interviews(session: Session, scope: Scope) -> list[Span]:
    since = (
        select(
            IntroductionEvent.introduction_id.label("introduction_id"),
            func.min(IntroductionEvent.at).label("at"),
        )
        .join(Introduction, Introduction.id == IntroductionEvent.introduction_id)
        .where(IntroductionEvent.action == IntroductionAction.SUBMIT, introduced_in(scope))
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
        select(Introduction.offer_id, since.c.at, held.c.slot)
        .join(Introduction, Introduction.id == since.c.introduction_id)
        .outerjoin(held, held.c.id == since.c.introduction_id)
    )
    return _spans(rows)


def _spans(rows: Iterable[Row[int, datetime | None, datetime | None]]) -> list[Span]:
    return [(offer, since, until) for offer, since, until in rows if since is not None]
