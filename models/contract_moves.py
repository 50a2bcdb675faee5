"""Moving a contract: one conditional UPDATE and one event, so that two never both win."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session

from models.contract_lists import ContractAction, ContractState
from models.contract_transitions import contract_transition
from models.contracts import Contract, ContractEvent
from models.errors import ConcurrentChangeError
from models.moves import Actor
from models.overtaken import overtaken


@dataclass(frozen=True, slots=True)
class ContractStep:
    """What is asked of a contract; `expected_version` is the version the user had on screen."""

    action: ContractAction
    motive: str | None = None
    note: str | None = None
    expected_version: int | None = None


def check_contract(session: Session, contract: Contract, step: ContractStep, actor: Actor) -> None:
    """Refuse what the table refuses, or what was decided on an older page.

    Raises
    ------
    ConcurrentChangeError : somebody decided since `step.expected_version`
    RoleRefusedError, TransitionRefusedError, MotiveMissingError : the table says no
    """
    if step.expected_version is not None and step.expected_version != contract.version:
        raise _overtaken(session, contract)
    contract_transition(step.action, contract.state, actor.role, step.motive)


def move_contract(
    session: Session,
    contract: Contract,
    step: ContractStep,
    actor: Actor,
    at: datetime,
    values: dict[str, Any] | None = None,
) -> ContractEvent:
    """Take one step of the table of contracts; `values` are columns that change with it.

    Raises
    ------
    As for `check_contract`; ConcurrentChangeError too where somebody decides at the same time
    """
    check_contract(session, contract, step, actor)
    start = contract.state
    row = contract_transition(step.action, start, actor.role, step.motive)
    to_state = row.to_state or start
    result = session.execute(
        update(Contract)
        .where(
            Contract.id == contract.id,
            Contract.state == start,
            Contract.version == contract.version,
        )
        .values(state=to_state, version=contract.version + 1, changed_at=at, **(values or {}))
        .execution_options(synchronize_session=False)
    )
    assert isinstance(result, CursorResult)
    session.refresh(contract)
    if result.rowcount != 1:
        raise _overtaken(session, contract)
    return record_contract_event(session, contract, (start, to_state), step, actor, at)


def record_contract_event(
    session: Session,
    contract: Contract,
    states: tuple[ContractState | None, ContractState],
    step: ContractStep,
    actor: Actor,
    at: datetime,
) -> ContractEvent:
    """Write one line of the story of a contract; `states` are those before and after."""
    event = ContractEvent(
        contract_id=contract.id,
        at=at,
        actor_id=actor.user_id,
        action=step.action,
        from_state=states[0],
        to_state=states[1],
        motive=step.motive,
        note=step.note,
    )
    session.add(event)
    session.flush()
    return event


def _overtaken(session: Session, contract: Contract) -> ConcurrentChangeError:
    own = ContractEvent.contract_id == contract.id
    return overtaken(session, ContractEvent, own, contract.changed_at, contract.state.label)
