"""The map of trips: where things stand, what is drawn how, and what it says without eyes."""

from dataclasses import replace

import pytest

from api.maps import NO_TRIP, REACHES, WIDTH, Map, reach_of, territory_map
from api.services.travel import TripKey
from api.services.travel_lines import TripLine
from matching.territory import Spot, Territory, packaged_territory
from models.vocabulary import HourBand, TravelMode

TERRITORY = packaged_territory()
ZONE = next(each for each in TERRITORY.table.zones if each.key == "port-ouest")


def line(spot: Spot, minutes: int | None) -> TripLine:
    key = TripKey(spot.key, ZONE.key, TravelMode.BUS, HourBand.MORNING)
    return TripLine(key, spot.name, minutes, "", False, None)


def drawn(minutes: int | None = 30, territory: Territory = TERRITORY) -> Map:
    trips = [line(spot, minutes) for spot in territory.table.places]
    return territory_map(territory, ZONE, trips, "en bus, de 5 h 30 à 9 h")


def test_places_stand_as_on_a_map_and_inside_it() -> None:
    found = drawn()
    marks = {mark.title.split(" :")[0]: mark for mark in found.marks}
    west, east = marks["Gravelines"], marks["Bray-Dunes"]
    north, south = marks["Malo-les-Bains"], marks["Spycker"]

    assert west.x < found.workplace.x < east.x
    assert north.y < south.y
    assert all(0 < m.x < WIDTH and 0 < m.y < found.height for m in (*found.marks, found.workplace))
    assert len(found.marks) == len(TERRITORY.table.places)


def test_names_do_not_run_over_one_another_and_none_is_lost() -> None:
    found = drawn()
    spans = []
    for name in (mark.name for mark in (*found.marks, found.workplace)):
        if name is not None:
            length = len(name.words) * 6.5
            left = name.x - {"start": 0, "middle": length / 2, "end": length}[name.anchor]
            spans.append((left, left + length, name.y))
    for place, (left, right, y) in enumerate(spans):
        for other_left, other_right, other_y in spans[place + 1 :]:
            assert abs(y - other_y) > 12 or right <= other_left or other_right <= left
    assert len(spans) > 17
    assert all("30 min" in mark.title for mark in found.marks)


@pytest.mark.parametrize(
    ("minutes", "code"),
    [
        *((0, "near"), (20, "near"), (21, "middling"), (35, "middling"), (36, "far")),
        *((50, "far"), (51, "remote"), (400, "remote"), (None, "none")),
    ],
)
def test_each_length_of_trip_has_its_drawing(minutes: int | None, code: str) -> None:
    assert reach_of(minutes).code == code


def test_the_legend_holds_what_is_drawn_and_nothing_else() -> None:
    assert drawn(30).legend == (REACHES[1],)
    assert drawn(None).legend == (NO_TRIP,)


def test_the_map_says_in_words_what_it_shows() -> None:
    count = len(TERRITORY.table.places)
    assert drawn(30).summary.startswith(f"Vers {ZONE.name}, en bus, de 5 h 30 à 9 h : ")
    assert f"{count} lieux sur {count} à 35 minutes au plus, 0 sans trajet" in drawn(30).summary
    assert f"0 lieux sur {count} à 35 minutes au plus, {count} sans" in drawn(None).summary


def test_a_territory_of_one_place_is_drawn_all_the_same() -> None:
    spot = TERRITORY.table.places[0]
    table = replace(TERRITORY.table, places=(spot,), cells=(), clocks=())
    found = drawn(territory=replace(TERRITORY, table=table))
    assert len(found.marks) == 1
    assert found.height > 0
