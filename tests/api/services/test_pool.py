"""The candidates kept as columns follow the base, and are read once while it stays the same."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.services.pool import Pool, PoolCache, read_pool
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


def test_a_file_saved_under_an_earlier_hour_is_seen(session: Session) -> None:
    """An import is dated from its start: somebody may have been changed by hand meanwhile."""
    load(session, NOW, person("P-0001"), person("P-0002"))
    ranker, cache = make_ranker(), PoolCache()
    found = session.scalars(select(Candidate).where(Candidate.identifier == "P-0001"))
    found.one().updated_at = LATER + timedelta(minutes=5)
    session.flush()
    before = cache.pool(session, ranker)
    load(session, LATER, person("P-0002", "Soudeur"))
    after = cache.pool(session, ranker)
    assert [each.projects[0].title for each in after.people] == ["Cariste", "Soudeur"]
    assert after is not before


def test_files_that_changed_are_read_alone_and_make_the_pool_of_a_whole_reading(
    session: Session,
) -> None:
    load(session, NOW, *(person(f"P-{number:04d}") for number in range(1, 9)))
    ranker, cache = make_ranker(), PoolCache()
    before = cache.pool(session, ranker)
    load(session, LATER, person("P-0003", "Soudeur"), person("P-0009", "Maçon"))
    retire(session, "P-0001")
    after = cache.pool(session, ranker)
    assert_same(after, read_pool(session, ranker))
    kept = {each.key: each for each in before.people}
    assert [each.key for each in after.people if each is not kept.get(each.key)] == [
        "P-0003",
        "P-0009",
    ]


def test_another_base_under_the_same_address_is_read_whole(session: Session) -> None:
    load(session, NOW, person("P-0001"))
    ranker, cache = make_ranker(), PoolCache()
    cache.pool(session, ranker)
    session.execute(delete(Candidate))
    load(session, NOW, person("P-0001", "Soudeur"), person("P-0002"))
    titles = [each.projects[0].title for each in cache.pool(session, ranker).people]
    assert titles == ["Soudeur", "Cariste"]


def assert_same(found: Pool, expected: Pool) -> None:
    assert (found.ids, found.people, found.stamps) == (
        expected.ids,
        expected.people,
        expected.stamps,
    )
    assert_same_columns(found.batch, expected.batch)


def assert_same_columns(found: Any, expected: Any) -> None:
    for field in fields(expected):
        value, other = getattr(expected, field.name), getattr(found, field.name)
        if isinstance(value, np.ndarray):
            unknown = value.dtype.kind in "fM"
            assert np.array_equal(other, value, equal_nan=unknown), field.name
        elif hasattr(value, "__dataclass_fields__"):
            assert_same_columns(other, value)
        elif isinstance(value, dict):
            assert other.keys() == value.keys()
            for key, column in value.items():
                assert np.array_equal(other[key], column, equal_nan=True), key
        else:
            assert other == value, field.name


def test_two_changes_of_a_file_within_a_second_are_both_seen(session: Session) -> None:
    load(session, NOW, person("P-0001"), person("P-0002"))
    found = session.scalars(select(Candidate).where(Candidate.identifier == "P-0001"))
    found.one().updated_at = LATER + timedelta(hours=1)
    ranker, cache = make_ranker(), PoolCache()
    for tenth, title in enumerate(("Soudeur", "Maçon", "Peintre")):
        load(session, LATER + timedelta(milliseconds=100 * tenth), person("P-0002", title))
        assert cache.pool(session, ranker).people[1].projects[0].title == title
