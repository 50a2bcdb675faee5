"""What a trip costs, from place to place, by each mode, at the hours of a post."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import time

import numpy as np

from matching.profiles import MODES, BoolArray, FloatArray, IntArray, Place, minutes
from matching.territory.aids import Aid
from matching.territory.bands import read_bands
from matching.territory.buses import BUS, BusTimes, bus_states, outside
from matching.territory.facts import (
    DAY,
    FEASIBLE,
    INFEASIBLE,
    UNSURE,
    BusService,
    Hours,
    Speed,
    Trips,
)
from matching.territory.table import (
    DAYS,
    BusDay,
    TravelTable,
    TripTime,
    crow_km,
    make_table,
)
from models.vocabulary import DayKind, TravelMode, WorkPattern

MEMO_SIZE = 8


@dataclass(frozen=True, slots=True)
class _Origins:
    """What is looked up once for a list of p places: columns, `row` in the table."""

    spots: Sequence[Place]
    degrees: FloatArray
    row: IntArray
    service: IntArray
    named: BoolArray


@dataclass(frozen=True, slots=True)
class Territory:
    """The facts of one territory; see the comments of its files."""

    name: str
    road_factor: float
    same_place_km: float
    usual_limit_minutes: float
    speeds: Mapping[TravelMode, Speed]
    bus: Mapping[str, BusService]
    service: Mapping[str, str]
    usual_hours: Mapping[WorkPattern, tuple[float, float]]
    no_parking_minutes: float = 0.0
    table: TravelTable = field(default_factory=lambda: make_table((), ()))
    aids: tuple[Aid, ...] = ()
    _memo: dict[int, _Origins] = field(default_factory=dict, init=False, repr=False, compare=False)

    def hours(self, start: time | None, end: time | None, patterns: Sequence[WorkPattern]) -> Hours:
        """Hours of a shift: those stated, else the hardest of what its patterns usually mean."""
        weekend = WorkPattern.WEEKEND in patterns
        if start is not None or end is not None:
            return Hours(minutes(start), minutes(end), stated=True, weekend=weekend)
        usual = [self.usual_hours[p] for p in patterns if p in self.usual_hours]
        if not usual:
            first, last = self.usual_hours[WorkPattern.DAY]
            return Hours(first, last, stated=False, weekend=weekend)
        latest = max(usual, key=_lateness)[1]
        return Hours(min(s for s, _ in usual), latest, stated=False, weekend=weekend)

    def trips(self, origins: Sequence[Place], workplace: Place, hours: Hours) -> Trips:
        """Trips from each origin to the workplace, by every mode, at these hours."""
        here = self._looked_up(origins)
        crow = crow_km(here.degrees, workplace.latitude, workplace.longitude)
        road = np.maximum(crow * self.road_factor, self.same_place_km)
        zone = self.table.zone_at(workplace)
        line = self._lines(here, workplace, zone)
        known, source = self.table.minutes[here.row, zone], self.table.source[here.row, zone]
        read = read_bands(self._estimates(road, line), known, source, hours)
        buses = self._bus_times(here, zone, line, read.minutes[:, BUS])
        state = np.where(read.closed, outside(hours), FEASIBLE).astype(np.int8)
        state[:, BUS], sunday = bus_states(buses, read, hours)
        unnamed = ~here.named | (not workplace.insee)
        state[:, BUS] = np.where(unnamed, UNSURE, state[:, BUS])
        state[~np.isfinite(read.minutes)] = INFEASIBLE
        sunday &= state[:, BUS] == UNSURE
        return Trips(read.minutes, road, state, read.source, buses.first, buses.last, sunday)

    def bus_between(self, origin: Place, workplace: Place) -> BusService | None:
        """The service of the worse end; None where one end has no bus.

        A place known by its coordinates alone counts as the worst service: see `trips`.
        """
        here = self._looked_up((origin,))
        line = int(self._lines(here, workplace, self.table.zone_at(workplace))[0])
        return None if line < 0 else self.bus[list(self.bus)[line]]

    def confirmed(self, times: Sequence[TripTime], days: Sequence[BusDay]) -> "Territory":
        """The same territory with values that a person confirmed or corrected."""
        return replace(self, table=self.table.with_values(times, days))

    def _looked_up(self, origins: Sequence[Place]) -> _Origins:
        found = self._memo.get(id(origins))
        if found is not None:  # it holds the very tuple, whose id nothing else can have
            return found
        rows = {(spot.insee, spot.quarter): row for row, spot in enumerate(self.table.places)}
        absent = len(self.table.places)
        row = [rows.get((p.insee, p.quarter), absent) for p in origins]
        own = [spot.bus for spot in self.table.places] + [None]
        made = _Origins(
            origins,
            np.array([[p.latitude, p.longitude] for p in origins]).reshape(-1, 2),
            np.array(row, dtype=np.int32),
            np.array(
                [self._class(p.insee, own[r]) for p, r in zip(origins, row, strict=True)],
                dtype=np.int32,
            ),
            np.array([bool(p.insee) for p in origins], dtype=np.bool_),
        )
        if isinstance(origins, tuple):  # a list may change under the same id
            if len(self._memo) >= MEMO_SIZE:
                self._memo.clear()
            self._memo[id(origins)] = made
        return made

    def _class(self, insee: str, own: str | None) -> int:
        """Place of a bus service in the list, the worst last; -1 where there is no bus."""
        name = own if own is not None else self.service.get(insee) if insee else None
        if name is None and not insee:
            return len(self.bus) - 1
        return list(self.bus).index(name) if name else -1

    def _lines(self, here: _Origins, workplace: Place, zone: int) -> IntArray:
        """(p,) the service of the worse end, -1 where one end has no bus."""
        own = self.table.zones[zone].bus if zone < len(self.table.zones) else None
        there = self._class(workplace.insee, own)
        worse = np.maximum(here.service, there)
        return np.where((here.service < 0) | (there < 0), -1, worse).astype(np.int32)

    def _estimates(self, road: FloatArray, line: IntArray) -> FloatArray:
        """(p, 5) minutes from distance alone."""
        trip = np.full((len(road), len(MODES)), np.inf)
        for column, mode in enumerate(MODES):
            if mode is not TravelMode.BUS:
                speed = self.speeds[mode]
                spent = speed.fixed_minutes + road / speed.kmh * 60
                trip[:, column] = np.where(spent <= speed.max_minutes, spent, np.inf)
        services = tuple(self.bus.values())
        for number, service in enumerate(services):
            spent = service.fixed_minutes + road / service.kmh * 60
            spent = np.minimum(np.maximum(spent, service.least), service.most)
            trip[:, BUS] = np.where(line == number, spent, trip[:, BUS])
        return trip

    def _bus_times(self, here: _Origins, zone: int, line: IntArray, trip: FloatArray) -> BusTimes:
        """Hours of the buses: those of the table, else those of the service."""
        unknown = (np.nan, np.nan)
        clock = np.array(
            [(each.first, each.last, *(each.sunday or unknown)) for each in self.bus.values()]
            + [unknown * 2]
        )[line]
        table = self.table
        week, sunday = DAYS.index(DayKind.WEEKDAY), DAYS.index(DayKind.SUNDAY)
        first, last = table.first[here.row, zone], table.last[here.row, zone]
        return BusTimes(
            first=_filled(first[:, week], clock[:, 0] + trip),
            last=_filled(last[:, week], clock[:, 1]),
            sunday_first=_filled(first[:, sunday], clock[:, 2] + trip),
            sunday_last=_filled(last[:, sunday], clock[:, 3]),
            listed=~np.isnan(first[:, week]),
        )


def _filled(known: FloatArray, other: FloatArray) -> FloatArray:
    return np.where(np.isnan(known), other, known)


def _lateness(hours: tuple[float, float]) -> float:
    """End of a shift, those past midnight counted after the evening."""
    start, end = hours
    return end + DAY if end <= start else end
