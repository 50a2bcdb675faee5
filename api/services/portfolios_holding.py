"""How a reassignment lasts: against the next import, which still names the former caseworker."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.case_files import CandidateFollow
from models.names import plain_name
from models.people import ReassignedPerson, Reassignment, ReassignmentEnd, User

CHUNK = 500
"""Ids in one `IN (...)`."""
Value = TypeVar("Value")


def hold_after_import(session: Session, ids: Sequence[int], now: datetime) -> None:
    """Put the reassigned name back where an import, or its undo, rewrote these people's files.

    The file names the former caseworker, or nobody: the reassignment holds. It names the new
    one: confirmed. It names a third: the file is right, and the reassignment is over.
    """
    for chunk in chunks(ids):
        held = session.execute(
            select(ReassignedPerson, CandidateFollow)
            .join(CandidateFollow, CandidateFollow.candidate_id == ReassignedPerson.candidate_id)
            .where(ReassignedPerson.candidate_id.in_(chunk), ReassignedPerson.ended_at.is_(None))
            .execution_options(populate_existing=True)  # imports write below the mapped classes
        ).all()
        former = _former_names(session, [person.candidate_id for person, _ in held])
        for person, follow in held:
            named = plain_name(follow.caseworker)
            if named == plain_name(person.to_name):
                _close(session, person, ReassignmentEnd.CONFIRMED, now)
            elif not named or named in former[person.candidate_id]:
                follow.caseworker = person.to_name
            else:
                _close(session, person, ReassignmentEnd.THIRD, now)
    session.flush()


def rename_receiver(session: Session, user: User) -> None:
    """People given to an account follow it to the name that exports give it from now on."""
    held = session.execute(
        select(ReassignedPerson, CandidateFollow)
        .join(Reassignment, Reassignment.id == ReassignedPerson.reassignment_id)
        .join(CandidateFollow, CandidateFollow.candidate_id == ReassignedPerson.candidate_id)
        .where(Reassignment.to_user_id == user.id, ReassignedPerson.ended_at.is_(None))
    ).all()
    for person, follow in held:
        person.to_name = follow.caseworker = user.name_in_files
    session.flush()


def end_for(session: Session, ids: Sequence[int], ending: ReassignmentEnd, now: datetime) -> None:
    """The reassignments in force of these people end."""
    for chunk in chunks(ids):
        session.execute(
            update(ReassignedPerson)
            .where(ReassignedPerson.candidate_id.in_(chunk), ReassignedPerson.ended_at.is_(None))
            .values(ended_at=now, ending=ending)
            .execution_options(synchronize_session=False)
        )


def hold_again(session: Session, undone: ReassignedPerson) -> None:
    """The reassignment that this one came after is in force again for the person."""
    before = session.scalars(
        select(ReassignedPerson)
        .where(
            ReassignedPerson.candidate_id == undone.candidate_id,
            ReassignedPerson.ending == ReassignmentEnd.LATER,
        )
        .order_by(ReassignedPerson.id.desc())
        .limit(1)
    ).first()
    if before is not None:
        before.ended_at = before.ending = None


def chunks(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    """The values, as many at a time as a query takes."""
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]


def _former_names(session: Session, ids: Sequence[int]) -> dict[int, set[str]]:
    """Whom people were of, back to the last time a file had its say."""
    rows = session.execute(
        select(ReassignedPerson.candidate_id, ReassignedPerson.from_name).where(
            ReassignedPerson.candidate_id.in_(ids),
            ReassignedPerson.ended_at.is_(None)
            | (ReassignedPerson.ending == ReassignmentEnd.LATER),
        )
    )
    found: dict[int, set[str]] = defaultdict(set)
    for candidate, name in rows:
        found[candidate].add(plain_name(name))
    return found


def _close(
    session: Session, person: ReassignedPerson, ending: ReassignmentEnd, now: datetime
) -> None:
    """A file had its say: neither this reassignment nor those before it count any more."""
    person.ended_at, person.ending = now, ending
    session.execute(
        update(ReassignedPerson)
        .where(
            ReassignedPerson.candidate_id == person.candidate_id,
            ReassignedPerson.ending == ReassignmentEnd.LATER,
        )
        .values(ending=ending)
        .execution_options(synchronize_session=False)
    )
