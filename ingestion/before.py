"""What people of the base were before an import changed them, and back again exactly.

A person is kept as compressed JSON: the columns an import fills, and the plain rows of every
table that repeats per candidate. Numbers of those rows (`id`) are not theirs to keep.
"""

import json
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from ingestion.bulk import Row, insert_plain
from ingestion.rows import CANDIDATE, LINES, Lines
from models.candidates import Candidate

CHUNK = 500
"""Ids in one `IN (...)`."""
LEVEL = 1
"""zlib's fastest: a row of a case file is a few hundred bytes either way."""


def people_before(session: Session, ids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    """What each of these people is now: (id, compressed), in the order of the ids' lots."""
    for start in range(0, len(ids), CHUNK):
        yield from _lot(session, ids[start : start + CHUNK])


def restore_people(session: Session, before: Mapping[int, bytes]) -> None:
    """Give people back what they were, in the caller's transaction."""
    ids = list(before)
    for start in range(0, len(ids), CHUNK):
        _restore(session, {key: before[key] for key in ids[start : start + CHUNK]})
    session.expire_all()


def remove_people(session: Session, ids: Sequence[int]) -> None:
    """Take people out of the base with everything that hangs on them."""
    for start in range(0, len(ids), CHUNK):
        session.execute(
            delete(Candidate).where(Candidate.id.in_(ids[start : start + CHUNK])),
            execution_options={"synchronize_session": False},
        )
    session.expire_all()


def _lot(session: Session, ids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    columns = [getattr(Candidate, name) for name in ("id", *CANDIDATE, "updated_at")]
    people = session.execute(select(*columns).where(Candidate.id.in_(ids)))
    lines: dict[int, dict[str, list[Any]]] = defaultdict(dict)
    for table in LINES:
        name = table.table.__tablename__
        for key, *values in _plain_lines(session, table, ids):
            lines[key].setdefault(name, []).append(values)
    for key, *values, updated_at in people:
        kept = {"own": values, "at": updated_at.isoformat(), "lines": lines.get(key, {})}
        text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
        yield key, zlib.compress(text.encode(), LEVEL)


def _plain_lines(session: Session, lines: Lines, ids: Sequence[int]) -> Iterator[Sequence[Any]]:
    """The rows of one table as the base keeps them, which is what `insert_plain` takes."""
    connection = session.connection()
    as_text = "::text" if connection.dialect.name == "postgresql" else ""
    columns = ", ".join(f"{name}{as_text}" for name in lines.columns)
    yield from connection.exec_driver_sql(
        f"SELECT candidate_id, {columns} FROM {lines.table.__tablename__} "
        f"WHERE candidate_id IN ({', '.join(map(str, ids))})"
    )


def _restore(session: Session, before: Mapping[int, bytes]) -> None:
    people = {key: json.loads(zlib.decompress(data)) for key, data in before.items()}
    table = Candidate.__table__
    session.connection().execute(
        update(Candidate)
        .where(table.c.id == bindparam("row_id"))
        .values({name: bindparam(name) for name in (*CANDIDATE, "updated_at")}),
        [
            {
                "row_id": key,
                **dict(zip(CANDIDATE, kept["own"], strict=True)),
                "updated_at": datetime.fromisoformat(kept["at"]),
            }
            for key, kept in people.items()
        ],
    )
    for each in LINES:
        session.execute(
            delete(each.table).where(each.table.__table__.c.candidate_id.in_(list(people))),
            execution_options={"synchronize_session": False},
        )
        rows: list[Row] = [
            (key, *values)
            for key, kept in people.items()
            for values in kept["lines"].get(each.table.__tablename__, ())
        ]
        insert_plain(session, each.table, ("candidate_id", *each.columns), rows)
