"""What an employer says of a start on the page of a dispatch, taken to the contract it made."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services.followups import Whereabouts, record_whereabouts
from models.contract_lists import ContractState
from models.contracts import Contract
from models.days import day_of
from models.dispatch_lists import StartNews
from models.moves import Actor
from models.vocabulary import Role

SAID = {
    StartNews.STARTED: Whereabouts.STARTED,
    StartNews.NOT_STARTED: Whereabouts.NOT_STARTED,
    StartNews.OVER: Whereabouts.OVER,
}


def start_told(
    session: Session, introduction_id: int, news: StartNews, user_id: int | None, at: datetime
) -> Contract | None:
    """Start, break or end the contract of an introduction as the employer says; None: no change.

    Only what still waits for the news is changed: a contract that somebody started, ended or
    broke already stays as it is. `user_id` : who typed what was heard; None, the contact.
    """
    waiting = {ContractState.PLANNED}
    if news is StartNews.OVER:
        waiting |= {ContractState.STARTED, ContractState.ONGOING}
    contract = session.scalar(
        select(Contract)
        .where(Contract.introduction_id == introduction_id, Contract.state.in_(waiting))
        .order_by(Contract.start_on, Contract.id)
        .limit(1)
    )
    today = day_of(at)
    if contract is None or contract.start_on > today:
        return None
    on = contract.start_on
    if news is StartNews.OVER:  # on a day that nobody told: the one signed, where it has passed
        on = min(today, contract.end_on or today)
    actor = Actor(user_id, Role.AGENCY)
    return record_whereabouts(session, contract, SAID[news], on, actor, at)
