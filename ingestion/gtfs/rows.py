"""Rows of a GTFS feed to records; a cell that makes no sense refuses its row."""

import re
import sys
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ingestion.gtfs.tables import Row, RowError

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
CALL_COLUMNS = ("trip_id", "stop_id", "stop_sequence", "arrival_time", "departure_time")
LATEST_MINUTES = 48 * 60.0
"""Passing times count on after midnight: 25:10:00 is ten past one of the next day."""
LONGEST_TRANSFER_SECONDS = 3600.0
FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Dates outside are slips: the timetable of a bus is of our time."""
NOT_AVAILABLE = "1"
NOT_POSSIBLE = "3"
_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Stop:
    id: str
    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Passing:
    """A run at a stop: minutes after the midnight its service day begins with."""

    stop: str
    arrival: float
    departure: float
    may_board: bool = True
    may_alight: bool = True


@dataclass(frozen=True, slots=True)
class Service:
    """The days of a service: weekdays (Monday first) between two dates."""

    id: str
    weekdays: tuple[bool, ...]
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Call:
    """A passing as its row gives it: None where it has no hour."""

    run: str
    sequence: int
    stop: str
    arrival: float | None
    departure: float | None
    may_board: bool
    may_alight: bool


def stop(row: Row) -> Stop | None:
    """A place where buses stop; None for stations and entrances."""
    if row.get("location_type", "") not in ("", "0"):
        return None
    key = _text(row, "stop_id")
    return Stop(
        key,
        row.get("stop_name", "") or key,
        _number(row, "stop_lat", -90.0, 90.0),
        _number(row, "stop_lon", -180.0, 180.0),
    )


def run_service(row: Row) -> tuple[str, str]:
    """A run and its service."""
    return _text(row, "trip_id"), _text(row, "service_id")


def call(row: Row) -> Call:
    """A passing of a run."""
    arrival, departure = _clock(row, "arrival_time"), _clock(row, "departure_time")
    return Call(
        sys.intern(_text(row, "trip_id")),  # written anew on each of some million rows
        int(_number(row, "stop_sequence", 0, 1e6)),
        sys.intern(_text(row, "stop_id")),
        departure if arrival is None else arrival,
        arrival if departure is None else departure,
        row.get("pickup_type", "") != NOT_AVAILABLE,
        row.get("drop_off_type", "") != NOT_AVAILABLE,
    )


def timed(calls: Sequence[Call]) -> tuple[Passing, ...]:
    """The passings of a run in order; those without an hour are spread between the others.

    Empty where the first or the last has no hour, or hours go back.
    """
    hours = [each.arrival for each in calls]
    known = [place for place, hour in enumerate(hours) if hour is not None]
    if not known or known[0] != 0 or known[-1] != len(calls) - 1:
        return ()
    made = []
    before = 0.0
    for place, each in enumerate(calls):
        arrival, departure = each.arrival, each.departure
        if arrival is None or departure is None:
            arrival = departure = _between(calls, known, place)
        if arrival < before or departure < arrival:
            return ()
        before = departure
        made.append(Passing(each.stop, arrival, departure, each.may_board, each.may_alight))
    return tuple(made)


def _between(calls: Sequence[Call], known: Sequence[int], place: int) -> float:
    """The hour of a passing without one, in proportion of its place between two that have."""
    after = bisect(known, place)
    left, right = known[after - 1], known[after]
    start, end = calls[left].departure or 0.0, calls[right].arrival or 0.0
    return start + (end - start) * (place - left) / (right - left)


def service(row: Row) -> Service:
    """A service by weekdays."""
    for name in WEEKDAYS:
        if row[name] not in ("0", "1"):
            raise RowError(name, f"« {row[name][:20]} » n'est ni 0 ni 1")
    start, end = _date(row, "start_date"), _date(row, "end_date")
    if end < start:
        raise RowError("end_date", "la fin précède le début")
    return Service(
        _text(row, "service_id"), tuple(row[name] == "1" for name in WEEKDAYS), start, end
    )


def exception(row: Row) -> tuple[str, date, bool]:
    """A service added to (True) or removed from one day."""
    kind = row["exception_type"]
    if kind not in ("1", "2"):
        raise RowError("exception_type", f"« {kind[:20]} » n'est ni 1 ni 2")
    return _text(row, "service_id"), _date(row, "date"), kind == "1"


def transfer(row: Row) -> tuple[str, str, float | None] | None:
    """A change between two stops in minutes, None where it is forbidden; no row if untimed."""
    ends = _text(row, "from_stop_id"), _text(row, "to_stop_id")
    if row.get("transfer_type", "") == NOT_POSSIBLE:
        return (*ends, None)
    if not row.get("min_transfer_time", ""):
        return None
    return (*ends, _number(row, "min_transfer_time", 0.0, LONGEST_TRANSFER_SECONDS) / 60.0)


def _text(row: Row, column: str) -> str:
    if not row[column]:
        raise RowError(column, "valeur vide")
    return row[column]


def _number(row: Row, column: str, least: float, most: float) -> float:
    try:
        value = float(row[column])
    except ValueError:
        value = float("nan")
    if not least <= value <= most:
        raise RowError(
            column, f"« {row[column][:20]} » n'est pas un nombre de {least:g} à {most:g}"
        )
    return value


def _clock(row: Row, column: str) -> float | None:
    """Minutes after midnight of `HH:MM:SS`, hours beyond 24 counted on; None where empty."""
    if not row[column]:
        return None
    match = _CLOCK.fullmatch(row[column])
    value = int(match[1]) * 60 + int(match[2]) + int(match[3]) / 60 if match else float("nan")
    if not value <= LATEST_MINUTES:
        raise RowError(column, f"« {row[column][:20]} » n'est pas une heure HH:MM:SS")
    return value


def _date(row: Row, column: str) -> date:
    said = f"« {row[column][:20]} »"
    try:
        day = datetime.strptime(row[column], "%Y%m%d").date()
    except ValueError:
        raise RowError(column, f"{said} n'est pas une date AAAAMMJJ") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise RowError(column, f"{said} n'est pas entre {FIRST_YEAR} et {LAST_YEAR}")
    return day
