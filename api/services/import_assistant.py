"""An unknown file brought in step by step: kept aside, looked at, decided, tried, committed."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, undefer

from api.services.documents import label_of
from api.services.import_offers import take_offers
from api.services.import_profiles import (
    Decided,
    NewProfile,
    known_headers,
    mark_used,
    profile_name,
    reading_of,
    recognise,
    save_profile,
)
from api.services.import_report import Act, Incoming, Taken
from api.services.imports import take_candidates
from api.services.reading import packaged_proposals
from ingestion.candidates.rejects import reject_file
from ingestion.readers.files import too_large
from ingestion.readers.tabular import Table
from ingestion.table_reading import TableReading, read_table_as, read_table_found
from models.errors import ConcurrentChangeError, InputRefusedError, NotFoundError
from models.imports import ImportDraft
from models.journal import ImportKind, ImportRun
from models.people import User
from models.vocabulary import Role

KEPT_FOR = timedelta(days=1)
MOST_BYTES = 50_000_000
"""Of a file given on the screen; the command takes what the readers take."""
MOST_DRAFTS = 20
"""Files kept aside at the same time."""
LEVEL = 1
IMPORTERS = frozenset({Role.OFFICE, Role.MANAGER, Role.ADMIN})
"""Who brings people in; officers bring in offers alone."""


@dataclass(frozen=True, slots=True)
class Clerk:
    """Who is at work on a file, and when."""

    user: User
    now: datetime

    @property
    def kinds(self) -> tuple[ImportKind, ...]:
        """The kinds of files this person may bring in."""
        return tuple(ImportKind) if self.user.role in IMPORTERS else (ImportKind.OFFERS,)


def keep_file(
    session: Session, kind: ImportKind, name: str, data: bytes, clerk: Clerk
) -> ImportDraft:
    """Keep a file aside for a day, with the columns saved for its header row if any.

    Raises
    ------
    NotFoundError : this person does not bring in files of that kind
    InputRefusedError : too large, no table, or too many files aside
    """
    if kind not in clerk.kinds:
        raise NotFoundError("Import", kind)
    forget_expired(session, clerk.now)
    name = label_of(name)
    if len(data) > MOST_BYTES:
        raise too_large(name, MOST_BYTES)
    if len(list_drafts(session, clerk)) >= MOST_DRAFTS:
        raise InputRefusedError(
            f"{MOST_DRAFTS} fichiers attendent déjà : importez-les ou abandonnez-les", name
        )
    table, reading = read_table_found(data, name, known_headers(kind))
    found = recognise(session, kind, data, name, table)
    draft = ImportDraft(
        kind=kind,
        file_name=name,
        size=len(data),
        data=zlib.compress(data, LEVEL),
        created_by_id=clerk.user.id,
        changed_by_id=clerk.user.id,
        created_at=clerk.now,
        changed_at=clerk.now,
        expires_at=clerk.now + KEPT_FOR,
        encoding=reading.encoding,
    )
    if found is not None:
        draft.encoding, draft.delimiter = found.reading.encoding, found.reading.delimiter
        draft.columns, draft.profile_name = list(found.decided), found.name
    session.add(draft)
    session.flush()
    return draft


def list_drafts(session: Session, clerk: Clerk) -> list[ImportDraft]:
    """The files that wait, the latest first."""
    asked = select(ImportDraft).where(
        ImportDraft.kind.in_(clerk.kinds),
        ImportDraft.run_id.is_(None),
        ImportDraft.expires_at > clerk.now,
    )
    return list(session.scalars(asked.order_by(ImportDraft.id.desc())))


def find_draft(session: Session, key: str, clerk: Clerk, *, is_locked: bool = False) -> ImportDraft:
    """A file kept aside; `is_locked`: nobody else decides on it until the transaction ends.

    Raises
    ------
    NotFoundError : unknown, expired, or of a kind this person does not bring in
    """
    try:
        asked = select(ImportDraft).where(ImportDraft.key == UUID(key))
    except ValueError:
        raise NotFoundError("Fichier", key) from None
    asked = asked.options(undefer(ImportDraft.data))
    if is_locked:
        asked = asked.with_for_update()
    draft = session.scalar(asked)
    if draft is None or draft.kind not in clerk.kinds or draft.expires_at <= clerk.now:
        raise NotFoundError("Fichier", key)
    return draft


def forget_expired(session: Session, now: datetime) -> None:
    """Files older than a day go, imported or not."""
    session.execute(delete(ImportDraft).where(ImportDraft.expires_at <= now))


def data_of(draft: ImportDraft) -> bytes:
    """The file as it was uploaded (or, once imported, the reject file)."""
    return zlib.decompress(draft.data)


def table_of(draft: ImportDraft) -> Table:
    """The table of the file, read as was decided.

    Raises
    ------
    InputRefusedError : it cannot be read so
    """
    reading = reading_of(draft.encoding, draft.delimiter)
    return read_table_as(data_of(draft), draft.file_name, known_headers(draft.kind), reading)


def change_reading(
    session: Session, draft: ImportDraft, reading: TableReading, version: int, clerk: Clerk
) -> None:
    """Read the file in another encoding or with another separator; its columns are decided anew.

    Raises
    ------
    InputRefusedError : it cannot be read so
    ConcurrentChangeError : somebody else changed the draft first
    """
    touch(session, draft, version, clerk)
    read_table_as(data_of(draft), draft.file_name, known_headers(draft.kind), reading)
    draft.encoding, draft.delimiter = reading.encoding, reading.delimiter
    draft.columns = draft.profile_name = None
    session.flush()


def decide(
    session: Session,
    draft: ImportDraft,
    columns: tuple[tuple[str, ...], Decided],
    version: int,
    clerk: Clerk,
    save_as: str = "",
) -> None:
    """Keep the decision on each column: (header of the file, decisions); and save it by name.

    Raises
    ------
    InputRefusedError : a name that cannot be
    ConcurrentChangeError : somebody else changed the draft first
    """
    touch(session, draft, version, clerk)
    header, decided = columns
    draft.columns = list(decided)
    if save_as.strip():
        reading = reading_of(draft.encoding, draft.delimiter)
        new = NewProfile(draft.kind, profile_name(save_as), header, decided, reading)
        draft.profile_name = save_profile(session, new, clerk.user, clerk.now).name
    session.flush()


def touch(session: Session, draft: ImportDraft, version: int, clerk: Clerk) -> None:
    """Take the next version of a draft that nobody else changed since it was shown.

    Raises
    ------
    ConcurrentChangeError : it was changed, or imported
    """
    if draft.version != version or draft.run_id is not None:
        who = session.get(User, draft.changed_by_id)
        state = "fichier importé" if draft.run_id is not None else "colonnes modifiées"
        raise ConcurrentChangeError(who.name if who else "Quelqu’un", draft.changed_at, state)
    draft.version += 1
    draft.changed_by_id, draft.changed_at = clerk.user.id, clerk.now


def drop_draft(session: Session, draft: ImportDraft) -> None:
    """Forget a file that was kept aside."""
    session.delete(draft)
    session.flush()


def try_out(session: Session, draft: ImportDraft, clerk: Clerk) -> Taken:
    """What importing the file would do; writes nothing.

    Raises
    ------
    InputRefusedError : columns are not decided, or the file cannot be read
    """
    return _take(session, draft, Act(clerk.user, clerk.now, is_trial=True))


def commit(session: Session, key: str, version: int, clerk: Clerk) -> ImportRun:
    """Import the file, once: pressed twice by the same person, the same line of the journal.

    Raises
    ------
    NotFoundError : unknown or expired
    ConcurrentChangeError : somebody else changed or imported it first
    InputRefusedError : columns are not decided, or the file cannot be read
    """
    draft = find_draft(session, key, clerk, is_locked=True)
    if draft.run_id is not None and draft.changed_by_id == clerk.user.id:
        run = session.get(ImportRun, draft.run_id)
        assert run is not None
        return run
    touch(session, draft, version, clerk)
    done = _take(session, draft, Act(clerk.user, clerk.now))
    assert done.run is not None
    assert done.table is not None
    if draft.profile_name:
        mark_used(session, draft.kind, draft.profile_name, clerk.now)
    draft.run_id = done.run.id
    draft.data = zlib.compress(reject_file(done.table, done.report.refused))
    session.flush()
    return done.run


def rejects_of(session: Session, draft: ImportDraft, clerk: Clerk) -> bytes:
    """The refused rows of a file with cause and cure, before or after it is imported."""
    if draft.run_id is not None:
        return data_of(draft)
    done = try_out(session, draft, clerk)
    assert done.table is not None
    return reject_file(done.table, done.report.refused)


def draft_of_run(session: Session, run: ImportRun, now: datetime) -> ImportDraft | None:
    """The draft an import came from, while its reject file is kept."""
    asked = select(ImportDraft).where(ImportDraft.run_id == run.id, ImportDraft.expires_at > now)
    return session.scalar(asked)


def _take(session: Session, draft: ImportDraft, act: Act) -> Taken:
    decided: Sequence[str | None] | None = draft.columns
    if decided is None:
        raise InputRefusedError("décidez d’abord des colonnes", draft.file_name)
    incoming = Incoming(
        draft.file_name, data_of(draft), table_of(draft), tuple(decided), draft.profile_name
    )
    if draft.kind is ImportKind.CANDIDATES:
        return take_candidates(session, incoming, act)
    return take_offers(session, incoming, packaged_proposals(), act)
