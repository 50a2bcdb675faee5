"""Candidate records to rows: idempotent by identifier, in bulk. Opens no transaction.

A record that says what the last import already said changes nothing; one that says something
else replaces the lines of that person, whose introductions and history stay.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from ingestion.plain import record_hash, storable
from ingestion.records import CandidateRecord
from ingestion.rows import LINES, candidate_row
from models.candidates import Candidate

ONE_STATEMENT = {"render_nulls": True}
"""Write None as NULL: otherwise every combination of absent values is a statement of its own."""
CHUNK = 500
"""Identifiers in one `IN (...)`: SQLite and PostgreSQL both take it."""

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class LoadPlan:
    """What loading will do: records to create, records to change (with their row's id)."""

    created: tuple[tuple[CandidateRecord, str], ...]
    updated: tuple[tuple[int, CandidateRecord, str], ...]
    unchanged: int


def plan_candidates(session: Session, records: Sequence[CandidateRecord]) -> LoadPlan:
    """Compare records with the base; writes nothing.

    Parameters
    ----------
    records : no identifier twice
    """
    known = {
        identifier: (key, old)
        for identifier, key, old in session.execute(
            select(Candidate.identifier, Candidate.id, Candidate.record_hash)
        )
    }
    created, updated, unchanged = [], [], 0
    for record in records:
        new = record_hash(record)
        found = known.get(storable(record.identifier))
        if found is None:
            created.append((record, new))
        elif found[1] != new:
            updated.append((found[0], record, new))
        else:
            unchanged += 1
    return LoadPlan(tuple(created), tuple(updated), unchanged)


def load_candidates(session: Session, plan: LoadPlan, now: datetime) -> None:
    """Write what `plan_candidates` planned, in the caller's transaction."""
    _change(session, plan, now)
    _create(session, plan, now)


def _change(session: Session, plan: LoadPlan, now: datetime) -> None:
    if not plan.updated:
        return
    values = [
        {"row_id": key, **candidate_row(record, new), "updated_at": now}
        for key, record, new in plan.updated
    ]
    table = Candidate.__table__
    names = [name for name in values[0] if name != "row_id"]
    session.connection().execute(
        update(Candidate)
        .where(table.c.id == bindparam("row_id"))
        .values({name: bindparam(name) for name in names}),
        values,
    )
    for keys in _chunks([key for key, _, _ in plan.updated]):
        for lines in LINES:
            session.execute(
                delete(lines).where(lines.__table__.c.candidate_id.in_(keys)),
                execution_options={"synchronize_session": False},
            )
    _insert_lines(session, [(key, record) for key, record, _ in plan.updated])
    session.expire_all()


def _create(session: Session, plan: LoadPlan, now: datetime) -> None:
    if not plan.created:
        return
    rows = [
        candidate_row(record, new) | {"created_at": now, "updated_at": now}
        for record, new in plan.created
    ]
    session.execute(insert(Candidate), rows, execution_options=ONE_STATEMENT)
    keys: dict[str, int] = {}
    for names in _chunks([row["identifier"] for row in rows]):
        found = session.execute(
            select(Candidate.identifier, Candidate.id).where(Candidate.identifier.in_(names))
        )
        keys.update((identifier, key) for identifier, key in found)
    _insert_lines(
        session,
        [
            (keys[row["identifier"]], record)
            for row, (record, _) in zip(rows, plan.created, strict=True)
        ],
    )


def _insert_lines(session: Session, people: Sequence[tuple[int, CandidateRecord]]) -> None:
    for table, rows_of in LINES.items():
        rows = [{"candidate_id": key, **row} for key, record in people for row in rows_of(record)]
        if rows:
            session.execute(insert(table), rows, execution_options=ONE_STATEMENT)


def _chunks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
