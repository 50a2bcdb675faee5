"""A timetable becomes a territory that the ranking reads; what was confirmed can be taken away."""

import csv
import shutil
from pathlib import Path

import numpy as np
import pytest

from api.services.travel_files import export_territory, import_gtfs
from matching.profiles import MODES
from matching.territory import (
    ANYWHERE,
    CONFIRMED,
    FEASIBLE,
    FOLDER,
    INFEASIBLE,
    UNSURE,
    BusDay,
    Hours,
    Territory,
    TripTime,
    load_territory,
    place_of,
)
from models.errors import InputRefusedError
from models.vocabulary import DayKind, HourBand, TravelMode
from tests.ingestion.gtfs.feeds import STOP_TIMES, write_feed

BUS, CAR = MODES.index(TravelMode.BUS), MODES.index(TravelMode.CAR)
PLACES = """key;name;insee;quarter;latitude;longitude;bus;source;status
home;Maison;59183;;51.0;2.3;;x;à confirmer
church;Église;59016;;50.96;2.34;;x;à confirmer
"""
ZONES = """key;name;insee;quarter;latitude;longitude;bus;source;status;radius_km;aliases
gate;Portail;59271;;51.03;2.34;;x;à confirmer;1;
"""
TRIPS = """place;zone;mode;band;minutes;source;status
home;gate;voiture;journee;11;x;confirmé
home;gate;bus;journee;99;x;confirmé
"""


@pytest.fixture
def town(tmp_path: Path) -> Path:
    folder = tmp_path / "town"
    folder.mkdir()
    shutil.copy(FOLDER / "territory.toml", folder)
    for name, text in (("places", PLACES), ("zones", ZONES), ("trips", TRIPS)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def trips(territory: Territory, start: float, end: float) -> tuple[float, int, float, int]:
    """Minutes and state by bus from home, minutes by car, state by bus from the church."""
    origins = [place_of(spot) for spot in territory.table.places]
    workplace = place_of(territory.table.zones[0])
    found = territory.trips(origins, workplace, Hours(start, end, stated=True))
    return (
        float(found.minutes[0, BUS]),
        int(found.state[0, BUS]),
        float(found.minutes[0, CAR]),
        int(found.state[1, BUS]),
    )


def test_the_ranking_reads_the_timetable_to_the_minute(town: Path, tmp_path: Path) -> None:
    done = import_gtfs(write_feed(tmp_path / "feed"), town, tmp_path / "made")
    assert (done.linked, done.pairs) == (1, 2)
    made = load_territory(tmp_path / "made")
    assert trips(made, 370, 780) == (40, FEASIBLE, 11, INFEASIBLE)
    assert trips(made, 369, 780)[1] == INFEASIBLE  # the first bus arrives at 06:10
    assert trips(made, 780, 1510 - 1440)[1] == FEASIBLE  # the last one leaves at 01:10
    assert trips(made, 780, 1511 - 1440)[1] == INFEASIBLE
    # no bus home between 17 h and 21 h, one at 21 h: whether that will do is asked
    assert trips(made, 780, 1250)[1] == UNSURE
    origins = [place_of(spot) for spot in made.table.places]
    at_weekends = Hours(540, 780, stated=True, weekend=True)
    found = made.trips(origins, place_of(made.table.zones[0]), at_weekends)
    assert (found.state[0, BUS], found.sunday[0]) == (UNSURE, True)  # Sundays from 10:40


def test_what_is_written_says_where_it_comes_from(town: Path, tmp_path: Path) -> None:
    import_gtfs(write_feed(tmp_path / "feed"), town, tmp_path / "made")
    text = (tmp_path / "made" / "trips.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines(), delimiter=";"))
    assert rows[0]["mode"] == "voiture"
    assert {row["source"] for row in rows[1:]} == {"GTFS du 2026-11-02"}
    assert {row["status"] for row in rows[1:]} == {"à confirmer"}
    assert "99" not in {row["minutes"] for row in rows}


def test_nothing_is_written_over_nor_from_a_single_file(town: Path, tmp_path: Path) -> None:
    feed = write_feed(tmp_path / "feed")
    with pytest.raises(InputRefusedError, match="n'est pas vide"):
        import_gtfs(feed, town, town)
    with pytest.raises(InputRefusedError, match="il faut un dossier"):
        import_gtfs(feed, town / "territory.toml", tmp_path / "made")
    sunday_only = (feed / "calendar.txt").read_text(encoding="utf-8-sig").splitlines()
    (feed / "calendar.txt").write_text("\n".join([sunday_only[0], sunday_only[2]]), "utf-8")
    with pytest.raises(InputRefusedError, match="aucun bus en semaine"):
        import_gtfs(feed, town, tmp_path / "made")
    assert not (tmp_path / "made").exists()


def test_confirmed_values_leave_as_files_and_come_back(town: Path, tmp_path: Path) -> None:
    times = [
        TripTime("home", "gate", TravelMode.BUS, HourBand.DAYTIME, 22, CONFIRMED),
        TripTime("home", "gate", TravelMode.BICYCLE, HourBand.DAYTIME, np.inf, CONFIRMED),
    ]
    days = [
        BusDay(ANYWHERE, "gate", DayKind.WEEKDAY, 290, 1510, CONFIRMED),
        BusDay(ANYWHERE, "gate", DayKind.SUNDAY, np.inf, -np.inf, CONFIRMED),
    ]
    assert export_territory(town, tmp_path / "out", times, days) == 4
    told, back = load_territory(town).confirmed(times, days), load_territory(tmp_path / "out")
    for name in ("minutes", "source", "first", "last"):
        assert np.array_equal(getattr(told.table, name), getattr(back.table, name), equal_nan=True)
    assert "25:10" in (tmp_path / "out" / "buses.csv").read_text(encoding="utf-8")


def test_a_coach_of_the_next_morning_is_written_as_the_last_minute_known(
    town: Path, tmp_path: Path
) -> None:
    """What is written is read again: hours of a territory end at 30:00."""
    late = STOP_TIMES.replace("b2500,25:10:00,25:10", "b2500,31:10:00,31:10").replace(
        "b2500,25:35:00,25:35", "b2500,31:35:00,31:35"
    )
    import_gtfs(write_feed(tmp_path / "feed", stop_times=late), town, tmp_path / "made")
    assert "home;gate;semaine;06:10;30:00" in (tmp_path / "made" / "buses.csv").read_text("utf-8")
