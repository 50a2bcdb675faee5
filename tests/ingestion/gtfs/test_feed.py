"""A feed is read whole; what is bad in it is told with its place, never dropped in silence."""

import time
import zipfile
from pathlib import Path

import pytest

from ingestion.gtfs import tables
from ingestion.gtfs.feed import read_feed
from models.errors import InputRefusedError
from tests.ingestion.gtfs.feeds import STOP_TIMES, STOPS, TRIPS, write_feed, zipped


def test_a_folder_and_its_archives_read_the_same(tmp_path: Path) -> None:
    folder = write_feed(tmp_path / "feed")
    feed, report = read_feed(folder)
    assert sorted(feed.stops) == ["C", "G", "H", "S", "S2"]
    assert (len(feed.runs), report.rejected, report.remarks) == (12, [], [])
    assert read_feed(zipped(folder))[0] == feed
    assert read_feed(zipped(folder, "horaires/"))[0] == feed
    assert "stop_times.txt : 26 lignes lues, 0 refusées." in report.messages


def test_hours_past_midnight_count_on_and_missing_ones_lie_between(tmp_path: Path) -> None:
    feed, _ = read_feed(write_feed(tmp_path / "feed"))
    runs = {run.id: [passing.arrival for passing in run.passings] for run in feed.runs}
    assert runs["b2500"] == [1510, 1535]
    assert runs["b2100"] == [1260, 1275, 1290]


@pytest.mark.parametrize(
    ("table", "more", "said"),
    [
        ("stops", "X,Nulle part,north,2.3,\n", "stops.txt, colonne stop_lat : « north »"),
        ("stops", ",Sans nom,51,2.3,\n", "stops.txt, colonne stop_id : valeur vide"),
        ("stop_times", "w0600,25h10,25:10:00,G,3\n", "colonne arrival_time : « 25h10 »"),
        ("stop_times", "w0600,49:10:00,49:10:00,G,3\n", "colonne arrival_time : « 49:10:00 »"),
        ("stop_times", "w0600,06:20:00,06:20:00,Z,3\n", "arrêt Z absent de stops.txt"),
        ("stop_times", "zzz,06:20:00,06:20:00,G,3\n", "course zzz absente de trips.txt"),
        ("stop_times", "w0600,06:20:00,06:20:00,G,un\n", "colonne stop_sequence : « un »"),
        ("trips", "main,,m9\n", "trips.txt, colonne service_id : valeur vide"),
        ("calendar", "odd,1,1,1,1,oui,0,0,20261102,20261231\n", "friday : « oui »"),
        ("calendar", "odd,1,1,1,1,1,0,0,20261131,20261231\n", "start_date : « 20261131 »"),
        ("calendar", "odd,1,1,1,1,1,0,0,20261231,20261102\n", "la fin précède le début"),
        ("calendar", "odd,1,1,1,1,1,0,0,99991231,99991231\n", "n'est pas entre 2000 et 2100"),
        ("calendar", "week,0,0,0,0,0,1,0,20261102,20261231\n", "« week » est déjà donné"),
        ("stops", "H,Ailleurs,50.0,2.0,\n", "stop_id : « H » est déjà donné plus haut"),
        ("trips", "main,sunday,m0530\n", "trip_id : « m0530 » est déjà donné plus haut"),
        ("calendar_dates", "week,20261226,3\n", "exception_type : « 3 »"),
    ],
)
def test_a_bad_row_is_told_and_the_others_are_read(
    tmp_path: Path, table: str, more: str, said: str
) -> None:
    folder = write_feed(tmp_path / "feed")
    path = folder / f"{table}.txt"
    path.write_text(path.read_text(encoding="utf-8-sig") + more, encoding="utf-8")
    feed, report = read_feed(folder)
    assert len(feed.runs) == 12
    (bad,) = report.rejected
    lines = path.read_text(encoding="utf-8").count("\n")
    assert bad.row == lines
    assert said in f"{bad.field} : {bad.reason}"


def test_many_bad_rows_are_told_once_and_counted(tmp_path: Path) -> None:
    bad = "".join(f"X{number},Ici,,,\n" for number in range(50))
    _, report = read_feed(write_feed(tmp_path / "feed", stops=STOPS + bad))
    assert len(report.rejected) == tables.MOST_TOLD
    assert report.refused == {"stops.txt": 50}
    assert "stops.txt : 30 autres lignes refusées, de même." in report.messages


def test_runs_that_make_no_sense_are_left_out_and_told(tmp_path: Path) -> None:
    odd = "m0530,05:10:00,05:10:00,S,3\n"
    feed, report = read_feed(write_feed(tmp_path / "feed", stop_times=STOP_TIMES + odd))
    assert "m0530" not in {run.id for run in feed.runs}
    (remark,) = report.remarks
    assert "m0530" in remark


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"stop_times": None}, "aucun fichier stop_times.txt"),
        ({"stops": None}, "il manque stops.txt"),
        ({"trips": None}, "il manque trips.txt"),
        ({"calendar": None, "calendar_dates": None}, "il manque calendar.txt"),
        ({"stops": STOPS.replace("stop_lat", "lat")}, "stops.txt : colonne absente : stop_lat"),
        ({"stop_times": STOP_TIMES.split("\n")[0] + "\n"}, "aucun passage lisible"),
        (
            {"stops": STOPS.replace("Maison", '"Maison')},
            "aucun passage lisible ; ligne 2, stop_times.txt, colonne stop_id : arrêt H absent",
        ),
    ],
)
def test_a_feed_without_what_it_needs_is_refused(
    tmp_path: Path, changes: dict[str, str | None], said: str
) -> None:
    with pytest.raises(InputRefusedError, match=said):
        read_feed(write_feed(tmp_path / "feed", **changes))


def test_a_calendar_of_single_days_alone_is_enough(tmp_path: Path) -> None:
    feed, _ = read_feed(write_feed(tmp_path / "feed", calendar=None))
    assert feed.services == ()
    assert len(feed.added) == 2


def test_what_is_no_archive_or_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InputRefusedError, match="introuvable"):
        read_feed(tmp_path / "absent.zip")
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04 no archive")
    with pytest.raises(InputRefusedError, match="archive ZIP lisible"):
        read_feed(tmp_path / "bad.zip")
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as archive:
        for number in range(201):
            archive.writestr(f"{number}.txt", "")
    with pytest.raises(InputRefusedError, match="201 fichiers"):
        read_feed(tmp_path / "many.zip")
    packed = zipped(write_feed(tmp_path / "feed", shapes="x" * 600_000))
    monkeypatch.setattr(tables, "MOST_TABLE_BYTES", 500_000)
    assert len(read_feed(packed)[0].runs) == 12  # how lines are drawn is not read
    monkeypatch.setattr(tables, "MOST_TABLE_BYTES", 500)
    with pytest.raises(InputRefusedError, match="trop volumineux"):
        read_feed(packed)
    with pytest.raises(InputRefusedError, match="trop volumineux"):
        read_feed(tmp_path / "feed")


def test_frequencies_are_said_to_be_left_out(tmp_path: Path) -> None:
    _, report = read_feed(write_feed(tmp_path / "feed", frequencies="trip_id\n"))
    assert any("frequencies.txt" in remark for remark in report.remarks)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_broken_archive_is_refused_in_words(tmp_path: Path, method: int) -> None:
    folder, path = write_feed(tmp_path / "feed"), tmp_path / "broken.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        for table in folder.iterdir():
            archive.write(table, table.name)
    data = bytearray(path.read_bytes())
    for place in range(60, len(data) - 400, 37):
        data[place] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(InputRefusedError, match="illisible"):
        read_feed(path)


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [(6, 99, "archive ZIP lisible"), (10, 1, "table illisible dans l'archive")],
    ids=["version", "compression"],
)
def test_an_archive_made_in_a_way_that_is_not_known_is_refused(
    tmp_path: Path, place: int, value: int, said: str
) -> None:
    path = zipped(write_feed(tmp_path / "feed"))
    data = path.read_bytes()
    at = data.find(b"PK\x01\x02")
    while at >= 0:  # each entry of the directory
        data = data[: at + place] + bytes([value]) + data[at + place + 1 :]
        at = data.find(b"PK\x01\x02", at + 4)
    path.write_bytes(data)
    with pytest.raises(InputRefusedError, match=said):
        read_feed(path)


def test_a_run_of_many_passings_without_hours_is_read_at_once(tmp_path: Path) -> None:
    count = 20_000
    hours = [
        "05:00:00" if number % 2 == 0 or number == count - 1 else "" for number in range(count)
    ]
    rows = "".join(f"long,{hour},{hour},H,{place}\n" for place, hour in enumerate(hours))
    folder = write_feed(
        tmp_path / "feed", trips=TRIPS + "main,week,long\n", stop_times=STOP_TIMES + rows
    )
    started = time.process_time()
    feed, report = read_feed(folder)
    assert time.process_time() - started < 5
    assert report.rejected == []
    assert max(len(run.passings) for run in feed.runs) == count
