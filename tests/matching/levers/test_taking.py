"""Some persons taken out of a batch are the persons they were, to the bit."""

from dataclasses import replace

import numpy as np
import pytest

from matching.engine import packaged_engine
from matching.levers.taking import taken, with_column, with_credentials, with_flag
from matching.profiles import CREDENTIAL_HELD, CandidateBatch, SkillFact
from matching.score import score
from matching.shortlist import entries
from tests.matching.factories import compare, make_candidate, make_offer
from tests.matching.levers.crowd import crowd, early_offer


@pytest.fixture(scope="module")
def batch() -> CandidateBatch:
    return compare(early_offer(), crowd()).batch


@pytest.mark.parametrize("rows", [[3], [7, 2, 31], [5, 5, 5, 0], list(range(40))])
def test_persons_taken_score_as_in_the_whole(rows: list[int]) -> None:
    comparison, engine = compare(early_offer(), crowd()), packaged_engine()
    whole = score(comparison, engine)
    part = score(
        replace(comparison, batch=taken(comparison.batch, np.array(rows, dtype=np.int64))), engine
    )
    assert np.array_equal(part.total, whole.total[rows])
    assert np.array_equal(part.band, whole.band[rows])
    assert entries(part, engine, range(len(rows))) == entries(whole, engine, rows)


def test_nobody_taken_gives_an_empty_batch(batch: CandidateBatch) -> None:
    empty = taken(batch, np.array([], dtype=np.int64))
    assert len(empty) == 0
    comparison = replace(compare(early_offer(), crowd(3)), batch=empty)
    assert len(score(comparison, packaged_engine()).total) == 0


def test_words_that_nobody_uses_are_left_out() -> None:
    baker = make_candidate("E-1", skills=(SkillFact("pétrissage", None),))
    batch = compare(make_offer(), [make_candidate("C-1"), baker]).batch
    one = taken(batch, np.array([0], dtype=np.int64))
    assert set(batch.words.texts) - set(one.words.texts) == {"pétrissage"}


def test_a_title_that_nobody_holds_can_be_given(batch: CandidateBatch) -> None:
    where = np.arange(len(batch)) == 4
    given = with_credentials(batch, where, ["SST", "HACCP"])
    assert given.credential_codes[-2:] == ("SST", "HACCP")
    held = given.credential_state[:, -2:] == CREDENTIAL_HELD
    assert held[4].all()
    assert not held[~where].any()
    assert "SST" not in batch.credential_codes


def test_columns_change_for_the_rows_named_and_the_batch_stays(batch: CandidateBatch) -> None:
    where = np.arange(len(batch)) < 2
    before = batch.trip_limit_minutes.copy()
    longer = with_column(batch, where, trip_limit_minutes=batch.trip_limit_minutes + 10)
    assert np.array_equal(longer.trip_limit_minutes[2:], before[2:], equal_nan=True)
    assert np.array_equal(longer.trip_limit_minutes[:2], before[:2] + 10, equal_nan=True)
    assert np.array_equal(batch.trip_limit_minutes, before, equal_nan=True)
    assert with_flag(batch, where, "modes", 0).modes[:2, 0].all()
