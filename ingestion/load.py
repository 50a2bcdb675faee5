"""Candidate records to rows: idempotent by identifier, in bulk. Opens no transaction.

A record that says what the last import already said changes nothing; one that says something
else replaces the lines of that person, whose introductions and history stay.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from ingestion.bulk import PlainRows, Row, insert_plain, new_ids
from ingestion.plain import record_hash, storable
from ingestion.records import CandidateRecord
from ingestion.rows import CANDIDATE, LINES, candidate_row
from models.candidates import Candidate

CHUNK = 500
"""Identifiers in one `IN (...)`: SQLite and PostgreSQL both take it."""
_NEW = ("id", "key", *CANDIDATE, "is_active", "created_at", "updated_at")

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Known:
    """A person of the base: the id of their row, and the hash of what was last read."""

    id: int
    hash: str


@dataclass(frozen=True, slots=True)
class LoadPlan:
    """What loading will do: records to create, records to change (with their row's id)."""

    created: tuple[tuple[CandidateRecord, str], ...]
    updated: tuple[tuple[int, CandidateRecord, str], ...]
    unchanged: int


@dataclass(frozen=True, slots=True)
class PlainPeople:
    """People as plain rows, ready to be written; made in any process.

    `created` are rows of `candidates`; `updated` (id, new values in the order of `CANDIDATE`);
    `lines` the rows of the tables that repeat per candidate, by table name, owner first.
    """

    created: list[Row]
    updated: list[tuple[int, Row]]
    lines: dict[str, list[Row]]


def known_people(session: Session) -> dict[str, Known]:
    """Everybody in the base, by identifier."""
    asked = select(Candidate.identifier, Candidate.id, Candidate.record_hash)
    return {name: Known(key, old) for name, key, old in session.execute(asked)}


def plan_candidates(session: Session, records: Sequence[CandidateRecord]) -> LoadPlan:
    """Compare records with the base; writes nothing.

    Parameters
    ----------
    records : no identifier twice
    """
    known = known_people(session)
    created, updated, unchanged = [], [], 0
    for record in records:
        new = record_hash(record)
        found = known.get(storable(record.identifier))
        if found is None:
            created.append((record, new))
        elif found.hash != new:
            updated.append((found.id, record, new))
        else:
            unchanged += 1
    return LoadPlan(tuple(created), tuple(updated), unchanged)


def load_candidates(session: Session, plan: LoadPlan, now: datetime) -> None:
    """Write what `plan_candidates` planned, in the caller's transaction."""
    ids = new_ids(session, Candidate, len(plan.created))
    people = [(key, record, new) for key, (record, new) in zip(ids, plan.created, strict=True)]
    write_people(session, plain_people(people, plan.updated, now), now)


def plain_people(
    created: Sequence[tuple[int, CandidateRecord, str]],
    updated: Sequence[tuple[int, CandidateRecord, str]],
    now: datetime,
) -> PlainPeople:
    """Rows of people: (id, record, hash) each; no base is needed."""
    plain = _plain()
    new = [
        (key, uuid4(), *candidate_row(record, hashed), True, now, now)
        for key, record, hashed in created
    ]
    changed = [candidate_row(record, hashed) for _, record, hashed in updated]
    everybody = (*created, *updated)
    return PlainPeople(
        created=plain[Candidate.__tablename__].plain(new),
        updated=[
            (key, row)
            for (key, _, _), row in zip(updated, _people().storable(changed), strict=True)
        ],
        lines={
            lines.table.__tablename__: plain[lines.table.__tablename__].plain(
                [(key, *row) for key, record, _ in everybody for row in lines.rows(record)]
            )
            for lines in LINES
        },
    )


def write_people(session: Session, people: PlainPeople, now: datetime) -> None:
    """Write rows made by `plain_people`, in the caller's transaction."""
    _change(session, people.updated, now)
    insert_plain(session, Candidate, _NEW, people.created)
    for lines in LINES:
        rows = people.lines[lines.table.__tablename__]
        insert_plain(session, lines.table, ("candidate_id", *lines.columns), rows)
    session.expire_all()


@cache
def _people() -> PlainRows:
    return PlainRows(Candidate, CANDIDATE)


@cache
def _plain() -> Mapping[str, PlainRows]:
    tables = {Candidate.__tablename__: PlainRows(Candidate, _NEW)}
    for lines in LINES:
        columns = ("candidate_id", *lines.columns)
        tables[lines.table.__tablename__] = PlainRows(lines.table, columns)
    return tables


def _change(session: Session, updated: Sequence[tuple[int, Row]], now: datetime) -> None:
    """The new values of people who are there already; their old lines go."""
    if not updated:
        return
    values: list[dict[str, Any]] = [
        {"row_id": key, **dict(zip(CANDIDATE, row, strict=True)), "updated_at": now}
        for key, row in updated
    ]
    table = Candidate.__table__
    session.connection().execute(
        update(Candidate)
        .where(table.c.id == bindparam("row_id"))
        .values({name: bindparam(name) for name in (*CANDIDATE, "updated_at")}),
        values,
    )
    for keys in _chunks([key for key, _ in updated]):
        for lines in LINES:
            session.execute(
                delete(lines.table).where(lines.table.__table__.c.candidate_id.in_(keys)),
                execution_options={"synchronize_session": False},
            )


def _chunks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
