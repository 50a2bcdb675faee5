"""Lots of rows of an export to the rows of the tables, column by column.

What a row says is the same as `ingestion.candidates.rows.read_record` says of it: the few rows
that the columns cannot tell are read that way.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import compress
from typing import Any
from uuid import uuid4

from ingestion.bulk import PlainRows, Row
from ingestion.candidates import cells
from ingestion.candidates.headers import IDENTIFIER
from ingestion.candidates.personal import rows_with_names
from ingestion.candidates.rows import FREE_CELLS, GROUPS, read_record
from ingestion.load import PlainPeople, plain_people
from ingestion.load_cells import (
    LEVELS,
    LINE_GROUPS,
    OWN_TEXTS,
    PROJECT,
    PROJECTS,
    SOURCE,
    WHOLE,
    GroupReader,
    Odd,
)
from ingestion.plain import storable
from ingestion.records import CandidateRecord, Rejected
from ingestion.rows import CANDIDATE, LINES, possible
from models.candidates import Candidate
from models.database import strict_json

Told = tuple[int, str, str, tuple[str, ...]]
"""A row: its number, its identifier as the file says it and as it is kept, its cells."""
Known = tuple[int, str | None]
"""The id of a person, and the hash of what was last read of them (None: new)."""
Said = list[tuple[Any, ...]]
"""What one group says of the rows of a lot: what is odd, then each of its outputs."""
_PEOPLE = Candidate.__tablename__


@dataclass(frozen=True, slots=True)
class LotRead:
    """People as plain rows, the ids of those changed, and what was odd, in the order of rows."""

    people: PlainPeople
    changed: tuple[int, ...]
    notes: tuple[Rejected, ...]


@dataclass(frozen=True, slots=True)
class _Lot:
    """Rows to be read: all the columns are as long as `told`."""

    told: Sequence[Told]
    people: Sequence[Known]
    hashes: Sequence[str]
    sources: Sequence[str]
    texts: Mapping[str, Sequence[str]]

    def only(self, kept: Sequence[bool]) -> "_Lot":
        """The rows kept."""
        return _Lot(
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


class ColumnReader:
    """Reads the lots of one sheet, and keeps what it has read of equal cells.

    Parameters
    ----------
    places : (canonical header, column), in the order of the canonical headers
    version : digest of the programme that reads, part of the hash of every row
    """

    def __init__(self, places: Sequence[tuple[str, int]], version: bytes) -> None:
        self._others = [(header, place) for header, place in places if header != IDENTIFIER]
        self._version = version
        self._groups = {name: GroupReader(name) for name in GROUPS}

    def read(self, told: Sequence[Told], people: Sequence[Known], now: datetime) -> LotRead:
        """Rows that say something new, as plain rows; those that say the same are left out."""
        lot = self._lot(told, people)
        fresh = [new != old for new, (_, old) in zip(lot.hashes, people, strict=True)]
        if not all(fresh):
            lot = lot.only(fresh)
        if not lot.told:
            return LotRead(plain_people((), (), now), (), ())
        said = {name: group.read(lot.texts, len(lot.told)) for name, group in self._groups.items()}
        odd = _odd(said)
        aside = sorted({*_named(lot), *(at for at, all_ in odd.items() if WHOLE in all_)})
        notes: dict[int, list[Rejected]] = {
            at: [Rejected(lot.told[at][0], *note) for each in odd[at] for note in each.notes]
            for at in odd
        }
        records = []
        for at in aside:
            notes[at] = []
            records.append((at, _record(lot, at, notes[at])))
        return LotRead(
            _together(self._plain(lot, said, odd, aside, now), _people(lot, records, now)),
            tuple(key for key, old in lot.people if old is not None),
            tuple(note for at in sorted(notes) for note in notes[at]),
        )

    def _lot(self, told: Sequence[Told], people: Sequence[Known]) -> _Lot:
        columns = list(zip(*(row[3] for row in told), strict=True))
        texts = {header: cells.clean_column(columns[place]) for header, place in self._others}
        names = [row[1] for row in told]
        members = [
            _members(header, texts) for header, texts in ((IDENTIFIER, names), *texts.items())
        ]
        sources = [f"{{{','.join(filter(None, row))}}}" for row in zip(*members, strict=True)]
        sha256, version = hashlib.sha256, self._version
        hashes = [sha256(version + source.encode()).hexdigest() for source in sources]
        return _Lot(told, people, hashes, sources, texts)

    def _plain(
        self,
        lot: _Lot,
        said: Mapping[str, Said],
        odd: Mapping[int, Sequence[Odd]],
        aside: Sequence[int],
        now: datetime,
    ) -> PlainPeople:
        """The rows of the tables, but for the people set aside."""
        outputs: dict[tuple[str, str, str], Sequence[Any]] = {
            (name, *output): column
            for name, group in self._groups.items()
            for output, column in zip(group.outputs, said[name][1:], strict=True)
        }
        withheld: list[tuple[str, ...]] = [()] * len(lot.told)
        for at, found in odd.items():
            withheld[at] = tuple(dict.fromkeys(text for each in found for text in each.withheld))
        if aside:
            kept = [True] * len(lot.told)
            for at in aside:
                kept[at] = False
            lot = lot.only(kept)
            outputs = {name: list(compress(column, kept)) for name, column in outputs.items()}
            withheld = list(compress(withheld, kept))
        return _assembled(_Columns(lot, outputs, withheld), now)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Columns of rows all told: `outputs` by (group, table, column or "" for lines)."""

    lot: _Lot
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


def _assembled(columns: _Columns, now: datetime) -> PlainPeople:
    lot = columns.lot
    keys = [key for key, _ in lot.people]
    own = [columns.of(_PEOPLE, name) for name in CANDIDATE[2:]]
    people = list(zip((row[2] for row in lot.told), lot.hashes, *own, strict=True))
    are_new = [old is None for _, old in lot.people]
    active, instant = PlainRows(Candidate, ("is_active", "created_at")).plain([(True, now)])[0]
    uuids = PlainRows(Candidate, ("key",)).plain([(uuid4(),) for is_new in are_new if is_new])
    created = [
        (key, *uuid, *row, active, instant, instant)
        for (key, row), uuid in zip(
            compress(zip(keys, people, strict=True), are_new), uuids, strict=True
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


def _odd(said: Mapping[str, Said]) -> dict[int, list[Odd]]:
    """What is odd in the rows, by place in the lot, group after group."""
    found: dict[int, list[Odd]] = {}
    for odd, *_ in said.values():
        if any(odd):
            for at, each in enumerate(odd):
                if each is not None:
                    found.setdefault(at, []).append(each)
    return found


def _named(lot: _Lot) -> list[int]:
    """Rows whose free cells hold the person's own names."""
    none = [""] * len(lot.told)
    free = [lot.texts[header] for header in FREE_CELLS if header in lot.texts]
    last, first = (lot.texts.get(header, none) for header in ("Nom", "Prénom"))
    if not free:
        return []
    owners = [f"{one} {other}" for one, other in zip(last, first, strict=True)]
    return rows_with_names(["\n".join(row) for row in zip(*free, strict=True)], owners)


def _record(lot: _Lot, at: int, notes: list[Rejected]) -> CandidateRecord:
    number, _, key, _ = lot.told[at]
    record, odd = possible(number, read_record(number, lot.raw(at), notes, key))
    notes += odd
    return record


def _people(
    lot: _Lot, records: Iterable[tuple[int, CandidateRecord]], now: datetime
) -> PlainPeople:
    """Plain rows of people read as records."""
    every = [(*lot.people[at], record, lot.hashes[at]) for at, record in records]
    return plain_people(
        [(key, record, new) for key, old, record, new in every if old is None],
        [(key, record, new) for key, old, record, new in every if old is not None],
        now,
    )


def _together(one: PlainPeople, other: PlainPeople) -> PlainPeople:
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


def _members(header: str, texts: Sequence[str]) -> list[str]:
    """Cells as members of the JSON object that keeps their row; "" for an empty cell."""
    name = strict_json(header)
    whole = "|".join(texts)
    if whole.isprintable() and '"' not in whole and "\\" not in whole:  # nothing to escape
        return [f'{name}:"{text}"' if text else "" for text in texts]
    return [f"{name}:{strict_json(storable(text))}" if text else "" for text in texts]
