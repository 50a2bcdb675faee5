"""Reading of the data folder that training takes: referentials, offers, titles."""

import csv
import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from models.errors import InputRefusedError

TEST_SHARE = 0.3
"""Share of the offer groups that the measuring rule keeps apart."""
VALIDATION_SHARE = 0.45
"""Groups between `TEST_SHARE` and this value serve to set the scales of titles alone."""
FOLDS = 4
"""Parts of the other groups: each in turn is read by models that have learnt the other three."""
TRADES = (
    *("F", "H", "I", "N", "K1", "K2", "G16", "G15", "G18", "D1", "J1", "A1"),
    *("M10", "M11", "M12", "M13", "M14", "M15", "M16", "M17"),
)
"""Trades of the mission, IT left out: those of the measuring rule."""
_NARROW_SOURCES = ("vimchun", "anp67x", "TurboMils")
"""Collections made mostly of IT offers, left out by the measuring rule."""


@dataclass(frozen=True, slots=True)
class LabelledOffer:
    """An offer whose employer chose a code. `hash_share` in [0, 1) says which side it is on."""

    identifier: str
    title: str
    description: str
    code: str
    is_rome3: bool
    parent: str
    derived: bool
    source: str
    hash_share: float

    @property
    def is_test(self) -> bool:
        return self.hash_share < TEST_SHARE

    @property
    def is_validation(self) -> bool:
        return TEST_SHARE <= self.hash_share < VALIDATION_SHARE

    @property
    def fold(self) -> int:
        """Part of the development side, from 0; meaningless on the test side."""
        share = (self.hash_share - TEST_SHARE) / (1 - TEST_SHARE)
        return min(FOLDS - 1, int(share * FOLDS))

    @property
    def is_of_the_mission(self) -> bool:
        """Whether the measuring rule counts it: a trade of the mission, coded by its employer."""
        return (
            not self.derived
            and not any(name in self.source for name in _NARROW_SOURCES)
            and self.parent.startswith(TRADES)
        )


def open_text(path: Path) -> TextIO:
    """Text of a plain or gzipped UTF-8 file."""
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def read_table(folder: Path, name: str) -> list[dict[str, str]]:
    """Rows of the referential file `name` of `folder` (`name_v123.csv`, gzipped or not).

    Raises
    ------
    InputRefusedError : no such file
    """
    pattern = re.compile(rf"(?:unix_)?{name}(?:_v\d+)?(?:_utf8)?\.csv(?:\.gz)?")
    found = sorted(path for path in folder.glob("*.csv*") if pattern.fullmatch(path.name))
    if not found:
        raise InputRefusedError(f"fichier « {name} » absent.", folder.name)
    with open_text(found[-1]) as handle:
        return [
            {key: (value or "").replace("''", "'").strip() for key, value in row.items() if key}
            for row in csv.DictReader(handle)
        ]


def hash_share(group: str) -> float:
    """Where a group of near-duplicate offers falls in [0, 1): the rule of the measuring side."""
    return int(hashlib.sha256(("g" + group).encode()).hexdigest()[:8], 16) / 2**32


def plain_title(title: str) -> str:
    """Title as the measuring side compares it."""
    return re.sub(r"\W+", " ", title.lower()).strip()


def read_offers(folder: Path) -> Iterator[LabelledOffer]:
    """The labelled offers of the folder, both sides."""
    with open_text(folder / "offers_dev.jsonl.gz") as handle:
        for line in handle:
            yield _offer(json.loads(line))


def _offer(raw: dict[str, Any]) -> LabelledOffer:
    return LabelledOffer(
        identifier=str(raw["id"]),
        title=str(raw["intitule"]),
        description=str(raw["description"]),
        code=str(raw["romeCode"]),
        is_rome3=raw.get("_romeVersion") == "v3",
        parent=str(raw.get("_romeParent") or raw["romeCode"]),
        derived=bool(raw.get("_romeDerive")),
        source=str(raw.get("_source", "")),
        hash_share=hash_share(str(raw["_groupe"])),
    )


def read_titles(
    folder: Path, kept: Sequence[LabelledOffer], left_out: Sequence[LabelledOffer]
) -> list[tuple[str, str]]:
    """(title, code) pairs of the titles file, none of which is only known to `left_out`."""
    known = {plain_title(offer.title) for offer in kept}
    hidden = {plain_title(offer.title) for offer in left_out} - known
    identifiers = {offer.identifier for offer in left_out}
    path = folder / "titles_rome_dev.csv.gz"
    if not path.exists():
        return []
    with open_text(path) as handle:
        return [
            (row["intitule"], row["romeCode"])
            for row in csv.DictReader(handle)
            if row["id"] not in identifiers and plain_title(row["intitule"]) not in hidden
        ]
