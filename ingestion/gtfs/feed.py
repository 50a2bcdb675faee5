"""A GTFS feed as records: stops, vehicle runs with their passing times, calendar, transfers."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from ingestion.gtfs.rows import (
    CALL_COLUMNS,
    WEEKDAYS,
    Call,
    Passing,
    Service,
    Stop,
    call,
    exception,
    run_service,
    service,
    stop,
    timed,
    transfer,
)
from ingestion.gtfs.tables import FeedReport, FeedTables, Row, RowError, open_tables
from models.errors import InputRefusedError

MOST_STOPS = 20_000
"""More than a region has: beyond, the search of changes on foot would not end."""

_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Run:
    """One vehicle run: its service and its passings in order."""

    id: str
    service: str
    passings: tuple[Passing, ...]


@dataclass(frozen=True)
class Feed:
    """transfers : minutes to change between two stops, None where it cannot be done."""

    stops: dict[str, Stop]
    runs: tuple[Run, ...]
    services: tuple[Service, ...]
    added: dict[date, frozenset[str]]
    removed: dict[date, frozenset[str]]
    transfers: dict[tuple[str, str], float | None]


def read_feed(source: Path) -> tuple[Feed, FeedReport]:
    """Read a folder or a ZIP.

    Raises
    ------
    InputRefusedError : not a feed, a required table or column is absent, or nothing is left
    """
    tables = open_tables(source)
    where = ("stop_id", "stop_lat", "stop_lon")
    stops = {each.id: each for each in _read(tables, "stops.txt", where, _once("stop_id", stop))}
    if len(stops) > MOST_STOPS:
        raise InputRefusedError(f"{len(stops)} arrêts, {MOST_STOPS} au plus", source.name)
    columns = ("trip_id", "service_id")
    services = dict(_read(tables, "trips.txt", columns, _once("trip_id", run_service)))
    runs = _runs(tables, stops, services)
    calendar, added, removed = _calendar(tables)
    if not runs:
        raise InputRefusedError(
            f"aucun passage lisible{tables.report.why('stop_times')}", source.name
        )
    if tables.has("frequencies.txt"):
        tables.report.remarks.append(
            "frequencies.txt n'est pas lu : seuls comptent les passages de stop_times.txt."
        )
    transfers = _transfers(tables, stops)
    return Feed(stops, tuple(runs), calendar, added, removed, transfers), tables.report


def _read(
    tables: FeedTables, table: str, columns: tuple[str, ...], build: Callable[[Row], _Made | None]
) -> Iterator[_Made]:
    """What a builder makes of each row; a refused row is told and the next one is read."""
    for line, row in tables.rows(table, columns):
        try:
            made = build(row)
        except RowError as error:
            tables.report.refuse(table, line, error)
            continue
        if made is not None:
            yield made


def _once(column: str, build: Callable[[Row], _Made]) -> Callable[[Row], _Made]:
    """The same builder, for a table where each id stands once: the first row counts."""
    seen: set[str] = set()

    def first(row: Row) -> _Made:
        made = build(row)
        if row[column] in seen:
            raise RowError(column, f"« {row[column][:40]} » est déjà donné plus haut")
        seen.add(row[column])
        return made

    return first


def _runs(tables: FeedTables, stops: dict[str, Stop], services: dict[str, str]) -> list[Run]:
    """Runs of two passings at least; passings without an hour lie between their neighbours."""

    def known_call(row: Row) -> Call:
        made = call(row)
        if made.run not in services:
            raise RowError("trip_id", f"course {made.run[:40]} absente de trips.txt")
        if made.stop not in stops:
            raise RowError("stop_id", f"arrêt {made.stop[:40]} absent de stops.txt")
        return made

    by_run: dict[str, list[Call]] = defaultdict(list)
    for each in _read(tables, "stop_times.txt", CALL_COLUMNS, known_call):
        by_run[each.run].append(each)
    made, left = [], []
    for run, calls in by_run.items():
        passings = timed(sorted(calls, key=lambda each: each.sequence))
        if len(passings) > 1:
            made.append(Run(run, services[run], passings))
        else:
            left.append(run)
    if left:
        tables.report.remarks.append(
            f"{len(left)} courses laissées de côté (un seul arrêt, ou des heures qui manquent ou "
            f"reculent) : {', '.join(run[:40] for run in left[:3])}…"
        )
    return made


def _calendar(
    tables: FeedTables,
) -> tuple[tuple[Service, ...], dict[date, frozenset[str]], dict[date, frozenset[str]]]:
    """Services by weekday, then those added to and removed from single days.

    Raises
    ------
    InputRefusedError : neither table stands in the feed
    """
    if not tables.has("calendar.txt") and not tables.has("calendar_dates.txt"):
        raise InputRefusedError(
            "il manque calendar.txt ou calendar_dates.txt : les jours ne sont pas dits",
            tables.source.name,
        )
    services: tuple[Service, ...] = ()
    if tables.has("calendar.txt"):
        by_weekday = ("service_id", *WEEKDAYS, "start_date", "end_date")
        once = _once("service_id", service)
        services = tuple(_read(tables, "calendar.txt", by_weekday, once))
    added: dict[date, frozenset[str]] = {}
    removed: dict[date, frozenset[str]] = {}
    if tables.has("calendar_dates.txt"):
        by_date = ("service_id", "date", "exception_type")
        for name, day, is_added in _read(tables, "calendar_dates.txt", by_date, exception):
            days = added if is_added else removed
            days[day] = days.get(day, frozenset()) | {name}
    return services, added, removed


def _transfers(tables: FeedTables, stops: dict[str, Stop]) -> dict[tuple[str, str], float | None]:
    """Changes that the feed times or forbids; the others are walked."""
    if not tables.has("transfers.txt"):
        return {}
    found = _read(tables, "transfers.txt", ("from_stop_id", "to_stop_id"), transfer)
    return {(start, end): spent for start, end, spent in found if start in stops and end in stops}
