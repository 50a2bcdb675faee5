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

from ingestion.candidates import cells
from ingestion.candidates.headers import IDENTIFIER
from ingestion.candidates.personal import rows_with_names
from ingestion.candidates.rows import FREE_CELLS, GROUPS, read_record
from ingestion.load import PlainPeople, plain_people
from ingestion.load_cells import WHOLE, GroupReader, Odd
from ingestion.load_tables import Columns, Known, Lot, Told, assembled, together
from ingestion.plain import storable
from ingestion.possible import possible
from ingestion.records import CandidateRecord, Rejected
from models.database import strict_json

Said = tuple[dict[int, Odd], list[Sequence[Any]]]
"""What one group says of the rows of a lot: what is odd, by place, and each of its outputs."""


@dataclass(frozen=True, slots=True)
class LotRead:
    """People as plain rows, the ids of those changed, and what was odd, in the order of rows."""

    people: PlainPeople
    changed: tuple[int, ...]
    notes: tuple[Rejected, ...]


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
            together(self._plain(lot, said, odd, aside, now), _people(lot, records, now)),
            tuple(key for key, old in lot.people if old is not None),
            tuple(note for at in sorted(notes) for note in notes[at]),
        )

    def _lot(self, told: Sequence[Told], people: Sequence[Known]) -> Lot:
        columns = list(zip(*(row[3] for row in told), strict=True))
        texts = {header: cells.clean_column(columns[place]) for header, place in self._others}
        sources = _sources({IDENTIFIER: [row[1] for row in told], **texts})
        sha256, version = hashlib.sha256, self._version
        hashes = [sha256(version + source.encode()).hexdigest() for source in sources]
        return Lot(told, people, hashes, sources, texts)

    def _plain(
        self,
        lot: Lot,
        said: Mapping[str, Said],
        odd: Mapping[int, Sequence[Odd]],
        aside: Sequence[int],
        now: datetime,
    ) -> PlainPeople:
        """The rows of the tables, but for the people set aside."""
        outputs: dict[tuple[str, str, str], Sequence[Any]] = {
            (name, *output): column
            for name, group in self._groups.items()
            for output, column in zip(group.outputs, said[name][1], strict=True)
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
        return assembled(Columns(lot, outputs, withheld), now)


def _odd(said: Mapping[str, Said]) -> dict[int, list[Odd]]:
    """What is odd in the rows, by place in the lot, group after group."""
    found: dict[int, list[Odd]] = {}
    for odd, _ in said.values():
        for at, each in odd.items():
            found.setdefault(at, []).append(each)
    return found


def _named(lot: Lot) -> list[int]:
    """Rows whose free cells hold the person's own names."""
    none = [""] * len(lot.told)
    free = [lot.texts[header] for header in FREE_CELLS if header in lot.texts]
    last, first = (lot.texts.get(header, none) for header in ("Nom", "Prénom"))
    if not free:
        return []
    owners = [f"{one} {other}" for one, other in zip(last, first, strict=True)]
    return rows_with_names(["\n".join(row) for row in zip(*free, strict=True)], owners)


def _record(lot: Lot, at: int, notes: list[Rejected]) -> CandidateRecord:
    number, _, key, _ = lot.told[at]
    record, odd = possible(number, read_record(number, lot.raw(at), notes, key))
    notes += odd
    return record


def _people(lot: Lot, records: Iterable[tuple[int, CandidateRecord]], now: datetime) -> PlainPeople:
    """Plain rows of people read as records."""
    every = [(*lot.people[at], record, lot.hashes[at]) for at, record in records]
    return plain_people(
        [(key, record, new) for key, old, record, new in every if old is None],
        [(key, record, new) for key, old, record, new in every if old is not None],
        now,
    )


def _sources(texts: Mapping[str, Sequence[str]]) -> list[str]:
    """Each row as the JSON object that is kept of it: its filled cells, by header."""
    names = [f'{strict_json(header)}:"' for header in texts]
    rows = zip(*map(_inside_quotes, texts.values()), strict=True)
    return [
        "{" + '",'.join([name + text for name, text in zip(names, row, strict=True) if text]) + '"}'
        for row in rows
    ]


def _inside_quotes(texts: Sequence[str]) -> Sequence[str]:
    """Cells as JSON writes them between quotes."""
    whole = "|".join(texts)
    if whole.isprintable() and '"' not in whole and "\\" not in whole:  # nothing to escape
        return texts
    return [strict_json(storable(text))[1:-1] for text in texts]
