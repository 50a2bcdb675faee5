"""The best trips by bus to one point over a whole day: a profile connection scan.

Connections (a bus from one stop to the next) are read from the last of the day to the first.
For each stop we keep the trips worth taking: leaving later, or arriving earlier, than any other.
Source: Dibbelt, Pajor, Strasser, Wagner, "Connection Scan Algorithm", 2018, section 4.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf

from ingestion.gtfs.feed import Feed, Run
from ingestion.gtfs.nearness import StopGrid
from ingestion.gtfs.rows import Stop

MOST_WALK_MINUTES = 15.0
"""Longest walk from home or from work to a stop."""
MOST_CHANGE_WALK = 6.0
"""Longest walk between two stops to change buses, minutes."""
CHANGE_MINUTES = 2.0
"""Least time to change buses at one stop, where the feed says nothing."""
LONGEST_TRIP = 150.0
"""Minutes: a longer trip is nobody's way to work."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place to leave from or to go to."""

    key: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Trip:
    """Minutes after midnight of the service day, door to door."""

    departure: float
    arrival: float


@dataclass(frozen=True, slots=True)
class _Connection:
    departure: float
    arrival: float
    start: int
    end: int
    run: int
    may_board: bool
    may_alight: bool


@dataclass(frozen=True)
class Network:
    """Connections from the last to leave to the first; the changes from each stop."""

    stops: tuple[Stop, ...]
    grid: StopGrid
    connections: tuple[_Connection, ...]
    runs: int
    changes: tuple[tuple[tuple[int, float], ...], ...]


def make_network(feed: Feed, services: frozenset[str]) -> Network:
    """The network of the services that run on one day."""
    stops = tuple(feed.stops.values())
    rows = {stop.id: row for row, stop in enumerate(stops)}
    running = [run for run in feed.runs if run.service in services]
    connections = [
        each for number, run in enumerate(running) for each in _connections(run, number, rows)
    ]
    # Equal departures: the later of a run first, so that staying aboard is seen.
    connections.sort(key=lambda each: (each.departure, each.arrival), reverse=True)
    grid = StopGrid(stops)
    changes = _changes(feed, stops, rows, grid)
    return Network(stops, grid, tuple(connections), len(running), changes)


def trips_to(network: Network, origins: Iterable[Point], target: Point) -> dict[str, list[Trip]]:
    """The trips worth taking from each origin to the target, the last to leave first."""
    profiles = _scan(network, _access(network, target))
    found = {}
    for origin in origins:
        every = [
            (departure - walk, arrival)
            for row, walk in _access(network, origin).items()
            for departure, arrival in zip(*profiles[row], strict=True)
        ]
        found[origin.key] = _worth_taking(every)
    return found


def _connections(run: Run, number: int, rows: Mapping[str, int]) -> list[_Connection]:
    return [
        _Connection(
            here.departure,
            there.arrival,
            rows[here.stop],
            rows[there.stop],
            number,
            here.may_board,
            there.may_alight,
        )
        for here, there in zip(run.passings, run.passings[1:], strict=False)
    ]


def _changes(
    feed: Feed, stops: tuple[Stop, ...], rows: Mapping[str, int], grid: StopGrid
) -> tuple[tuple[tuple[int, float], ...], ...]:
    """For each stop, where one can change and in how many minutes."""
    every: list[dict[int, float]] = []
    for row, stop in enumerate(stops):
        near = grid.walks(stop.latitude, stop.longitude, MOST_CHANGE_WALK)
        every.append(
            {there: max(walk, CHANGE_MINUTES) for there, walk in near.items()}
            | {row: CHANGE_MINUTES}
        )
    for (start, end), spent in feed.transfers.items():
        if spent is None:
            every[rows[start]].pop(rows[end], None)
        else:
            every[rows[start]][rows[end]] = spent
    return tuple(tuple(each.items()) for each in every)


def _scan(network: Network, egress: Mapping[int, float]) -> list[tuple[list[float], list[float]]]:
    """For each stop, (departures, arrivals at the target) of the trips worth taking."""
    later: list[list[float]] = [[] for _ in network.stops]  # minus the departures, ascending
    arrivals: list[list[float]] = [[] for _ in network.stops]
    aboard = [inf] * network.runs
    changes = network.changes
    for each in network.connections:
        best = aboard[each.run]
        if each.may_alight:
            if each.end in egress:
                best = min(best, each.arrival + egress[each.end])
            for stop, spent in changes[each.end]:
                known = later[stop]
                if known:
                    place = bisect_right(known, -(each.arrival + spent))
                    if place and arrivals[stop][place - 1] < best:
                        best = arrivals[stop][place - 1]
        if best == inf:
            continue
        aboard[each.run] = best
        earlier = arrivals[each.start]
        if each.may_board and (not earlier or best < earlier[-1]):
            later[each.start].append(-each.departure)
            earlier.append(best)
    return [
        ([-minute for minute in known], reached)
        for known, reached in zip(later, arrivals, strict=True)
    ]


def _worth_taking(every: list[tuple[float, float]]) -> list[Trip]:
    """The trips that no other beats by leaving later and arriving earlier."""
    kept: list[Trip] = []
    soonest = inf
    for departure, arrival in sorted(every, key=lambda trip: (-trip[0], trip[1])):
        if arrival < soonest and arrival - departure <= LONGEST_TRIP:
            kept.append(Trip(departure, arrival))
            soonest = arrival
    return kept


def _access(network: Network, point: Point) -> dict[int, float]:
    return network.grid.walks(point.latitude, point.longitude, MOST_WALK_MINUTES)
