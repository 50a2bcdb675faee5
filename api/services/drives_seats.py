"""The seats of a drive: invite, call up from the complementary list, withdraw.

Every change of seats is made under the lock of the session it concerns, so that two people at
once never give the same seat twice; the check of the base (`taken` within `seats`) stands behind.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.candidates import Candidate
from models.days import day_of
from models.drives import (
    MOST_SEATS,
    SEATED,
    Drive,
    DriveGuest,
    DriveSession,
    GuestState,
)
from models.errors import InputRefusedError, TransitionRefusedError
from models.people import User

MOST_TOGETHER = 500
"""People invited at once."""
INVITE, SEAT = "Inviter", "Donner une place"


@dataclass(frozen=True, slots=True)
class Invited:
    """What an invitation did, in people.

    seated : got a seat; waiting : went to the complementary list, the session being full
    known : had a card already, left as it was; gone : are no longer in the pool
    """

    seated: int
    waiting: int
    known: int
    gone: int = 0


def invite(
    session: Session,
    user: User,
    drive: Drive,
    candidates: Sequence[Candidate],
    target: DriveSession | None,
    at: datetime,
) -> Invited:
    """Give each person a seat of `target` as long as there are, the next ones wait.

    target : None puts everybody in the complementary list

    Raises
    ------
    InputRefusedError : nobody, or too many
    TransitionRefusedError : the session is past
    """
    if not candidates:
        raise InputRefusedError("cochez au moins une personne", "Personnes")
    if len(candidates) > MOST_TOGETHER:
        raise InputRefusedError(f"{MOST_TOGETHER} personnes au plus à la fois", "Personnes")
    if target is not None:
        _check_to_come(target, INVITE, at)
    free = 0 if target is None else _free(session, target)
    counts = dict.fromkeys(("seated", "waiting", "known", "gone"), 0)
    for candidate in candidates:
        if not candidate.is_active:
            counts["gone"] += 1
            continue
        is_seated = counts["seated"] < free
        made = _add(session, user, drive, candidate, target if is_seated else None, at)
        counts["known" if not made else "seated" if is_seated else "waiting"] += 1
    if target is not None:
        _recount(session, target)
    return Invited(**counts)


def _add(
    session: Session,
    user: User,
    drive: Drive,
    candidate: Candidate,
    target: DriveSession | None,
    at: datetime,
) -> bool:
    """One card, unless there is one; the base keeps the second of two made at once away."""
    guest = DriveGuest(
        drive_id=drive.id,
        candidate_id=candidate.id,
        session_id=None if target is None else target.id,
        state=GuestState.WAITING if target is None else GuestState.INVITED,
        added_at=at,
        added_by_id=user.id,
        invited_at=None if target is None else at,
        waiting_since=at if target is None else None,
        changed_at=at,
        changed_by_id=user.id,
    )
    try:
        with session.begin_nested():
            session.add(guest)
    except IntegrityError:
        return False
    return True


def seat(
    session: Session, user: User, guest: DriveGuest, target: DriveSession, at: datetime
) -> None:
    """Give a card a seat of this session: from the list, from another session, or again.

    Raises
    ------
    TransitionRefusedError : the session is past or full, or the person came already
    """
    if guest.session_id == target.id and guest.state is GuestState.INVITED:
        return
    _check_to_come(target, SEAT, at)
    former = _former(session, guest)
    for each in sorted({each.id: each for each in (former, target) if each}.values(), key=_id):
        lock(session, each)
    session.refresh(guest)
    if guest.state is GuestState.PRESENT:
        raise TransitionRefusedError(SEAT, guest.state.label, "la personne est déjà venue")
    if not _free(session, target):
        words = "toutes les places de cette séance sont prises"
        raise TransitionRefusedError(SEAT, guest.state.label, words)
    _sit(guest, target, user, at)
    session.flush()
    _recount(session, target)
    if former is not None:
        call_up(session, former, at)


def wait(session: Session, user: User, guest: DriveGuest, at: datetime) -> None:
    """Put a card at the end of the complementary list; its seat, if any, goes to the next.

    Raises
    ------
    TransitionRefusedError : the person came already
    """
    _leave(session, user, guest, GuestState.WAITING, at)


def withdraw(session: Session, user: User, guest: DriveGuest, at: datetime) -> None:
    """« S’est désisté·e » : the seat goes to the first of the complementary list.

    Raises
    ------
    TransitionRefusedError : the person came already
    """
    _leave(session, user, guest, GuestState.WITHDRAWN, at)


def _leave(
    session: Session, user: User, guest: DriveGuest, state: GuestState, at: datetime
) -> None:
    if guest.state is state:
        return
    former = _former(session, guest)
    if former is not None:
        lock(session, former)
        session.refresh(guest)
    if guest.state is GuestState.PRESENT:
        raise TransitionRefusedError(state.label, guest.state.label, "la personne est venue")
    guest.session_id, guest.state = None, state
    if state is GuestState.WAITING:
        guest.waiting_since = at
    guest.called_up_at = guest.told_at = None
    guest.changed_at, guest.changed_by_id = at, user.id
    session.flush()
    if former is not None:
        call_up(session, former, at)


def call_up(session: Session, freed: DriveSession, at: datetime) -> list[DriveGuest]:
    """Give the free seats of a session to come to those who wait, the first in first.

    Their cards say that they are to be told (`called_up_at`); « À traiter » shows them.
    """
    free = _free(session, freed)
    if not free or freed.slot <= at:
        _recount(session, freed)
        return []
    called = session.scalars(
        select(DriveGuest)
        .join(Candidate, Candidate.id == DriveGuest.candidate_id)
        .where(
            DriveGuest.drive_id == freed.drive_id,
            DriveGuest.state == GuestState.WAITING,
            Candidate.is_active,
        )
        .order_by(DriveGuest.waiting_since, DriveGuest.id)
        .limit(free)
        .with_for_update(of=DriveGuest)
    ).all()
    for guest in called:
        _sit(guest, freed, None, at)
        guest.called_up_at, guest.told_at = at, None
    session.flush()
    _recount(session, freed)
    return list(called)


def change_seats(session: Session, target: DriveSession, seats: int, at: datetime) -> None:
    """Another room: more seats call people up, fewer are refused where they are taken.

    Raises
    ------
    InputRefusedError : out of 1 to 65
    TransitionRefusedError : more people than that have a seat
    """
    if not 1 <= seats <= MOST_SEATS:
        raise InputRefusedError(f"entre 1 et {MOST_SEATS} places", "Places")
    lock(session, target)
    taken = _taken(session, target)
    if seats < taken:
        words = f"{taken} personnes y ont une place"
        raise TransitionRefusedError("Changer les places", f"{target.seats} places", words)
    target.taken = taken
    target.seats = seats
    session.flush()
    call_up(session, target, at)


def tell(session: Session, user: User, guest: DriveGuest, at: datetime) -> None:
    """« Prévenu·e » : somebody told the person that a seat came to them."""
    if guest.called_up_at is not None and guest.told_at is None:
        guest.told_at, guest.changed_at, guest.changed_by_id = at, at, user.id
        session.flush()


def _sit(guest: DriveGuest, target: DriveSession, user: User | None, at: datetime) -> None:
    guest.session_id, guest.state = target.id, GuestState.INVITED
    guest.invited_at = guest.invited_at or at
    guest.called_up_at = guest.told_at = None
    guest.changed_at, guest.changed_by_id = at, None if user is None else user.id


def _former(session: Session, guest: DriveGuest) -> DriveSession | None:
    return None if guest.session_id is None else session.get_one(DriveSession, guest.session_id)


def _check_to_come(target: DriveSession, action: str, at: datetime) -> None:
    """A session may still be filled all its day long: people come who were not expected."""
    if day_of(target.slot) < day_of(at):
        raise TransitionRefusedError(action, "", "la séance est passée")


def _id(target: DriveSession) -> int:
    return target.id


def lock(session: Session, target: DriveSession) -> None:
    """Nobody else changes the seats of the session until the end of the transaction."""
    session.refresh(target, with_for_update=True)


def _taken(session: Session, target: DriveSession) -> int:
    held = select(func.count()).where(
        DriveGuest.session_id == target.id, DriveGuest.state.in_(SEATED)
    )
    return session.scalar(held) or 0


def _free(session: Session, target: DriveSession) -> int:
    """Seats that nobody holds; the session is locked until the end of the transaction."""
    session.flush()
    lock(session, target)
    return max(0, target.seats - _taken(session, target))


def _recount(session: Session, target: DriveSession) -> None:
    """Write what is taken, which the base checks against the seats."""
    session.flush()
    target.taken = _taken(session, target)
    session.flush()
