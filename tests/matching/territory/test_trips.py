"""Trips at the hours and on the days of a post."""

from datetime import time

import numpy as np
import pytest

from matching.territory import (
    CONFIRMED,
    ESTIMATED,
    FEASIBLE,
    INFEASIBLE,
    LISTED,
    NO_SERVICE,
    UNSURE,
    BusDay,
    Hours,
    Territory,
)
from models.vocabulary import DayKind, HourBand, WorkPattern
from tests.matching.factories import BOURBOURG, DUNKERQUE, GRANDE_SYNTHE, LOON_PLAGE
from tests.matching.territory.places import (
    BICYCLE,
    BUS,
    CAR,
    DAYTIME,
    FROM,
    PETITE_SYNTHE,
    PORT_OUEST,
    WALK,
    bus_time,
)


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


def test_the_table_speaks_before_distance_and_a_person_before_the_table(
    territory: Territory,
) -> None:
    listed = territory.trips([DUNKERQUE], GRANDE_SYNTHE, DAYTIME)
    assert (listed.minutes[0, BUS], listed.source[0, BUS]) == (30, LISTED)
    assert listed.source[0, BICYCLE] == ESTIMATED
    told = territory.confirmed([bus_time(HourBand.DAYTIME, 26)], [])
    confirmed = told.trips([DUNKERQUE], GRANDE_SYNTHE, DAYTIME)
    assert (confirmed.minutes[0, BUS], confirmed.source[0, BUS]) == (26, CONFIRMED)
    assert territory.trips([DUNKERQUE], GRANDE_SYNTHE, DAYTIME).minutes[0, BUS] == 30


@pytest.mark.parametrize(
    ("values", "hours", "minutes", "state"),
    [
        # the longer of the two ways counts, each in its own band
        ([(HourBand.MORNING, 40), (HourBand.EVENING, 25)], Hours(360, 1080, True), 40, FEASIBLE),
        # a band that no bus serves is an obstacle at stated hours, a question at usual ones
        ([(HourBand.MORNING, NO_SERVICE)], Hours(480, 1020, True), 30, INFEASIBLE),
        ([(HourBand.MORNING, NO_SERVICE)], Hours(480, 1020, False), 30, UNSURE),
        # a bus that runs before the first of its class
        ([(HourBand.EARLY, 35)], Hours(300, 780, True), 35, FEASIBLE),
        # what is said of daytime says nothing of the night
        ([(HourBand.DAYTIME, 20)], Hours(300, 780, True), 20, INFEASIBLE),
    ],
)
def test_each_way_has_the_band_of_its_hour(
    territory: Territory,
    values: list[tuple[HourBand, float]],
    hours: Hours,
    minutes: float,
    state: int,
) -> None:
    told = territory.confirmed([bus_time(band, spent) for band, spent in values], [])
    trips = told.trips([DUNKERQUE], GRANDE_SYNTHE, hours)
    assert (trips.minutes[0, BUS], trips.state[0, BUS]) == (minutes, state)


def test_the_clock_of_the_buses_of_a_zone_decides_to_the_minute(territory: Territory) -> None:
    first_bus = BusDay("*", "grande-synthe", DayKind.WEEKDAY, 5 * 60 + 10, 25 * 60 + 10, CONFIRMED)
    told = territory.confirmed([], [first_bus])

    def state(start: time, end: time) -> int:
        return int(told.trips([DUNKERQUE], GRANDE_SYNTHE, told.hours(start, end, ())).state[0, BUS])

    assert state(time(5, 10), time(13)) == FEASIBLE
    assert state(time(5, 9), time(13)) == INFEASIBLE
    assert state(time(16), time(1)) == FEASIBLE
    assert state(time(16), time(1, 11)) == INFEASIBLE
    one = BusDay("dunkerque", "grande-synthe", DayKind.WEEKDAY, 330, 1260, CONFIRMED)
    told = territory.confirmed([], [one, first_bus])
    assert state(time(5, 20), time(13)) == INFEASIBLE
    both = told.trips(FROM, GRANDE_SYNTHE, DAYTIME)
    assert both.first_bus.tolist() == [330, 310]


def test_sundays_are_asked_about_never_an_obstacle(territory: Territory) -> None:
    weekend = territory.hours(time(7), time(14), (WorkPattern.WEEKEND,))
    trips = territory.trips([DUNKERQUE], GRANDE_SYNTHE, weekend)
    assert (trips.state[0, BUS], trips.sunday[0]) == (UNSURE, True)
    assert trips.state[0, CAR] == FEASIBLE
    unsaid = territory.hours(None, None, (WorkPattern.WEEKEND,))
    assert territory.trips([DUNKERQUE], GRANDE_SYNTHE, unsaid).state[0, BUS] == FEASIBLE
    assert territory.trips([DUNKERQUE], PORT_OUEST, unsaid).state[0, BUS] == UNSURE
    week = territory.hours(time(7), time(14), ())
    assert territory.trips([DUNKERQUE], GRANDE_SYNTHE, week).state[0, BUS] == FEASIBLE


def test_a_zone_has_a_bus_service_of_its_own(territory: Territory) -> None:
    assert territory.bus_between(DUNKERQUE, PORT_OUEST) == territory.bus["poor"]
    night = territory.hours(time(21), time(5), ())
    assert territory.trips([DUNKERQUE], PORT_OUEST, night).state[0, BUS] == INFEASIBLE


def test_what_is_looked_up_once_is_that_of_the_list_given(territory: Territory) -> None:
    alone = territory.trips([PETITE_SYNTHE], GRANDE_SYNTHE, DAYTIME).minutes[0]
    places = [PETITE_SYNTHE]
    for count in range(2, 20):  # more lists than are kept in mind, and one that grows
        places.append(DUNKERQUE)
        for asked in (places, tuple(places)):
            found = territory.trips(asked, GRANDE_SYNTHE, DAYTIME).minutes
            assert found.shape == (count, 5)
            assert found[0].tolist() == alone.tolist()
    kept = tuple(places)
    first = territory.trips(kept, GRANDE_SYNTHE, DAYTIME).minutes
    assert np.array_equal(territory.trips(kept, GRANDE_SYNTHE, DAYTIME).minutes, first)
    assert territory.trips([], GRANDE_SYNTHE, DAYTIME).minutes.shape == (0, 5)
