"""The trip by the person's own means: flat within 60 % of the own limit, an obstacle beyond 1.3."""

from datetime import time
from typing import Any

import pytest

from matching.criteria.mobility import mobility
from matching.territory import FEASIBLE, INFEASIBLE, UNSURE
from models.vocabulary import SiteAccess, TravelMode, Vehicle, WorkPattern
from tests.matching.factories import (
    BOURBOURG,
    DUNKERQUE,
    GRANDE_SYNTHE,
    compare,
    make_candidate,
    make_offer,
)

BUS = frozenset({TravelMode.BUS})
CAR = frozenset({TravelMode.CAR})
BIKE = frozenset({TravelMode.BICYCLE})
FIVE = {"start_time": time(5), "end_time": time(13)}


@pytest.mark.parametrize(
    ("offer", "person", "state", "low", "high"),
    [
        ({}, {"travel_modes": CAR}, FEASIBLE, 1.0, 1.0),
        ({}, {"travel_modes": CAR, "trip_limit_minutes": 20.0}, FEASIBLE, 0.5, 0.9),
        ({}, {"travel_modes": BUS, "trip_limit_minutes": 30.0}, FEASIBLE, 0.0, 0.49),
        ({}, {"travel_modes": BUS, "trip_limit_minutes": 20.0}, INFEASIBLE, 0.0, 0.0),
        (FIVE, {"travel_modes": BUS}, INFEASIBLE, 0.0, 0.0),
        (FIVE, {"travel_modes": BUS | BIKE}, FEASIBLE, 0.5, 1.0),
        ({"patterns": frozenset({WorkPattern.TWO_SHIFTS})}, {"travel_modes": BUS}, UNSURE, 0, 0),
        ({"workplace": BOURBOURG}, {"travel_modes": BIKE}, INFEASIBLE, 0.0, 0.0),
        ({"access": frozenset({SiteAccess.CAR_ONLY})}, {"travel_modes": BUS}, INFEASIBLE, 0, 0),
        ({"vehicle": Vehicle.OWN}, {"travel_modes": BIKE}, UNSURE, 0.0, 0.0),
        ({}, {"travel_modes": frozenset()}, INFEASIBLE, 0.0, 0.0),
        ({}, {"travel_modes": None}, UNSURE, 0.0, 0.0),
        ({}, {"origin": None}, UNSURE, 0.0, 0.0),
        ({"workplace": None}, {}, UNSURE, 0.0, 0.0),
        ({}, {"trip_limit_minutes": None, "trip_limit_km": 20.0}, FEASIBLE, 1.0, 1.0),
        ({}, {"trip_limit_minutes": None, "trip_limit_km": 5.0}, INFEASIBLE, 0.0, 0.0),
        ({}, {"trip_limit_minutes": None}, FEASIBLE, 1.0, 1.0),
    ],
)
def test_trips(
    offer: dict[str, Any], person: dict[str, Any], state: int, low: float, high: float
) -> None:
    result = mobility(compare(make_offer(**offer), [make_candidate(**person)]))
    assert result.state[0] == state
    assert low <= result.score[0] <= high
    assert result.known[0] == (state != UNSURE)
    if state == UNSURE:
        assert result.question(0)
    assert result.reason(0).endswith(".")


def test_where_people_live_costs_nothing_within_sixty_percent_of_their_limit() -> None:
    near = make_candidate("C-1", origin=GRANDE_SYNTHE, trip_limit_minutes=60.0)
    farther = make_candidate("C-2", origin=DUNKERQUE, trip_limit_minutes=60.0)
    result = mobility(compare(make_offer(), [near, farther]))
    assert result.minutes[0] < result.minutes[1]
    assert result.score[0] == result.score[1] == 1.0
