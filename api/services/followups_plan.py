"""The calls of a contract: when each is due, and what becomes of those left when it ends."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.contract_lists import FollowUpKind, FollowUpState
from models.contracts import Contract, FollowUp
from models.months import add_months

IN_DAYS = {FollowUpKind.DAY_3: 3, FollowUpKind.DAY_15: 15}
IN_MONTHS = {
    FollowUpKind.MONTH_1: 1,
    FollowUpKind.MONTH_2: 2,
    FollowUpKind.MONTH_3: 3,
    FollowUpKind.MONTH_4: 4,
    FollowUpKind.MONTH_5: 5,
    FollowUpKind.MONTH_6: 6,
}
"""Calendar months after the first day: M1 of 31 January is the last day of February."""

PENDING = frozenset({FollowUpState.TO_DO, FollowUpState.VOID})
"""States that a plan may still change; what was done, or tried three times, stays."""


def due_day(kind: FollowUpKind, start_on: date) -> date:
    """When a call is due for a contract that started on a day."""
    if kind in IN_DAYS:
        return start_on + timedelta(days=IN_DAYS[kind])
    return add_months(start_on, IN_MONTHS[kind])


def plan(session: Session, contract: Contract) -> list[FollowUp]:
    """The eight calls of a contract, made or moved; those after its last day are void.

    So are those that were made for an earlier mission of the same introduction.
    """
    known = {each.kind: each for each in _calls(session, contract)}
    made_before = _made_before(session, contract)
    last = contract.last_day
    for kind in FollowUpKind:
        due = due_day(kind, contract.start_on)
        is_void = kind in made_before or (last is not None and due > last)
        state = FollowUpState.VOID if is_void else FollowUpState.TO_DO
        call = known.get(kind)
        if call is None:
            call = FollowUp(contract_id=contract.id, kind=kind, attempts=0, version=1)
            call.due_on, call.state = due, state
            session.add(call)
        elif call.state in PENDING:
            call.due_on, call.state = due, state
    session.flush()
    return _calls(session, contract)


def void_rest(session: Session, contract: Contract) -> None:
    """The contract is over: nobody calls any more for what was left."""
    for call in _calls(session, contract):
        if call.state is FollowUpState.TO_DO:
            call.state = FollowUpState.VOID
    session.flush()


def _calls(session: Session, contract: Contract) -> list[FollowUp]:
    return list(
        session.scalars(
            select(FollowUp)
            .where(FollowUp.contract_id == contract.id)
            .order_by(FollowUp.due_on, FollowUp.id)
        )
    )


def _made_before(session: Session, contract: Contract) -> frozenset[FollowUpKind]:
    if contract.introduction_id is None:
        return frozenset()
    return frozenset(
        session.scalars(
            select(FollowUp.kind)
            .join(Contract, Contract.id == FollowUp.contract_id)
            .where(
                Contract.introduction_id == contract.introduction_id,
                Contract.id < contract.id,
                Contract.id != (contract.previous_id or 0),
                FollowUp.state == FollowUpState.DONE,
            )
        )
    )
