"""What the night does by itself: trials that passed, ends that came, exits judged again.

Each contract has its own transaction: one that cannot be changed holds no other back.
"""

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from api.services.contracts_life import TRIAL_IF_UNKNOWN, confirm, end
from api.services.exits import evaluate_exits
from models.contract_lists import ContractState
from models.contracts import Contract
from models.days import day_of
from models.errors import DomainError
from models.exits import BusinessCreation, Exit, Training
from models.moves import SYSTEM

GRACE = timedelta(days=3)
"""How long after its last day a contract is left to be renewed before it is ended."""
CHUNK = 500
"""People whose exits are judged in one transaction."""

Begin = Callable[[], AbstractContextManager[Session]]
"""Opens a transaction of its own."""

logger = logging.getLogger(__name__)


def run_night(begin: Begin, at: datetime) -> Counter[str]:
    """Bring contracts, then exits, up to the day; what was done, counted by its name.

    The same night again changes nothing; what failed is in the log and is tried the next time.

    Raises
    ------
    SQLAlchemyError : the base cannot be read
    """
    with begin() as session:
        passed, over = passed_trials(session, at), past_ends(session, at)
    done: Counter[str] = Counter()
    steps = [
        *(partial(_confirm, contract_id=key, at=at) for key in passed),
        *(partial(_end, contract_id=key, at=at) for key in over),
    ]
    with begin() as session:
        people = people_to_judge(session)
    for start in range(0, len(people), CHUNK):
        steps.append(partial(_judge, ids=people[start : start + CHUNK], at=at))
    for step in steps:
        try:
            with begin() as session:
                done += step(session)
        except (SQLAlchemyError, DomainError):
            logger.exception("the night of contracts failed on a step; it tries again")
            done += Counter(failed=1)
    return done


def passed_trials(session: Session, at: datetime) -> Sequence[int]:
    """Started contracts whose trial is over (ids); fifteen days where its end is not known."""
    today = day_of(at)
    unknown = Contract.trial_ends_on.is_(None) & (Contract.start_on < today - TRIAL_IF_UNKNOWN)
    return session.scalars(
        select(Contract.id)
        .where(
            Contract.state == ContractState.STARTED,
            or_(Contract.trial_ends_on < today, unknown),
        )
        .order_by(Contract.id)
    ).all()


def past_ends(session: Session, at: datetime) -> Sequence[int]:
    """Contracts under way whose last day passed three days ago or more (ids)."""
    return session.scalars(
        select(Contract.id)
        .where(
            Contract.state.in_((ContractState.STARTED, ContractState.ONGOING)),
            Contract.end_on < day_of(at) - GRACE,
        )
        .order_by(Contract.id)
    ).all()


def people_to_judge(session: Session) -> list[int]:
    """Everybody who has something that may lead to an exit, or one already (ids)."""
    tables = (Contract, Training, BusinessCreation, Exit)
    return sorted(
        {key for table in tables for key in session.scalars(select(table.candidate_id).distinct())}
    )


def _confirm(session: Session, contract_id: int, at: datetime) -> Counter[str]:
    contract = session.get_one(Contract, contract_id)
    if contract.state is not ContractState.STARTED:
        return Counter()  # ended or broken meanwhile
    confirm(session, contract, SYSTEM, at)
    return Counter(confirmed=1)


def _end(session: Session, contract_id: int, at: datetime) -> Counter[str]:
    contract = session.get_one(Contract, contract_id)
    if contract.end_on is None or contract.end_on >= day_of(at) - GRACE or contract.ended_on:
        return Counter()  # renewed, ended or broken meanwhile
    end(session, contract, contract.end_on, SYSTEM, at)
    return Counter(ended=1)


def _judge(session: Session, ids: list[int], at: datetime) -> Counter[str]:
    done = evaluate_exits(session, at, ids)
    return Counter({f"exits_{action.value}": count for action, count in done.items()})
