"""The table of a territory: places, work zones, and the trips between them that are known.

What the table does not say is estimated from distance (`trips.py`). Values confirmed by a
person replace those of the files.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

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


@dataclass(frozen=True, slots=True)
class TravelTable:
    """P places x Z zones; the last row and column stand for what the table does not hold.

    minutes : (P + 1, Z + 1, 5, 6) modes then bands, NaN not said, inf no service
    source : the same shape, int8
    first, last : (P + 1, Z + 1, 3) by kind of day, NaN not said
    """

    places: tuple[Spot, ...]
    zones: tuple[Spot, ...]
    minutes: FloatArray
    source: StateArray
    first: FloatArray
    last: FloatArray
    bus_source: StateArray
    middles: FloatArray
    """(Z, 2) degrees of the middle of each zone"""
    reach: FloatArray
    """(Z,) kilometres"""

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
        made = replace(
            self,
            minutes=self.minutes.copy(),
            source=self.source.copy(),
            first=self.first.copy(),
            last=self.last.copy(),
            bus_source=self.bus_source.copy(),
        )
        for time in times:
            if time.place in place_rows and time.zone in zone_rows:
                at = (
                    place_rows[time.place],
                    zone_rows[time.zone],
                    MODES.index(time.mode),
                    BANDS.index(time.band),
                )
                made.minutes[at], made.source[at] = time.minutes, time.source
        # What is known from anywhere first, then what is known of one place.
        for day in sorted(days, key=lambda each: (each.source, each.place != ANYWHERE)):
            if day.zone in zone_rows and (day.place == ANYWHERE or day.place in place_rows):
                rows = slice(None) if day.place == ANYWHERE else place_rows[day.place]
                at_day = (rows, zone_rows[day.zone], DAYS.index(day.day))
                made.first[at_day], made.last[at_day] = day.first, day.last
                made.bus_source[at_day] = day.source
        return made


def make_table(
    places: Sequence[Spot],
    zones: Sequence[Spot],
    times: Iterable[TripTime] = (),
    days: Iterable[BusDay] = (),
) -> TravelTable:
    """A table of these places and zones; of two values of one trip the last counts."""
    shape = (len(places) + 1, len(zones) + 1)
    grid = (*shape, len(MODES), len(BANDS))
    empty = TravelTable(
        tuple(places),
        tuple(zones),
        np.full(grid, np.nan),
        np.zeros(grid, dtype=np.int8),
        np.full((*shape, len(DAYS)), np.nan),
        np.full((*shape, len(DAYS)), np.nan),
        np.zeros((*shape, len(DAYS)), dtype=np.int8),
        np.array([[zone.latitude, zone.longitude] for zone in zones]).reshape(-1, 2),
        np.array([zone.radius_km for zone in zones], dtype=np.float64),
    )
    return empty.with_values(times, days)


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
