"""`candidatheque territory`: what it prints, what it refuses, its exit codes."""

import json
from pathlib import Path

import pytest

from api.cli import run
from matching.profiles import MODES
from matching.territory import load_territory
from models.vocabulary import TravelMode
from tests.ingestion.gtfs.feeds import CALENDAR, STOPS, write_feed

# The home and the gate of the small feed, moved to two places of the packaged territory.
IN_DUNKERQUE = (
    STOPS.replace("H,Maison,51.0,2.3", "H,Maison,51.0344,2.3768")
    .replace("G,Portail,51.03,2.34", "G,Portail,51.0154,2.3014")
    .replace("C,Église,50.96,2.34", "C,Église,50.9,2.0")
)


def test_a_timetable_makes_a_territory_for_the_settings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    feed, made = write_feed(tmp_path / "feed", stops=IN_DUNKERQUE), tmp_path / "made"
    assert run(["territory", "import-gtfs", str(feed), "--out", str(made)]) == 0
    said = capsys.readouterr()
    assert "Horaire type en semaine : le 02/11/2026, comme 42 jours." in said.out
    assert "CANDIDATHEQUE_TERRITORY=" in said.out
    assert said.err == ""
    table = load_territory(made).table
    row = [spot.key for spot in table.places].index("dunkerque")
    column = [spot.key for spot in table.zones].index("grande-synthe")
    assert table.first[row, column].tolist()[0] == 370
    assert table.minutes[row, column, MODES.index(TravelMode.BUS)].min() >= 25


def test_bad_rows_are_told_with_code_1_and_json_counts_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    feed = write_feed(tmp_path / "feed", stops=IN_DUNKERQUE + "X,Là,nord,2.3,\n")
    arguments = ["territory", "import-gtfs", str(feed), "--out", str(tmp_path / "made"), "--json"]
    assert run(arguments) == 1
    said = capsys.readouterr()
    assert json.loads(said.out)["refused"] == {"stops.txt": 1}
    assert "feed, ligne 8, stops.txt, colonne stop_lat : « nord »" in said.err


def test_a_calendar_out_of_our_time_is_why_no_bus_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    far = CALENDAR.replace("20261102,20261231", "99991231,99991231")
    feed = write_feed(tmp_path / "feed", stops=IN_DUNKERQUE, calendar=far, calendar_dates=None)
    assert run(["territory", "import-gtfs", str(feed), "--out", str(tmp_path / "made")]) == 1
    said = capsys.readouterr().err
    assert "aucun bus en semaine ; ligne 2, calendar.txt, colonne start_date : « 99991231 »" in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["import-gtfs", "absent.zip", "--out", "x"], 1, "introuvable"),
        (["import-gtfs", "absent.zip"], 2, "il manque : DOSSIER"),
        (["export"], 2, "il manque"),
    ],
)
def test_refusals_are_one_french_line(
    arguments: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["territory", *arguments]) == code
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1


def test_the_confirmed_table_leaves_the_base(
    sqlite_url: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CANDIDATHEQUE_DATABASE_URL", sqlite_url)
    assert run(["territory", "export", str(tmp_path / "out")]) == 0
    assert "0 valeurs confirmées" in capsys.readouterr().out
    assert len(load_territory(tmp_path / "out").table.zones) > 25
