"""Temp hours over twelve months: the counter, its projection, its alert. Pure values.

The protocol counts 1,215 hours in twelve months as a job. The window of a day goes back twelve
calendar months, that day included; a line that the window cuts counts for the share of its days
that are inside.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from models.months import add_months

TARGET_HOURS = 1215.0
WINDOW_MONTHS = 12
ALERT_FROM = 0.8
"""Share of the target from which somebody is told."""
RATE_DAYS = 56
"""Days behind today whose hours make the present rate."""
LEAST_RATE_DAYS = 7
STILL_WORKING_DAYS = 28
"""Days after the last hours known for which the present rate still means something."""
FARTHEST_DAYS = 366
_EPSILON = 1e-6
"""Hours; shares of lines add up to rounding errors."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class HoursLine:
    """Hours worked from one day to another, both included."""

    first: date
    last: date
    hours: float

    @property
    def days(self) -> int:
        """Days of the line, at least 1."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Counter12:
    """Where a person stands on the way to the target, on a day.

    `missing` : missions whose hours nobody gave; the counter is then a least. `reached_on` : the
    first day ever on which the window held the target. `projected_on` : when it will at the
    present rate; None where it will not within a year, or nothing says the rate.
    """

    hours: float
    target: float
    reached_on: date | None
    projected_on: date | None
    weekly_rate: float
    missing: int = 0

    @property
    def share(self) -> float:
        """Part of the target, 1 or more once reached."""
        return self.hours / self.target

    @property
    def is_alert(self) -> bool:
        """True from 80 % on, until the target was reached."""
        return self.reached_on is None and self.share >= ALERT_FROM - _EPSILON


def window_start(day: date, months: int = WINDOW_MONTHS) -> date:
    """The first day of the window that ends on `day`."""
    return add_months(day, -months) + _DAY


def hours_between(lines: Iterable[HoursLine], first: date, last: date) -> float:
    """The hours of the lines between two days, both included."""
    total = 0.0
    for line in lines:
        days = (min(line.last, last) - max(line.first, first)).days + 1
        if days > 0:
            total += line.hours if days == line.days else line.hours * days / line.days
    return total


def reached_on(
    lines: Sequence[HoursLine],
    until: date,
    target: float = TARGET_HOURS,
    months: int = WINDOW_MONTHS,
) -> date | None:
    """The first day, up to `until`, whose window holds the target; None where none does."""
    known = [line for line in lines if line.first <= until]
    if sum(line.hours for line in known) < target - _EPSILON:
        return None
    first = min(line.first for line in known)
    days = (min(until, max(line.last for line in known)) - first).days + 1
    daily = [0.0] * days
    for line in known:
        start = (line.first - first).days
        for index in range(start, min(start + line.days, days)):
            daily[index] += line.hours / line.days
    upto = [0.0, *accumulate(daily)]
    for index in range(days):
        begin = (window_start(first + timedelta(days=index), months) - first).days
        if upto[index + 1] - upto[max(begin, 0)] >= target - _EPSILON:
            return first + timedelta(days=index)
    return None


def present_rate(lines: Sequence[HoursLine], today: date) -> float:
    """Hours a day of the last eight weeks; 0 where the person has stopped working."""
    past = [line for line in lines if line.first <= today]
    if not past or (today - max(line.last for line in past)).days > STILL_WORKING_DAYS:
        return 0.0
    first = max(today - timedelta(days=RATE_DAYS - 1), min(line.first for line in past))
    days = max((today - first).days + 1, LEAST_RATE_DAYS)
    return hours_between(past, first, today) / days


def projected_on(
    lines: Sequence[HoursLine], today: date, target: float = TARGET_HOURS
) -> date | None:
    """The day the window would hold the target at the present rate, within a year."""
    rate = present_rate(lines, today)
    if rate <= 0:
        return None
    for ahead in range(1, FARTHEST_DAYS + 1):
        day = today + timedelta(days=ahead)
        first = window_start(day)
        known = hours_between(lines, first, today)
        guessed_days = (day - max(today, first - _DAY)).days
        if known + rate * guessed_days >= target - _EPSILON:
            return day
    return None


def counter(lines: Sequence[HoursLine], today: date, missing: int = 0) -> Counter12:
    """Where a person stands today."""
    reached = reached_on(lines, today)
    return Counter12(
        hours=hours_between(lines, window_start(today), today),
        target=TARGET_HOURS,
        reached_on=reached,
        projected_on=None if reached else projected_on(lines, today),
        weekly_rate=7 * present_rate(lines, today),
        missing=missing,
    )
