"""1,215 hours in twelve months: the window, lines it cuts, the projection, the alert."""

from datetime import date, timedelta

import pytest

from api.services.interim_hours import (
    HoursLine,
    counter,
    hours_between,
    projected_on,
    reached_on,
    window_start,
)

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def weeks(first: date, count: int, hours: float = 35.0) -> list[HoursLine]:
    """Weeks of seven days, one after the other."""
    return [
        HoursLine(first + timedelta(weeks=n), first + timedelta(weeks=n, days=6), hours)
        for n in range(count)
    ]


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2026, 11, 23), date(2025, 11, 24)),
        (date(2025, 2, 28), date(2024, 2, 29)),
        (date(2024, 2, 29), date(2023, 3, 1)),
        (date(2026, 12, 31), date(2026, 1, 1)),
    ],
)
def test_the_window_is_twelve_calendar_months_that_day_included(day: date, first: date) -> None:
    assert window_start(day) == first


def test_a_line_that_the_window_cuts_counts_by_its_days_inside() -> None:
    line = HoursLine(date(2026, 1, 1), date(2026, 1, 10), 70.0)
    assert hours_between([line], date(2026, 1, 8), date(2026, 12, 31)) == pytest.approx(21.0)
    assert hours_between([line], date(2026, 1, 1), date(2026, 1, 31)) == 70.0
    assert hours_between([line], date(2026, 1, 11), date(2026, 1, 31)) == 0.0


def test_one_hour_less_does_not_make_it() -> None:
    first = date(2026, 1, 5)
    enough = [*weeks(first, 34), HoursLine(date(2026, 9, 7), date(2026, 9, 11), 25.0)]
    assert sum(line.hours for line in enough) == 1215.0
    assert reached_on(enough, TODAY) == date(2026, 9, 11)
    short = [*enough[:-1], HoursLine(date(2026, 9, 7), date(2026, 9, 11), 24.0)]
    assert reached_on(short, TODAY) is None


def test_what_leaves_the_window_is_no_longer_counted() -> None:
    old = HoursLine(date(2025, 11, 1), date(2025, 11, 23), 200.0)
    recent = weeks(date(2026, 2, 2), 29)
    assert sum(line.hours for line in recent) == 1015.0
    assert reached_on([old, *recent], TODAY) == date(2026, 8, 23)  # while both were inside
    assert counter([old, *recent], TODAY).hours == 1015.0
    later = [HoursLine(old.first - 120 * DAY, old.last - 120 * DAY, 200.0), *recent]
    assert reached_on(later, TODAY) is None


def test_the_projection_goes_on_at_the_rate_of_the_last_weeks() -> None:
    first = TODAY - timedelta(weeks=20) + DAY
    lines = weeks(first, 20)
    left = 1215 - 20 * 35
    expected = TODAY + timedelta(days=-(-left // 5))  # five hours a day, on average
    assert projected_on(lines, TODAY) == expected
    assert counter(lines, TODAY).weekly_rate == pytest.approx(35.0)


def test_at_a_slow_rate_old_hours_leave_before_new_ones_are_enough() -> None:
    lines = weeks(TODAY - timedelta(weeks=40) + DAY, 40, 12.0)
    assert projected_on(lines, TODAY) is None


def test_who_stopped_working_has_no_projection() -> None:
    lines = weeks(date(2026, 3, 2), 20)
    found = counter(lines, TODAY)
    assert (found.hours, found.weekly_rate, found.projected_on) == (700.0, 0.0, None)


def test_the_alert_comes_at_80_percent_and_ends_when_it_is_reached() -> None:
    first = date(2026, 1, 5)
    below = [HoursLine(first, first + 99 * DAY, 971.9)]
    assert not counter(below, TODAY).is_alert
    at = [HoursLine(first, first + 99 * DAY, 972.0)]
    assert counter(at, TODAY).is_alert
    assert not counter([HoursLine(first, first + 99 * DAY, 1215.0)], TODAY).is_alert


def test_nothing_known_is_nothing_reached() -> None:
    found = counter([], TODAY, missing=2)
    assert (found.hours, found.reached_on, found.missing) == (0.0, None, 2)
