"""Proving an exit, then deciding on it after the committee."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from api.services.contracts_pool import reconsider
from api.services.keys import found, key_of
from api.services.scope import Condition, candidates_visible, stood_in_for
from api.services.seen import is_overtaken, mark_of
from models.candidates import Candidate
from models.days import day_of
from models.errors import (
    ConcurrentChangeError,
    InputRefusedError,
    TransitionRefusedError,
)
from models.exit_lists import ExitAction, ExitState, ProofKind, ProofStatus
from models.exit_transitions import exit_transition
from models.exits import Exit, ExitEvent, ExitProof
from models.overtaken import overtaken
from models.people import User

IN_HAND = frozenset({ProofStatus.RECEIVED, ProofStatus.CHECKED, ProofStatus.VOID})
"""Pieces that hold an exit back no more."""
DECIDED = frozenset({ExitState.VALIDATED, ExitState.REFUSED})


@dataclass(frozen=True, slots=True)
class Piece:
    """How far a piece is said to be; `seen` is the mark of what the page showed (`mark`)."""

    kind: ProofKind
    status: ProofStatus
    note: str = ""
    seen: str | None = None

    @staticmethod
    def mark(proof: ExitProof) -> str:
        """What a page shows of a piece, as its form carries it back."""
        return mark_of(*_shown(proof))


@dataclass(frozen=True, slots=True)
class Decision:
    """What the committee said, on which day, and why where it says no."""

    action: ExitAction
    committee_on: date | None
    note: str = ""
    expected_version: int | None = None


def exits_visible(user: User, *absent: User) -> Condition:
    """The exits of a user: those of the people they see, or stand in for somebody to see."""
    return Exit.candidate_id.in_(select(Candidate.id).where(candidates_visible(user, *absent)))


def exit_of(session: Session, user: User, key: str, today: date) -> Exit:
    """The exit of this key with its proofs and its story, where the user may see it.

    Raises
    ------
    NotFoundError : none, or not theirs to see
    """
    absent = stood_in_for(session, user, today)
    wanted = (
        select(Exit)
        .where(Exit.key == key_of(key, "Sortie"), exits_visible(user, *absent))
        .options(
            joinedload(Exit.candidate),
            joinedload(Exit.decided_by),
            selectinload(Exit.proofs),
            selectinload(Exit.events).joinedload(ExitEvent.actor),
        )
    )
    return found(session.scalar(wanted), "Sortie", key)


def set_proof(session: Session, target: Exit, piece: Piece, user: User, at: datetime) -> ExitProof:
    """How far a piece of the file is.

    Raises
    ------
    NotFoundError : the exit has no such piece
    TransitionRefusedError : the committee has decided already
    ConcurrentChangeError : somebody changed the piece since the page was read
    """
    session.refresh(target, with_for_update=True)
    if target.state in DECIDED:
        raise TransitionRefusedError("Changer une pièce", target.state.label)
    wanted = (
        select(ExitProof)
        .where(ExitProof.exit_id == target.id, ExitProof.kind == piece.kind)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    proof = found(session.scalar(wanted), "Pièce", piece.kind)
    if is_overtaken(piece.seen, *_shown(proof)):
        who = None if proof.changed_by_id is None else session.get(User, proof.changed_by_id)
        name = who.name if who else "Le système"
        raise ConcurrentChangeError(name, proof.changed_at, proof.status.label)
    if piece.status in (ProofStatus.RECEIVED, ProofStatus.CHECKED):
        proof.received_on = proof.received_on or day_of(at)
    else:
        proof.received_on = None
    proof.status, proof.note = piece.status, piece.note.strip() or None
    proof.changed_at, proof.changed_by_id = at, user.id
    session.flush()
    return proof


def _shown(proof: ExitProof) -> tuple[object, ...]:
    return (proof.status.value, proof.note, proof.changed_at)


def decide(session: Session, target: Exit, decision: Decision, user: User, at: datetime) -> Exit:
    """Validate, refuse, or come back on a decision. A validated exit takes the person out.

    Raises
    ------
    RoleRefusedError, TransitionRefusedError : the table, the pieces or the committee say no
    InputRefusedError : a day or a reason is missing
    ConcurrentChangeError : somebody decided first
    """
    session.refresh(target, with_for_update=True)
    if decision.expected_version is not None and decision.expected_version != target.version:
        raise _overtaken(session, target)
    row = exit_transition(decision.action, target.state, user.role)
    note = decision.note.strip()
    if decision.action is ExitAction.VALIDATE:
        _check_proofs(session, target)
    if decision.action is not ExitAction.VALIDATE and not note:
        raise InputRefusedError("écrivez la raison", "Raison")
    if decision.action is not ExitAction.REVISE:
        target.committee_on = _committee(target, decision.committee_on, day_of(at))
        target.decided_by_id = user.id
    else:
        _check_alone(session, target)
    before, (target.state,) = target.state, tuple(row.to_states)
    target.note = note or None
    target.version += 1
    target.changed_at = at
    session.flush()
    session.add(
        ExitEvent(
            exit_id=target.id,
            at=at,
            actor_id=user.id,
            action=decision.action,
            from_state=before,
            to_state=target.state,
            note=note or None,
        )
    )
    session.flush()
    if ExitState.VALIDATED in (before, target.state):
        reconsider(session, target.candidate_id, at)
    return target


def missing_proofs(proofs: list[ExitProof]) -> list[ExitProof]:
    """The pieces that are not in hand yet."""
    return [proof for proof in proofs if proof.status not in IN_HAND]


def _check_proofs(session: Session, target: Exit) -> None:
    proofs = session.scalars(
        select(ExitProof).where(ExitProof.exit_id == target.id).order_by(ExitProof.id)
    )
    lacking = missing_proofs(list(proofs))
    if lacking:
        names = ", ".join(proof.kind.inside for proof in lacking)
        raise TransitionRefusedError(
            ExitAction.VALIDATE.label, target.state.label, f"il manque : {names}"
        )


def _committee(target: Exit, day: date | None, today: date) -> date:
    if day is None:
        raise InputRefusedError("la date du comité manque", "Comité")
    if day > today:
        raise InputRefusedError("le comité ne s’est pas encore réuni", "Comité")
    if target.acquired_on is not None and day < target.acquired_on:
        raise InputRefusedError("le comité précède l’acquisition de la sortie", "Comité")
    return day


def _check_alone(session: Session, target: Exit) -> None:
    other = session.scalar(
        select(Exit.id).where(
            Exit.candidate_id == target.candidate_id,
            Exit.id != target.id,
            Exit.state != ExitState.REFUSED,
        )
    )
    if other is not None:
        raise TransitionRefusedError(
            ExitAction.REVISE.label, target.state.label, "une autre sortie est ouverte depuis"
        )


def _overtaken(session: Session, target: Exit) -> ConcurrentChangeError:
    own = ExitEvent.exit_id == target.id
    return overtaken(session, ExitEvent, own, target.changed_at, target.state.label)
