"""Trips at the hours of a post, and a territory that another programme can replace."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time
from pathlib import Path

import numpy as np
import pytest

from ingestion.territory import territory as ingestion_territory
from matching.profiles import MODES, Place
from matching.territory import (
    BANDS,
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
    TripTime,
    aid_words,
    at_site,
    band_of,
    load_territory,
    packaged_territory,
    trips_of,
)
from models.errors import InputRefusedError
from models.vocabulary import AidNeed, DayKind, HourBand, TravelMode, WorkPattern
from tests.matching.factories import BOURBOURG, DUNKERQUE, GRANDE_SYNTHE, LOON_PLAGE, make_offer

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


# --- the table -------------------------------------------------------------------------------

PETITE_SYNTHE = Place("59183", "Petite-Synthe", 51.0230, 2.3430)
PORT_OUEST = Place("59359", None, 51.022, 2.195)
FROM = [DUNKERQUE, PETITE_SYNTHE]


def with_times(territory: Territory, *times: TripTime, days: Sequence[BusDay] = ()) -> Territory:
    return territory.confirmed(times, days)


def bus_time(band: HourBand, minutes: float, zone: str = "grande-synthe") -> TripTime:
    return TripTime("dunkerque", zone, TravelMode.BUS, band, minutes, CONFIRMED)


def test_every_place_read_in_addresses_has_a_row_where_it_stands(territory: Territory) -> None:
    """Otherwise trips from it would be estimated from distance, without a word."""
    spots = {(spot.insee, spot.quarter): spot for spot in territory.table.places}
    communes = {insee for insee, quarter in spots if quarter is None}
    assert len(communes) == 17
    read = ingestion_territory()
    for insee in communes:
        match = read.communes[insee].match
        spot = spots[insee, None]
        assert spot.name == match.name
        assert spot.latitude == pytest.approx(match.latitude, abs=1e-3)
    quarters = {place.match for place in read.quarters.values() if place.match.insee in communes}
    assert len(quarters) > 10
    for match in quarters:
        spot = spots[match.insee, match.quarter]
        assert spot.latitude == pytest.approx(match.latitude, abs=1e-3)
        assert spot.longitude == pytest.approx(match.longitude, abs=1e-3)


def test_the_table_keeps_to_what_is_known_of_the_network(territory: Territory) -> None:
    """Main lines 15 to 45 minutes, slow ones 35 to 70, cars 35 to 45 km/h, bicycles apart."""
    table, known = territory.table, 0
    bounds = {"main": (15, 45), "slow": (35, 70), "poor": (50, 100)}
    for row, place in enumerate(table.places):
        origin = Place(place.insee, place.quarter, place.latitude, place.longitude)
        for column, zone in enumerate(table.zones):
            work = Place(zone.insee, None, zone.latitude, zone.longitude)
            assert territory.table.zone_at(work) == column, zone.key
            by_bus, by_car = table.minutes[row, column, [BUS, CAR], BANDS.index(HourBand.DAYTIME)]
            if np.isfinite(by_bus):
                known += 1
                line = territory.bus_between(origin, work)
                (name,) = [each for each, value in territory.bus.items() if value == line]
                low, high = bounds[name]
                assert low <= by_bus <= high, (place.key, zone.key, name)
            if np.isfinite(by_car):
                known += 1
                km = territory.trips([origin], work, DAYTIME).road_km[0]
                assert km / 60 * 60 - 2 <= by_car <= km / 30 * 60 + 6, (place.key, zone.key, km)
    assert known > 400


def test_the_table_speaks_before_distance_and_a_person_before_the_table(
    territory: Territory,
) -> None:
    listed = territory.trips([DUNKERQUE], GRANDE_SYNTHE, DAYTIME)
    assert (listed.minutes[0, BUS], listed.source[0, BUS]) == (30, LISTED)
    assert listed.source[0, BICYCLE] == ESTIMATED
    told = with_times(territory, bus_time(HourBand.DAYTIME, 26))
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
    told = with_times(territory, *[bus_time(band, spent) for band, spent in values])
    trips = told.trips([DUNKERQUE], GRANDE_SYNTHE, hours)
    assert (trips.minutes[0, BUS], trips.state[0, BUS]) == (minutes, state)


def test_the_clock_of_the_buses_of_a_zone_decides_to_the_minute(territory: Territory) -> None:
    first_bus = BusDay("*", "grande-synthe", DayKind.WEEKDAY, 5 * 60 + 10, 25 * 60 + 10, CONFIRMED)
    told = with_times(territory, days=[first_bus])

    def state(start: time, end: time) -> int:
        return int(told.trips([DUNKERQUE], GRANDE_SYNTHE, told.hours(start, end, ())).state[0, BUS])

    assert state(time(5, 10), time(13)) == FEASIBLE
    assert state(time(5, 9), time(13)) == INFEASIBLE
    assert state(time(16), time(1)) == FEASIBLE
    assert state(time(16), time(1, 11)) == INFEASIBLE
    one = BusDay("dunkerque", "grande-synthe", DayKind.WEEKDAY, 330, 1260, CONFIRMED)
    told = with_times(territory, days=[one, first_bus])
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


def test_the_bands_of_a_day_follow_one_another() -> None:
    said = [band_of(hour * 60).value for hour in (0, 3, 5.5, 9, 17, 21)]
    assert said == ["nuit", "tot", "matin", "journee", "soir", "nuit"]
    with pytest.raises(ValueError, match="no hour"):
        band_of(float("nan"))


# --- files of another programme --------------------------------------------------------------

SPOT_HEAD = "key;name;insee;quarter;latitude;longitude;bus;source;status\n"
ZONE_HEAD = SPOT_HEAD.strip() + ";radius_km;aliases\n"
A_PLACE = "ici;Ici;59183;;51.03;2.37;main;plan;à confirmer\n"
A_ZONE = "usine;L'usine;59271;;51.0154;2.3014;aucun;plan;à confirmer;1;Usine|La Fabrique\n"
AIDS = '[bac]\nwords = "bac"\nneeds = ["distance"]\nnote = "Sur le canal."\nstatus = "confirmé"\n'
TRIP_HEAD, BUS_HEAD = (
    "place;zone;mode;band;minutes;source;status\n",
    "place;zone;day;first;last;source;status\n",
)


def folder(tmp_path: Path, **tables: str) -> Path:
    files = {"territory": SMALL, "places": SPOT_HEAD + A_PLACE, "zones": ZONE_HEAD + A_ZONE}
    for name, text in (files | tables).items():
        kind = "toml" if name in ("territory", "aids") else "csv"
        (tmp_path / f"{name}.{kind}").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_folder_gives_every_table(tmp_path: Path) -> None:
    read = load_territory(
        folder(
            tmp_path,
            trips=TRIP_HEAD
            + "ici;usine;velo;journee;12,5;x;confirmé\nici;usine;bus;nuit;aucun;x;à confirmer\n",
            buses=BUS_HEAD
            + "*;usine;dimanche;aucun;aucun;x;à confirmer\n"
            + "ici;usine;semaine;05:45;25:10;x;confirmé\n",
            aids=AIDS,
        )
    )
    here = Place("59183", None, 51.03, 2.37)
    trips = read.trips([here], GRANDE_SYNTHE, DAYTIME)
    assert (trips.minutes[0, BICYCLE], trips.source[0, BICYCLE]) == (12.5, CONFIRMED)
    assert (trips.first_bus[0], trips.last_bus[0]) == (345, 1510)
    assert np.isinf(trips.minutes[0, BUS])
    assert read.table.zones[0].aliases == ("Usine", "La Fabrique")
    assert aid_words(read.aids, {AidNeed.DISTANCE}) == "bac"
    assert aid_words(read.aids, {AidNeed.HOURS}) == ""


@pytest.mark.parametrize(
    ("table", "text", "said"),
    [
        ("places", "key;name\n", "places.csv : colonnes absentes : insee"),
        ("places", SPOT_HEAD + A_PLACE + A_PLACE, "ligne 3, colonne key : « ici » est déjà"),
        (
            "places",
            SPOT_HEAD + "a;A;59183;;north;2;;x;x\n",
            "ligne 2, colonne latitude : « north »",
        ),
        (
            "places",
            SPOT_HEAD + "a;A;59183;;51;2;metro;x;x\n",
            "colonne bus : « metro » est inconnu",
        ),
        ("places", SPOT_HEAD + "a;A;59183\n", "ligne 2 : 9 colonnes attendues"),
        ("zones", ZONE_HEAD + A_ZONE.replace(";1;", ";900;"), "colonne radius_km : « 900 »"),
        ("trips", TRIP_HEAD + "la;usine;velo;journee;12;x;confirmé\n", "colonne place : « la »"),
        ("trips", TRIP_HEAD + "ici;usine;avion;journee;12;x;confirmé\n", "colonne mode"),
        ("trips", TRIP_HEAD + "ici;usine;velo;midi;12;x;confirmé\n", "colonne band"),
        ("trips", TRIP_HEAD + "ici;usine;velo;journee;-3;x;confirmé\n", "colonne minutes : « -3 »"),
        ("trips", TRIP_HEAD + "ici;usine;velo;journee;12;x;sûr\n", "colonne status"),
        (
            "buses",
            BUS_HEAD + "*;usine;semaine;5h45;21:00;x;confirmé\n",
            "n'est pas une heure HH:MM",
        ),
        ("buses", BUS_HEAD + "*;usine;semaine;05:45;31:00;x;confirmé\n", "colonne last"),
        ("aids", "[bac]\nwords = 'bac'\n", "aides incomplet"),
        ("aids", "[bac", "mal écrit, ligne 1|mal écrit"),
    ],
)
def test_a_bad_table_says_where(tmp_path: Path, table: str, text: str, said: str) -> None:
    with pytest.raises(InputRefusedError, match=said):
        load_territory(folder(tmp_path, **{table: text}))


def test_a_table_that_is_not_utf8_says_so(tmp_path: Path) -> None:
    path = folder(tmp_path)
    (path / "places.csv").write_bytes((SPOT_HEAD + A_PLACE.replace("Ici", "Là")).encode("cp1252"))
    with pytest.raises(InputRefusedError, match="UTF-8"):
        load_territory(path)


# --- the site that an offer names ------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ("Vous travaillez au Port Ouest, en 3x8.", "port-ouest"),
        ("Poste à la CENTRALE NUCLÉAIRE DE GRAVELINES.", "centrale-gravelines"),
        ("Poste à Loon-Plage.", None),
        ("Du Port Ouest au Port Est.", None),
        ("Livraisons depuis l'hôpital de Dunkerque.", None),  # too far from Loon-Plage
        ("Le transport ouest-européen", None),
    ],
)
def test_a_zone_named_in_the_text_is_where_the_post_is(
    territory: Territory, said: str, zone: str | None
) -> None:
    offer = make_offer(description=said, workplace=LOON_PLAGE)
    found = at_site(territory, offer).workplace
    assert found is not None
    if zone is None:
        assert found == LOON_PLAGE
    else:
        assert territory.table.zones[territory.table.zone_at(found)].key == zone
    nowhere = replace(offer, workplace=None)
    assert at_site(territory, nowhere) == nowhere


def test_a_long_text_is_read_fast(territory: Territory) -> None:
    offer = make_offer(description="port zone centrale de " * 5_000, workplace=LOON_PLAGE)
    assert at_site(territory, offer) == offer


# --- what the screen shows -------------------------------------------------------------------


def test_a_band_without_a_bus_is_shown_as_such(territory: Territory) -> None:
    """Otherwise a click on what is shown would confirm a bus that does not run."""
    places = [spot.key for spot in territory.table.places]
    zones = [spot.key for spot in territory.table.zones]
    row, column = places.index("zuydcoote"), zones.index("grande-synthe")
    port = zones.index("port-ouest")

    def shown(zone: int, band: HourBand, mode: TravelMode = TravelMode.BUS) -> float:
        return trips_of(territory, zone, mode, band)[row].minutes

    assert 35 <= shown(column, HourBand.DAYTIME) <= 70
    assert shown(column, HourBand.EARLY) == shown(column, HourBand.NIGHT) == NO_SERVICE
    assert shown(port, HourBand.SUNDAY) == NO_SERVICE
    assert np.isfinite(shown(column, HourBand.SUNDAY))
    assert np.isfinite(shown(column, HourBand.EARLY, TravelMode.CAR))
