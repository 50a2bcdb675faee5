"""How many calls of the follow-up were made, out of those that were due."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.services.contracts_scope import contracts_visible
from api.services.scope import stood_in_for
from models.contract_lists import ContractState, Flag, FollowUpKind, FollowUpState
from models.contracts import Contract, FollowUp
from models.people import User


@dataclass(frozen=True, slots=True)
class CallShare:
    """The calls of one kind that were due: `answered`, tried in vain, not made; red flags."""

    kind: FollowUpKind
    due: int
    answered: int
    unreachable: int
    red: int

    @property
    def share(self) -> float | None:
        """Part answered, 0 to 1; None where none was due."""
        return self.answered / self.due if self.due else None


def call_shares(session: Session, user: User, today: date) -> tuple[CallShare, ...]:
    """By kind, the calls due so far on the contracts that the user sees.

    Those that have no object (the contract ended before) are not due.
    """
    mine = contracts_visible(user, *stood_in_for(session, user, today))
    counted = session.execute(
        select(FollowUp.kind, FollowUp.state, FollowUp.flag, func.count())
        .join(Contract, Contract.id == FollowUp.contract_id)
        .where(
            mine,
            FollowUp.due_on <= today,
            FollowUp.state != FollowUpState.VOID,
            Contract.state != ContractState.PLANNED,
        )
        .group_by(FollowUp.kind, FollowUp.state, FollowUp.flag)
    )
    found = {(kind, state, flag): count for kind, state, flag, count in counted}
    return tuple(_share(kind, found) for kind in FollowUpKind)


def _share(
    kind: FollowUpKind, found: Mapping[tuple[FollowUpKind, FollowUpState, Flag | None], int]
) -> CallShare:
    counts = Counter[FollowUpState]()
    red = 0
    for (each, state, flag), count in found.items():
        if each is kind:
            counts[state] += count
            red += count if flag is Flag.RED else 0
    return CallShare(
        kind,
        counts.total(),
        counts[FollowUpState.DONE],
        counts[FollowUpState.UNREACHABLE],
        red,
    )
