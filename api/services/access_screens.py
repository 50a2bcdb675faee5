"""The screens of the journal of accesses by their French names, kept in `api/data/screens.csv`."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

KINDS = {
    ".csv": "CSV",
    ".xlsx": "XLSX",
    ".json": "JSON",
    ".jsonld": "JSON-LD",
    ".pdf": "PDF",
    ".ics": "agenda",
}
"""What the end of an address says of a file, in words."""


def screen_name(path: str) -> str:
    """What a screen is called; the address itself where no line of the table has it any more.

    path : the address of the route, its keys left as names
    """
    bare, dot, end = path.rpartition(".")
    kind = KINDS.get(f".{end}") if dot else None
    name = _names().get(path if kind is None else bare)
    if name is None:
        return path
    return name if kind is None else f"{name} ({kind})"


@cache
def _names() -> Mapping[str, str]:
    source = files("api") / "data" / "screens.csv"
    with source.open(encoding="utf-8") as lines:
        return {row["path"]: row["name"] for row in csv.DictReader(lines, delimiter=";")}
