"""The candidates of the base as columns, read once and kept while the base stays the same."""

import gc
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.services.candidates import stored_candidates
from api.services.practised import practices, practised_stamp, with_practices
from api.services.profiles import candidate_facts
from api.services.ranking import Ranker
from matching.profiles import CandidateBatch, CandidateFacts
from models.candidates import Candidate

Stamp = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Pool:
    """Active candidates as columns; `ids` gives the row of the base of each key."""

    batch: CandidateBatch
    ids: Mapping[str, int]
    people: tuple[CandidateFacts, ...] = ()
    """The facts that the columns were made from, in their order."""


def read_pool(session: Session, ranker: Ranker) -> Pool:
    """Every active candidate of the base, as columns."""
    stored = list(stored_candidates(session))
    done = practices(session)
    people = tuple(
        with_practices(candidate_facts(each.record), done.get(each.id, ())) for each in stored
    )
    ids = {each.record.identifier: each.id for each in stored}
    return Pool(ranker.profiler.batch(people), ids, people)


@dataclass
class PoolCache:
    """The last pool read, good while no candidate was added, changed or retired, and none
    practised anything new."""

    _stamp: Stamp | None = None
    _pool: Pool | None = None
    _lock: Lock = field(default_factory=Lock)

    def pool(self, session: Session, ranker: Ranker) -> Pool:
        """The pool of the base as it is now."""
        stamp = _stamp(session)
        with self._lock:
            if self._pool is None or self._stamp != stamp:
                self._pool, self._stamp = read_pool(session, ranker), stamp
                gc.freeze()  # it stays: going over it held pages up for 80 ms and more
            return self._pool


def _stamp(session: Session) -> Stamp:
    newest = func.max(Candidate.id), func.max(Candidate.updated_at)
    active = select(func.count(), *newest, *practised_stamp()).where(Candidate.is_active)
    count, *rest = session.execute(active).one()
    return str(session.get_bind().engine.url), count, *rest
