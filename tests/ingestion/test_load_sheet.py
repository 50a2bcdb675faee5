"""Three ways into the base, one content: records, columns, and columns read by processes."""

from pathlib import Path

import pytest
from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from ingestion.before import remove_people
from ingestion.candidates import open_candidates, read_candidates
from ingestion.load import known_people, load_candidates, plan_candidates
from ingestion.load_sheet import SHARED_FROM_BYTES, SheetLoad, load_sheet, readers
from ingestion.possible import possible
from ingestion.rows import CANDIDATE, LINES
from models.candidates import Candidate
from tests.ingestion.test_load_columns import NOW, rows_of, write

Contents = dict[str, list[tuple[object, ...]]]


def contents(session: Session) -> Contents:
    """Every row that an import writes, with the identifier of its person, and without numbers of
    rows, keys and hashes."""
    people = Candidate.__table__
    own = [people.c[name] for name in (*CANDIDATE, "is_active", "created_at", "updated_at")]
    own.remove(people.c.record_hash)
    found = {"candidates": session.execute(select(*own).order_by(people.c.id))}
    for lines in LINES:
        table = lines.table.__table__
        assert isinstance(table, Table)
        columns = [table.c[name] for name in lines.columns]
        order = [table.c[name] for name in ("position", "kind") if name in table.c]
        found[table.name] = session.execute(
            select(people.c.identifier, *columns)
            .join(people, people.c.id == table.c.candidate_id)
            .order_by(people.c.identifier, *order)
        )
    return {name: [tuple(row) for row in rows] for name, rows in found.items()}


def taken_out(session: Session) -> Contents:
    """What the base holds, which is then emptied of it."""
    held = contents(session)
    remove_people(session, [person.id for person in known_people(session).values()])
    return held


def by_records(session: Session, path: Path) -> Contents:
    read = read_candidates(path)
    records = [possible(row, record)[0] for row, record in read.records]
    load_candidates(session, plan_candidates(session, records), NOW)
    return taken_out(session)


def by_columns(session: Session, path: Path, size: int) -> tuple[SheetLoad, Contents]:
    with readers(size) as pool:
        loaded = load_sheet(session, open_candidates(path), NOW, pool=pool)
    return loaded, taken_out(session)


def test_all_ways_write_the_same_rows(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingestion.load_sheet.LOT", 60)  # several lots, told by several processes
    path = write(tmp_path, rows_of(11, 200))
    wanted = by_records(session, path)
    alone, held = by_columns(session, path, 0)
    assert held == wanted
    together, held = by_columns(session, path, SHARED_FROM_BYTES)
    assert held == wanted
    assert (together.created, together.notes) == (alone.created, alone.notes) == (200, alone.notes)
    assert all(wanted[name] for name in wanted)
    assert {lines.table.__tablename__ for lines in LINES} < set(wanted)
    assert not any(contents(session).values())
