"""A candidate export into the base: rows read in lots, by several processes where it pays.

A row whose cells are those of the last import, read by the same programme, is not read again.
"""

import hashlib
import marshal
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from multiprocessing import get_context
from pathlib import Path

from sqlalchemy.orm import Session

from ingestion.bulk import new_ids, roomy
from ingestion.candidates.reader import CandidateSheet, collector_paused
from ingestion.load import Known, PlainPeople, known_people, write_people
from ingestion.load_columns import ColumnReader
from ingestion.records import Rejected
from models.candidates import Candidate

LOT = 2_500
"""Rows read at a time by one process."""
SHARED_FROM_BYTES = 3_000_000
"""Size of a file from which the start of other processes (about 1 s of work each) pays."""
MOST_WORKERS = 3
"""Reading a lot takes less than three times what writing it does: more would wait."""


@dataclass(frozen=True, slots=True)
class SheetLoad:
    """What loading did, or would do: rows by outcome, and what was odd in them.

    `ids` are the rows of `candidates` created, in the order of the sheet; empty for a dry run.
    """

    created: int
    updated: int
    unchanged: int
    notes: tuple[Rejected, ...]
    ids: Sequence[int] = ()
    changed: tuple[int, ...] = ()
    """Ids of the people whose lines were replaced."""


@dataclass(frozen=True, slots=True)
class _Lot:
    """Rows to read; of each, the id of its person and the hash last read (None: new).

    `rows` are those of the sheet as `marshal` writes them: a third of the cost of pickling.
    """

    places: tuple[tuple[str, int], ...]
    rows: bytes
    people: tuple[tuple[int, str | None], ...]
    now: datetime
    is_written: bool


@dataclass(frozen=True, slots=True)
class _LotDone:
    """`people` are the plain rows as `marshal` writes them: half the cost of pickling."""

    created: int
    changed: tuple[int, ...]
    unchanged: int
    notes: tuple[Rejected, ...]
    people: bytes


@contextmanager
def readers(size: int) -> Iterator[ProcessPoolExecutor | None]:
    """Processes for the lots of a large file (`size` in bytes), already starting; None for a
    small one."""
    workers = min(os.cpu_count() or 1, MOST_WORKERS)
    if workers < 2 or size < SHARED_FROM_BYTES:
        yield None
        return
    # "spawn": a service with threads must not be forked.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for _ in range(workers):
            pool.submit(reader_version)
        yield pool


def load_sheet(
    session: Session,
    sheet: CandidateSheet,
    now: datetime,
    *,
    dry_run: bool = False,
    pool: ProcessPoolExecutor | None = None,
    before_change: Callable[[Sequence[int]], None] | None = None,
) -> SheetLoad:
    """Read the rows of a sheet and write what is new, in the caller's transaction.

    `before_change` is given the ids of people whose lines are about to be replaced.
    """
    known = known_people(session)
    new = [row for row in sheet.rows if row.key not in known]
    ids = () if dry_run else new_ids(session, Candidate, len(new))
    fresh = dict(zip((row.key for row in new), ids, strict=not dry_run))
    created = unchanged = 0
    changed: list[int] = []
    notes: list[Rejected] = []
    lots = _lots(sheet, known, fresh, now, is_written=not dry_run)
    try:
        with roomy(session):
            for done in map(_read_lot, lots) if pool is None else pool.map(_read_lot, lots):
                created += done.created
                unchanged += done.unchanged
                changed += done.changed
                notes += done.notes
                if not dry_run:
                    if before_change is not None and done.changed:
                        before_change(done.changed)
                    write_people(session, PlainPeople(*marshal.loads(done.people)), now)
    finally:
        _reader.cache_clear()
    return SheetLoad(created, len(changed), unchanged, tuple(notes), ids, tuple(changed))


def _lots(
    sheet: CandidateSheet,
    known: dict[str, Known],
    fresh: dict[str, int],
    now: datetime,
    *,
    is_written: bool,
) -> Iterable[_Lot]:
    for start in range(0, len(sheet.rows), LOT):
        rows = sheet.rows[start : start + LOT]
        people = tuple(
            (found.id, found.hash)
            if (found := known.get(row.key))
            else (fresh.get(row.key, 0), None)
            for row in rows
        )
        plain = marshal.dumps(list(map(tuple, rows)))
        yield _Lot(sheet.places, plain, people, now, is_written)


def _read_lot(lot: _Lot) -> _LotDone:
    with collector_paused():
        read = _reader(lot.places).read(marshal.loads(lot.rows), lot.people, lot.now)
    plain = read.people
    people = b""
    if lot.is_written:
        people = marshal.dumps((plain.created, plain.updated, plain.lines))
    return _LotDone(
        created=len(plain.created),
        changed=read.changed,
        unchanged=len(lot.people) - len(plain.created) - len(read.changed),
        notes=read.notes,
        people=people,
    )


@lru_cache(maxsize=1)
def _reader(places: tuple[tuple[str, int], ...]) -> ColumnReader:
    """What reads the lots of one sheet in this process."""
    return ColumnReader(places, reader_version())


@cache
def reader_version() -> bytes:
    """A digest of everything that decides how a row is read: when it changes, rows are reread."""
    package = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        if path.suffix in (".py", ".csv", ".txt"):
            digest.update(path.relative_to(package).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.digest()
