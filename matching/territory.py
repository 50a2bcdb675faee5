"""What a trip costs, from place to place, by each mode, at the hours of a post.

The facts are a file of their own (`data/territory/`), which another programme replaces.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from matching.profiles import MODES, FloatArray, Place, StateArray, minutes
from models.errors import InputRefusedError
from models.vocabulary import TravelMode, WorkPattern

EARTH_KM = 6371.0
DAY = 24 * 60.0
"""Minutes of a day."""

FAR_KM = 60.0
"""Road kilometres beyond which no mobility aid makes a daily trip, and nobody need be asked."""

FEASIBLE, UNSURE, INFEASIBLE = 1, 0, -1

BUS_WAIT_MINUTES = 45.0
"""Longest wait for the first bus after a night shift that we still call a trip."""


@dataclass(frozen=True, slots=True)
class Speed:
    kmh: float
    fixed_minutes: float
    max_minutes: float = float("inf")


@dataclass(frozen=True, slots=True)
class BusService:
    """Minutes = fixed + road km / kmh within [least, most]; first, last: after midnight."""

    kmh: float
    fixed_minutes: float
    least: float
    most: float
    first: float
    last: float


@dataclass(frozen=True, slots=True)
class Hours:
    """When a shift starts and ends, minutes after midnight, NaN unknown; `stated` by the offer."""

    start: float
    end: float
    stated: bool


@dataclass(frozen=True, slots=True)
class Trips:
    """Trips from p places to one workplace.

    minutes : (p, 5) door to door in the order of MODES, inf where the mode does not go
    road_km : (p,)
    state : (p, 5) 1 feasible at the hours of the post, 0 unsure, -1 not
    """

    minutes: FloatArray
    road_km: FloatArray
    state: StateArray


@dataclass(frozen=True, slots=True)
class Territory:
    """The facts of one territory; see the comments of its file."""

    name: str
    road_factor: float
    same_place_km: float
    usual_limit_minutes: float
    speeds: Mapping[TravelMode, Speed]
    bus: Mapping[str, BusService]
    service: Mapping[str, str]
    usual_hours: Mapping[WorkPattern, tuple[float, float]]

    def hours(self, start: time | None, end: time | None, patterns: Sequence[WorkPattern]) -> Hours:
        """Hours of a shift: those stated, else the hardest of what its patterns usually mean."""
        if start is not None or end is not None:
            return Hours(minutes(start), minutes(end), stated=True)
        usual = [self.usual_hours[p] for p in patterns if p in self.usual_hours]
        if not usual:
            first, last = self.usual_hours[WorkPattern.DAY]
            return Hours(first, last, stated=False)
        return Hours(min(s for s, _ in usual), max(usual, key=_lateness)[1], stated=False)

    def trips(self, origins: Sequence[Place], workplace: Place, hours: Hours) -> Trips:
        """Trips from each origin to the workplace, by every mode, at these hours."""
        here = np.array([[p.latitude, p.longitude] for p in origins]).reshape(-1, 2)
        crow = _haversine(here, workplace.latitude, workplace.longitude)
        road = np.maximum(crow * self.road_factor, self.same_place_km)
        trip = np.full((len(origins), len(MODES)), np.inf)
        state = np.full((len(origins), len(MODES)), FEASIBLE, dtype=np.int8)
        for column, mode in enumerate(MODES):
            if mode is TravelMode.BUS:
                for row, origin in enumerate(origins):
                    service = self.bus_between(origin, workplace)
                    if service is not None:
                        spent = service.fixed_minutes + road[row] / service.kmh * 60
                        trip[row, column] = min(max(spent, service.least), service.most)
                        found = _bus_state(service, trip[row, column], hours)
                        is_named = bool(origin.insee and workplace.insee)
                        state[row, column] = found if is_named else UNSURE
            else:
                speed = self.speeds[mode]
                spent = speed.fixed_minutes + road / speed.kmh * 60
                trip[:, column] = np.where(spent <= speed.max_minutes, spent, np.inf)
        state[~np.isfinite(trip)] = INFEASIBLE
        return Trips(trip, road, state)

    def bus_between(self, origin: Place, workplace: Place) -> BusService | None:
        """The service of the worse end; None where one end has no bus.

        A place known by its coordinates alone counts as the worst service: see `trips`.
        """
        order = list(self.bus)
        ends = [
            self.service.get(place.insee) if place.insee else order[-1]
            for place in (origin, workplace)
        ]
        known = [order.index(end) for end in ends if end is not None]
        return self.bus[order[max(known)]] if len(known) == len(ends) else None


def _lateness(hours: tuple[float, float]) -> float:
    """End of a shift, those past midnight counted after the evening."""
    start, end = hours
    return end + DAY if end <= start else end


def _bus_state(service: BusService, trip: float, hours: Hours) -> int:
    """A night shift with a bus at both ends stays unsure: one late minute and it is lost."""
    outside = INFEASIBLE if hours.stated else UNSURE
    overnight = hours.end < hours.start
    if not np.isnan(hours.start) and (
        service.first + trip > hours.start or hours.start - trip > service.last
    ):
        return outside
    if not np.isnan(hours.end):
        if overnight and hours.end < service.first - BUS_WAIT_MINUTES:
            return outside
        if not overnight and hours.end > service.last:
            return outside
    return UNSURE if overnight else FEASIBLE


def _haversine(here: FloatArray, latitude: float, longitude: float) -> FloatArray:
    """(p,) kilometres as the crow flies from (p, 2) degrees."""
    lat1, lon1 = np.radians(here[:, 0]), np.radians(here[:, 1])
    lat2, lon2 = np.radians(latitude), np.radians(longitude)
    half = (
        np.sin((lat2 - lat1) / 2) ** 2
        + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    )
    distance: FloatArray = 2 * EARTH_KM * np.arcsin(np.sqrt(half))
    return distance


def load_territory(path: Path) -> Territory:
    """Read a territory file, or the `territory.toml` of a folder.

    Raises
    ------
    InputRefusedError : the file is absent, is no TOML or lacks a fact
    """
    if path.is_dir():
        path = path / "territory.toml"
    try:
        return _read(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise InputRefusedError("fichier de territoire illisible", str(path)) from error
    except tomllib.TOMLDecodeError as error:
        raise InputRefusedError(
            f"fichier de territoire mal écrit{_place(error)}", str(path)
        ) from error
    except (KeyError, TypeError, ValueError) as error:
        raise InputRefusedError(f"fichier de territoire incomplet ({error})", str(path)) from error


def _place(error: tomllib.TOMLDecodeError) -> str:
    found = re.search(r"line (\d+)", str(error))
    return f", ligne {found[1]}" if found else ""


@cache
def packaged_territory() -> Territory:
    """The territory of Dunkerque, shipped with the package."""
    source = files("matching") / "data" / "territory" / "dunkerque.toml"
    return _read(tomllib.loads(source.read_text(encoding="utf-8")))


def _clock(text: str) -> float:
    return minutes(time.fromisoformat(text))


def _read(data: Mapping[str, Any]) -> Territory:
    return Territory(
        name=str(data["name"]),
        road_factor=float(data["road_factor"]),
        same_place_km=float(data["same_place_km"]),
        usual_limit_minutes=float(data["usual_limit_minutes"]),
        speeds={TravelMode(mode): Speed(**values) for mode, values in data["modes"].items()},
        bus={
            name: BusService(
                **{key: values[key] for key in ("kmh", "fixed_minutes", "least", "most")},
                first=_clock(values["first"]),
                last=_clock(values["last"]),
            )
            for name, values in data["bus"].items()
        },
        service={insee: name for name, codes in data["service"].items() for insee in codes},
        usual_hours={
            WorkPattern(pattern): (_clock(start), _clock(end))
            for pattern, (start, end) in data["usual_hours"].items()
        },
    )
