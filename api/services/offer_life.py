"""The life of an offer: how long it lasts, its reminders, its ends and its return."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services.offer_rows import write_parsed
from api.services.offer_states import change_offer_state, enter, lock, open_as_reviewed
from api.services.offers import parsed_offer, review_of
from api.services.opening import life_of
from models.closing import close_waiting, restore_closed
from models.days import day_of
from models.endings import EndMotive, ExpiryMotive, ReopenMotive
from models.errors import (
    MotiveMissingError,
    RoleRefusedError,
    TransitionRefusedError,
)
from models.merges import OfferMerge
from models.offers import Offer
from models.people import User
from models.transitions import ENDED, INTAKE_ROLES, LIVE, offer_transition
from models.vocabulary import OfferState

FIRST_REMINDER = 7
"""Days before the end at which an offer is to be followed up; sooner where its life is short."""
LAST_REMINDER = 1
REOPEN_WITHIN = timedelta(days=30)
ARCHIVE_AFTER = timedelta(days=182)
STILL_OPEN = "Toujours ouverte"
REOPEN = "Rouvrir l’offre"


@dataclass(frozen=True, slots=True)
class Closing:
    """How an offer ends. `people` is the reason that those who wait on it are given."""

    to_state: OfferState
    motive: str
    people: EndMotive | None = None
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """Open and suspended offers that come to their end, by identifier: soon, tomorrow, past."""

    soon: tuple[int, ...]
    tomorrow: tuple[int, ...]
    past: tuple[int, ...]

    @property
    def total(self) -> int:
        """How many offers wait for a word of their collector."""
        return len(self.soon) + len(self.tomorrow) + len(self.past)


@dataclass(frozen=True, slots=True)
class DailyReport:
    """What a day's round did."""

    expired: int
    archived: int
    closed_introductions: int


def reminder(offer: Offer, today: date) -> str:
    """What the list says of the end of an offer: "" while there is nothing to do."""
    if offer.state not in LIVE or offer.expires_on is None:
        return ""
    left = (offer.expires_on - today).days
    if left < 0:
        return "échéance passée"
    if left <= LAST_REMINDER:
        return "échéance aujourd’hui" if left == 0 else "échéance demain"
    return f"à relancer, échéance dans {left} jours" if left <= _first_reminder(offer) else ""


def due_today(session: Session, today: date) -> Due:
    """The offers whose end comes, the nearest end first."""
    offers = session.scalars(
        select(Offer)
        .where(Offer.state.in_(LIVE), Offer.expires_on <= today + timedelta(days=FIRST_REMINDER))
        .order_by(Offer.expires_on, Offer.id)
    ).all()
    told = [(offer, reminder(offer, today)) for offer in offers]
    return Due(
        soon=tuple(offer.id for offer, words in told if words.startswith("à relancer")),
        tomorrow=tuple(
            offer.id
            for offer, words in told
            if words.startswith("échéance ") and "pass" not in words
        ),
        past=tuple(offer.id for offer, words in told if words == "échéance passée"),
    )


def prolong(
    session: Session, offer: Offer, user: User, now: datetime, expected_version: int | None = None
) -> Offer:
    """« Toujours ouverte » : one more life from today; a deadline that would cut it moves too.

    Raises
    ------
    RoleRefusedError, TransitionRefusedError : not this role, or the offer is over
    ConcurrentChangeError : somebody changed the offer since `expected_version`
    """
    if user.role not in INTAKE_ROLES:
        raise RoleRefusedError(STILL_OPEN, user.role.label)
    lock(session, offer, expected_version)
    if offer.state not in LIVE:
        raise TransitionRefusedError(STILL_OPEN, offer.state.label)
    today = day_of(now)
    end = max(today + life_of(offer.contract_type), offer.expires_on or today)
    _move_end(session, offer, end, now)
    words = f"{STILL_OPEN} jusqu’au {end:%d/%m/%Y}"
    return enter(session, offer, offer.state, user, now, words)


def close(session: Session, offer: Offer, closing: Closing, user: User, now: datetime) -> Offer:
    """Fill, cancel or suspend an offer; an end closes everybody who waits on it, with one reason.

    Raises
    ------
    PeopleWaitingError : people wait and no reason is given for them
    RoleRefusedError, TransitionRefusedError, MotiveMissingError : the table says no
    ConcurrentChangeError : somebody changed the offer first
    """
    lock(session, offer, closing.expected_version)
    offer_transition(closing.to_state, offer.state, user.role, closing.motive or None)
    if not closing.motive:
        raise MotiveMissingError(closing.to_state.label)
    if closing.to_state in ENDED and closing.people is not None:
        close_waiting(session, offer.id, closing.people, user.id, now)
    return change_offer_state(session, offer, closing.to_state, user, now, closing.motive)


def reopen(
    session: Session,
    offer: Offer,
    motive: ReopenMotive | None,
    user: User,
    now: datetime,
    expected_version: int | None = None,
) -> Offer:
    """Bring back an offer that ended less than 30 days ago, with those who waited on it.

    Raises
    ------
    TransitionRefusedError : too long ago, or it was united with another offer
    MotiveMissingError, RoleRefusedError, ConcurrentChangeError, OfferIncompleteError
    """
    lock(session, offer, expected_version)
    offer_transition(OfferState.OPEN, offer.state, user.role, motive)
    closed_at = offer.closed_at
    if offer.state not in ENDED:
        raise TransitionRefusedError(REOPEN, offer.state.label)
    if closed_at is None or now - closed_at > REOPEN_WITHIN:
        raise TransitionRefusedError(REOPEN, offer.state.label, "elle est close depuis 30 jours")
    if standing_merge(session, offer) is not None:
        raise TransitionRefusedError(REOPEN, offer.state.label, "elle est réunie avec une autre")
    if offer.deadline is not None and offer.deadline < day_of(now):
        _move_end(session, offer, day_of(now) + life_of(offer.contract_type), now)
    open_as_reviewed(session, offer, user, now, motive)
    offer.closed_at = None
    session.flush()
    restore_closed(session, offer.id, closed_at, user.id, now)
    return offer


def run_daily(session: Session, now: datetime) -> DailyReport:
    """Close what is past its end, archive what ended six months ago; the same day again: nothing.

    Nobody stays waiting on an expired offer: their introductions are closed with it.
    """
    today = day_of(now)
    done: Counter[str] = Counter()
    for offer in _past_end(session, today):
        lock(session, offer, None)
        if offer.state not in LIVE or offer.expires_on is None or offer.expires_on >= today:
            continue  # somebody prolonged or closed it meanwhile
        motive = ExpiryMotive.LIFE if offer.deadline is None else ExpiryMotive.DEADLINE
        done["people"] += close_waiting(session, offer.id, EndMotive.OFFER_CLOSED, None, now)
        change_offer_state(session, offer, OfferState.EXPIRED, None, now, motive)
        done["expired"] += 1
    old = select(Offer).where(Offer.state.in_(ENDED), Offer.closed_at < now - ARCHIVE_AFTER)
    for offer in session.scalars(old.order_by(Offer.id)).all():
        change_offer_state(session, offer, OfferState.ARCHIVED, None, now)
        done["archived"] += 1
    return DailyReport(done["expired"], done["archived"], done["people"])


def standing_merge(session: Session, offer: Offer) -> OfferMerge | None:
    """The merge by which this offer rests in another one, if it does."""
    return session.scalar(
        select(OfferMerge).where(OfferMerge.merged_id == offer.id, OfferMerge.undone_at.is_(None))
    )


def _past_end(session: Session, today: date) -> Sequence[Offer]:
    return session.scalars(
        select(Offer).where(Offer.state.in_(LIVE), Offer.expires_on < today).order_by(Offer.id)
    ).all()


def _move_end(session: Session, offer: Offer, end: date, now: datetime) -> None:
    """A deadline moves as far as it must; what nobody confirmed of it stays unconfirmed."""
    if offer.deadline is not None:
        new = replace(parsed_offer(session, offer), deadline=max(end, offer.deadline))
        write_parsed(session, offer, new, review_of(offer), now)
    offer.expires_on = end


def _first_reminder(offer: Offer) -> int:
    """Days before the end: seven, or a third of a short life."""
    if offer.expires_on is None or offer.opened_at is None:
        return FIRST_REMINDER
    life = (offer.expires_on - day_of(offer.opened_at)).days
    return min(FIRST_REMINDER, max(LAST_REMINDER + 1, life // 3))
