"""The trip by the person's own means: flat within 60 % of the own limit, an obstacle beyond 1.3."""

from dataclasses import replace
from datetime import time
from typing import Any

import pytest

from matching.criteria.mobility import mobility
from matching.profiles import MODES, CredentialFact, Place
from matching.territory import CONFIRMED, FEASIBLE, INFEASIBLE, UNSURE, TripTime
from models.vocabulary import (
    CredentialState,
    HourBand,
    SiteAccess,
    TravelMode,
    Vehicle,
    WorkPattern,
)
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
        ({}, {"travel_modes": BUS, "trip_limit_minutes": 25.0}, FEASIBLE, 0.0, 0.49),
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


def driver(state: CredentialState | None, **changes: Any) -> dict[str, Any]:
    """A person who goes by car, and what the file says of licence B."""
    held = () if state is None else (CredentialFact("permis_B", state, None),)
    return {"travel_modes": CAR, "credentials": held} | changes


@pytest.mark.parametrize(
    ("person", "state"),
    [
        (driver(CredentialState.HELD), FEASIBLE),
        (driver(CredentialState.IN_PROGRESS), UNSURE),
        (driver(CredentialState.EXPIRED), UNSURE),
        (driver(CredentialState.SUSPENDED), INFEASIBLE),
        (driver(None), UNSURE),
        (driver(None, credentials_listed=False), FEASIBLE),
        (driver(CredentialState.SUSPENDED, travel_modes=CAR | BUS), FEASIBLE),
    ],
)
def test_a_car_needs_a_licence(person: dict[str, Any], state: int) -> None:
    result = mobility(compare(make_offer(), [make_candidate(**person)]))
    assert result.state[0] == state
    if state == UNSURE:
        assert "permis valide" in (result.question(0) or "")
        assert "permis à vérifier" in result.reason(0)


def test_nowhere_to_park_costs_minutes_by_car_alone() -> None:
    people = [make_candidate("C-1"), make_candidate("C-2", travel_modes=BUS)]
    plain = mobility(compare(make_offer(), people)).minutes
    parked = mobility(compare(make_offer(access=frozenset({SiteAccess.NO_PARKING})), people))
    assert (parked.minutes - plain).tolist() == pytest.approx([5.0, 0.0])


def test_a_bus_that_the_offer_tells_of_is_asked_about_where_we_know_of_none() -> None:
    """Hondschoote has no city bus in our table."""
    farther = Place("59309", None, 50.98, 2.585)
    served = make_offer(workplace=farther, access=frozenset({SiteAccess.BUS}))
    person = make_candidate(travel_modes=BUS, trip_limit_minutes=60.0)
    assert mobility(compare(replace(served, access=frozenset()), [person])).state[0] == INFEASIBLE
    result = mobility(compare(served, [person]))
    assert result.state[0] == UNSURE
    assert result.question(0) == "Quel bus dessert le poste, et à quelles heures ?"


def test_a_weekend_beyond_the_buses_of_sunday_is_asked_about() -> None:
    weekend: dict[str, Any] = {"patterns": frozenset({WorkPattern.WEEKEND})}
    person = make_candidate(travel_modes=BUS)
    by_day = make_offer(start_time=time(10), end_time=time(17), **weekend)
    assert mobility(compare(by_day, [person])).state[0] == FEASIBLE
    early = make_offer(start_time=time(7), end_time=time(14), **weekend)
    result = mobility(compare(early, [person]))
    assert result.state[0] == UNSURE
    assert "dimanche" in (result.question(0) or "")
    assert "dimanche" in result.reason(0)
    assert mobility(compare(early, [make_candidate()])).state[0] == FEASIBLE


def test_reasons_say_where_the_minutes_come_from() -> None:
    people = [
        make_candidate("C-1", travel_modes=BUS),
        make_candidate("C-2", travel_modes=BIKE, trip_limit_minutes=60.0),
    ]
    comparison = compare(make_offer(), people)
    listed, estimated = mobility(comparison).reason(0), mobility(comparison).reason(1)
    assert listed.startswith("Environ 30 min en bus ;")
    assert "(estimation)" in estimated
    said = TripTime("dunkerque", "grande-synthe", TravelMode.BUS, HourBand.DAYTIME, 26, CONFIRMED)
    told = replace(comparison, territory=comparison.territory.confirmed([said], []))
    assert mobility(told).reason(0).startswith("26 min en bus (durée confirmée)")
    assert MODES[int(mobility(told).mode[0])] is TravelMode.BUS
