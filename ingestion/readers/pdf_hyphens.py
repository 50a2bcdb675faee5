"""Words cut at the end of a line: `manuten-` / `tion` is one word, `sous-` / `traitance` keeps
its hyphen. The words that keep it stand in `ingestion/data/hyphenated.csv`.
"""

import csv
import re
from functools import lru_cache
from pathlib import Path

_DATA = Path(__file__).resolve().parents[1] / "data" / "hyphenated.csv"
_CUT = re.compile(r"(?:^|[\s(«\"'’/])([^\W\d_]{1,40}(?:-[^\W\d_]{1,40}){0,6})-$")
_FIRST = re.compile(r"([^\W\d_]{1,40})(-?)")


def joined(told: str, line: str) -> str | None:
    """The two lines as one where a hyphen cuts a word; None where none does."""
    cut, start = _CUT.search(told), _FIRST.match(line)
    if cut is None or start is None:
        return None
    before, after = cut[1], start[1]
    keeps = (
        "-" in before
        or start[2] == "-"
        or not after[0].islower()
        or before.lower() in _firsts()
        or after.lower() in _seconds()
    )
    return told + line if keeps else told[:-1] + line


@lru_cache(maxsize=1)
def _firsts() -> frozenset[str]:
    return frozenset(row["part"] for row in _rows() if row["place"] == "first")


@lru_cache(maxsize=1)
def _seconds() -> frozenset[str]:
    return frozenset(row["part"] for row in _rows() if row["place"] == "second")


def _rows() -> list[dict[str, str]]:
    with _DATA.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";"))
