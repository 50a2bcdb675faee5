"""The calls of the follow-up: answered, or tried in vain; what a reminder brings back."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session, joinedload

from api.services.contracts_life import break_off, end, start
from api.services.contracts_scope import contracts_visible
from api.services.followups_words import COLUMNS
from api.services.keys import found, key_of
from api.services.scope import stood_in_for
from models.contract_lists import ContractState, Flag, FollowUpState, Mark, Question
from models.contracts import Contract, FollowUp
from models.errors import (
    ConcurrentChangeError,
    InputRefusedError,
    TransitionRefusedError,
)
from models.motives import BreakMotive
from models.moves import Actor
from models.people import User

MOST_ATTEMPTS = 3
"""Calls in vain after which a follow-up is noted as unreachable."""
ANSWER = "Enregistrer l’appel"
REMIND_AFTER = timedelta(days=1)
"""How long after its planned start a contract that nobody confirmed is asked about."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered; a question that is not there was not asked."""

    marks: dict[Question, Mark]
    note: str = ""


class Whereabouts(StrEnum):
    """What an employer answers to the reminder."""

    STARTED = "commence"
    NOT_STARTED = "pas_commence"
    OVER = "fini"


def flag_of(marks: dict[Question, Mark]) -> Flag:
    """The risk that a call leaves: one difficulty is red, one thing to watch is orange.

    Raises
    ------
    InputRefusedError : nothing was answered
    """
    if not marks:
        raise InputRefusedError("notez au moins une réponse", "Appel")
    if Mark.HARD in marks.values():
        return Flag.RED
    return Flag.ORANGE if Mark.WATCH in marks.values() else Flag.GREEN


def call_of(session: Session, user: User, key: str, today: date) -> FollowUp:
    """The call of this key, with its contract, where the user may see it.

    Raises
    ------
    NotFoundError : none, or not theirs to see
    """
    absent = stood_in_for(session, user, today)
    wanted = (
        select(FollowUp)
        .join(Contract, Contract.id == FollowUp.contract_id)
        .where(FollowUp.key == key_of(key, "Suivi"), contracts_visible(user, *absent))
        .options(
            joinedload(FollowUp.contract).joinedload(Contract.owner),
            joinedload(FollowUp.contract).joinedload(Contract.candidate),
        )
    )
    return found(session.scalar(wanted), "Suivi", key)


def answer(
    session: Session,
    call: FollowUp,
    answers: Answers,
    user: User,
    at: datetime,
    expected_version: int | None = None,
) -> FollowUp:
    """Keep what was answered; a call already made is corrected.

    Raises
    ------
    InputRefusedError : nothing was answered
    TransitionRefusedError : the call is void, or the start of the contract is not confirmed
    ConcurrentChangeError : somebody noted it at the same time
    """
    _check_open(session, call)
    values = {COLUMNS[question]: answers.marks.get(question) for question in Question}
    _write(
        session,
        call,
        {
            **values,
            "state": FollowUpState.DONE,
            "flag": flag_of(answers.marks),
            "note": answers.note.strip() or None,
            "done_at": at,
            "done_by_id": user.id,
        },
        expected_version,
    )
    return call


def unreachable(
    session: Session,
    call: FollowUp,
    user: User,
    at: datetime,
    expected_version: int | None = None,
) -> FollowUp:
    """One more try in vain; after the third the call is noted as unreachable.

    Raises
    ------
    TransitionRefusedError : the call is made, void or tried three times already
    ConcurrentChangeError : somebody noted it at the same time
    """
    _check_open(session, call)
    if call.state is not FollowUpState.TO_DO:
        raise TransitionRefusedError("Injoignable", call.state.label)
    attempts = call.attempts + 1
    is_last = attempts >= MOST_ATTEMPTS
    values: dict[str, object] = {"attempts": attempts, "attempted_at": at}
    if is_last:
        values |= {
            "state": FollowUpState.UNREACHABLE,
            "done_at": at,
            "done_by_id": user.id,
        }
    _write(session, call, values, expected_version)
    return call


def latest_flag(session: Session, contract_id: int) -> Flag | None:
    """The flag of the last call made for a contract; None while none was."""
    return session.scalar(
        select(FollowUp.flag)
        .where(FollowUp.contract_id == contract_id, FollowUp.state == FollowUpState.DONE)
        .order_by(FollowUp.due_on.desc(), FollowUp.id.desc())
        .limit(1)
    )


def reminders_due(session: Session, today: date) -> list[Contract]:
    """Contracts whose planned start has passed and that nobody confirmed, the oldest first."""
    return list(
        session.scalars(
            select(Contract)
            .where(
                Contract.state == ContractState.PLANNED,
                Contract.start_on <= today - REMIND_AFTER,
            )
            .order_by(Contract.start_on, Contract.id)
        )
    )


def record_whereabouts(
    session: Session, contract: Contract, said: Whereabouts, on: date, actor: Actor, at: datetime
) -> Contract:
    """Take in what an employer answered to the reminder: started, not started, over.

    `on` : the first day where it started, the last day where it is over.

    Raises
    ------
    As for the gestures of `api.services.contracts_life`
    """
    match said:
        case Whereabouts.STARTED:
            start(session, contract, on, actor, at)
        case Whereabouts.NOT_STARTED:
            note = "n’a pas commencé, dit l’employeur"
            break_off(session, contract, BreakMotive.OTHER, contract.start_on, actor, at, note)
        case Whereabouts.OVER:
            if contract.state is ContractState.PLANNED:
                start(session, contract, min(contract.start_on, on), actor, at)
            end(session, contract, on, actor, at)
    return contract


def _check_open(session: Session, call: FollowUp) -> None:
    if call.state is FollowUpState.VOID:
        raise TransitionRefusedError(ANSWER, call.state.label)
    state = session.get_one(Contract, call.contract_id).state
    if state is ContractState.PLANNED:
        raise TransitionRefusedError(ANSWER, state.label, "le démarrage n’est pas confirmé")


def _write(
    session: Session, call: FollowUp, values: dict[str, object], expected: int | None
) -> None:
    version = call.version if expected is None else expected
    result = session.execute(
        update(FollowUp)
        .where(FollowUp.id == call.id, FollowUp.version == version)
        .values(version=version + 1, **values)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(result, CursorResult)
    session.refresh(call)
    if result.rowcount != 1:
        who = None if call.done_by_id is None else session.get(User, call.done_by_id)
        when = call.done_at or call.attempted_at
        assert when is not None, "a call changes only by a gesture, which has an instant"
        raise ConcurrentChangeError(who.name if who else "Quelqu’un", when, call.state.label)
