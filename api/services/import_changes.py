"""What an import did to people, kept beside the journal: created, or changed from what."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from ingestion.bulk import insert_plain
from models.imports import ImportChange
from models.journal import ImportRun


def write_changes(
    session: Session, run: ImportRun, created: Iterable[int], changed: Sequence[tuple[int, bytes]]
) -> None:
    """Keep the ids of people created, and (id, what they were) of people changed."""
    columns = ("run_id", "candidate_id", "before")
    insert_plain(session, ImportChange, columns, [(run.id, key, None) for key in created])
    insert_plain(session, ImportChange, columns, [(run.id, key, was) for key, was in changed])
