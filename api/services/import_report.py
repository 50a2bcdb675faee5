"""What an import brings in, what it did or would do, and its line in the journal."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from api.services.import_profiles import known_headers, recognise
from ingestion.candidates import CandidateSheet
from ingestion.readers.tabular import Table
from ingestion.records import Rejected
from ingestion.table_reading import read_table_found
from models.journal import ImportKind, ImportRun
from models.people import User


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do (`dry_run`).

    `read` = `created` + `updated` + `unchanged` + number of `refused`. `notes` tell of rows that
    were taken although something in them, or in the file, could not be read.
    """

    kind: ImportKind
    file_name: str
    dry_run: bool
    created: int
    updated: int
    unchanged: int
    refused: tuple[Rejected, ...]
    notes: tuple[Rejected, ...]
    profile: str | None = None
    """The saved columns that were recognised, if any."""

    @property
    def read(self) -> int:
        """Rows met in the file, refused ones included."""
        return self.created + self.updated + self.unchanged + len(self.refused)

    def as_dict(self) -> dict[str, Any]:
        """The report as plain JSON values."""
        return {
            "kind": self.kind.value,
            "file": self.file_name,
            "dry_run": self.dry_run,
            "profile": self.profile,
            "read": self.read,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "refused": len(self.refused),
            "refusals": [asdict(each) for each in self.refused],
            "notes": [asdict(each) for each in self.notes],
        }


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file to bring in; `decided` what a person said of each of its columns, by position.

    `profile` names the saved columns that were applied.
    """

    name: str
    data: bytes
    table: Table | None = None
    decided: tuple[str | None, ...] | None = None
    profile: str | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a file: the report, the table as read, and the journal line if written.

    `sheet` and `changed` (ids of the people changed) for candidates.
    """

    report: ImportReport
    table: Table | None = None
    sheet: CandidateSheet | None = None
    run: ImportRun | None = None
    changed: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """Who imports, and when; `is_trial`: nothing is written."""

    user: User | None
    now: datetime
    is_trial: bool = False


def with_columns(session: Session, kind: ImportKind, incoming: Incoming) -> Incoming:
    """The file with its table read, and the columns saved for such a header, if any."""
    if incoming.table is not None:
        return incoming
    table, _ = read_table_found(incoming.data, incoming.name, known_headers(kind))
    found = recognise(session, kind, incoming.data, incoming.name, table)
    if found is None:
        return replace(incoming, table=table)
    return replace(incoming, table=found.table, decided=found.decided, profile=found.name)


def profile_note(incoming: Incoming) -> tuple[Rejected, ...]:
    """The note that says which saved columns were applied, if any."""
    if incoming.profile is None or incoming.table is None:
        return ()
    reason = f"réglage « {incoming.profile} » reconnu à ses colonnes et appliqué"
    return (Rejected(incoming.table.header_row, "en-tête", reason),)


def write_journal(session: Session, report: ImportReport, data: bytes, act: Act) -> ImportRun:
    """Keep what an import did: counts that add up, and each refusal."""
    run = ImportRun(
        kind=report.kind,
        file_name=report.file_name,
        file_hash=hashlib.sha256(data).hexdigest(),
        at=act.now,
        actor_id=None if act.user is None else act.user.id,
        read=report.read,
        created=report.created,
        updated=report.updated,
        unchanged=report.unchanged,
        refused=len(report.refused),
        refusals=[asdict(each) for each in report.refused],
    )
    session.add(run)
    session.flush()
    return run
