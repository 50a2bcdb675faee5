"""A recruitment drive of the demonstration: one session held, one to come, people who wait."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.demo.seed import Clock
from api.services import drives, drives_attendance, drives_seats
from api.services.drives import NewSession
from api.services.shortlists import current_shortlist
from models.candidates import Candidate
from models.database import transaction
from models.days import PARIS
from models.drives import Drive, DriveGuest
from models.offers import Offer
from models.people import User
from models.shortlists import ShortlistEntry
from models.vocabulary import Band, Domain, OfferState, Role

NAME = "Recrutement en nombre, entrepôts du littoral"
PLACE = "Maison de l’emploi, grande salle"
DOMAIN = Domain.TRANSPORT
OFFERS = 3
HELD_SEATS, NEXT_SEATS = 24, 12
INVITED_FIRST, INVITED_NEXT = 24, 16
CAME_EACH = 4
"""One in four of those invited to the first session did not come."""


def add_drives(factory: sessionmaker[Session], clock: Clock) -> int:
    """Play a drive on offers of one domain; how many people have a card in it."""
    with transaction(factory) as session:
        advisor = session.scalars(
            select(User).where(User.role == Role.ADVISOR).order_by(User.id)
        ).first()
        offers = session.scalars(
            select(Offer)
            .where(Offer.state == OfferState.OPEN, Offer.domain == DOMAIN)
            .order_by(Offer.id.desc())
            .limit(OFFERS)
        ).all()
        if advisor is None or not offers:
            return 0
        before = clock.now - timedelta(days=9)
        references = [offer.reference for offer in offers]
        drive = drives.create_drive(session, advisor, NAME, references, before)
        people = _people(session, offers)
        _held(session, advisor, drive, people[:INVITED_FIRST], clock)
        _to_come(session, advisor, drive, people[INVITED_FIRST:], clock)
        return len(session.scalars(select(DriveGuest.id)).all())


def _people(session: Session, offers: Sequence[Offer]) -> list[Candidate]:
    """Those whom the lists of the offers put first, each once."""
    found: dict[int, Candidate] = {}
    for offer in offers:
        shortlist = current_shortlist(session, offer)
        if shortlist is None:
            continue
        for person in session.scalars(
            select(Candidate)
            .join(ShortlistEntry, ShortlistEntry.candidate_id == Candidate.id)
            .where(
                ShortlistEntry.shortlist_id == shortlist.id,
                ShortlistEntry.band.in_((Band.VERY_SUITABLE, Band.SUITABLE, Band.TO_CHECK)),
                Candidate.is_active,
            )
            .order_by(ShortlistEntry.rank)
            .limit(INVITED_FIRST + INVITED_NEXT)
        ):
            found[person.id] = person
    return list(found.values())[: INVITED_FIRST + INVITED_NEXT]


def _held(
    session: Session, advisor: User, drive: Drive, people: list[Candidate], clock: Clock
) -> None:
    """A session three days ago: most came, the sheet is filled."""
    if not people:
        return
    before, slot = clock.now - timedelta(days=8), _slot(clock, -3)
    new = NewSession(slot, 120, PLACE, HELD_SEATS)
    held = drives.add_session(session, advisor, drive, new, before)
    drives_seats.invite(session, advisor, drive, people, held, before)
    guests = session.scalars(select(DriveGuest).where(DriveGuest.session_id == held.id)).all()
    came = {str(guest.key) for place, guest in enumerate(guests) if place % CAME_EACH}
    ticks = drives_attendance.Ticks(frozenset(came), frozenset(), is_over=True)
    drives_attendance.tick(session, advisor, held, ticks, slot + timedelta(hours=2))


def _to_come(
    session: Session, advisor: User, drive: Drive, people: list[Candidate], clock: Clock
) -> None:
    """A full session in four days; somebody gave up, the first who waited is to be told."""
    if not people:
        return
    new = NewSession(_slot(clock, 4), 120, PLACE, NEXT_SEATS)
    held = drives.add_session(session, advisor, drive, new, clock.now - timedelta(days=1))
    drives_seats.invite(session, advisor, drive, people, held, clock.now - timedelta(hours=20))
    guests = session.scalars(select(DriveGuest).where(DriveGuest.session_id == held.id)).all()
    drives_seats.withdraw(session, advisor, guests[0], clock.now - timedelta(hours=2))


def _slot(clock: Clock, days: int) -> datetime:
    """Nine o'clock in Paris, so many days from today."""
    return datetime.combine(clock.today + timedelta(days=days), time(9), PARIS)
