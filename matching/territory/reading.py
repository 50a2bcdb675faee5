"""The files of a territory: `territory.toml`, and beside it the tables, each optional.

`places.csv`, `zones.csv`, `trips.csv`, `buses.csv` (`;` between cells) and `aids.toml`; the
columns are told in the README of the packaged folder.
"""

import re
import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from matching.territory.aids import Aid
from matching.territory.facts import CONFIRMED
from matching.territory.main_file import FactError, read_facts
from matching.territory.rows import STATUS, read_days, read_spots, read_times
from matching.territory.table import make_table
from matching.territory.trips import Territory
from models.errors import InputRefusedError
from models.vocabulary import AidNeed

FOLDER = Path(__file__).parents[1] / "data" / "territory"


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
    try:
        return read_facts(_toml(path))
    except FactError as error:
        raise InputRefusedError(str(error), str(path)) from error


def _aids(path: Path) -> tuple[Aid, ...]:
    """The aids of a folder; none where it has no such file."""
    if not path.exists():
        return ()
    return tuple(_aid(path, key, values) for key, values in _toml(path).items())


def _aid(path: Path, key: str, values: Any) -> Aid:
    def refused(name: str, reason: str) -> InputRefusedError:
        return InputRefusedError(f"{key}.{name} : {reason}", str(path))

    if not isinstance(values, dict):
        raise InputRefusedError(f"{key} : une table [{key}] est attendue", str(path))
    for name in ("words", "note", "status"):
        if not isinstance(values.get(name), str) or not values[name].strip():
            raise refused(name, "un texte entre guillemets est attendu")
    needs = values.get("needs")
    if not isinstance(needs, list) or not needs or not set(map(str, needs)) <= set(AidNeed):
        raise refused("needs", f"une liste de ces mots est attendue : {', '.join(AidNeed)}")
    if values["status"] not in STATUS:
        raise refused("status", f"« {values['status'][:40]} » est inconnu")
    is_confirmed = STATUS[values["status"]] == CONFIRMED
    return Aid(key, values["words"], frozenset(map(AidNeed, needs)), values["note"], is_confirmed)
