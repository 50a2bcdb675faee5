"""The search finds the trips that a plain enumeration finds, on small networks drawn by chance."""

import random
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from ingestion.gtfs.days import usual_days
from ingestion.gtfs.feed import Feed, Run, read_feed
from ingestion.gtfs.rows import Passing, Stop
from ingestion.gtfs.search import CHANGE_MINUTES, Point, Trip, make_network, trips_to
from ingestion.gtfs.times import BusClock, bus_table
from matching.territory import band_of
from models.vocabulary import DayKind, HourBand
from tests.ingestion.gtfs.feeds import CHURCH, GATE, HOME, write_feed

AT_HOME, AT_GATE, AT_CHURCH = Point("h", *HOME), Point("g", *GATE), Point("c", *CHURCH)


@pytest.fixture
def feed(tmp_path: Path) -> Feed:
    return read_feed(write_feed(tmp_path / "feed"))[0]


def to_gate(feed: Feed, start: Point = AT_HOME) -> list[Trip]:
    network = make_network(feed, frozenset({"week"}))
    return trips_to(network, [start], AT_GATE)[start.key]


def test_the_trips_worth_taking_wait_and_walk_between_stops(feed: Feed) -> None:
    """05:45 at the square catches the 06:00 from the other quay; 07:29 misses the 07:30."""
    assert [(trip.departure, trip.arrival) for trip in to_gate(feed)] == [
        (7 * 60, 7 * 60 + 40),
        (6 * 60, 6 * 60 + 40),
        (5 * 60 + 30, 6 * 60 + 10),
    ]


def test_a_walk_to_the_stop_comes_off_the_departure(feed: Feed) -> None:
    near = Point("near", HOME[0] + 0.002, HOME[1])
    walk = to_gate(feed)[0].departure - to_gate(feed, near)[0].departure
    assert walk == pytest.approx(0.2224 * 1.3 / 4.5 * 60, abs=0.05)
    assert to_gate(feed, Point("far", HOME[0] + 0.02, HOME[1])) == []


def test_a_change_that_the_feed_forbids_or_lengthens_is_so(tmp_path: Path) -> None:
    head = "from_stop_id,to_stop_id,transfer_type,min_transfer_time\n"
    forbidden, _ = read_feed(write_feed(tmp_path / "a", transfers=head + "S,S2,3,\n"))
    assert to_gate(forbidden) == []
    longer, _ = read_feed(write_feed(tmp_path / "b", transfers=head + "S,S2,2,1200\n"))
    assert [trip.arrival for trip in to_gate(longer)] == [460, 400]


def test_a_stop_where_nobody_may_board_or_alight(tmp_path: Path) -> None:
    folder = write_feed(tmp_path / "feed")
    lines = (folder / "stop_times.txt").read_text(encoding="utf-8-sig").splitlines()
    head = f"{lines[0]},pickup_type,drop_off_type"
    shut = [f"{line},1,0" if ",S2,1" in line else f"{line},0,0" for line in lines[1:]]
    (folder / "stop_times.txt").write_text("\n".join([head, *shut]), encoding="utf-8")
    assert to_gate(read_feed(folder)[0]) == []


def brute_force(feed: Feed, start: str, end: str) -> list[tuple[float, float]]:
    """Earliest arrival for each departure of the day, hop by hop, every change at its stop."""
    runs = [run.passings for run in feed.runs]
    found = {}
    for leave in {passing.departure for run in runs for passing in run if passing.stop == start}:
        reached = {start: leave - CHANGE_MINUTES}
        for _ in range(len(runs) + 1):
            for run in runs:
                aboard = False
                for here, there in pairwise(run):
                    ready = reached.get(here.stop, float("inf")) + CHANGE_MINUTES
                    aboard = aboard or ready <= here.departure
                    if aboard:
                        soonest = min(there.arrival, reached.get(there.stop, float("inf")))
                        reached[there.stop] = soonest
        if end in reached:
            found[leave] = reached[end]
    kept: list[tuple[float, float]] = []
    for leave in sorted(found, reverse=True):
        if not kept or found[leave] < kept[-1][1]:
            kept.append((leave, found[leave]))
    return kept


@pytest.mark.parametrize("seed", range(40))
def test_the_search_agrees_with_plain_enumeration(seed: int) -> None:
    rng = random.Random(seed)
    stops = [Stop(str(n), str(n), 51.0 + n * 0.05, 2.3) for n in range(6)]  # out of walking reach
    runs = []
    for number in range(14):
        now, passings = rng.randint(300, 420) * 1.0, []
        for stop in rng.sample(stops, rng.randint(2, 4)):
            passings.append(Passing(stop.id, now, now + rng.randint(0, 2)))
            now = passings[-1].departure + rng.randint(1, 15)
        runs.append(Run(f"r{number}", "week", tuple(passings)))
    feed = Feed({stop.id: stop for stop in stops}, tuple(runs), (), {}, {}, {})
    network = make_network(feed, frozenset({"week"}))
    points = [Point(stop.id, stop.latitude, stop.longitude) for stop in stops]
    for target in points[:3]:
        found = trips_to(network, points, target)
        for origin in points:
            if origin.key != target.key:
                trips = [(trip.departure, trip.arrival) for trip in found[origin.key]]
                assert trips == brute_force(feed, origin.key, target.key)


def test_the_usual_day_of_each_kind_leaves_holidays_out(feed: Feed) -> None:
    days = usual_days(feed)
    assert set(days) == {DayKind.WEEKDAY, DayKind.SUNDAY}
    assert days[DayKind.WEEKDAY].date == date(2026, 11, 2)
    assert days[DayKind.WEEKDAY].services == {"week"}
    assert days[DayKind.WEEKDAY].days == 42  # 44 working days, less Christmas and its eve
    assert days[DayKind.SUNDAY].days == 8


def test_a_feed_becomes_minutes_by_band_and_first_and_last_buses(feed: Feed) -> None:
    table = bus_table(feed, [AT_HOME, AT_CHURCH], [AT_GATE], band_of)
    minutes = {(m.place, m.band): m.minutes for m in table.minutes}
    assert minutes["h", HourBand.EARLY] is None
    assert minutes["h", HourBand.MORNING] == 40
    assert minutes["h", HourBand.DAYTIME] == 30  # only the way back, at 13:00
    assert minutes["h", HourBand.EVENING] is None
    assert minutes["h", HourBand.NIGHT] == 25
    assert minutes["h", HourBand.SUNDAY] == 40
    assert minutes["c", HourBand.DAYTIME] is None
    clocks = {(c.place, c.day): c for c in table.clocks}
    assert clocks["h", DayKind.WEEKDAY] == BusClock("h", "g", DayKind.WEEKDAY, 370, 1510)
    assert clocks["h", DayKind.SUNDAY] == BusClock("h", "g", DayKind.SUNDAY, 640, 1080)
    assert clocks["c", DayKind.WEEKDAY].first is None
