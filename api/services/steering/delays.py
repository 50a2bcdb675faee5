"""How long each wait lasts: the middle one, the one that nine in ten stay under, the longest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from api.services.steering.scope import Scope, introduced_in, opened_in, sent_in
from api.services.steering.spans import PER_SECOND, MicrosecondsFrom
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


Spans: TypeAlias = Sequence[Row[int, int | None]]
"""Waits: the id of the offer of each, and its microseconds (None: it goes on)."""


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


def _measured(session: Session, wait: Wait, spans: Spans) -> Delay:
    over = [(offer, span) for offer, span in spans if span is not None]
    offers = np.array([offer for offer, _ in over], dtype=np.int64)
    hours = _hours(np.array([span for _, span in over], dtype=np.int64))
    longest = np.lexsort((offers, -hours))[:LONGEST]
    return Delay(
        wait,
        len(over),
        len(spans) - len(over),
        float(np.median(hours)) if over else None,
        float(np.quantile(hours, 0.9)) if over else None,
        _named(session, [(float(hours[row]), int(offers[row])) for row in longest]),
    )


def _hours(spans: NDArray[np.int64]) -> NDArray[np.float64]:
    """How long waits lasted; never less than nothing, whatever order things were typed in."""
    return np.maximum(0.0, spans / PER_SECOND / HOUR)


def _named(session: Session, waits: Sequence[tuple[float, int]]) -> tuple[Waited, ...]:
    rows = session.execute(
        select(Offer.id, Offer.key, Offer.title).where(Offer.id.in_({id_ for _, id_ in waits}))
    )
    offers = {id_: (key, title) for id_, key, title in rows}
    return tuple(Waited(*offers[id_], hours) for hours, id_ in waits)


def _sendings(session: Session, scope: Scope) -> Spans:
    first = (
        select(func.min(Dispatch.sent_at)).where(Dispatch.offer_id == Offer.id).scalar_subquery()
    )
    return session.execute(
        select(Offer.id, MicrosecondsFrom(Offer.opened_at, first)).where(opened_in(scope))
    ).all()


def _answers(session: Session, scope: Scope) -> Spans:
    return session.execute(
        select(Dispatch.offer_id, MicrosecondsFrom(Dispatch.sent_at, DispatchCard.answered_at))
        .select_from(DispatchCard)
        .join(Dispatch, Dispatch.id == DispatchCard.dispatch_id)
        .where(Dispatch.sent_at.is_not(None), sent_in(scope))
    ).all()


def _interviews(session: Session, scope: Scope) -> Spans:
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
    return session.execute(
        select(Introduction.offer_id, MicrosecondsFrom(since.c.at, held.c.slot))
        .select_from(since)
        .join(Introduction, Introduction.id == since.c.introduction_id)
        .outerjoin(held, held.c.id == since.c.introduction_id)
    ).all()
