"""The journal of imports as it is read on screen."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.imports import ImportDraft, ImportUndo
from models.journal import ImportKind, ImportRun
from models.people import User

SHOWN_RUNS = 50


@dataclass(frozen=True, slots=True)
class RunLine:
    """An import, who made it, and its undo if there was one."""

    run: ImportRun
    who: str
    undo: ImportUndo | None
    undone_by: str


def list_runs(session: Session, kinds: Sequence[ImportKind]) -> list[RunLine]:
    """The latest imports, the last first."""
    asked = select(ImportRun).where(ImportRun.kind.in_(kinds)).order_by(ImportRun.id.desc())
    return [run_line(session, run) for run in session.scalars(asked.limit(SHOWN_RUNS))]


def run_line(session: Session, run: ImportRun) -> RunLine:
    """One import as it is read."""
    undo = session.scalar(select(ImportUndo).where(ImportUndo.run_id == run.id))
    by = "" if undo is None else name_of(session, undo.actor_id)
    return RunLine(run, name_of(session, run.actor_id), undo, by)


def name_of(session: Session, user_id: int | None) -> str:
    """Who did it; the command line has no name."""
    user = None if user_id is None else session.get(User, user_id)
    return user.name if user is not None else "ligne de commande"


def draft_names(session: Session, drafts: Sequence[ImportDraft]) -> dict[int, str]:
    """Who put each file aside, by the id of the draft."""
    return {draft.id: name_of(session, draft.created_by_id) for draft in drafts}
