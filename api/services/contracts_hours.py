"""Hours worked on a contract, line by line, as the agency's statement says them."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services.contracts_life import check_past
from api.services.keys import found, key_of
from models.contract_lists import ContractState
from models.contracts import Contract, MissionHours
from models.errors import InputRefusedError, TransitionRefusedError
from models.people import User

MOST_DAILY_HOURS = 12.0
"""Hours a day that no statement holds, overtime and nights included, on average over a line."""

_TERMS = ("state", "start_on", "end_on", "ended_on")
"""What the days of a line are checked against; locked, so that two lines never overlap."""


def add_hours(
    session: Session,
    contract: Contract,
    line: tuple[date, date, float],
    user: User,
    at: datetime,
) -> MissionHours:
    """Hours worked from one day to another (first, last, hours), as the statement says them.

    Raises
    ------
    InputRefusedError : days to come or outside the contract, more hours than days hold, or days
        that another line has already
    TransitionRefusedError : the contract has not started
    """
    first, last, hours = line
    session.refresh(contract, _TERMS, with_for_update=True)
    if contract.state is ContractState.PLANNED:
        raise TransitionRefusedError(
            "Noter des heures", contract.state.label, "le démarrage n’est pas confirmé"
        )
    if last < first:
        raise InputRefusedError("le dernier jour précède le premier", "Heures")
    check_past(last, at, "Heures")
    end = contract.last_day
    if first < contract.start_on or (end is not None and last > end):
        raise InputRefusedError("ces jours sont hors du contrat", "Heures")
    most = ((last - first).days + 1) * MOST_DAILY_HOURS
    if not 0 < hours <= most:
        raise InputRefusedError(f"entre 0 et {most:g} heures pour ces jours", "Heures")
    taken = session.scalar(
        select(MissionHours.id)
        .where(
            MissionHours.contract_id == contract.id,
            MissionHours.first_on <= last,
            MissionHours.last_on >= first,
        )
        .limit(1)
    )
    if taken is not None:
        raise InputRefusedError("une ligne couvre déjà ces jours", "Heures")
    made = MissionHours(
        contract_id=contract.id,
        first_on=first,
        last_on=last,
        hours=hours,
        recorded_by_id=user.id,
        recorded_at=at,
    )
    session.add(made)
    session.flush()
    return made


def remove_hours(session: Session, contract: Contract, key: str) -> None:
    """Take a line of hours out again.

    Raises
    ------
    NotFoundError : the contract has no such line
    """
    wanted = select(MissionHours).where(
        MissionHours.key == key_of(key, "Ligne d'heures"), MissionHours.contract_id == contract.id
    )
    session.delete(found(session.scalar(wanted), "Ligne d'heures", key))
    session.flush()
