"""What is done each day by itself: offers past their end, files and old states of people.

Each offer has its own transaction: one that cannot be changed holds no other back.
"""

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from api.services.access_log import forget_accesses
from api.services.import_assistant import forget_expired
from api.services.import_undo import forget_before
from api.services.learning_rates import refit_weekly
from api.services.offer_states import change_offer_state, lock
from api.services.tokens_answers import forget_answers
from models.closing import close_waiting
from models.days import day_of
from models.endings import EndMotive, ExpiryMotive
from models.errors import DomainError
from models.offers import Offer
from models.transitions import ENDED, LIVE
from models.vocabulary import OfferState

ARCHIVE_AFTER = timedelta(days=182)

Begin = Callable[[], AbstractContextManager[Session]]
"""Opens a transaction of its own."""
Step = Callable[[Session], Counter[str]]
"""One part of the round; what it did, counted by field of `DailyReport`."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DailyReport:
    """What a day's round did; `failed` parts are in the log, and are tried again next time."""

    expired: int = 0
    archived: int = 0
    closed_introductions: int = 0
    failed: int = 0


def run_daily(begin: Begin, now: datetime) -> DailyReport:
    """Close what is past its end, archive what ended six months ago, forget what was kept aside.

    The same day again changes nothing. Nobody stays waiting on an expired offer: their
    introductions are closed with it.

    Raises
    ------
    SQLAlchemyError : the base cannot be read
    """
    with begin() as session:
        past, old = _past_end(session, day_of(now)), _long_over(session, now)
    steps: list[tuple[str, Step]] = [
        *((f"offer {key}", partial(_expire, offer_id=key, now=now)) for key in past),
        *((f"offer {key}", partial(_archive, offer_id=key, now=now)) for key in old),
        ("imports", partial(_forget, now=now)),
        ("confirmation rates", partial(refit_weekly, now=now)),
    ]
    done: Counter[str] = Counter()
    for name, step in steps:
        try:
            with begin() as session:
                counts = step(session)
        except (SQLAlchemyError, DomainError):
            logger.exception("the daily round failed on %s; it tries again", name)
            counts = Counter(failed=1)
        done += counts
    return DailyReport(**done)


def _past_end(session: Session, today: date) -> Sequence[int]:
    return session.scalars(
        select(Offer.id).where(Offer.state.in_(LIVE), Offer.expires_on < today).order_by(Offer.id)
    ).all()


def _long_over(session: Session, now: datetime) -> Sequence[int]:
    return session.scalars(
        select(Offer.id)
        .where(Offer.state.in_(ENDED), Offer.closed_at < now - ARCHIVE_AFTER)
        .order_by(Offer.id)
    ).all()


def _expire(session: Session, offer_id: int, now: datetime) -> Counter[str]:
    offer = session.get_one(Offer, offer_id)
    lock(session, offer, None)
    if offer.state not in LIVE or offer.expires_on is None or offer.expires_on >= day_of(now):
        return Counter()  # somebody prolonged or closed it meanwhile
    motive = ExpiryMotive.LIFE if offer.deadline is None else ExpiryMotive.DEADLINE
    closed = close_waiting(session, offer.id, EndMotive.OFFER_CLOSED, None, now)
    change_offer_state(session, offer, OfferState.EXPIRED, None, now, motive)
    return Counter(expired=1, closed_introductions=closed)


def _archive(session: Session, offer_id: int, now: datetime) -> Counter[str]:
    offer = session.get_one(Offer, offer_id)
    lock(session, offer, None)
    closed_at = offer.closed_at
    if offer.state not in ENDED or closed_at is None or closed_at >= now - ARCHIVE_AFTER:
        return Counter()  # somebody reopened it meanwhile
    change_offer_state(session, offer, OfferState.ARCHIVED, None, now)
    return Counter(archived=1)


def _forget(session: Session, now: datetime) -> Counter[str]:
    forget_expired(session, now)
    forget_before(session, now)
    forget_accesses(session, now)
    forget_answers(session, now)
    return Counter()
