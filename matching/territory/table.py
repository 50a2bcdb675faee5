"""The table of a territory: places, work zones, and the trips between them that are known.

What the table does not say is estimated from distance (`trips.py`). Values confirmed by a
person replace those of the files.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matching.profiles import MODES, FloatArray, Place, StateArray
from matching.territory.facts import BANDS, LISTED
from models.vocabulary import DayKind, HourBand, TravelMode

EARTH_KM = 6371.0
DAYS = tuple(DayKind)
ANYWHERE = "*"
"""Stands for every place in what is known of the buses of a zone."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A commune or quarter where people live, or a zone where they work.

    bus : class of service of its own; None that of its commune, "" no bus at all
    radius_km : how far from its middle a workplace still belongs to a zone; 0 for a place
    aliases : other names that texts give a zone
    """

    key: str
    name: str
    insee: str
    quarter: str | None
    latitude: float
    longitude: float
    bus: str | None = None
    radius_km: float = 0.0
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TripTime:
    """Minutes from a place to a zone by one mode in one band, inf where it does not go."""

    place: str
    zone: str
    mode: TravelMode
    band: HourBand
    minutes: float
    source: int = LISTED


@dataclass(frozen=True, slots=True)
class BusDay:
    """First arrival at a zone and last departure from it, minutes after midnight.

    A last departure after midnight counts on (25 h 10 is 1510). No bus: (inf, -inf).
    """

    place: str
    zone: str
    day: DayKind
    first: float
    last: float
    source: int = LISTED


Cell = tuple[int, int, int, int, float, int]
"""Row of a place, column of a zone, mode, band, minutes, source."""

Clock = tuple[int, int, int, float, float, int]
"""Row of a place (-1: every place), column of a zone, day, first, last, source."""


@dataclass(frozen=True, slots=True)
class TravelTable:
    """P places x Z zones; the last row and column stand for what the table does not hold.

    cells, clocks : what is known, each trip once
    minutes : (P + 1, Z + 1, 5, 6) modes then bands, NaN not said, inf no service
    source : the same shape, int8
    first, last : (P + 1, Z + 1, 3) by kind of day, NaN not said; bus_source : the same, int8
    middles : (Z, 2) degrees of the middle of each zone; reach : (Z,) kilometres
    """

    places: tuple[Spot, ...]
    zones: tuple[Spot, ...]
    cells: tuple[Cell, ...] = ()
    clocks: tuple[Clock, ...] = ()
    minutes: FloatArray = field(init=False, compare=False, repr=False)
    source: StateArray = field(init=False, compare=False, repr=False)
    first: FloatArray = field(init=False, compare=False, repr=False)
    last: FloatArray = field(init=False, compare=False, repr=False)
    bus_source: StateArray = field(init=False, compare=False, repr=False)
    middles: FloatArray = field(init=False, compare=False, repr=False)
    reach: FloatArray = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        shape = (len(self.places) + 1, len(self.zones) + 1)
        minutes = np.full((*shape, len(MODES), len(BANDS)), np.nan)
        source = np.zeros(minutes.shape, dtype=np.int8)
        for *at, spent, origin in self.cells:
            minutes[tuple(at)], source[tuple(at)] = spent, origin
        first = np.full((*shape, len(DAYS)), np.nan)
        last, bus_source = first.copy(), np.zeros(first.shape, dtype=np.int8)
        # What is known from anywhere first, then what is known of one place.
        for row, zone, day, begins, ends, origin in sorted(
            self.clocks, key=lambda each: (each[5], each[0] >= 0)
        ):
            rows = slice(None) if row < 0 else slice(row, row + 1)
            first[rows, zone, day], last[rows, zone, day] = begins, ends
            bus_source[rows, zone, day] = origin
        degrees = np.array([[zone.latitude, zone.longitude] for zone in self.zones])
        for name, made in (
            ("minutes", minutes),
            ("source", source),
            ("first", first),
            ("last", last),
            ("bus_source", bus_source),
            ("middles", degrees.reshape(-1, 2)),
            ("reach", np.array([zone.radius_km for zone in self.zones], dtype=np.float64)),
        ):
            object.__setattr__(self, name, made)

    def zone_at(self, place: Place) -> int:
        """The zone whose middle is nearest, if it reaches so far; the last column otherwise."""
        if not self.zones:
            return 0
        away = crow_km(self.middles, place.latitude, place.longitude)
        within = away <= self.reach
        return int(np.where(within, away, np.inf).argmin()) if within.any() else len(self.zones)

    def with_values(self, times: Iterable[TripTime], days: Iterable[BusDay]) -> "TravelTable":
        """The table with these values in the place of its own; unknown keys change nothing."""
        place_rows = {spot.key: row for row, spot in enumerate(self.places)}
        zone_rows = {spot.key: row for row, spot in enumerate(self.zones)}
        cells = {cell[:4]: cell for cell in self.cells}
        for time in times:
            row, zone = place_rows.get(time.place), zone_rows.get(time.zone)
            if row is not None and zone is not None:
                at = (row, zone, MODES.index(time.mode), BANDS.index(time.band))
                cells[at] = (*at, float(time.minutes), time.source)
        clocks = {clock[:3]: clock for clock in self.clocks}
        for day in days:
            row = -1 if day.place == ANYWHERE else place_rows.get(day.place)
            zone = zone_rows.get(day.zone)
            if row is not None and zone is not None:
                when = (row, zone, DAYS.index(day.day))
                clocks[when] = (*when, float(day.first), float(day.last), day.source)
        return TravelTable(self.places, self.zones, tuple(cells.values()), tuple(clocks.values()))


def make_table(
    places: Sequence[Spot],
    zones: Sequence[Spot],
    times: Iterable[TripTime] = (),
    days: Iterable[BusDay] = (),
) -> TravelTable:
    """A table of these places and zones; of two values of one trip the last counts."""
    return TravelTable(tuple(places), tuple(zones)).with_values(times, days)


def crow_km(points: NDArray[np.float64], latitude: float, longitude: float) -> NDArray[np.float64]:
    """(p,) kilometres as the crow flies from (p, 2) degrees."""
    lat1, lon1 = np.radians(points[:, 0]), np.radians(points[:, 1])
    lat2, lon2 = np.radians(latitude), np.radians(longitude)
    half = (
        np.sin((lat2 - lat1) / 2) ** 2
        + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    )
    distance: NDArray[np.float64] = 2 * EARTH_KM * np.arcsin(np.sqrt(half))
    return distance
