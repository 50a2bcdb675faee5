"""What the night does by itself to contracts: trials that passed, ends that came."""

from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from api.services.contracts_life import TRIAL_IF_UNKNOWN, confirm, end, trial_end
from models.contract_lists import ContractAction, ContractState
from models.contracts import Contract
from models.days import day_of
from models.moves import SYSTEM

GRACE = timedelta(days=3)
"""How long after its last day a contract is left to be renewed before it is ended."""


def contracts_night(session: Session, at: datetime) -> Counter[ContractAction]:
    """Put contracts whose trial passed under way, end those past their last day; counted.

    The same night again changes nothing.

    Raises
    ------
    ConcurrentChangeError : somebody decided on one of them at the same time
    """
    today = day_of(at)
    done: Counter[ContractAction] = Counter()
    started = session.scalars(
        select(Contract)
        .where(
            Contract.state == ContractState.STARTED,
            or_(
                Contract.trial_ends_on < today,
                Contract.trial_ends_on.is_(None) & (Contract.start_on < today - TRIAL_IF_UNKNOWN),
            ),
        )
        .order_by(Contract.id)
    ).all()
    for contract in started:
        if trial_end(contract) < today:
            confirm(session, contract, SYSTEM, at)
            done[ContractAction.CONFIRM] += 1
    over = session.scalars(
        select(Contract)
        .where(
            Contract.state.in_((ContractState.STARTED, ContractState.ONGOING)),
            Contract.end_on < today - GRACE,
        )
        .order_by(Contract.id)
    ).all()
    for contract in over:
        assert contract.end_on is not None
        end(session, contract, contract.end_on, SYSTEM, at)
        done[ContractAction.END] += 1
    return done
