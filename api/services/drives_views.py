"""What the screens of a recruitment drive read: the list, one drive, one session, the funnel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, selectinload

from api.services.drives import RUNNERS, drives_visible, offers_of
from api.services.drives_cards import Card, cards_of, own_people
from api.services.drives_funnel import Funnel, funnel_of
from api.services.offer_lists import pages_of
from models.days import day_of
from models.drives import (
    SEATED,
    Drive,
    DriveGuest,
    DriveOffer,
    DriveSession,
    DriveState,
    GuestState,
)
from models.offers import Offer
from models.people import User
from models.vocabulary import Role

DRIVES_PER_PAGE = 25
MOST_SHOWN = 50
"""Cards of the complementary list shown on the page; the file has them all."""


@dataclass(frozen=True, slots=True)
class DriveLine:
    """A drive of the list."""

    drive: Drive
    offers: int
    posts: int
    sessions: int
    next_slot: datetime | None
    invited: int
    came: int


@dataclass(frozen=True, slots=True)
class DrivePage:
    """One page of the drives, those under way first."""

    lines: tuple[DriveLine, ...]
    total: int
    pages: int


@dataclass(frozen=True, slots=True)
class DriveView:
    """Everything the page of a drive shows.

    counts : cards by state; `waiting` and `left` at most `MOST_SHOWN` of them; `to_tell` those
    whom a freed seat came to and whom nobody told; `own` the people of a caseworker
    """

    drive: Drive
    offers: tuple[Offer, ...]
    sessions: tuple[DriveSession, ...]
    came: Mapping[int, int]
    counts: Mapping[GuestState, int]
    funnel: Funnel
    waiting: tuple[Card, ...]
    to_tell: tuple[Card, ...]
    left: tuple[Card, ...]
    own: tuple[Card, ...]
    may_run: bool

    @property
    def posts(self) -> int:
        """Posts of all the offers."""
        return sum(offer.positions for offer in self.offers)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One session and its people; `is_day` : its day has come, who came may be noted."""

    drive: Drive
    session: DriveSession
    cards: tuple[Card, ...]
    others: tuple[DriveSession, ...]
    is_day: bool

    @property
    def came(self) -> int:
        """People noted as present."""
        return sum(card.guest.state is GuestState.PRESENT for card in self.cards)


def drives_page(
    session: Session, user: User, at: datetime, page: int = 1, size: int = DRIVES_PER_PAGE
) -> DrivePage:
    """The drives that the user sees, open ones first, the latest first."""
    wanted = select(Drive).where(drives_visible(user))
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    drives = session.scalars(
        wanted.order_by(Drive.state == DriveState.CLOSED, Drive.id.desc())
        .limit(size)
        .offset((page - 1) * size)
    ).all()
    return DrivePage(
        tuple(_line(session, user, drive, at) for drive in drives),
        total,
        pages_of(total, size),
    )


def _line(session: Session, user: User, drive: Drive, at: datetime) -> DriveLine:
    offers, posts = session.execute(
        select(func.count(), func.coalesce(func.sum(Offer.positions), 0))
        .join(DriveOffer, DriveOffer.offer_id == Offer.id)
        .where(DriveOffer.drive_id == drive.id)
    ).one()
    slots = session.scalars(select(DriveSession.slot).where(DriveSession.drive_id == drive.id))
    days = sorted(slots)
    counts = _counts(session, user, drive)
    return DriveLine(
        drive=drive,
        offers=offers,
        posts=posts,
        sessions=len(days),
        next_slot=next((slot for slot in days if slot >= at), None),
        invited=sum(counts.get(state, 0) for state in SEATED),
        came=counts.get(GuestState.PRESENT, 0),
    )


def _counts(session: Session, user: User, drive: Drive) -> dict[GuestState, int]:
    """Cards by state: of everybody, or of a caseworker's own people."""
    wanted = (
        select(DriveGuest.state, func.count())
        .where(DriveGuest.drive_id == drive.id)
        .group_by(DriveGuest.state)
    )
    if user.role is Role.CASEWORKER:
        wanted = wanted.where(DriveGuest.candidate_id.in_(own_people(user)))
    return {row[0]: row[1] for row in session.execute(wanted)}


def drive_view(session: Session, user: User, drive: Drive) -> DriveView:
    """The page of a drive, as far as the user may see."""
    offers = offers_of(session, drive)
    ids = [offer.id for offer in offers]
    may_run = user.role in RUNNERS
    sessions = session.scalars(
        select(DriveSession)
        .where(DriveSession.drive_id == drive.id)
        .order_by(DriveSession.slot, DriveSession.id)
    ).all()
    guests = (
        select(DriveGuest)
        .where(DriveGuest.drive_id == drive.id)
        .order_by(DriveGuest.waiting_since, DriveGuest.id)
        .options(selectinload(DriveGuest.session))
    )

    def shown(*wanted: ColumnElement[bool]) -> tuple[Card, ...]:
        found = session.scalars(guests.where(*wanted).limit(MOST_SHOWN)).all()
        return cards_of(session, user, found, ids)

    is_to_tell = (
        DriveGuest.state == GuestState.INVITED,
        DriveGuest.called_up_at.is_not(None),
        DriveGuest.told_at.is_(None),
    )
    return DriveView(
        drive=drive,
        offers=tuple(offers),
        sessions=tuple(sessions),
        came=_came(session, drive),
        counts=_counts(session, user, drive),
        funnel=funnel_of(session, drive, ids),
        waiting=shown(DriveGuest.state == GuestState.WAITING) if may_run else (),
        to_tell=shown(*is_to_tell) if may_run else (),
        left=shown(DriveGuest.state == GuestState.WITHDRAWN) if may_run else (),
        own=() if may_run else shown(DriveGuest.candidate_id.in_(own_people(user))),
        may_run=may_run,
    )


def _came(session: Session, drive: Drive) -> dict[int, int]:
    """How many people came, by session."""
    rows = session.execute(
        select(DriveGuest.session_id, func.count())
        .where(DriveGuest.drive_id == drive.id, DriveGuest.state == GuestState.PRESENT)
        .group_by(DriveGuest.session_id)
    )
    return {row[0]: row[1] for row in rows if row[0] is not None}


def sheet_of(session: Session, user: User, drive: Drive, held: DriveSession, at: datetime) -> Sheet:
    """The attendance sheet: whoever receives people at the door reads their names."""
    guests = session.scalars(
        select(DriveGuest)
        .where(DriveGuest.session_id == held.id)
        .options(selectinload(DriveGuest.session))
    ).all()
    ids = [offer.id for offer in offers_of(session, drive)]
    cards = cards_of(session, user, guests, ids, at_the_door=True)
    others = session.scalars(
        select(DriveSession)
        .where(DriveSession.drive_id == drive.id, DriveSession.id != held.id)
        .order_by(DriveSession.slot)
    ).all()
    return Sheet(
        drive=drive,
        session=held,
        cards=tuple(sorted(cards, key=lambda card: (card.name or "", card.identifier))),
        others=tuple(each for each in others if day_of(each.slot) >= day_of(at)),
        is_day=day_of(held.slot) <= day_of(at),
    )


def drives_of_offer(session: Session, user: User, offer: Offer) -> Sequence[Drive]:
    """The drives that fill this offer, the latest first, where the user sees them."""
    return session.scalars(
        select(Drive)
        .join(DriveOffer, DriveOffer.drive_id == Drive.id)
        .where(DriveOffer.offer_id == offer.id, drives_visible(user))
        .order_by(Drive.id.desc())
    ).all()
