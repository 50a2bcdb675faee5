"""The lines that hires propose: each month worked on an offer of a market and not written yet."""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from api.services.interim_hours import HoursLine, hours_between
from api.services.rows import NAME_READERS, name_of
from models.case_files import CandidateIdentity
from models.clauses import ClauseLine, ClauseMarket
from models.contract_lists import ContractState
from models.contracts import Contract
from models.introductions import Introduction
from models.months import add_months
from models.people import User

MOST_PROPOSED = 60
WEEK = 7.0
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LineProposal:
    """A month of a contract to be written in the ledger.

    hours : None where nothing says them; `why` tells where they come from
    """

    contract: Contract
    who: str
    month: date
    hours: float | None
    why: str


def proposals_of(
    session: Session, user: User, market: ClauseMarket, offers: Sequence[int], today: date
) -> tuple[LineProposal, ...]:
    """The months that are over, or end with their contract, of the hires on these offers."""
    contracts = session.scalars(
        select(Contract)
        .join(Introduction, Introduction.id == Contract.introduction_id)
        .where(Introduction.offer_id.in_(offers), Contract.state != ContractState.PLANNED)
        .order_by(Contract.start_on, Contract.id)
        .options(joinedload(Contract.candidate), selectinload(Contract.hours))
    ).all()
    written = {
        (row.contract_id, row.month)
        for row in session.execute(
            select(ClauseLine.contract_id, ClauseLine.month).where(
                ClauseLine.contract_id.in_([each.id for each in contracts]),
                ClauseLine.cancelled_at.is_(None),
            )
        )
    }
    names = names_of(session, user, [each.candidate_id for each in contracts])
    found = []
    for contract in contracts:
        for first, last in months_of(contract, market, today):
            if (contract.id, first.replace(day=1)) not in written:
                hours, why = hours_of(contract, first, last)
                who = " ".join(
                    filter(None, (contract.candidate.identifier, names.get(contract.candidate_id)))
                )
                found.append(LineProposal(contract, who, first.replace(day=1), hours, why))
    return tuple(sorted(found, key=lambda each: each.month)[:MOST_PROPOSED])


def months_of(contract: Contract, market: ClauseMarket, today: date) -> Iterator[tuple[date, date]]:
    """First and last day worked of each month of the contract, within the market.

    A month that goes on is left for later, unless the contract ended in it.
    """
    yesterday = today - _DAY
    last = min(filter(None, (contract.last_day, market.last_on, yesterday)))
    month = max(contract.start_on, market.first_on).replace(day=1)
    while month <= last:
        end = month.replace(day=calendar.monthrange(month.year, month.month)[1])
        is_over = end <= yesterday or last < yesterday or last == contract.last_day
        if is_over:
            yield max(month, contract.start_on, market.first_on), min(end, last)
        month = add_months(month, 1)


def hours_of(contract: Contract, first: date, last: date) -> tuple[float | None, str]:
    """The hours of a contract between two days, and where they come from, in French."""
    lines = [HoursLine(each.first_on, each.last_on, each.hours) for each in contract.hours]
    stated = hours_between(lines, first, last)
    if stated > 0:
        return round(stated, 2), "d’après les relevés d’heures"
    if contract.weekly_hours is None:
        return None, "durée hebdomadaire inconnue : saisissez les heures"
    days = (last - first).days + 1
    hours = round(contract.weekly_hours * days / WEEK, 2)
    weekly = f"{contract.weekly_hours:g}".replace(".", ",")
    return hours, f"estimées : {weekly} h par semaine, {days} jours"


def names_of(session: Session, user: User, ids: Sequence[int]) -> dict[int, str | None]:
    """Names of these people for those who may read them; nobody's for the others."""
    if user.role not in NAME_READERS:
        return {}
    wanted = select(CandidateIdentity).where(CandidateIdentity.candidate_id.in_(ids))
    return {each.candidate_id: name_of(each) for each in session.scalars(wanted)}
