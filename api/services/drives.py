"""Recruitment drives: a name, the offers whose posts are filled together, the sessions.

A drive invites people to a session; it moves no introduction and sends nobody to an employer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy import exists, false, or_, select, true
from sqlalchemy.orm import Session

from api.services.offers import find_offer
from api.services.scope import Condition, candidates_visible, offers_visible
from models.candidates import Candidate
from models.drives import (
    LONGEST_MINUTES,
    MOST_SEATS,
    Drive,
    DriveGuest,
    DriveOffer,
    DriveSession,
    DriveState,
)
from models.errors import (
    InputRefusedError,
    NotFoundError,
    RoleRefusedError,
    TransitionRefusedError,
)
from models.offers import Offer
from models.people import User
from models.vocabulary import OfferState, Role

RUNNERS = frozenset({Role.OFFICER, Role.OFFICE, Role.ADVISOR, Role.MANAGER})
"""Who makes a drive, invites, receives."""
READERS = RUNNERS | {Role.CASEWORKER}
"""A caseworker reads where their own participants stand."""
MOST_OFFERS = 20
MOST_SESSIONS = 100
FARTHEST = timedelta(days=730)
IN_A_DRIVE = frozenset({OfferState.OPEN, OfferState.SUSPENDED})
"""Offers that may enter a drive."""
Owned = TypeVar("Owned", DriveSession, DriveGuest)


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session as asked for: `slot` an aware instant, `minutes` its length."""

    slot: datetime
    minutes: int
    place: str
    seats: int = MOST_SEATS


def drives_visible(user: User) -> Condition:
    """The drives of a user: those with an offer they see; a caseworker's, with their people."""
    if user.role is Role.CASEWORKER:
        return exists(
            select(DriveGuest.id)
            .join(Candidate, Candidate.id == DriveGuest.candidate_id)
            .where(DriveGuest.drive_id == Drive.id, candidates_visible(user))
            .correlate(Drive)
        )
    if user.role not in RUNNERS:
        return false()
    if user.role is not Role.ADVISOR:
        return true()
    own_offer = (
        select(DriveOffer.offer_id)
        .join(Offer, Offer.id == DriveOffer.offer_id)
        .where(DriveOffer.drive_id == Drive.id, offers_visible(user))
        .correlate(Drive)
    )
    any_offer = select(DriveOffer.offer_id).where(DriveOffer.drive_id == Drive.id)
    empty = ~exists(any_offer.correlate(Drive))
    return or_(exists(own_offer), empty, Drive.created_by_id == user.id)


def drive_of(session: Session, user: User, key: str) -> Drive:
    """The drive of this key, where the user sees it.

    Raises
    ------
    NotFoundError : none, or not theirs to see
    """
    try:
        found = session.scalar(select(Drive).where(Drive.key == UUID(key), drives_visible(user)))
    except ValueError:
        found = None
    if found is None:
        raise NotFoundError("Recrutement", key)
    return found


def run_drive_of(session: Session, user: User, key: str, action: str) -> Drive:
    """The drive of this key, for somebody who changes it: it is still open.

    Raises
    ------
    NotFoundError, RoleRefusedError
    TransitionRefusedError : the drive is closed
    """
    drive = drive_of(session, user, key)
    check_runs(user, action)
    if drive.state is DriveState.CLOSED:
        raise TransitionRefusedError(action, drive.state.label, "le recrutement est clos")
    return drive


def check_runs(user: User, action: str) -> None:
    """Stop whoever does not run drives.

    Raises
    ------
    RoleRefusedError
    """
    if user.role not in RUNNERS:
        raise RoleRefusedError(action, user.role.label)


def session_of(session: Session, drive: Drive, key: str) -> DriveSession:
    """A session of the drive.

    Raises
    ------
    NotFoundError
    """
    return _part_of(session, drive, DriveSession, key, "Séance")


def guest_of(session: Session, drive: Drive, key: str) -> DriveGuest:
    """A card of the drive.

    Raises
    ------
    NotFoundError
    """
    return _part_of(session, drive, DriveGuest, key, "Personne invitée")


def _part_of(session: Session, drive: Drive, kind: type[Owned], key: str, what: str) -> Owned:
    try:
        found = session.scalar(select(kind).where(kind.key == UUID(key), kind.drive_id == drive.id))
    except ValueError:
        found = None
    if found is None:
        raise NotFoundError(what, key)
    return found


def create_drive(
    session: Session, user: User, name: str, references: Sequence[str], at: datetime
) -> Drive:
    """A new drive on the offers of these references.

    Raises
    ------
    RoleRefusedError
    InputRefusedError : no name, no offer, or one that is unknown or not open
    """
    check_runs(user, "Créer un recrutement")
    if not name.strip():
        raise InputRefusedError("donnez un nom au recrutement", "Nom")
    if not references:
        raise InputRefusedError("donnez la référence d’au moins une offre", "Offres")
    drive = Drive(name=name.strip(), created_at=at, created_by_id=user.id)
    session.add(drive)
    session.flush()
    for reference in dict.fromkeys(references):
        add_offer(session, user, drive, reference)
    return drive


def add_offer(session: Session, user: User, drive: Drive, reference: str) -> None:
    """One more offer; one that is there already changes nothing.

    Raises
    ------
    InputRefusedError : unknown, not open, or too many
    """
    offer = find_offer(session, reference.strip())
    if offer is None or not session.scalar(
        select(Offer.id).where(Offer.id == offer.id, offers_visible(user))
    ):
        raise InputRefusedError(f"aucune offre « {reference.strip()[:40]} »", "Offres")
    if offer.state not in IN_A_DRIVE:
        label = offer.state.label.lower()
        raise InputRefusedError(f"l’offre {offer.reference} n’est pas ouverte ({label})", "Offres")
    known = offer_ids(session, drive)
    if offer.id in known:
        return
    if len(known) >= MOST_OFFERS:
        raise InputRefusedError(f"{MOST_OFFERS} offres au plus", "Offres")
    session.add(DriveOffer(drive_id=drive.id, offer_id=offer.id))
    session.flush()


def remove_offer(session: Session, drive: Drive, offer_key: str) -> None:
    """Take an offer out; the cards of the drive stay, and one offer at least does.

    Raises
    ------
    NotFoundError : not an offer of the drive
    InputRefusedError : it is the only one
    """
    rows = session.execute(
        select(DriveOffer, Offer.key)
        .join(Offer, Offer.id == DriveOffer.offer_id)
        .where(DriveOffer.drive_id == drive.id)
    ).all()
    found = next((row for row, key in rows if str(key) == offer_key), None)
    if found is None:
        raise NotFoundError("Offre", offer_key)
    if len(rows) == 1:
        raise InputRefusedError("un recrutement garde au moins une offre", "Offres")
    session.delete(found)
    session.flush()


def offer_ids(session: Session, drive: Drive) -> tuple[int, ...]:
    """The offers of a drive."""
    return tuple(
        session.scalars(select(DriveOffer.offer_id).where(DriveOffer.drive_id == drive.id))
    )


def offers_of(session: Session, drive: Drive) -> list[Offer]:
    """The offers of a drive, by reference."""
    wanted = select(DriveOffer.offer_id).where(DriveOffer.drive_id == drive.id)
    return list(
        session.scalars(select(Offer).where(Offer.id.in_(wanted)).order_by(Offer.reference))
    )


def add_session(
    session: Session, user: User, drive: Drive, new: NewSession, at: datetime
) -> DriveSession:
    """One more session of the drive.

    Raises
    ------
    InputRefusedError : no place, seats out of 1 to 65, past, too far or too long, too many
    """
    _check_session(new, at)
    held = session.scalars(select(DriveSession.id).where(DriveSession.drive_id == drive.id)).all()
    if len(held) >= MOST_SESSIONS:
        raise InputRefusedError(f"{MOST_SESSIONS} séances au plus", "Séance")
    made = DriveSession(
        drive_id=drive.id,
        slot=new.slot,
        minutes=new.minutes,
        place=new.place.strip(),
        seats=new.seats,
        taken=0,
        created_at=at,
        created_by_id=user.id,
    )
    session.add(made)
    session.flush()
    return made


def _check_session(new: NewSession, at: datetime) -> None:
    if not new.place.strip():
        raise InputRefusedError("donnez le lieu", "Lieu")
    if not 1 <= new.seats <= MOST_SEATS:
        raise InputRefusedError(f"entre 1 et {MOST_SEATS} places", "Places")
    if not 5 <= new.minutes <= LONGEST_MINUTES:
        raise InputRefusedError(f"entre 5 et {LONGEST_MINUTES} minutes", "Durée")
    if not at - timedelta(days=1) < new.slot <= at + FARTHEST:
        raise InputRefusedError("la séance est passée, ou trop loin", "Jour")


def close_drive(session: Session, user: User, drive: Drive, at: datetime) -> None:
    """Nobody is invited any more; what was counted stays. Again changes nothing.

    Raises
    ------
    RoleRefusedError
    """
    check_runs(user, "Clore le recrutement")
    if drive.state is DriveState.OPEN:
        drive.state, drive.closed_at = DriveState.CLOSED, at
        session.flush()


def reopen_drive(session: Session, user: User, drive: Drive) -> None:
    """« Rouvrir »; again changes nothing.

    Raises
    ------
    RoleRefusedError
    """
    check_runs(user, "Rouvrir le recrutement")
    drive.state, drive.closed_at = DriveState.OPEN, None
    session.flush()
