"""Pairs of an offer and a candidate in a file, with what stands beside them (a grade)."""

from dataclasses import dataclass
from pathlib import Path

from ingestion.normalise import squash
from ingestion.readers.tabular import read_table
from ingestion.records import Rejected
from models.errors import InputRefusedError

OFFER, CANDIDATE = "offer", "candidate"


@dataclass(frozen=True, slots=True)
class Pair:
    """One row: `values` are the cells of the columns asked for, in their order."""

    row: int
    offer: str
    candidate: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PairsRead:
    """Rows taken, rows refused, and what was odd in rows that were taken."""

    pairs: tuple[Pair, ...]
    refused: tuple[Rejected, ...]
    notes: tuple[Rejected, ...]

    def by_offer(self) -> dict[str, list[str]]:
        """offer -> its candidates, in the order of the file."""
        listed: dict[str, list[str]] = {}
        for pair in self.pairs:
            listed.setdefault(pair.offer, []).append(pair.candidate)
        return listed


def read_pairs(path: Path, *columns: str) -> PairsRead:
    """Rows of a table with columns `offer`, `candidate` and the named ones.

    A pair that comes again is read once; with other values than the first time it is refused.

    Raises
    ------
    InputRefusedError : the file cannot be read as a table, or lacks a column
    """
    names = (OFFER, CANDIDATE, *columns)
    table = read_table(path, names)
    header = [squash(name) for name in table.header]
    missing = [name for name in names if name not in header]
    if missing:
        raise InputRefusedError(f"colonne absente : {', '.join(missing)}.", path.name)
    places = [header.index(name) for name in names]
    seen: dict[tuple[str, str], Pair] = {}
    refused: dict[int, Rejected] = {}
    for row, cells in table.rows:
        offer, candidate, *values = (cells[place].strip() for place in places)
        pair = Pair(row, offer, candidate, tuple(values))
        reason = _refusal(pair, columns, seen.get((offer, candidate)))
        if reason:
            refused[row] = Rejected(row, *reason)
        else:
            seen.setdefault((offer, candidate), pair)
    return PairsRead(
        pairs=tuple(seen.values()),
        refused=tuple(refused.values()),
        notes=tuple(note for note in table.problems if note.row not in refused),
    )


def _refusal(pair: Pair, columns: tuple[str, ...], first: Pair | None) -> tuple[str, str] | None:
    cells = zip(
        (OFFER, CANDIDATE, *columns), (pair.offer, pair.candidate, *pair.values), strict=True
    )
    for name, value in cells:
        if not value:
            return name, "cellule vide ou absente"
    if first and first.values != pair.values:
        return columns[0], f"paire déjà lue ligne {first.row} avec une autre valeur"
    return None
