"""The candidates kept as columns follow the base, and are read once while it stays the same."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services.pool import PoolCache, read_pool
from api.services.ranking import make_ranker
from ingestion.load import load_candidates, plan_candidates
from ingestion.records import CandidateRecord, Project
from models.candidates import Candidate
from tests.factories import make_candidate_record
from tests.statements import statements

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def person(identifier: str, title: str = "Cariste") -> CandidateRecord:
    return make_candidate_record(identifier=identifier, projects=(Project(title, "N1101"),))


def load(session: Session, when: datetime, *records: CandidateRecord) -> None:
    load_candidates(session, plan_candidates(session, list(records)), when)
    session.flush()


def retire(session: Session, identifier: str) -> None:
    found = session.scalars(select(Candidate).where(Candidate.identifier == identifier))
    found.one().is_active = False
    session.flush()


def test_each_key_has_the_row_of_its_candidate(session: Session) -> None:
    load(session, NOW, person("P-0002"), person("P-0001"))
    pool = read_pool(session, make_ranker())
    assert list(pool.batch.keys) == ["P-0001", "P-0002"]
    assert {session.get_one(Candidate, row).identifier: row for row in pool.ids.values()} == (
        pool.ids
    )


def test_the_pool_is_read_once_while_the_base_stays_the_same(session: Session) -> None:
    load(session, NOW, person("P-0001"))
    ranker, cache = make_ranker(), PoolCache()
    first = cache.pool(session, ranker)
    with statements(session) as asked:
        assert cache.pool(session, ranker) is first
    assert len(asked) == 1


def test_a_candidate_added_changed_or_retired_is_seen(session: Session) -> None:
    load(session, NOW, person("P-0001"))
    ranker, cache = make_ranker(), PoolCache()
    assert list(cache.pool(session, ranker).batch.keys) == ["P-0001"]
    load(session, NOW, person("P-0002"))
    assert list(cache.pool(session, ranker).batch.keys) == ["P-0001", "P-0002"]
    before = cache.pool(session, ranker)
    load(session, LATER, person("P-0002", "Soudeur"))
    assert cache.pool(session, ranker) is not before
    retire(session, "P-0001")
    assert list(cache.pool(session, ranker).batch.keys) == ["P-0002"]
