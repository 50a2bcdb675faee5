"""A calendar day is the one that the wall of the office shows, near midnight too."""

from datetime import UTC, date, datetime

import pytest

from models.days import day_of


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 11, 23, 22, 59, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 23, 23, 0, tzinfo=UTC), date(2026, 11, 24)),
        (datetime(2026, 7, 14, 21, 59, tzinfo=UTC), date(2026, 7, 14)),
        (datetime(2026, 7, 14, 22, 0, tzinfo=UTC), date(2026, 7, 15)),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2027, 1, 1)),
    ],
    ids=["winter, before", "winter, after", "summer, before", "summer, after", "new year"],
)
def test_the_day_turns_at_midnight_in_paris(instant: datetime, day: date) -> None:
    assert day_of(instant) == day


def test_an_instant_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        day_of(datetime(2026, 11, 23, 23, 0, tzinfo=UTC).replace(tzinfo=None))
