"""Candidate files into the base: idempotent, all or nothing, with counts that add up."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from api.services.import_changes import write_changes
from api.services.import_report import (
    Act,
    ImportReport,
    Incoming,
    Taken,
    profile_note,
    with_columns,
    write_journal,
)
from api.services.portfolios_holding import hold_after_import
from ingestion.before import people_before
from ingestion.candidates import Columns
from ingestion.candidates.headers import decided_columns
from ingestion.candidates.reader import collector_paused, open_table
from ingestion.load_sheet import load_sheet, readers
from ingestion.readers.files import file_bytes
from ingestion.readers.tabular import MOST_FILE_BYTES, Table
from models.base import utc_now
from models.journal import ImportKind
from models.people import User


def import_candidates(
    session: Session,
    path: Path,
    dry_run: bool = False,
    *,
    user: User | None = None,
    now: datetime | None = None,
) -> ImportReport:
    """Bring a candidate export in; the same file again changes nothing.

    Columns saved for such a header row are applied, and the report says so.

    Raises
    ------
    InputRefusedError : the file as a whole cannot be read
    """
    incoming = Incoming(path.name, file_bytes(path, MOST_FILE_BYTES))
    return take_candidates(session, incoming, Act(user, now or utc_now(), dry_run)).report


def take_candidates(session: Session, incoming: Incoming, act: Act) -> Taken:
    """Bring a candidate export in, with its columns as decided, saved or matched by name.

    Raises
    ------
    InputRefusedError : the file as a whole cannot be read
    """
    if not act.is_trial:
        lock_people(session)
    kept: list[tuple[int, bytes]] = []
    with readers(len(incoming.data)) as pool, collector_paused():
        incoming = with_columns(session, ImportKind.CANDIDATES, incoming)
        table = incoming.table
        assert table is not None
        sheet = open_table(table, incoming.name, _columns(table, incoming.decided))
        loaded = load_sheet(
            session,
            sheet,
            act.now,
            dry_run=act.is_trial,
            pool=pool,
            before_change=lambda ids: kept.extend(people_before(session, ids)),
        )
    report = ImportReport(
        kind=ImportKind.CANDIDATES,
        file_name=incoming.name,
        dry_run=act.is_trial,
        created=loaded.created,
        updated=loaded.updated,
        unchanged=loaded.unchanged,
        refused=sheet.rejected,
        notes=(*profile_note(incoming), *sheet.notes, *loaded.notes),
        profile=incoming.profile,
    )
    run = None
    if not act.is_trial:
        run = write_journal(session, report, incoming.data, act)
        write_changes(session, run, loaded.ids, kept)
        hold_after_import(session, loaded.changed, run)
    return Taken(report, table, sheet, run, loaded.changed)


def lock_people(session: Session) -> None:
    """One import at a time: what an import compares with must not change under it.

    SQLite has one writer anyway.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("LOCK TABLE candidates IN SHARE ROW EXCLUSIVE MODE")


def _columns(table: Table, decided: Sequence[str | None] | None) -> Columns | None:
    return None if decided is None else decided_columns(table.header, decided)
