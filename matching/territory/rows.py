"""The rows of the tables of a territory: a bad cell is refused with its line and column."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from matching.territory.facts import CONFIRMED, LISTED, NO_SERVICE
from matching.territory.table import ANYWHERE, BusDay, Spot, TripTime
from models.errors import InputRefusedError
from models.vocabulary import DayKind, HourBand, TravelMode

NONE = "aucun"
"""What a cell says where a mode does not go, or no bus runs."""

STATUS = {"à confirmer": LISTED, "confirmé": CONFIRMED}
MOST_BYTES = 20_000_000
LONGEST_MINUTES = 240.0
LONGEST_CLOCK = 30 * 60.0
"""Buses of a service day run past midnight: 25:10 is ten past one."""

SPOT_COLUMNS = (
    "key",
    "name",
    "insee",
    "quarter",
    "latitude",
    "longitude",
    "bus",
    "source",
    "status",
)
ZONE_COLUMNS = (*SPOT_COLUMNS, "radius_km", "aliases")
TRIP_COLUMNS = ("place", "zone", "mode", "band", "minutes", "source", "status")
BUS_COLUMNS = ("place", "zone", "day", "first", "last", "source", "status")
_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)")
_Row = dict[str, str]
_Value = TypeVar("_Value")


class _CellError(Exception):
    """What is wrong with a cell: column and French reason."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(column, reason)


def read_spots(path: Path, classes: frozenset[str], *, is_zone: bool = False) -> list[Spot]:
    """Places or zones; none where there is no such file."""

    def spot(row: _Row) -> Spot:
        return Spot(
            key=_required(row, "key"),
            name=_required(row, "name"),
            insee=_required(row, "insee"),
            quarter=row["quarter"] or None,
            latitude=_number(row, "latitude", 90.0, -90.0),
            longitude=_number(row, "longitude", 180.0, -180.0),
            bus=_service(row, classes),
            radius_km=_number(row, "radius_km", 20.0) if is_zone else 0.0,
            aliases=tuple(filter(None, row["aliases"].split("|"))) if is_zone else (),
        )

    made = list(_rows(path, ZONE_COLUMNS if is_zone else SPOT_COLUMNS, spot))
    seen: set[str] = set()
    homes: set[tuple[str, str | None]] = set()
    for line, each in made:
        if each.key in seen:
            raise _refused(path, line, "key", f"« {each.key} » est déjà dans la table")
        if not is_zone and (each.insee, each.quarter) in homes:
            raise _refused(path, line, "quarter", "même commune et même quartier que plus haut")
        seen.add(each.key)
        homes.add((each.insee, each.quarter))
    return [each for _, each in made]


def read_times(path: Path, places: frozenset[str], zones: frozenset[str]) -> list[TripTime]:
    """Minutes of trips; none where there is no such file."""

    def trip(row: _Row) -> TripTime:
        none = row["minutes"] == NONE
        return TripTime(
            place=_among(row, "place", places),
            zone=_among(row, "zone", zones),
            mode=TravelMode(_among(row, "mode", frozenset(TravelMode))),
            band=HourBand(_among(row, "band", frozenset(HourBand))),
            minutes=NO_SERVICE if none else _number(row, "minutes", LONGEST_MINUTES),
            source=STATUS[_among(row, "status", frozenset(STATUS))],
        )

    made = list(_rows(path, TRIP_COLUMNS, trip))
    _refuse_repeats(path, "trajet", [(n, (t.place, t.zone, t.mode, t.band)) for n, t in made])
    return [each for _, each in made]


def read_days(path: Path, places: frozenset[str], zones: frozenset[str]) -> list[BusDay]:
    """First and last buses; none where there is no such file."""

    def day(row: _Row) -> BusDay:
        first, last = clock(row, "first"), clock(row, "last")
        if (first is None) != (last is None):
            raise _CellError("last", f"« {NONE} » se dit des deux heures ou d'aucune")
        return BusDay(
            place=_among(row, "place", places | {ANYWHERE}),
            zone=_among(row, "zone", zones),
            day=DayKind(_among(row, "day", frozenset(DayKind))),
            first=float("inf") if first is None else first,
            last=float("-inf") if last is None else last,
            source=STATUS[_among(row, "status", frozenset(STATUS))],
        )

    made = list(_rows(path, BUS_COLUMNS, day))
    _refuse_repeats(path, "bus", [(line, (d.place, d.zone, d.day)) for line, d in made])
    return [each for _, each in made]


def _refuse_repeats(path: Path, what: str, keys: Iterable[tuple[int, tuple[str, ...]]]) -> None:
    """Of two lines on one trip, nobody could say which one counts."""
    seen: dict[tuple[str, ...], int] = {}
    for line, key in keys:
        if key in seen:
            said = f"ligne {line} : ce {what} est déjà donné ligne {seen[key]}"
            raise InputRefusedError(said, str(path))
        seen[key] = line


def clock(row: _Row, column: str) -> float | None:
    """Minutes after midnight of `HH:MM`, up to 30:00; None for « aucun »."""
    if row[column] == NONE:
        return None
    match = _CLOCK.fullmatch(row[column])
    value = int(match[1]) * 60.0 + int(match[2]) if match else LONGEST_CLOCK + 1
    if value > LONGEST_CLOCK:
        raise _CellError(column, f"« {row[column][:20]} » n'est pas une heure HH:MM, ni « {NONE} »")
    return value


def _rows(
    path: Path, columns: tuple[str, ...], build: Callable[[_Row], _Value]
) -> Iterator[tuple[int, _Value]]:
    """The rows of a table with their line, built one by one."""
    if not path.exists():
        return
    try:
        if path.stat().st_size > MOST_BYTES:
            said = f"table trop volumineuse ({MOST_BYTES // 1_000_000} Mo au plus)"
            raise InputRefusedError(said, str(path))
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputRefusedError("table du territoire illisible", str(path)) from error
    except UnicodeDecodeError as error:
        raise InputRefusedError("la table n'est pas en UTF-8", str(path)) from error
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";")
    try:
        yield from _built(path, reader, columns, build)
    except csv.Error as error:
        raise InputRefusedError(f"ligne {reader.line_num} : table mal formée", str(path)) from error


def _built(
    path: Path,
    reader: "csv.DictReader[str]",
    columns: tuple[str, ...],
    build: Callable[[_Row], _Value],
) -> Iterator[tuple[int, _Value]]:
    missing = [name for name in columns if name not in (reader.fieldnames or ())]
    if missing:
        raise InputRefusedError(f"colonnes absentes : {', '.join(missing)}", str(path))
    for row in reader:
        line = reader.line_num
        if any(row[name] is None for name in columns) or None in row:
            raise InputRefusedError(f"ligne {line} : {len(columns)} colonnes attendues", str(path))
        try:
            yield line, build({name: row[name].strip() for name in columns})
        except _CellError as error:
            column, reason = error.args
            raise _refused(path, line, column, reason) from None


def _refused(path: Path, line: int, column: str, reason: str) -> InputRefusedError:
    return InputRefusedError(f"ligne {line}, colonne {column} : {reason}", str(path))


def _required(row: _Row, column: str) -> str:
    if not row[column]:
        raise _CellError(column, "rien n'est écrit")
    return row[column]


def _number(row: _Row, column: str, most: float, least: float = 0.0) -> float:
    try:
        value = float(row[column].replace(",", "."))
    except ValueError:
        value = float("nan")
    if not least <= value <= most:
        said = row[column][:20]
        raise _CellError(column, f"« {said} » n'est pas un nombre de {least:g} à {most:g}")
    return value


def _among(row: _Row, column: str, known: frozenset[str]) -> str:
    if row[column] not in known:
        raise _CellError(column, f"« {row[column][:40]} » est inconnu")
    return row[column]


def _service(row: _Row, classes: frozenset[str]) -> str | None:
    """A class of service of its own; empty: that of the commune; « aucun »: no bus."""
    if not row["bus"]:
        return None
    return "" if row["bus"] == NONE else _among(row, "bus", classes)
