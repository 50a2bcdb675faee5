"""« Suivi » : whom to call today, which starts to confirm, which contracts end, who is at risk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, load_only

from api.services.contracts_pool import is_given_back
from api.services.contracts_scope import contracts_visible
from api.services.followups_people import Person, in_difficulty, latest_calls, people_of
from api.services.followups_words import hard_words
from api.services.scope import Condition, stood_in_for
from models.candidates import Candidate, CandidateAvailability
from models.contract_lists import RUNNING, ContractState, Flag, FollowUpState
from models.contracts import Contract, FollowUp
from models.exit_lists import ExitState
from models.exits import Exit
from models.people import User
from models.vocabulary import Role

COMING = timedelta(days=7)
"""How far ahead calls and ends of contracts are told."""
MOST_LINES = 100
"""Lines of each part of the page; what is beyond is told."""
RETURN_WITHIN = timedelta(days=60)
"""How long a broken contract asks whether its person is proposed again."""


SAID_OF_CONTRACTS: Sequence[Any] = (
    joinedload(Contract.candidate),
    joinedload(Contract.owner),
)
"""What a page says of contracts: the person and who follows them up."""
SAID_EACH_MORNING: Sequence[Any] = (
    load_only(
        Contract.key,
        Contract.candidate_id,
        Contract.employer_name,
        Contract.start_on,
        Contract.end_on,
        Contract.ended_on,
    ),
    joinedload(Contract.candidate).load_only(Candidate.identifier),
)
"""What a line of the morning says."""
_ELSEWHERE = aliased(Contract)
"""Another contract of the same person."""
_OTHER = aliased(FollowUp)
"""Another call of the same contract."""


@dataclass(frozen=True, slots=True)
class CallLine:
    """A call to make, and what the one before left."""

    call: FollowUp
    contract: Contract
    person: Person
    flag: Flag | None


@dataclass(frozen=True, slots=True)
class ContractLine:
    """A contract that waits for a gesture, or whose person is at risk.

    `told` : what the last call made heard that is hard
    """

    contract: Contract
    person: Person
    flag: Flag | None = None
    told: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """What the follow-up asks of somebody.

    `more` counts calls due that are not listed; `is_cut` : some part has more lines than listed.
    """

    to_start: tuple[ContractLine, ...]
    due: tuple[CallLine, ...]
    at_risk: tuple[ContractLine, ...]
    ending: tuple[ContractLine, ...]
    to_return: tuple[ContractLine, ...]
    coming: tuple[CallLine, ...]
    more: int = 0
    is_cut: bool = False


def follow_up_day(
    session: Session, user: User, today: date, everyone: bool = False, most: int = MOST_LINES
) -> Day:
    """The day of a user: their own contracts, or (`everyone`) all those they may see.

    most : lines of each part
    """
    absent = stood_in_for(session, user, today)
    mine = contracts_visible(user, *absent) if everyone else owned_by([user, *absent])
    ahead = (FollowUp.due_on > today) & (FollowUp.due_on <= today + COMING)
    return _day(session, mine, today, most, _calls(session, _TO_MAKE & mine & ahead, most + 1))


def follow_up_morning(session: Session, user: User, today: date) -> Day:
    """The day of a user without the calls that come later: what is to be done now."""
    mine = owned_by([user, *stood_in_for(session, user, today)])
    return _day(session, mine, today, MOST_LINES, (), is_morning=True)


def _day(
    session: Session,
    mine: Condition,
    today: date,
    most: int,
    coming: Sequence[FollowUp],
    *,
    is_morning: bool = False,
) -> Day:
    said = SAID_EACH_MORNING if is_morning else SAID_OF_CONTRACTS
    all_due = _nearest(session, mine, today)
    due = _calls(session, FollowUp.id.in_(all_due[:most]), said=said)
    to_start = first_contracts(
        session,
        mine & (Contract.state == ContractState.PLANNED) & (Contract.start_on <= today),
        most,
        said,
    )
    ending = first_contracts(
        session,
        mine
        & Contract.state.in_((ContractState.STARTED, ContractState.ONGOING))
        & (Contract.end_on <= today + COMING),
        most,
        said,
    )
    at_risk = first_contracts(
        session, mine & Contract.state.in_(RUNNING) & in_difficulty(), most, said
    )
    to_return = _held_back(session, mine, today)
    parts = (to_start, ending, at_risk, to_return)
    contracts = [call.contract for call in (*due, *coming[:most])]
    contracts += [contract for part in parts for contract in part[:most]]
    people = people_of(session, {each.candidate_id for each in contracts})
    flagged = at_risk if is_morning else contracts  # a morning says no flag of the others
    made = latest_calls(session, {each.id for each in flagged})
    flags = {key: call.flag for key, call in made.items()}

    def lines(found: Sequence[Contract]) -> tuple[ContractLine, ...]:
        shown = found[:most]
        return tuple(
            ContractLine(c, people[c.candidate_id], flags.get(c.id), hard_words(made.get(c.id)))
            for c in shown
        )

    def calls(found: Sequence[FollowUp]) -> tuple[CallLine, ...]:
        return tuple(
            CallLine(c, c.contract, people[c.contract.candidate_id], flags.get(c.contract_id))
            for c in found[:most]
        )

    return Day(
        to_start=lines(to_start),
        due=calls(due),
        at_risk=lines(at_risk),
        ending=lines(ending),
        to_return=lines(to_return),
        coming=calls(coming),
        more=max(0, len(all_due) - most),
        is_cut=any(len(part) > most for part in (coming, *parts)),
    )


def owned_by(users: Iterable[User]) -> Condition:
    """The contracts that these users follow up; those of nobody fall to the manager."""
    everybody = list(users)
    condition: Condition = Contract.owner_id.in_([user.id for user in everybody])
    if any(user.role is Role.MANAGER for user in everybody):
        return or_(condition, Contract.owner_id.is_(None))
    return condition


_TO_MAKE = (FollowUp.state == FollowUpState.TO_DO) & Contract.state.in_(
    (ContractState.STARTED, ContractState.ONGOING)
)
"""The calls of contracts that run, still to be made; joined with their contract."""


def _calls(
    session: Session,
    wanted: Condition,
    most: int | None = None,
    said: Sequence[Any] = SAID_OF_CONTRACTS,
) -> list[FollowUp]:
    """Calls by day, with what a line says of each; the `most` first ones."""
    return list(
        session.scalars(
            select(FollowUp)
            .join(Contract, Contract.id == FollowUp.contract_id)
            .where(wanted)
            .order_by(FollowUp.due_on, FollowUp.id)
            .limit(most)
            .options(joinedload(FollowUp.contract).options(*said))
        )
    )


def _held_back(session: Session, mine: Condition, today: date) -> list[Contract]:
    """Contracts that broke lately and whose person nobody has put back in the lists.

    Who works again, or has left, is not asked about.
    """
    works = exists().where(
        _ELSEWHERE.candidate_id == Contract.candidate_id, _ELSEWHERE.state.in_(RUNNING)
    )
    has_left = exists().where(
        Exit.candidate_id == Contract.candidate_id, Exit.state == ExitState.VALIDATED
    )
    free_from = CandidateAvailability.available_from
    found = session.execute(
        select(Contract, Candidate.is_active, free_from)
        .join(Candidate, Candidate.id == Contract.candidate_id)
        .outerjoin(CandidateAvailability, CandidateAvailability.candidate_id == Candidate.id)
        .where(
            mine,
            Contract.state == ContractState.BROKEN,
            Contract.ended_on >= today - RETURN_WITHIN,
            ~Candidate.is_active | (free_from > Contract.ended_on),
            ~works,
            ~has_left,
        )
        .order_by(Contract.start_on, Contract.id)
        .options(joinedload(Contract.candidate), joinedload(Contract.owner))
    )
    return [each for each, active, day in found if not is_given_back(each, active, day)]


def _nearest(session: Session, mine: Condition, today: date) -> list[int]:
    """Of each contract the last call due, unless a later one was made: one conversation each.

    Their ids, by day: a year of calls that nobody made is counted without being read whole.
    """
    last_made = (
        select(func.max(case((_OTHER.state == FollowUpState.DONE, _OTHER.due_on))))
        .where(_OTHER.contract_id == FollowUp.contract_id)
        .scalar_subquery()
    )
    due = session.execute(
        select(FollowUp.id, FollowUp.contract_id, FollowUp.due_on, last_made.label("made"))
        .join(Contract, Contract.id == FollowUp.contract_id)
        .where(mine, _TO_MAKE, FollowUp.due_on <= today)
        .order_by(FollowUp.due_on, FollowUp.id)
    ).all()
    latest = {call.contract_id: call.id for call in due}  # the latest due wins: they are in order
    return [
        call.id
        for call in due
        if latest[call.contract_id] == call.id and (call.made is None or call.made < call.due_on)
    ]


def missed_calls(calls: Iterable[FollowUp], today: date) -> frozenset[int]:
    """The calls left undone that a later one, due or made, overtook (ids)."""
    ordered = sorted(calls, key=lambda call: call.due_on)
    reached = [
        call.due_on
        for call in ordered
        if call.state is FollowUpState.DONE
        or (call.state is FollowUpState.TO_DO and call.due_on <= today)
    ]
    last = max(reached, default=date.min)
    return frozenset(
        call.id for call in ordered if call.state is FollowUpState.TO_DO and call.due_on < last
    )


def first_contracts(
    session: Session,
    where: Condition,
    most: int = MOST_LINES,
    said: Sequence[Any] = SAID_OF_CONTRACTS,
) -> list[Contract]:
    """The first lines of a part, and one more where there are more."""
    return list(
        session.scalars(
            select(Contract)
            .where(where)
            .order_by(Contract.start_on, Contract.id)
            .limit(most + 1)
            .options(*said)
        )
    )
