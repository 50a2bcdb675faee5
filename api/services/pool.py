"""The candidates of the base as columns, kept while the base stays the same.

Reading everybody takes more than a second; when a few files change, those alone are read again,
and of their words those that nobody had.
"""

import gc
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, String, cast, extract, func, select
from sqlalchemy.orm import Session

from api.services.candidates import stored_candidates
from api.services.practised import Practice, practices, practised_stamp, with_practices
from api.services.profiles import candidate_facts
from api.services.ranking import Ranker
from matching.columns import Profiler
from matching.profiles import CandidateBatch, CandidateFacts
from models.candidates import Candidate

MOST_ALONE = 500
"""Files read one by one; beyond, reading the whole tables costs less."""

MICROSECONDS_AT = 21
"""Where they stand, from 1, in an instant as SQLite keeps it."""

Stamp = tuple[object, ...]


class FileStamp(NamedTuple):
    """What a file was when it was read: two alike hold the same facts."""

    key: UUID
    identifier: str
    updated_at: datetime
    practised: tuple[Practice, ...]


@dataclass(frozen=True, slots=True)
class Pool:
    """Active candidates as columns; `ids` gives the row of the base of each key."""

    batch: CandidateBatch
    ids: Mapping[str, int]
    people: tuple[CandidateFacts, ...] = ()
    """The facts that the columns were made from, in their order."""
    stamps: tuple[FileStamp, ...] = ()
    """The state of each file, in the same order."""


def read_pool(session: Session, ranker: Ranker, before: Pool | None = None) -> Pool:
    """Every active candidate of the base, as columns.

    `before` : a pool of the same base made by the same profiler; what it holds is not read again.
    """
    files = _files(session)
    facts = {} if before is None else _unchanged(files, before)
    facts |= _read(session, {row: stamp for row, stamp in files.items() if row not in facts})
    present = [row for row in files if row in facts]
    people = tuple(facts[row] for row in present)
    return Pool(
        ranker.profiler.batch(people, None if before is None else before.batch.words),
        {files[row].identifier: row for row in present},
        people,
        tuple(files[row] for row in present),
    )


def _files(session: Session) -> dict[int, FileStamp]:
    """Every active file by its row of the base, in the order of their identifiers."""
    done = practices(session)
    statement = (
        select(Candidate.id, Candidate.key, Candidate.identifier, Candidate.updated_at)
        .where(Candidate.is_active)
        .order_by(Candidate.identifier)
    )
    return {
        row: FileStamp(key, identifier, at, tuple(done.get(row, ())))
        for row, key, identifier, at in session.execute(statement)
    }


def _unchanged(files: Mapping[int, FileStamp], before: Pool) -> dict[int, CandidateFacts]:
    kept = zip(before.ids.values(), before.stamps, before.people, strict=True)
    return {row: facts for row, stamp, facts in kept if files.get(row) == stamp}


def _read(session: Session, files: Mapping[int, FileStamp]) -> dict[int, CandidateFacts]:
    stored = stored_candidates(session, None if len(files) > MOST_ALONE else list(files))
    return {
        each.id: with_practices(candidate_facts(each.record), files[each.id].practised)
        for each in stored
        if each.id in files
    }


@dataclass
class PoolCache:
    """The last pool read, good while no candidate was added, changed or retired, and none
    practised anything new."""

    _stamp: Stamp | None = None
    _pool: Pool | None = None
    _profiler: Profiler | None = None
    _lock: Lock = field(default_factory=Lock)

    def pool(self, session: Session, ranker: Ranker) -> Pool:
        """The pool of the base as it is now."""
        stamp = _stamp(session)
        with self._lock:
            if self._pool is None or self._stamp != stamp:
                is_next = self._stamp is not None and self._stamp[0] == stamp[0]
                before = self._pool if is_next and self._profiler is ranker.profiler else None
                self._pool = read_pool(session, ranker, before)
                # On PostgreSQL each question sees what was written since the one before.
                self._stamp = stamp if _stamp(session) == stamp else None
                self._profiler = ranker.profiler
                gc.freeze()  # it stays: going over it held pages up for 80 ms and more
            return self._pool


def _stamp(session: Session) -> Stamp:
    """The base, and what changes with any file: the sum too, as a file may be saved with an hour
    before that of another (an import is dated from its start)."""
    bind, at = session.get_bind(), Candidate.updated_at
    hours: tuple[ColumnElement[Any], ...] = (func.max(at), func.sum(extract("epoch", at)))
    if bind.dialect.name == "sqlite":  # whose epoch is in whole seconds
        hours += (func.sum(cast(func.substr(cast(at, String), MICROSECONDS_AT), Integer)),)
    active = select(func.count(), func.max(Candidate.id), *hours, *practised_stamp())
    count, *rest = session.execute(active.where(Candidate.is_active)).one()
    return str(bind.engine.url), count, *rest
