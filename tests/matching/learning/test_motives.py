"""Each motive of refusal trains one criterion at most, and the table knows them all."""

import csv
from importlib.resources import files

from matching.learning.motives import motive_criteria
from models.vocabulary import Criterion, DiscardMotive


def test_the_table_is_complete_and_says_why() -> None:
    table = motive_criteria()
    assert set(table) == set(DiscardMotive)
    source = files("matching") / "data" / "motives.csv"
    with source.open(encoding="utf-8") as lines:
        assert all(row["why"] for row in csv.DictReader(lines))


def test_a_motive_that_says_nothing_of_the_order_trains_nothing() -> None:
    table = motive_criteria()
    for motive in (
        DiscardMotive.AVAILABILITY,
        DiscardMotive.ALREADY_POSITIONED,
        DiscardMotive.STALE_FILE,
        DiscardMotive.DUPLICATE,
        DiscardMotive.OTHER,
    ):
        assert table[motive] is None
    assert table[DiscardMotive.OTHER_PROJECT] is Criterion.OCCUPATION
    assert table[DiscardMotive.SCHEDULE] is table[DiscardMotive.MOBILITY] is Criterion.MOBILITY
