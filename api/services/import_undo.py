"""One import of people taken back: all or nothing, and written in the journal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from api.services.imports import lock_people
from api.services.portfolios_holding import hold_after_undo
from ingestion.before import CHUNK, remove_people, restore_people
from models.candidates import Candidate
from models.errors import NotFoundError, TransitionRefusedError
from models.imports import ImportChange, ImportUndo
from models.introductions import Introduction
from models.journal import ImportKind, ImportRun
from models.people import User
from models.vocabulary import IntroductionState

ACTION = "Annuler l’import"
UNDO_WITHIN = timedelta(days=30)
"""What people were before an import is kept for as long as it may be taken back."""
MOST_NAMED = 3
"""Later imports named in a refusal."""


@dataclass(frozen=True, slots=True)
class UndoPlan:
    """What an undo would do: ids of people to remove, to give back, and to keep.

    `kept` were created by the import, and something happened to them since. `later` are imports
    that changed the same people afterwards, the last first: they are to be undone before.
    `touched` counts people changed by the import whose file was changed since in another way.
    `is_late` : what people were is no longer kept.
    """

    removed: tuple[int, ...]
    restored: tuple[int, ...]
    kept: tuple[int, ...]
    later: tuple[ImportRun, ...] = ()
    touched: int = 0
    is_late: bool = False

    @property
    def refusal(self) -> str:
        """Why the import cannot be taken back, in French; "" where it can."""
        if self.is_late:
            return (
                f"cet import date de {UNDO_WITHIN.days} jours ou plus, et ce que les personnes "
                "étaient avant n’est plus gardé"
            )
        if self.later:
            names = ", ".join(
                f"« {run.file_name} » du {run.at:%d/%m/%Y}" for run in self.later[:MOST_NAMED]
            )
            return f"un import plus récent a modifié les mêmes personnes, annulez d’abord {names}"
        if self.touched:
            return f"{self.touched} dossiers ont été modifiés depuis, autrement que par un import"
        return ""


def find_run(session: Session, key: str, kinds: Sequence[ImportKind]) -> ImportRun:
    """A line of the journal by its key.

    Raises
    ------
    NotFoundError : there is none of these kinds
    """
    try:
        found = session.scalar(select(ImportRun).where(ImportRun.key == UUID(key)))
    except ValueError:
        found = None
    if found is None or found.kind not in kinds:
        raise NotFoundError("Import", key)
    return found


def undo_of(session: Session, run: ImportRun) -> ImportUndo | None:
    """The undo of an import, if there was one."""
    return session.scalar(select(ImportUndo).where(ImportUndo.run_id == run.id))


def is_undoable(session: Session, run: ImportRun, now: datetime) -> bool:
    """True where the import changed something and was not taken back yet.

    `plan_undo` says whether it still can be.
    """
    if run.kind is not ImportKind.CANDIDATES or run.created + run.updated == 0:
        return False
    has_changes = exists().where(ImportChange.run_id == run.id)
    is_kept = _is_late(run, now) or bool(session.scalar(select(has_changes)))
    return is_kept and undo_of(session, run) is None


def plan_undo(session: Session, run: ImportRun, now: datetime) -> UndoPlan:
    """What taking this import back would do; writes nothing."""
    if _is_late(run, now):
        return UndoPlan((), (), (), is_late=True)
    ours = ImportChange.run_id == run.id
    created = select(ImportChange.candidate_id).where(ours, ImportChange.before.is_(None))
    changed = select(ImportChange.candidate_id).where(ours, ImportChange.before.is_not(None))
    lived = or_(
        Candidate.updated_at != run.at,
        Candidate.is_active.is_(False),
        exists().where(
            Introduction.candidate_id == Candidate.id,
            or_(Introduction.state != IntroductionState.SUGGESTED, Introduction.version > 1),
        ),
    )
    order = ImportChange.candidate_id
    kept = session.scalars(
        created.join(Candidate, Candidate.id == ImportChange.candidate_id)
        .where(lived)
        .order_by(order)
    ).all()
    stay = set(kept)
    later = _later(session, run)
    touched = select(func.count()).select_from(Candidate)
    touched = touched.where(Candidate.id.in_(changed), Candidate.updated_at != run.at)
    return UndoPlan(
        removed=tuple(key for key in session.scalars(created.order_by(order)) if key not in stay),
        restored=tuple(session.scalars(changed.order_by(order))),
        kept=tuple(kept),
        later=later,
        touched=0 if later else session.scalar(touched) or 0,
    )


def undo_import(session: Session, key: str, user: User, now: datetime) -> ImportUndo:
    """Take an import of people back, in the caller's transaction.

    People it created go, unless something happened to them since; people it changed get back
    exactly what they were.

    Raises
    ------
    NotFoundError : no such import
    TransitionRefusedError : already taken back, too old, changed again since, or nothing in it
    """
    run = find_run(session, key, [ImportKind.CANDIDATES])
    lock_people(session)
    if undo_of(session, run) is not None:
        raise TransitionRefusedError(ACTION, "", "cet import est déjà annulé")
    if not is_undoable(session, run, now):
        raise TransitionRefusedError(ACTION, "", "il n’a rien changé qui puisse être rendu")
    plan = plan_undo(session, run, now)
    if plan.refusal:
        raise TransitionRefusedError(ACTION, "", plan.refusal)
    for start in range(0, len(plan.restored), CHUNK):
        restore_people(session, _before(session, run, plan.restored[start : start + CHUNK]))
    hold_after_undo(session, plan.restored, run)
    remove_people(session, plan.removed)
    session.execute(
        delete(ImportChange).where(ImportChange.run_id == run.id, ImportChange.before.is_not(None)),
        execution_options={"synchronize_session": False},
    )
    undo = ImportUndo(
        run_id=run.id,
        at=now,
        actor_id=user.id,
        removed=len(plan.removed),
        restored=len(plan.restored),
        kept=len(plan.kept),
    )
    session.add(undo)
    session.flush()
    return undo


def forget_before(session: Session, now: datetime) -> None:
    """What people were before imports that can no longer be taken back goes for good."""
    old = select(ImportRun.id).where(ImportRun.at <= now - UNDO_WITHIN)
    session.execute(
        delete(ImportChange).where(ImportChange.run_id.in_(old), ImportChange.before.is_not(None)),
        execution_options={"synchronize_session": False},
    )


def kept_people(session: Session, run: ImportRun, most: int) -> list[str]:
    """Identifiers of people that this import created and that its undo kept."""
    asked = (
        select(Candidate.identifier)
        .join(ImportChange, ImportChange.candidate_id == Candidate.id)
        .where(ImportChange.run_id == run.id, ImportChange.before.is_(None))
        .order_by(Candidate.identifier)
        .limit(most)
    )
    return list(session.scalars(asked))


def _is_late(run: ImportRun, now: datetime) -> bool:
    return run.at <= now - UNDO_WITHIN


def _later(session: Session, run: ImportRun) -> tuple[ImportRun, ...]:
    ours, theirs = aliased(ImportChange), aliased(ImportChange)
    same = (
        select(theirs.run_id)
        .join(ours, ours.candidate_id == theirs.candidate_id)
        .where(ours.run_id == run.id, theirs.run_id > run.id)
    )
    asked = select(ImportRun).where(ImportRun.id.in_(same)).order_by(ImportRun.id.desc())
    return tuple(session.scalars(asked))


def _before(session: Session, run: ImportRun, ids: Sequence[int]) -> dict[int, bytes]:
    asked = select(ImportChange.candidate_id, ImportChange.before).where(
        ImportChange.run_id == run.id, ImportChange.candidate_id.in_(ids)
    )
    return {key: before for key, before in session.execute(asked) if before is not None}
