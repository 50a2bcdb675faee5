"""Rows of an export read by column: what equal cells say is made plain once for many rows.

Each group of columns (`ingestion.candidates.rows.GROUPS`) is read cell by distinct cell, by the
very functions that read a record, down to the values that the tables keep; the rows of the
tables are then put together from the columns. A row that this cannot tell (the person's own
names in a free cell, an endless cell, an impossible value) is left to be read as a record.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ingestion.bulk import PlainRows, Row
from ingestion.candidates.row_cells import LONGEST_CELL, RowCells
from ingestion.candidates.rows import GROUPS
from ingestion.plain import storable
from ingestion.possible import CHECKED, possible
from ingestion.records import CandidateRecord
from ingestion.rows import CANDIDATE, LINES, candidate_row
from models.candidates import Candidate

MOST_KEPT = 100_000
"""Distinct cells of one group from which on all are forgotten before the next lot."""

Cells = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Odd:
    """What else a cell says: notes (header, reason), and words to keep apart.

    `is_whole`: the row must be read as a record.
    """

    notes: tuple[tuple[str, str], ...] = ()
    withheld: tuple[str, ...] = ()
    is_whole: bool = False


WHOLE = Odd(is_whole=True)

_CANDIDATE = Candidate.__tablename__
_FILLS: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "birth_date": (("candidate_identities", ("birth_date",)),),
    "phone": (("candidate_identities", ("phone",)),),
    "travel_modes": (("candidate_mobility", ("modes",)),),
    "trip": (("candidate_mobility", ("trip_limit_minutes", "trip_limit_km")),),
    "patterns": (("candidate_availability", ("patterns",)),),
    "working_time": (("candidate_availability", ("working_time", "hours_min", "hours_max")),),
    "consent": (("consents", ("is_given", "given_on")),),
    "experiences": (("candidate_experiences", ()),),
    "limits": (
        (
            "candidate_availability",
            ("earliest_start", "latest_end", "excluded_patterns", "excluded_weekdays"),
        ),
        ("candidate_restrictions", ()),
    ),
    "entered_on": (("candidate_follows", ("entered_on",)),),
    "engagement": (("candidate_follows", ("is_engagement_signed",)),),
    "home": ((_CANDIDATE, tuple(name for name in CANDIDATE if name.startswith("home_"))),),
    "priority_quarter": (("sensitive_statuses", ()),),
    "statuses": (("sensitive_statuses", ()),),
    "rome_1": (("candidate_projects", ("rome",)),),
    "validation_1": (("candidate_projects", ("validated_on", "is_validated")),),
    "title_1": (("candidate_projects", ("title",)),),
    "rome_2": (("candidate_projects", ("rome",)),),
    "validation_2": (("candidate_projects", ("validated_on", "is_validated")),),
    "title_2": (("candidate_projects", ("title",)),),
    "skills": (("candidate_skills", ()),),
    "level": ((_CANDIDATE, ("education_level",)),),
    "diploma_level": ((_CANDIDATE, ("education_level",)),),
    "diplomas": (("candidate_diplomas", ()),),
    "languages": (("candidate_languages", ()),),
    "credentials": ((_CANDIDATE, ("are_credentials_known",)), ("candidate_credentials", ())),
    "available_from": (("candidate_availability", ("available_from",)),),
    "contracts": (("candidate_availability", ("contracts",)),),
}
"""The tables that a group fills: these columns of one row, or () for lines of its own."""
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "trip": ("trip_limit_minutes", "trip_limit_km"),
    "working_time": ("working_time", "hours_min", "hours_max"),
    "level": ("education_level",),
    "diploma_level": ("education_level",),
} | {
    name: (name,)
    for name in (
        *("experiences", "limits", "home", "priority_quarter", "statuses", "skills", "diplomas"),
        *("languages", "credentials"),
    )
}
"""The fields of a record that a group fills, where its value is not just that of its columns."""
PROJECTS = ("1", "2")
PROJECT = (
    ("title", "title"),
    ("rome", "rome"),
    ("validation", "validated_on"),
    ("validation", "is_validated"),
)
"""The groups of one project, without their number, and the columns they fill, in order."""
LEVELS = ("level", "diploma_level")
"""The group that counts where its cell is filled, and the one that counts otherwise."""
OWN_TEXTS: Mapping[tuple[str, str], str] = {
    ("candidate_identities", "civility"): "Civilité",
    ("candidate_identities", "last_name"): "Nom",
    ("candidate_identities", "first_name"): "Prénom",
    ("candidate_identities", "email"): "Email",
    ("candidate_follows", "branch"): "Antenne",
    ("candidate_follows", "caseworker"): "Référent de parcours",
    ("candidate_follows", "advisor"): "Conseiller emploi",
}
"""Columns that keep a cell as it is."""
SOURCE: Mapping[tuple[str, str], str] = {
    (table, column): name
    for name, fills in _FILLS.items()
    for table, columns in fills
    for column in columns
    if table != "candidate_projects" and name != "diploma_level"
}
"""The group that fills a column, where one alone does."""
LINE_GROUPS: Mapping[str, tuple[str, ...]] = {
    table: tuple(name for name, fills in _FILLS.items() if (table, ()) in fills)
    for fills in _FILLS.values()
    for table, columns in fills
    if not columns
}


class Kept(dict[Any, Any]):
    """What is made of each distinct key, made once."""

    def __init__(self, make: Callable[[Any], Any]) -> None:
        self.make = make

    def __missing__(self, key: Any) -> Any:
        made = self[key] = self.make(key)
        return made


class GroupReader:
    """Reads one group of columns, remembering what equal cells gave: the value of each of
    `outputs`, a value alone where there is one output; and apart, what is odd in few cells."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.group = GROUPS[name]
        self.outputs = tuple(
            (table, column) for table, columns in _FILLS[name] for column in columns or ("",)
        )
        self._makers = _makers(name)
        self._odd: dict[Any, Odd] = {}
        self._kept = Kept(self._one if len(self.group.headers) == 1 else self._several)

    def read(
        self, texts: Mapping[str, Sequence[str]], count: int
    ) -> tuple[dict[int, Odd], list[Sequence[Any]]]:
        """What is odd, by place, and one sequence for each output; `texts` are the cells by
        header."""
        self._forget()
        columns = [texts.get(header) or ("",) * count for header in self.group.headers]
        keys = columns[0] if len(columns) == 1 else list(zip(*columns, strict=True))
        kept = list(map(self._kept.__getitem__, keys))
        odd = {at: self._odd[key] for at, key in enumerate(keys) if key in self._odd}
        return odd, [kept] if len(self.outputs) == 1 else list(zip(*kept, strict=True))

    def _forget(self) -> None:
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
            self._odd.clear()

    def _one(self, cell: str) -> Any:
        quick = self.group.quick
        if quick is not None and len(cell) <= LONGEST_CELL and _is_storable(cell):
            lines = quick(cell) if cell else []
            if lines is not None:
                return lines
        return self._read(cell, (cell,))

    def _several(self, cells: tuple[str, ...]) -> Any:
        return self._read(cells, cells)

    def _read(self, key: Any, cells: Sequence[str]) -> Any:
        """What cells say; what is odd in them is kept under `key`."""
        filled = {
            header: cell for header, cell in zip(self.group.headers, cells, strict=True) if cell
        }
        reading = RowCells(0, filled, [])
        values = self._plain(self.group.read(reading))
        if values is None or any(len(cell) > LONGEST_CELL for cell in cells):
            self._odd[key] = WHOLE
            values = [None] * len(self.outputs)
        elif reading.notes or reading.withheld:
            notes = tuple((note.field, note.reason) for note in reading.notes)
            self._odd[key] = Odd(notes, tuple(reading.withheld))
        return values[0] if len(self.outputs) == 1 else tuple(values)

    def _plain(self, said: Any) -> Sequence[Any] | None:
        """The value of each output; None where the group says something impossible."""
        fields = _FIELDS.get(self.name)
        if fields is None:
            return self._makers[0](said if len(self.outputs) > 1 else (said,))
        values = said if len(fields) > 1 else (said,)
        record = CandidateRecord("", **dict(zip(fields, values, strict=True)))
        if not CHECKED.isdisjoint(fields) and possible(0, record)[1]:
            return None
        return [value for make in self._makers for value in make(record)]


def _is_storable(cell: str) -> bool:
    return cell.isprintable() or storable(cell) is cell


Maker = Callable[[Any], Sequence[Any]]


def _makers(name: str) -> tuple[Maker, ...]:
    """What gives the plain values of the outputs of a group, table by table: from the values
    themselves where they fill the columns as they are, from a record otherwise."""
    if name not in _FIELDS:
        ((table, columns),) = _FILLS[name]
        return (_plain_rows(table, columns).one,)
    return tuple(
        _of_columns(table, columns) if columns else _of_lines(table)
        for table, columns in _FILLS[name]
    )


def _of_columns(table: str, columns: tuple[str, ...]) -> Maker:
    """Some columns of the one row that a record gives."""
    names, rows = _ROWS[table]
    places = [names.index(column) for column in columns]
    plain = _plain_rows(table, columns).one

    def make(record: CandidateRecord) -> Sequence[Any]:
        (row,) = rows(record)
        return plain([row[place] for place in places])

    return make


def _of_lines(table: str) -> Maker:
    """All the rows that a record gives, as one value."""
    names, rows = _ROWS[table]
    plain = _plain_rows(table, names).one
    return lambda record: ([plain(row) for row in rows(record)],)


_ROWS: Mapping[str, tuple[tuple[str, ...], Callable[[CandidateRecord], Iterable[Row]]]] = {
    _CANDIDATE: (CANDIDATE, lambda record: [candidate_row(record, "")]),
    **{lines.table.__tablename__: (lines.columns, lines.rows) for lines in LINES},
}
"""By table: the columns that a record fills, and how."""


def _plain_rows(table: str, columns: tuple[str, ...]) -> PlainRows:
    models = {each.table.__tablename__: each.table for each in LINES}
    return PlainRows(models.get(table, Candidate), columns)
