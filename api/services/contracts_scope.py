"""Who may see a contract, and with it the name and the telephone of the person."""

from datetime import date

from sqlalchemy import exists, false, or_, select, true
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from api.services.keys import found, key_of
from api.services.scope import FOLLOW_EVERYBODY, Condition, candidates_visible, stood_in_for
from models.candidates import Candidate
from models.contract_transitions import FOLLOWERS
from models.contracts import Contract, ContractEvent, FollowUp
from models.introductions import Introduction
from models.offers import Offer
from models.people import User

_OF_HIRE = aliased(Introduction)
"""The introduction that a contract comes from."""


def contracts_visible(user: User, *absent: User) -> Condition:
    """The contracts of a user: those they follow up or negotiated, and those of their people.

    absent : colleagues the user stands in for, whose contracts count as theirs
    """
    return or_(*(_contracts(each) for each in (user, *absent)))


def _contracts(user: User) -> Condition:
    if user.role in FOLLOW_EVERYBODY:
        return true()  # every contract is of somebody
    if user.role not in FOLLOWERS:
        return false()
    people = select(Candidate.id).where(candidates_visible(user))
    collected = select(Offer.id).where(Offer.collected_by_id == user.id)
    negotiated = exists().where(
        _OF_HIRE.id == Contract.introduction_id, _OF_HIRE.offer_id.in_(collected)
    )
    return or_(Contract.owner_id == user.id, Contract.candidate_id.in_(people), negotiated)


def contract_of(session: Session, user: User, key: str, today: date) -> Contract:
    """The contract of this key with its story, where the user may see it.

    Raises
    ------
    NotFoundError : none, or not theirs to see
    """
    absent = stood_in_for(session, user, today)
    wanted = (
        select(Contract)
        .where(Contract.key == key_of(key, "Contrat"), contracts_visible(user, *absent))
        .options(
            joinedload(Contract.owner),
            joinedload(Contract.candidate),
            joinedload(Contract.introduction).joinedload(Introduction.offer),
            selectinload(Contract.hours),
            selectinload(Contract.follow_ups).joinedload(FollowUp.done_by),
            selectinload(Contract.events).joinedload(ContractEvent.actor),
        )
    )
    return found(session.scalar(wanted), "Contrat", key)
