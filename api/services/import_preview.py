"""What the screens of the assistant show: the file as read, its columns, and the trial."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services.import_assistant import data_of, table_of
from api.services.import_profiles import reading_of
from api.services.import_report import Taken
from ingestion.candidates.headers import HEADERS, IDENTIFIER
from ingestion.candidates.mapping import Sureness, propose_columns
from ingestion.candidates.reader import CandidateSheet, RowReader
from ingestion.candidates.rejects import REJECT_KEYS, cure_of
from ingestion.folding import squash
from ingestion.offers.headers import OFFER_COLUMNS
from ingestion.offers.headers import headers as offer_headers
from ingestion.offers.mapping import propose
from ingestion.readers.tabular import Table
from ingestion.records import Rejected
from ingestion.table_reading import (
    Delimiter,
    Encoding,
    found_delimiter,
    found_encoding,
    is_workbook,
    looks_spoilt,
)
from models.candidates import Candidate
from models.case_files import SourceRow
from models.imports import ImportDraft
from models.journal import ImportKind

SHOWN_ROWS = 20
SHOWN_CHANGES = 50
SHOWN_LINES = 100
SAMPLES = 3
LONGEST_SHOWN = 120
NOT_TAKEN, UNDECIDED = "-", ""
"""What a column may be said to be, beside a header of the format."""


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """A column of the file: what is proposed or was chosen of it, how sure, and why."""

    position: int
    written: str
    chosen: str
    sureness: Sureness
    reason: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """The file as it is read; `rows` are (row number, cells), the first 20."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    count: int
    columns: tuple[ColumnLine, ...]
    choices: tuple[str, ...]
    encoding: Encoding | None
    delimiter: Delimiter | None
    is_spoilt: bool
    problems: tuple[Rejected, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What would change of one person: (header, before, after) of each cell that differs."""

    identifier: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A refusal or a note: its place in the words of the file, its cause and its cure."""

    row: int
    column: str
    reason: str
    cure: str


def preview_of(draft: ImportDraft, today: date) -> Preview:
    """The first rows of a file and a proposal for each of its columns.

    Raises
    ------
    InputRefusedError : it cannot be read as was decided
    """
    data, table = data_of(draft), table_of(draft)
    reading = reading_of(draft.encoding, draft.delimiter)
    is_text = not is_workbook(data, draft.file_name)
    return Preview(
        header=table.header,
        rows=tuple((row, tuple(map(_cut, cells))) for row, cells in table.rows[:SHOWN_ROWS]),
        count=len(table.rows),
        columns=_columns(draft, table, today),
        choices=HEADERS if draft.kind is ImportKind.CANDIDATES else offer_headers(),
        encoding=(reading.encoding or found_encoding(data)) if is_text else None,
        delimiter=found_delimiter(data, table, reading) if is_text else None,
        is_spoilt=looks_spoilt(table),
        problems=table.problems[:SHOWN_LINES],
    )


def column_errors(
    kind: ImportKind, header: Sequence[str], chosen: Sequence[str]
) -> list[tuple[int, str]]:
    """What keeps decisions from being taken: (position of the column, French message)."""
    known = HEADERS if kind is ImportKind.CANDIDATES else offer_headers()
    errors: list[tuple[int, str]] = []
    first: dict[str, int] = {}
    for at, choice in enumerate(chosen):
        if choice == NOT_TAKEN:
            continue
        name = column_name(header, at)
        if choice not in known:
            errors.append((at, f"{name} : choisissez une colonne, ou « ne pas reprendre »"))
        elif choice in first:
            other = column_name(header, first[choice])
            errors.append((at, f"{name} : « {choice} » est déjà prise par {other}"))
        else:
            first[choice] = at
    if kind is ImportKind.CANDIDATES and IDENTIFIER not in first:
        errors.append(
            (
                0,
                "Dites quelle colonne est l’Identifiant. Le nom et la date de naissance n’y "
                "suffisent pas : deux personnes peuvent les partager, et une faute de frappe "
                "ferait deux dossiers d’une seule personne. Demandez un export avec le numéro "
                "de dossier.",
            )
        )
    if kind is ImportKind.OFFERS and not OFFER_COLUMNS & set(first):
        errors.append((0, "Dites quelle colonne est l’Intitulé, ou les Missions."))
    return errors


def column_name(header: Sequence[str], at: int) -> str:
    """A column as it is named on screen."""
    return f"« {header[at]} »" if header[at] else f"la colonne {at + 1}, sans nom"


def changes_of(session: Session, taken: Taken) -> tuple[Change, ...]:
    """Field by field, what would change of the first 50 people."""
    if taken.sheet is None:
        return ()
    ids = list(taken.changed[:SHOWN_CHANGES])
    asked = (
        select(Candidate.identifier, SourceRow.raw)
        .outerjoin(SourceRow, SourceRow.candidate_id == Candidate.id)
        .where(Candidate.id.in_(ids))
    )
    before = {identifier: raw or {} for identifier, raw in session.execute(asked)}
    after = _new_cells(taken.sheet, frozenset(before))
    return tuple(
        Change(identifier, _differences(before[identifier], cells))
        for identifier, cells in after.items()
    )


def lines_of(taken: Taken, rejected: Sequence[Rejected]) -> tuple[Line, ...]:
    """Refusals or notes with the column as the file names it, and a cure each."""
    written = {}
    if taken.sheet is not None:
        written = {match.header: match.written for match in taken.sheet.columns.matched}
    return tuple(
        Line(each.row, written.get(each.field, each.field), each.reason, cure_of(each.reason))
        for each in rejected
    )


def _columns(draft: ImportDraft, table: Table, today: date) -> tuple[ColumnLine, ...]:
    proposals = _proposals(draft.kind, table, today)
    if draft.columns is None or len(draft.columns) != len(proposals):
        return proposals
    decided = (NOT_TAKEN if header is None else header for header in draft.columns)
    return tuple(
        ColumnLine(each.position, each.written, chosen, *_now(each, chosen), each.samples)
        for each, chosen in zip(proposals, decided, strict=True)
    )


def _now(line: ColumnLine, chosen: str) -> tuple[Sureness, str]:
    """How sure a decision is: as the proposal if it is the same, sure where a person decided."""
    return (line.sureness, line.reason) if chosen == line.chosen else (Sureness.SURE, "décidé")


def _proposals(kind: ImportKind, table: Table, today: date) -> tuple[ColumnLine, ...]:
    rows = [cells for _, cells in table.rows[:200]]
    if kind is ImportKind.CANDIDATES:
        return tuple(
            ColumnLine(
                each.position,
                each.written,
                _default(each.written, each.header),
                each.sureness,
                each.reason,
                each.samples,
            )
            for each in propose_columns(table.header, rows, today)
        )
    return tuple(
        ColumnLine(
            guess.index,
            guess.header,
            _default(guess.header, guess.name),
            _sureness(guess.confidence if guess.name else 0.0),
            guess.reason,
            _samples([row[guess.index] for row in rows]),
        )
        for guess in propose(table.header, rows)
    )


def _default(written: str, header: str | None) -> str:
    return header or (NOT_TAKEN if squash(written) in REJECT_KEYS else UNDECIDED)


def _sureness(confidence: float) -> Sureness:
    if confidence >= 1.0:
        return Sureness.SURE
    return Sureness.TO_CONFIRM if confidence > 0 else Sureness.UNKNOWN


def _samples(cells: Sequence[str]) -> tuple[str, ...]:
    filled = dict.fromkeys(_cut(cell.strip()) for cell in cells if cell.strip())
    return tuple(filled)[:SAMPLES]


def _new_cells(sheet: CandidateSheet, among: frozenset[str]) -> dict[str, dict[str, str]]:
    reader = RowReader(sheet.places)
    return {row.key: reader.raw(row) for row in sheet.rows if row.key in among}


def _differences(before: dict[str, str], after: dict[str, str]) -> tuple[tuple[str, str, str], ...]:
    headers = [*HEADERS, *(name for name in before if name not in HEADERS)]
    return tuple(
        (header, _cut(before.get(header, "")), _cut(after.get(header, "")))
        for header in headers
        if before.get(header, "") != after.get(header, "")
    )


def _cut(cell: str) -> str:
    return cell if len(cell) <= LONGEST_SHOWN else f"{cell[: LONGEST_SHOWN - 1]}…"
