"""Whom the follow-up is about: names and telephones, and the flag that the last call left."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from api.services.rows import joined_name
from api.services.scope import Condition
from models.case_files import CandidateIdentity
from models.contract_lists import Flag, FollowUpState
from models.contracts import Contract, FollowUp


@dataclass(frozen=True, slots=True)
class Person:
    """Whom to call; each None where the file does not say."""

    name: str | None
    first_name: str | None
    phone: str | None


FRENCH_DIGITS = 10
NOBODY = Person(None, None, None)
"""Where the file says nothing of the person."""


def people_of(session: Session, ids: Iterable[int]) -> dict[int, Person]:
    """Names and telephones by candidate, for who may see their contracts."""
    who, wanted = CandidateIdentity, sorted(set(ids))
    found = {
        key: Person(joined_name(first, last), first, phone_words(phone))
        for key, first, last, phone in session.execute(
            select(who.candidate_id, who.first_name, who.last_name, who.phone).where(
                who.candidate_id.in_(wanted)
            )
        )
    }
    return {candidate_id: found.get(candidate_id, NOBODY) for candidate_id in wanted}


def phone_words(phone: str | None) -> str | None:
    """`06 39 98 43 69`, however it was typed; what is no French number stays as it is."""
    digits = "".join(each for each in phone or "" if each.isdecimal())
    if len(digits) != FRENCH_DIGITS or not digits.startswith("0") or "+" in (phone or ""):
        return phone
    return " ".join(digits[place : place + 2] for place in range(0, FRENCH_DIGITS, 2))


def latest_calls(session: Session, ids: Iterable[int]) -> dict[int, FollowUp]:
    """The last call made, by contract."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    # The state is read here: asked in SQL, it has SQLite go through the calls of everybody.
    calls_of = session.execute(
        select(FollowUp.contract_id, FollowUp.id, FollowUp.state)
        .where(FollowUp.contract_id.in_(wanted))
        .order_by(FollowUp.due_on, FollowUp.id)
    )
    last = {row[0]: row[1] for row in calls_of if row[2] is FollowUpState.DONE}  # the last one wins
    calls = session.scalars(select(FollowUp).where(FollowUp.id.in_(last.values())))
    return {call.contract_id: call for call in calls}


def latest_flags(session: Session, ids: Iterable[int]) -> dict[int, Flag]:
    """The flag that the last call made left, by contract."""
    calls = latest_calls(session, ids)
    return {key: call.flag for key, call in calls.items() if call.flag is not None}


def in_difficulty() -> Condition:
    """Contracts whose last call made left a red flag.

    Of contracts that ever had one, asked of the calls of each in one reading: SQLite would look
    for the last of them among the calls of everybody.
    """
    had_red = Contract.id.in_(select(FollowUp.contract_id).where(FollowUp.flag == Flag.RED))
    made = FollowUp.state == FollowUpState.DONE
    last = func.max(case((made, FollowUp.due_on)))
    last_red = func.max(case((made & (FollowUp.flag == Flag.RED), FollowUp.due_on)))
    is_red = (
        select(last == last_red)
        .where(FollowUp.contract_id == Contract.id)
        .correlate(Contract)
        .scalar_subquery()
    )
    return had_red & is_red
