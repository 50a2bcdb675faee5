"""Trips at the hours of a post, and a territory that another programme can replace."""

from datetime import time
from pathlib import Path

import numpy as np
import pytest

from matching.profiles import MODES
from matching.territory import (
    FEASIBLE,
    INFEASIBLE,
    UNSURE,
    Hours,
    Territory,
    load_territory,
    packaged_territory,
)
from models.errors import InputRefusedError
from models.vocabulary import TravelMode, WorkPattern
from tests.matching.factories import BOURBOURG, DUNKERQUE, GRANDE_SYNTHE, LOON_PLAGE

BUS, CAR, BICYCLE, WALK = (
    MODES.index(m) for m in (TravelMode.BUS, TravelMode.CAR, TravelMode.BICYCLE, TravelMode.WALK)
)
DAYTIME = Hours(8 * 60, 17 * 60, stated=True)


@pytest.fixture(scope="module")
def territory() -> Territory:
    return packaged_territory()


def test_trips_have_plausible_lengths(territory: Territory) -> None:
    trips = territory.trips([DUNKERQUE, BOURBOURG], GRANDE_SYNTHE, DAYTIME)
    assert 10 <= trips.minutes[0, CAR] <= 20
    assert 15 <= trips.minutes[0, BUS] <= 45
    assert 25 <= trips.minutes[0, BICYCLE] <= 45
    assert trips.minutes[1, BUS] >= 50
    assert np.isinf(trips.minutes[1, WALK])


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (time(8), time(17), FEASIBLE),
        (time(5), time(13), INFEASIBLE),
        (time(6, 30), time(13), FEASIBLE),
        (time(13), time(21), FEASIBLE),
        (time(14), time(22), INFEASIBLE),
        (time(22), time(6), INFEASIBLE),
        (time(21), time(5), UNSURE),
        (time(20, 30), time(3), INFEASIBLE),
    ],
)
def test_the_bus_runs_from_half_past_five_to_nine(
    territory: Territory, start: time, end: time, expected: int
) -> None:
    hours = territory.hours(start, end, ())
    trips = territory.trips([DUNKERQUE], GRANDE_SYNTHE, hours)
    assert trips.state[0, BUS] == expected
    assert trips.state[0, CAR] == FEASIBLE


def test_a_pattern_without_hours_makes_the_bus_unsure_never_impossible(
    territory: Territory,
) -> None:
    hours = territory.hours(None, None, (WorkPattern.TWO_SHIFTS,))
    assert not hours.stated
    assert territory.trips([DUNKERQUE], GRANDE_SYNTHE, hours).state[0, BUS] == UNSURE
    day = territory.hours(None, None, ())
    assert territory.trips([DUNKERQUE], GRANDE_SYNTHE, day).state[0, BUS] == FEASIBLE


def test_the_worse_end_decides_of_the_service(territory: Territory) -> None:
    assert territory.bus_between(DUNKERQUE, GRANDE_SYNTHE) == territory.bus["main"]
    assert territory.bus_between(DUNKERQUE, LOON_PLAGE) == territory.bus["slow"]
    assert territory.bus_between(BOURBOURG, DUNKERQUE) == territory.bus["poor"]


SMALL = """
name = "Essai"
road_factor = 1.0
same_place_km = 1.0
usual_limit_minutes = 30
[modes.voiture]
kmh = 60
fixed_minutes = 0
[modes.deux_roues]
kmh = 30
fixed_minutes = 0
[modes.velo]
kmh = 15
fixed_minutes = 0
[modes.a_pied]
kmh = 5
fixed_minutes = 0
[bus.main]
kmh = 30
fixed_minutes = 0
least = 1
most = 99
first = "08:00"
last = "18:00"
[service]
main = []
[usual_hours]
journee = ["09:00", "17:00"]
"""


def test_another_territory_replaces_ours(tmp_path: Path) -> None:
    (tmp_path / "territory.toml").write_text(SMALL, encoding="utf-8")
    other = load_territory(tmp_path)
    trips = other.trips([DUNKERQUE], GRANDE_SYNTHE, DAYTIME)
    assert trips.minutes[0, CAR] == pytest.approx(trips.road_km[0])
    assert trips.state[0, BUS] == INFEASIBLE


@pytest.mark.parametrize(
    ("text", "said"),
    [("name = ", "mal écrit"), ("name = 'X'", "incomplet"), (SMALL + "\n[oops", "mal écrit")],
)
def test_a_bad_territory_file_says_why(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputRefusedError, match=said):
        load_territory(path)
    with pytest.raises(InputRefusedError, match="illisible"):
        load_territory(tmp_path / "absent.toml")
