"""The life of an offer: how long it lasts, its reminders, its ends and its return."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services.offer_rows import write_parsed
from api.services.offer_states import change_offer_state, enter, lock, open_as_reviewed
from api.services.offers import parsed_offer, review_of
from api.services.opening import life_of
from models.closing import close_waiting, restore_closed
from models.days import day_of
from models.endings import EndMotive, ReopenMotive
from models.errors import (
    InputRefusedError,
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
PEOPLE_MOTIVES = tuple(each for each in EndMotive if each is not EndMotive.HIRED)
"""What those who wait may be told: a hire is recorded by its own gesture, with a contract."""
HIRE_APART = "enregistrez l’embauche de chaque personne sur sa mise en relation, avec un contrat"
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
    """Open and suspended offers that come to their end, by identifier.

    `tomorrow` holds those of today too.
    """

    soon: tuple[int, ...]
    tomorrow: tuple[int, ...]
    past: tuple[int, ...]

    @property
    def total(self) -> int:
        """How many offers wait for a word of their collector."""
        return len(self.soon) + len(self.tomorrow) + len(self.past)


class Stage(Enum):
    """How near an offer is to its end, once there is something to do."""

    SOON = "soon"
    TOMORROW = "tomorrow"
    TODAY = "today"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Ending:
    """What of an offer says how near its end is."""

    id: int
    state: OfferState
    expires_on: date | None
    opened_at: datetime | None


def stage(offer: Offer | Ending, today: date) -> Stage | None:
    """How near the end is; None while there is nothing to do."""
    if offer.state not in LIVE or offer.expires_on is None:
        return None
    left = (offer.expires_on - today).days
    if left < 0:
        return Stage.PAST
    if left <= LAST_REMINDER:
        return Stage.TODAY if left == 0 else Stage.TOMORROW
    return Stage.SOON if left <= _first_reminder(offer) else None


def reminder(offer: Offer, today: date) -> str:
    """What the list says of the end of an offer: "" while there is nothing to do."""
    match stage(offer, today):
        case Stage.PAST:
            return "échéance passée"
        case Stage.TODAY:
            return "échéance aujourd’hui"
        case Stage.TOMORROW:
            return "échéance demain"
        case Stage.SOON if offer.expires_on is not None:
            return f"à relancer, échéance dans {(offer.expires_on - today).days} jours"
    return ""


def due_today(session: Session, today: date) -> Due:
    """The offers whose end comes, the nearest end first."""
    rows = session.execute(
        select(Offer.id, Offer.state, Offer.expires_on, Offer.opened_at)
        .where(Offer.state.in_(LIVE), Offer.expires_on <= today + timedelta(days=FIRST_REMINDER))
        .order_by(Offer.expires_on, Offer.id)
    )
    stages = [(row.id, stage(Ending(*row), today)) for row in rows]

    def at(*wanted: Stage) -> tuple[int, ...]:
        return tuple(key for key, each in stages if each in wanted)

    return Due(soon=at(Stage.SOON), tomorrow=at(Stage.TODAY, Stage.TOMORROW), past=at(Stage.PAST))


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
    InputRefusedError : the reason is a hire, which goes with a contract
    RoleRefusedError, TransitionRefusedError, MotiveMissingError : the table says no
    ConcurrentChangeError : somebody changed the offer first
    """
    lock(session, offer, closing.expected_version)
    offer_transition(closing.to_state, offer.state, user.role, closing.motive or None)
    if not closing.motive:
        raise MotiveMissingError(closing.to_state.label)
    if closing.people is EndMotive.HIRED:
        raise InputRefusedError(HIRE_APART, "Motif pour les personnes qui attendent")
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


def standing_merge(session: Session, offer: Offer) -> OfferMerge | None:
    """The merge by which this offer rests in another one, if it does."""
    return session.scalar(
        select(OfferMerge).where(OfferMerge.merged_id == offer.id, OfferMerge.undone_at.is_(None))
    )


def _move_end(session: Session, offer: Offer, end: date, now: datetime) -> None:
    """A deadline moves as far as it must; what nobody confirmed of it stays unconfirmed."""
    if offer.deadline is not None:
        new = replace(parsed_offer(session, offer), deadline=max(end, offer.deadline))
        write_parsed(session, offer, new, review_of(offer), now)
    offer.expires_on = end


def _first_reminder(offer: Offer | Ending) -> int:
    """Days before the end: seven, or a third of a short life."""
    if offer.expires_on is None or offer.opened_at is None:
        return FIRST_REMINDER
    life = (offer.expires_on - day_of(offer.opened_at)).days
    return min(FIRST_REMINDER, max(LAST_REMINDER + 1, life // 3))
