"""Who came to a session of a drive, as the sheet says it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services.drives_seats import lock
from models.days import day_of
from models.drives import DriveGuest, DriveSession, GuestState
from models.errors import TransitionRefusedError
from models.people import User

TICK = "Noter les présences"


@dataclass(frozen=True, slots=True)
class Ticks:
    """The attendance sheet as sent back: keys ticked, keys that the page showed ticked.

    `is_over` : those left unticked are absent
    """

    ticked: frozenset[str]
    shown: frozenset[str]
    is_over: bool = False


def tick(
    session: Session, user: User, target: DriveSession, ticks: Ticks, at: datetime
) -> tuple[int, int]:
    """Note who came; how many did, and how many are absent. Only what differs is changed.

    Two people who tick different names at once both win.

    Raises
    ------
    TransitionRefusedError : the day of the session has not come
    """
    if day_of(target.slot) > day_of(at):
        raise TransitionRefusedError(TICK, "", "le jour de la séance n’est pas venu")
    lock(session, target)
    guests = _seated(session, target)
    for guest in guests:
        key = str(guest.key)
        state = guest.state
        if key in ticks.ticked:
            state = GuestState.PRESENT
        elif key in ticks.shown:
            state = GuestState.INVITED
        if ticks.is_over and state is GuestState.INVITED:
            state = GuestState.ABSENT
        if state is not guest.state:
            guest.state, guest.changed_at, guest.changed_by_id = state, at, user.id
    session.flush()
    came = sum(guest.state is GuestState.PRESENT for guest in guests)
    return came, sum(guest.state is GuestState.ABSENT for guest in guests)


def _seated(session: Session, target: DriveSession) -> Sequence[DriveGuest]:
    return session.scalars(
        select(DriveGuest)
        .where(DriveGuest.session_id == target.id)
        .order_by(DriveGuest.id)
        .execution_options(populate_existing=True)
    ).all()
