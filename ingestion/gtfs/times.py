"""From a feed to what a territory needs: minutes by band, first and last bus by kind of day."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from ingestion.gtfs.days import UsualDay, usual_days
from ingestion.gtfs.feed import Feed
from ingestion.gtfs.search import Point, Trip, make_network, trips_to
from models.vocabulary import DayKind, HourBand

Bands = Callable[[float], HourBand]
"""The band of a working day that a moment (minutes after midnight) falls in."""


@dataclass(frozen=True, slots=True)
class BusMinutes:
    """Minutes door to door in a band, whole; None where no bus makes the trip."""

    place: str
    zone: str
    band: HourBand
    minutes: int | None


@dataclass(frozen=True, slots=True)
class BusClock:
    """First arrival at the zone, last departure from it; None where there is no trip."""

    place: str
    zone: str
    day: DayKind
    first: float | None
    last: float | None


@dataclass(frozen=True)
class BusTable:
    """What a feed says of the trips between places and zones, and the days it was read on."""

    minutes: tuple[BusMinutes, ...]
    clocks: tuple[BusClock, ...]
    days: dict[DayKind, UsualDay]


def bus_table(
    feed: Feed, places: Sequence[Point], zones: Sequence[Point], band_of: Bands
) -> BusTable:
    """The best minutes in each band, and the first and last bus, of every pair.

    The longer of the two ways counts: to work by its arrival, back home by its departure.
    """
    days = usual_days(feed)
    minutes: list[BusMinutes] = []
    clocks: list[BusClock] = []
    for kind, day in days.items():
        network = make_network(feed, day.services)
        back = {place.key: trips_to(network, zones, place) for place in places}
        for zone in zones:
            to = trips_to(network, places, zone)
            for place in places:
                ways = _Ways(place.key, zone.key, to[place.key], back[place.key][zone.key])
                clocks.append(ways.clock(kind))
                minutes += ways.minutes(kind, band_of)
    return BusTable(tuple(minutes), tuple(clocks), days)


@dataclass(frozen=True, slots=True)
class _Ways:
    """The trips of a day between a place and a zone, both ways."""

    place: str
    zone: str
    to: list[Trip]
    back: list[Trip]

    def clock(self, kind: DayKind) -> BusClock:
        """First arrival and last departure; no bus where one of the ways has none."""
        if not self.to or not self.back:
            return BusClock(self.place, self.zone, kind, None, None)
        first = min(trip.arrival for trip in self.to)
        last = max(trip.departure for trip in self.back)
        return BusClock(self.place, self.zone, kind, first, last)

    def minutes(self, kind: DayKind, band_of: Bands) -> Iterator[BusMinutes]:
        """Minutes in every band of a working day, and on Sundays as a whole."""
        if kind is DayKind.SATURDAY:
            return
        on_sunday = kind is DayKind.SUNDAY
        if not self.to or not self.back:
            band = HourBand.SUNDAY if on_sunday else HourBand.DAYTIME
            yield BusMinutes(self.place, self.zone, band, None)
            return
        to = _best((_band(kind, trip.arrival, band_of), trip) for trip in self.to)
        back = _best((_band(kind, trip.departure, band_of), trip) for trip in self.back)
        for band in HourBand:
            if (band is HourBand.SUNDAY) == on_sunday:
                ways = [best[band] for best in (to, back) if band in best]
                spent = _whole(max(ways)) if ways else None
                yield BusMinutes(self.place, self.zone, band, spent)


def _band(kind: DayKind, moment: float, band_of: Bands) -> HourBand:
    return HourBand.SUNDAY if kind is DayKind.SUNDAY else band_of(moment)


def _best(trips: Iterable[tuple[HourBand, Trip]]) -> dict[HourBand, float]:
    """The shortest trip of each band, minutes."""
    best: dict[HourBand, float] = {}
    for band, trip in trips:
        spent = trip.arrival - trip.departure
        best[band] = min(best.get(band, spent), spent)
    return best


def _whole(minutes: float) -> int:
    """Minutes rounded up: nobody arrives before the bus."""
    return ceil(round(minutes, 3))
