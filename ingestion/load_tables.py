"""The rows of the tables put together from the columns of a lot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import compress
from typing import Any

from ingestion.bulk import PlainRows, Row, new_keys
from ingestion.candidates.headers import IDENTIFIER
from ingestion.load import PlainPeople
from ingestion.load_cells import LEVELS, LINE_GROUPS, OWN_TEXTS, PROJECT, PROJECTS, SOURCE
from ingestion.plain import storable
from ingestion.rows import CANDIDATE, LINES
from models.candidates import Candidate

Told = tuple[int, str, str, tuple[str, ...]]
"""A row: its number, its identifier as the file says it and as it is kept, its cells."""
Known = tuple[int, str | None]
"""The id of a person, and the hash of what was last read of them (None: new)."""
_PEOPLE = Candidate.__tablename__


@dataclass(frozen=True, slots=True)
class Lot:
    """Rows to be read: all the columns are as long as `told`."""

    told: Sequence[Told]
    people: Sequence[Known]
    hashes: Sequence[str]
    sources: Sequence[str]
    texts: Mapping[str, Sequence[str]]

    def only(self, kept: Sequence[bool]) -> "Lot":
        """The rows kept."""
        return Lot(
            list(compress(self.told, kept)),
            list(compress(self.people, kept)),
            list(compress(self.hashes, kept)),
            list(compress(self.sources, kept)),
            {header: list(compress(column, kept)) for header, column in self.texts.items()},
        )

    def raw(self, at: int) -> dict[str, str]:
        """The filled cells of one row, by canonical header."""
        filled = {header: column[at] for header, column in self.texts.items() if column[at]}
        return {IDENTIFIER: self.told[at][1]} | filled


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of rows all told: `outputs` by (group, table, column or "" for lines)."""

    lot: Lot
    outputs: Mapping[tuple[str, str, str], Sequence[Any]]
    withheld: Sequence[tuple[str, ...]]

    def of(self, table: str, column: str) -> Sequence[Any]:
        """The values of one column of a table that has one row a person."""
        header = OWN_TEXTS.get((table, column))
        if header is not None:
            return _storable(self.lot.texts.get(header) or [""] * len(self.lot.told))
        if column == "education_level":
            return self._level(table)
        return self.outputs[SOURCE[table, column], table, column]

    def _level(self, table: str) -> Sequence[Any]:
        said, told = (self.outputs[name, table, "education_level"] for name in LEVELS)
        cells_ = self.lot.texts.get("Niveau de formation")
        if cells_ is None:
            return told
        return [a if cell else b for cell, a, b in zip(cells_, said, told, strict=True)]

    def lines(self, table: str) -> list[Row]:
        """The rows of a table that may have several rows a person, owner first."""
        sources = [self.outputs[name, table, ""] for name in LINE_GROUPS[table]]
        keys = [key for key, _ in self.lot.people]
        return [
            (key, *line)
            for source in sources
            for key, lines in zip(keys, source, strict=True)
            for line in lines
        ]

    def projects(self) -> list[Row]:
        """Two projects at most; one that has neither title nor code is none."""
        table = "candidate_projects"
        rows: list[Row] = []
        columns = [
            self.outputs[f"{name}_{n}", table, column] for n in PROJECTS for name, column in PROJECT
        ]
        for (key, _), *values in zip(self.lot.people, *columns, strict=True):
            position = 0
            for start in range(0, len(values), len(PROJECT)):
                title, code, day, is_validated = values[start : start + len(PROJECT)]
                if title or code:
                    rows.append((key, position, title or "", code, day, is_validated))
                    position += 1
        return rows


def assembled(columns: Columns, now: datetime) -> PlainPeople:
    """The rows of every table for the people of a lot; those who are new get a key."""
    lot = columns.lot
    keys = [key for key, _ in lot.people]
    own = [columns.of(_PEOPLE, name) for name in CANDIDATE[2:]]
    people = list(zip((row[2] for row in lot.told), lot.hashes, *own, strict=True))
    are_new = [old is None for _, old in lot.people]
    active, instant = PlainRows(Candidate, ("is_active", "created_at")).plain([(True, now)])[0]
    created = [
        (key, uuid, *row, active, instant, instant)
        for (key, row), uuid in zip(
            compress(zip(keys, people, strict=True), are_new), new_keys(sum(are_new)), strict=True
        )
    ]
    changed = [not is_new for is_new in are_new]
    lines: dict[str, list[Row]] = {}
    for each in LINES:
        table = each.table.__tablename__
        if table == "candidate_source_rows":
            lines[table] = list(zip(keys, lot.sources, strict=True))
        elif table == "withheld_notes":
            lines[table] = [
                (key, position, storable(text))
                for key, texts in zip(keys, columns.withheld, strict=True)
                for position, text in enumerate(texts)
            ]
        elif table == "candidate_projects":
            lines[table] = columns.projects()
        elif table in LINE_GROUPS:
            lines[table] = columns.lines(table)
        else:
            own = [columns.of(table, name) for name in each.columns]
            lines[table] = list(zip(keys, *own, strict=True))
    return PlainPeople(created, list(compress(zip(keys, people, strict=True), changed)), lines)


def together(one: PlainPeople, other: PlainPeople) -> PlainPeople:
    """The people of both."""
    return PlainPeople(
        one.created + other.created,
        one.updated + other.updated,
        {table: rows + other.lines[table] for table, rows in one.lines.items()},
    )


def _storable(texts: Sequence[str]) -> list[str | None]:
    whole = "\n".join(texts)
    if storable(whole) is whole:
        return [text or None for text in texts]
    return [storable(text) or None for text in texts]
