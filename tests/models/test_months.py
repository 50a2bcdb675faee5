"""Whole calendar months, at the ends of months where a day of that number is missing."""

from datetime import date, timedelta

import pytest

from api.services.interim_hours import window_start
from models.months import add_months, last_of_months

DAY = timedelta(days=1)
FIRSTS = [date(2026, 8, 1) + n * DAY for n in range(400)]


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2026, 1, 1), 6, date(2026, 6, 30)),
        (date(2026, 2, 1), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 29), 1, date(2026, 2, 28)),
        (date(2028, 1, 30), 1, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
        (date(2026, 12, 15), 12, date(2027, 12, 14)),
    ],
)
def test_months_end_the_day_before_or_with_the_month(first: date, months: int, last: date) -> None:
    assert last_of_months(first, months) == last


def test_who_starts_later_never_ends_earlier() -> None:
    for months in (1, 2, 6, 12):
        ends = [last_of_months(first, months) for first in FIRSTS]
        assert ends == sorted(ends)


def test_the_window_that_ends_on_a_day_starts_where_its_months_do() -> None:
    for day in FIRSTS:
        for months in (1, 6, 12):
            start = window_start(day, months)
            assert last_of_months(start, months) >= day
            assert last_of_months(start - DAY, months) < day


def test_a_month_more_of_a_day_that_is_missing_is_the_last_of_the_month() -> None:
    assert add_months(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert add_months(date(2028, 2, 29), -12) == date(2027, 2, 28)
