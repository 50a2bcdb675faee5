"""The territory written as a folder: with a timetable, or with what the programme confirmed."""

import csv
import io
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil, floor
from pathlib import Path

from ingestion.gtfs.feed import read_feed
from ingestion.gtfs.search import Point
from ingestion.gtfs.tables import FeedReport
from ingestion.gtfs.times import BusTable, bus_table
from matching.territory import FOLDER, BusDay, Spot, TripTime, band_of, load_territory
from matching.territory.rows import BUS_COLUMNS, LONGEST_CLOCK, NONE, TRIP_COLUMNS
from models.errors import InputRefusedError
from models.vocabulary import DayKind, TravelMode

TABLES = ("places.csv", "zones.csv", "aids.toml", "README.md")
UNCONFIRMED, CONFIRMED = "à confirmer", "confirmé"
BY_PROGRAMME = "confirmé à l'écran"
Row = Mapping[str, str]


@dataclass(frozen=True)
class Imported:
    """What a timetable gave: the table, what was read, pairs that a bus links."""

    table: BusTable
    report: FeedReport
    linked: int
    pairs: int


def import_gtfs(source: Path, base: Path | None, target: Path) -> Imported:
    """Write the territory of `base` to `target` with the buses of a GTFS feed.

    Cars, bicycles and walks stay as they were; every bus is that of the timetable.

    Raises
    ------
    InputRefusedError : the feed or the territory cannot be read, `target` holds something, or
        no bus runs on working days
    """
    folder = _folder(base)
    territory = load_territory(folder)
    _writable(target)
    if not territory.table.zones or not territory.table.places:
        raise InputRefusedError("il manque places.csv ou zones.csv : rien à relier", str(folder))
    feed, report = read_feed(source)
    places, zones = (_points(spots) for spots in (territory.table.places, territory.table.zones))
    table = bus_table(feed, places, zones, band_of)
    if DayKind.WEEKDAY not in table.days:
        raise InputRefusedError(f"aucun bus en semaine{report.why('calendar')}", source.name)
    note = f"GTFS du {table.days[DayKind.WEEKDAY].date.isoformat()}"
    kept = [row for row in _rows(folder / "trips.csv") if row["mode"] != TravelMode.BUS]
    trips = [
        {
            "place": each.place,
            "zone": each.zone,
            "mode": TravelMode.BUS.value,
            "band": each.band.value,
            "minutes": NONE if each.minutes is None else str(each.minutes),
            "source": note,
            "status": UNCONFIRMED,
        }
        for each in table.minutes
    ]
    clocks = [
        _bus_row(
            each.place,
            each.zone,
            each.day,
            None if each.first is None else _kept(ceil(round(each.first, 3))),
            None if each.last is None else _kept(floor(round(each.last, 3))),
            note,
            UNCONFIRMED,
        )
        for each in table.clocks
    ]
    _write(folder, target, [*kept, *trips], clocks)
    load_territory(target)  # what we wrote is what we read
    weekdays = [each for each in table.clocks if each.day is DayKind.WEEKDAY]
    linked = sum(each.first is not None for each in weekdays)
    return Imported(table, report, linked, len(weekdays))


def export_territory(
    base: Path | None, target: Path, times: Iterable[TripTime], days: Iterable[BusDay]
) -> int:
    """Write the territory of `base` to `target` with confirmed values; how many there are.

    Raises
    ------
    InputRefusedError : the territory is a single file, or `target` holds something
    """
    folder = _folder(base)
    _writable(target)
    trips = {_trip_key(row): row for row in _rows(folder / "trips.csv")}
    buses = {_bus_key(row): row for row in _rows(folder / "buses.csv")}
    said = 0
    for time in times:
        row = {
            "place": time.place,
            "zone": time.zone,
            "mode": time.mode.value,
            "band": time.band.value,
            "minutes": NONE if time.minutes == float("inf") else f"{time.minutes:g}",
            "source": BY_PROGRAMME,
            "status": CONFIRMED,
        }
        trips[_trip_key(row)] = row
        said += 1
    for day in days:
        runs = day.first != float("inf")
        first, last = (day.first, day.last) if runs else (None, None)
        row = _bus_row(day.place, day.zone, day.day, first, last, BY_PROGRAMME, CONFIRMED)
        buses[_bus_key(row)] = row
        said += 1
    _write(folder, target, trips.values(), buses.values())
    load_territory(target)
    return said


def _folder(base: Path | None) -> Path:
    folder = base or FOLDER
    if not folder.is_dir():
        raise InputRefusedError("il faut un dossier de territoire, pas un fichier", str(folder))
    return folder


def _writable(target: Path) -> None:
    """Refuse to write over anything."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise InputRefusedError("le dossier à écrire n'est pas vide", str(target))


def _points(spots: Iterable[Spot]) -> list[Point]:
    return [Point(spot.key, spot.latitude, spot.longitude) for spot in spots]


def _bus_row(
    place: str,
    zone: str,
    day: DayKind,
    first: float | None,
    last: float | None,
    source: str,
    status: str,
) -> dict[str, str]:
    return {
        "place": place,
        "zone": zone,
        "day": day.value,
        "first": _clock(first),
        "last": _clock(last),
        "source": source,
        "status": status,
    }


def _kept(moment: float) -> float:
    """Within the service day that a territory knows: a coach may arrive later still."""
    return min(moment, LONGEST_CLOCK)


def _clock(moment: float | None) -> str:
    if moment is None:
        return NONE
    hour, minute = divmod(int(moment), 60)
    return f"{hour:02d}:{minute:02d}"


def _trip_key(row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in ("place", "zone", "mode", "band"))


def _bus_key(row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in ("place", "zone", "day"))


def _rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table that was read without fault; none where there is no such file."""
    if not path.exists():
        return []
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def _write(folder: Path, target: Path, trips: Iterable[Row], buses: Iterable[Row]) -> None:
    try:
        target.mkdir(parents=True, exist_ok=True)
        shutil.copy(folder / "territory.toml", target)
        for name in TABLES:
            if (folder / name).exists():
                shutil.copy(folder / name, target)
        _write_table(target / "trips.csv", TRIP_COLUMNS, trips)
        _write_table(target / "buses.csv", BUS_COLUMNS, buses)
    except OSError as error:
        raise InputRefusedError("écriture impossible", str(target)) from error


def _write_table(path: Path, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(
            out, columns, delimiter=";", lineterminator="\n", extrasaction="ignore"
        )
        writer.writeheader()
        writer.writerows(rows)
