"""The files of a territory: `territory.toml`, and beside it the tables, each optional.

`places.csv`, `zones.csv`, `trips.csv`, `buses.csv` (`;` between cells) and `aids.toml`; the
columns are told in the README of the packaged folder.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from functools import cache
from pathlib import Path
from typing import Any

from matching.profiles import minutes
from matching.territory.aids import Aid
from matching.territory.facts import BusService, Speed
from matching.territory.rows import read_days, read_spots, read_times
from matching.territory.table import make_table
from matching.territory.trips import Territory
from models.errors import InputRefusedError
from models.vocabulary import AidNeed, TravelMode, WorkPattern

FOLDER = Path(__file__).parents[1] / "data" / "territory"
CONFIRMED_WORDS, UNCONFIRMED_WORDS = "confirmé", "à confirmer"


def load_territory(path: Path) -> Territory:
    """Read a territory file alone, or a folder that holds `territory.toml` and its tables.

    Raises
    ------
    InputRefusedError : a file cannot be read or lacks a fact; says which one, line and column
    """
    if not path.is_dir():
        return _facts(path)
    facts = _facts(path / "territory.toml")
    classes = frozenset(facts.bus)
    places = read_spots(path / "places.csv", classes)
    zones = read_spots(path / "zones.csv", classes, is_zone=True)
    known = frozenset(spot.key for spot in places), frozenset(spot.key for spot in zones)
    table = make_table(
        places,
        zones,
        read_times(path / "trips.csv", *known),
        read_days(path / "buses.csv", *known),
    )
    return replace(facts, table=table, aids=_aids(path / "aids.toml"))


@cache
def packaged_territory() -> Territory:
    """The territory of Dunkerque, shipped with the package."""
    return load_territory(FOLDER)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputRefusedError("fichier de territoire illisible", str(path)) from error
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        where = f", ligne {found[1]}" if found else ""
        raise InputRefusedError(f"fichier de territoire mal écrit{where}", str(path)) from error
    except UnicodeDecodeError as error:
        raise InputRefusedError("le fichier n'est pas en UTF-8", str(path)) from error


def _facts(path: Path) -> Territory:
    data = _toml(path)
    try:
        return _read(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputRefusedError(f"fichier de territoire incomplet ({error})", str(path)) from error


def _clock(text: str) -> float:
    return minutes(time.fromisoformat(text))


def _read(data: Mapping[str, Any]) -> Territory:
    return Territory(
        name=str(data["name"]),
        road_factor=float(data["road_factor"]),
        same_place_km=float(data["same_place_km"]),
        usual_limit_minutes=float(data["usual_limit_minutes"]),
        no_parking_minutes=float(data.get("no_parking_minutes", 0.0)),
        speeds={TravelMode(mode): Speed(**values) for mode, values in data["modes"].items()},
        bus={
            name: BusService(
                **{key: values[key] for key in ("kmh", "fixed_minutes", "least", "most")},
                first=_clock(values["first"]),
                last=_clock(values["last"]),
                sunday=_sunday(values.get("sunday")),
            )
            for name, values in data["bus"].items()
        },
        service={insee: name for name, codes in data["service"].items() for insee in codes},
        usual_hours={
            WorkPattern(pattern): (_clock(start), _clock(end))
            for pattern, (start, end) in data["usual_hours"].items()
        },
    )


def _sunday(hours: list[str] | None) -> tuple[float, float] | None:
    """First and last of Sundays; absent: nobody knows; empty: no bus."""
    if hours is None:
        return None
    if not hours:
        return float("inf"), float("-inf")
    first, last = hours
    return _clock(first), _clock(last)


def _aids(path: Path) -> tuple[Aid, ...]:
    """The aids of a folder; none where it has no such file."""
    if not path.exists():
        return ()
    data = _toml(path)
    try:
        return tuple(
            Aid(
                key=key,
                words=str(values["words"]),
                needs=frozenset(AidNeed(need) for need in values["needs"]),
                note=str(values["note"]),
                confirmed=values["status"] == CONFIRMED_WORDS,
            )
            for key, values in data.items()
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InputRefusedError(f"fichier d'aides incomplet ({error})", str(path)) from error
