"""Whom and what a user may see: the conditions that every list of the service adds.

A caseworker sees the people they follow, an advisor the offers of their domains, a manager and
the administration everything; a delegation in force adds what the absent colleague sees.
"""

from datetime import date

from sqlalchemy import ColumnElement, Select, false, func, or_, select, true
from sqlalchemy.orm import Session

from models.candidates import Candidate
from models.case_files import CandidateFollow
from models.delegations import Delegation
from models.introductions import Introduction
from models.offers import Offer
from models.people import User
from models.vocabulary import Role

Condition = ColumnElement[bool]

EVERYTHING = frozenset({Role.MANAGER})
"""Who sees all people and all offers."""


def offers_visible(user: User) -> Condition:
    """The offers of a user: those of an advisor's domains, all of them for the others."""
    if user.role is Role.ADVISOR and user.domains:
        return or_(Offer.domain.in_(user.domains), Offer.domain.is_(None))
    return false() if user.role is Role.AGENCY else true()


def candidates_visible(user: User) -> Condition:
    """The people of a user: a caseworker's own, nobody for who decides on nobody."""
    if user.role is Role.CASEWORKER:
        return Candidate.id.in_(followed_by(user))
    return true() if user.role in (Role.ADVISOR, Role.MANAGER) else false()


def introductions_visible(user: User) -> Condition:
    """The introductions of a user: of a caseworker's people, on an advisor's offers.

    An employer officer sees those of every offer: they send and record the answers.
    """
    if user.role is Role.CASEWORKER:
        return Introduction.candidate_id.in_(followed_by(user))
    if user.role in (Role.ADVISOR, Role.MANAGER, Role.OFFICER):
        return Introduction.offer_id.in_(select(Offer.id).where(offers_visible(user)))
    return false()


def followed_by(user: User) -> Select[int]:
    """The candidates whose file names this user as their caseworker (ids)."""
    return select(CandidateFollow.candidate_id).where(
        func.lower(func.trim(CandidateFollow.caseworker)) == user.name.strip().lower()
    )


def stood_in_for(session: Session, user: User, today: date) -> list[User]:
    """The absent colleagues whose work `user` does today."""
    return list(
        session.scalars(
            select(User)
            .join(Delegation, Delegation.from_user_id == User.id)
            .where(
                Delegation.to_user_id == user.id,
                Delegation.ended_at.is_(None),
                Delegation.first_day <= today,
                Delegation.last_day >= today,
            )
            .order_by(User.id)
        )
    )
