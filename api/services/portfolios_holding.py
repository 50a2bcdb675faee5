"""How a reassignment lasts: against the next import, which still names the former caseworker."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Row, case, exists, func, select, update
from sqlalchemy.orm import Session

from models.case_files import CandidateFollow
from models.journal import ImportRun
from models.names import plain_name
from models.people import ReassignedPerson, Reassignment, ReassignmentEnd, User

CHUNK = 500
"""Ids in one `IN (...)`."""
Value = TypeVar("Value")
STANDS_BELOW = (ReassignedPerson.ending == ReassignmentEnd.LATER) & (
    ReassignedPerson.ended_run_id.is_(None)
)
"""Given again since, and no file has had its say: it would hold again if the later were undone."""
_Held = Row[ReassignedPerson, CandidateFollow]


def hold_after_import(session: Session, ids: Sequence[int], run: ImportRun) -> None:
    """Put the reassigned name back where an import rewrote these people's files.

    The file names the former caseworker, or nobody: the reassignment holds. It names the new
    one: confirmed. It names a third: the file is right, and the reassignment is over.
    """
    for chunk in chunks(ids):
        held = _in_force(session, chunk)
        former = _former_names(session, [person.candidate_id for person, _ in held])
        ended: dict[ReassignmentEnd, list[int]] = defaultdict(list)
        for person, follow in held:
            named = plain_name(follow.caseworker)
            if named == plain_name(person.to_name):
                ended[ReassignmentEnd.CONFIRMED].append(person.candidate_id)
            elif not named or named in former[person.candidate_id]:
                follow.caseworker = person.to_name
            else:
                ended[ReassignmentEnd.THIRD].append(person.candidate_id)
        for ending, theirs in ended.items():
            _close(session, theirs, ending, run)
    session.flush()


def hold_after_undo(session: Session, ids: Sequence[int], run: ImportRun) -> None:
    """What `run` ended is in force again; whatever names were restored, reassignments hold.

    A restored name is no word of a file. Where somebody was given on from a name that `run`
    alone had brought, they come from the restored one: the next export will give it.
    """
    for chunk in chunks(ids):
        reopened = _reopen(session, chunk, run)
        _follow_all(session, chunk)
        held = _in_force(session, chunk)
        former = _former_names(session, [person.candidate_id for person, _ in held])
        given_since = _given_since(session, chunk, run)
        for person, follow in held:
            key, named = person.candidate_id, plain_name(follow.caseworker)
            later = [each for each in given_since[key] if each.id > reopened.get(key, 0)]
            if later and named != plain_name(person.to_name) and named not in former[key]:
                later[0].from_name = follow.caseworker or ""
            follow.caseworker = person.to_name
        session.flush()


def rename(session: Session, user: User, former: str, now: str) -> None:
    """An account has another name in the exports: who was given to it, and by it, follow.

    Rows that an import ended change too: taking the import back brings them back.
    """
    kept = ReassignedPerson.ending.is_(None) | (ReassignedPerson.ending != ReassignmentEnd.UNDONE)
    theirs = select(Reassignment.id).where(Reassignment.to_user_id == user.id)
    mine = ReassignedPerson.reassignment_id.in_(theirs)
    held = select(ReassignedPerson.candidate_id).where(mine, ReassignedPerson.ended_at.is_(None))
    spelt = session.scalars(select(ReassignedPerson.from_name).where(kept).distinct())
    same = [name for name in spelt if plain_name(name) == plain_name(former)]
    for change in (
        update(CandidateFollow)
        .where(CandidateFollow.candidate_id.in_(held))
        .values(caseworker=now),
        update(ReassignedPerson).where(mine, kept).values(to_name=now),
        update(ReassignedPerson)
        .where(ReassignedPerson.from_name.in_(same), kept)
        .values(from_name=now),
    ):
        session.execute(change.execution_options(synchronize_session=False))
    for each in list(session):
        if isinstance(each, CandidateFollow | ReassignedPerson):
            session.expire(each)


def end_for(session: Session, ids: Sequence[int], ending: ReassignmentEnd, now: datetime) -> None:
    """The reassignments in force of these people end."""
    for chunk in chunks(ids):
        session.execute(
            update(ReassignedPerson)
            .where(ReassignedPerson.candidate_id.in_(chunk), ReassignedPerson.ended_at.is_(None))
            .values(ended_at=now, ending=ending)
            .execution_options(synchronize_session=False)
        )


def hold_again(session: Session, ids: Sequence[int]) -> None:
    """Of each of these people, the reassignment before the one that was undone is in force."""
    for chunk in chunks(ids):
        last = (
            select(func.max(ReassignedPerson.id))
            .where(ReassignedPerson.candidate_id.in_(chunk), STANDS_BELOW)
            .group_by(ReassignedPerson.candidate_id)
        )
        session.execute(
            update(ReassignedPerson)
            .where(ReassignedPerson.id.in_(last))
            .values(ended_at=None, ending=None)
            .execution_options(synchronize_session=False)
        )


def chunks(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    """The values, as many at a time as a query takes."""
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]


def _in_force(session: Session, ids: Sequence[int]) -> Sequence[_Held]:
    return session.execute(
        select(ReassignedPerson, CandidateFollow)
        .join(CandidateFollow, CandidateFollow.candidate_id == ReassignedPerson.candidate_id)
        .where(ReassignedPerson.candidate_id.in_(ids), ReassignedPerson.ended_at.is_(None))
        .execution_options(populate_existing=True)  # imports write below the mapped classes
    ).all()


def _follow_all(session: Session, ids: Sequence[int]) -> None:
    """A line for whoever had none before the import that is taken back, and is given since."""
    without = select(ReassignedPerson.candidate_id).where(
        ReassignedPerson.candidate_id.in_(ids),
        ReassignedPerson.ended_at.is_(None),
        ~exists().where(CandidateFollow.candidate_id == ReassignedPerson.candidate_id),
    )
    session.add_all(CandidateFollow(candidate_id=id_) for id_ in session.scalars(without).all())
    session.flush()


def _former_names(session: Session, ids: Sequence[int]) -> dict[int, set[str]]:
    """Whom people were of, back to the last time a file had its say."""
    rows = session.execute(
        select(ReassignedPerson.candidate_id, ReassignedPerson.from_name).where(
            ReassignedPerson.candidate_id.in_(ids),
            ReassignedPerson.ended_at.is_(None) | STANDS_BELOW,
        )
    )
    found: dict[int, set[str]] = defaultdict(set)
    for candidate, name in rows:
        found[candidate].add(plain_name(name))
    return found


def _given_since(
    session: Session, ids: Sequence[int], run: ImportRun
) -> dict[int, list[ReassignedPerson]]:
    """The reassignments made after an import that still count, the first of each person first."""
    rows = session.scalars(
        select(ReassignedPerson)
        .join(Reassignment, Reassignment.id == ReassignedPerson.reassignment_id)
        .where(
            ReassignedPerson.candidate_id.in_(ids),
            Reassignment.given_at >= run.at,
            ReassignedPerson.ended_at.is_(None) | STANDS_BELOW,
        )
        .order_by(ReassignedPerson.id)
    )
    found: dict[int, list[ReassignedPerson]] = defaultdict(list)
    for person in rows:
        found[person.candidate_id].append(person)
    return found


def _close(session: Session, ids: Sequence[int], ending: ReassignmentEnd, run: ImportRun) -> None:
    """A file had its say: neither what is in force nor what it came after counts any more."""
    open_ = ReassignedPerson.ended_at.is_(None)
    change: dict[str, Any] = {
        "ended_run_id": run.id,
        "ended_at": case((open_, run.at), else_=ReassignedPerson.ended_at),
        "ending": case((open_, ending), else_=ReassignedPerson.ending),
    }
    session.execute(
        update(ReassignedPerson)
        .where(ReassignedPerson.candidate_id.in_(ids), open_ | STANDS_BELOW)
        .values(change)
        .execution_options(synchronize_session=False)
    )


def _reopen(session: Session, ids: Sequence[int], run: ImportRun) -> dict[int, int]:
    """Take back what `run` ended; of each person, the last row that counts again.

    Somebody given again since keeps that one in force, and has this one under it.
    """
    ours = (ReassignedPerson.candidate_id.in_(ids), ReassignedPerson.ended_run_id == run.id)
    asked = select(ReassignedPerson.candidate_id, func.max(ReassignedPerson.id)).where(*ours)
    last = {row[0]: row[1] for row in session.execute(asked.group_by(asked.selected_columns[0]))}
    given_again = select(ReassignedPerson.candidate_id).where(
        ReassignedPerson.candidate_id.in_(ids), ReassignedPerson.ended_at.is_(None)
    )
    again = set(session.scalars(given_again))
    freed = [id_ for candidate, id_ in last.items() if candidate not in again]
    for rows, change in (
        (ours, {"ended_run_id": None, "ending": ReassignmentEnd.LATER}),
        ((ReassignedPerson.id.in_(freed),), {"ended_at": None, "ending": None}),
    ):
        session.execute(
            update(ReassignedPerson)
            .where(*rows)
            .values(change)
            .execution_options(synchronize_session=False)
        )
    return last
