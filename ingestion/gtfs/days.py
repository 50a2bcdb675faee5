"""The usual working day, Saturday and Sunday of a feed: the services that run on most of them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ingestion.gtfs.feed import Feed
from models.vocabulary import DayKind

MOST_DAYS = 800
"""Days looked at from the first of the calendar: feeds rarely cover more than a year."""


@dataclass(frozen=True, slots=True)
class UsualDay:
    """A date like most of its kind, how many there are, and the services that run on it."""

    kind: DayKind
    date: date
    days: int
    services: frozenset[str]


def usual_days(feed: Feed) -> dict[DayKind, UsualDay]:
    """The most frequent set of services of each kind of day, the first such date.

    Holidays and school breaks are rarer sets: they are not what a post is judged on. A kind of
    day with no date in the feed, or on which nothing runs, is left out.
    """
    counts: dict[DayKind, Counter[frozenset[str]]] = {kind: Counter() for kind in DayKind}
    first: dict[tuple[DayKind, frozenset[str]], date] = {}
    for day in _dates(feed):
        running = services_on(feed, day)
        kind = kind_of(day)
        counts[kind][running] += 1
        first.setdefault((kind, running), day)
    found = {}
    for kind, sets in counts.items():
        usual = max(sets.items(), key=lambda each: (each[1], len(each[0])), default=None)
        if usual is not None and usual[0]:
            found[kind] = UsualDay(kind, first[kind, usual[0]], usual[1], usual[0])
    return found


def kind_of(day: date) -> DayKind:
    """Whether a date is a working day, a Saturday or a Sunday."""
    if day.weekday() == 5:
        return DayKind.SATURDAY
    return DayKind.SUNDAY if day.weekday() == 6 else DayKind.WEEKDAY


def services_on(feed: Feed, day: date) -> frozenset[str]:
    """Services that run on a date: by weekday, plus those added, less those removed."""
    regular = {
        each.id
        for each in feed.services
        if each.start <= day <= each.end and each.weekdays[day.weekday()]
    }
    return frozenset(regular | feed.added.get(day, frozenset())) - feed.removed.get(
        day, frozenset()
    )


def _dates(feed: Feed) -> Iterator[date]:
    known = {day for each in feed.services for day in (each.start, each.end)}
    known |= set(feed.added)
    if not known:
        return
    first = min(known)
    for number in range(min((max(known) - first).days + 1, MOST_DAYS)):
        yield first + timedelta(days=number)
