"""Whom and what a user may see and decide on: the conditions that every list of the service adds.

A caseworker sees the people they follow, an advisor the offers of their domains, a manager and
the administration everything; a delegation in force adds what the absent colleague sees.
"""

from datetime import date

from sqlalchemy import ColumnElement, Select, false, or_, select, true
from sqlalchemy.orm import Session

from models.candidates import Candidate
from models.case_files import CandidateFollow
from models.delegations import Delegation
from models.errors import DomainError
from models.introductions import Introduction
from models.names import PlainName, plain_name
from models.offers import Offer
from models.people import User
from models.vocabulary import IntroductionState, Role

Condition = ColumnElement[bool]

AGREED_TO = frozenset(
    {
        IntroductionState.AGREED,
        IntroductionState.LEVEL2_PENDING,
        IntroductionState.LEVEL2_VALIDATED,
        IntroductionState.DISPATCHED,
        IntroductionState.CLOSED,
    }
)
"""Introductions that are about to be sent, or were."""
FOLLOW_EVERYBODY = frozenset({Role.ADVISOR, Role.MANAGER})
"""Roles whose people are everybody."""


class NotYourParticipantError(DomainError):
    """A caseworker decides for the people they follow, and for nobody else."""

    def __init__(self) -> None:
        super().__init__("Cette personne est suivie par quelqu’un d’autre.")


class NotYourOfferError(DomainError):
    """An advisor decides on the offers of their domains, and on no other."""

    def __init__(self) -> None:
        super().__init__("Cette offre est d’un domaine que vous ne suivez pas.")


def offers_visible(user: User, *absent: User) -> Condition:
    """The offers of a user: those of an advisor's domains, all of them for the others.

    absent : colleagues the user stands in for, beside those of `user.absent`
    """
    return or_(*(_offers(each) for each in _all(user, absent)))


def candidates_visible(user: User, *absent: User) -> Condition:
    """The people of a user: a caseworker's own, nobody for who decides on nobody."""
    return or_(*(_candidates(each) for each in _all(user, absent)))


def introductions_visible(user: User, *absent: User) -> Condition:
    """The introductions of a user: of a caseworker's people, on an advisor's offers.

    An employer officer sees those that somebody agreed to: they send, and record the answers.
    """
    return or_(*(_introductions(each) for each in _all(user, absent)))


def _all(user: User, absent: tuple[User, ...]) -> list[User]:
    """The user, and whomever they stand in for, told here or when they signed in; each once."""
    return list(dict.fromkeys((user, *absent, *user.absent)))


def _offers(user: User) -> Condition:
    if user.role is Role.ADVISOR and user.domains:
        return Offer.domain.in_(user.domains)
    return false() if user.role is Role.AGENCY else true()


def _candidates(user: User) -> Condition:
    if user.role is Role.CASEWORKER:
        return Candidate.id.in_(followed_by(user))
    return true() if user.role in FOLLOW_EVERYBODY else false()


def _introductions(user: User) -> Condition:
    if user.role is Role.MANAGER:
        return true()
    if user.role is Role.CASEWORKER:
        return Introduction.candidate_id.in_(followed_by(user))
    if user.role is Role.ADVISOR:
        if not user.domains:
            return true()
        return Introduction.offer_id.in_(select(Offer.id).where(_offers(user)))
    if user.role is Role.OFFICER:
        return Introduction.state.in_(AGREED_TO)
    return false()


def followed_by(user: User) -> Select[int]:
    """The candidates whose file names this user as their caseworker (ids)."""
    names = select(CandidateFollow.caseworker).distinct().offset(0).subquery()  # read once each
    own = select(names.c.caseworker).where(
        PlainName(names.c.caseworker) == plain_name(user.name_in_files)
    )
    return select(CandidateFollow.candidate_id).where(CandidateFollow.caseworker.in_(own))


def follows(user: User, follow: CandidateFollow | None) -> bool:
    """True where the user may decide for the person: advisors, managers, the caseworker.

    A caseworker also decides for the people of the absent colleagues they stand in for.
    """
    if user.role is not Role.CASEWORKER:
        return user.role in (Role.ADVISOR, Role.MANAGER)
    if follow is None or not follow.caseworker:
        return False
    names = {plain_name(each.name_in_files) for each in _all(user, ())}
    return plain_name(follow.caseworker) in names


def decides_on(session: Session, user: User, offer_id: int, *absent: User) -> bool:
    """True where the user, or whom they stand in for, works on this offer."""
    mine = select(Offer.id).where(Offer.id == offer_id, offers_visible(user, *absent))
    return session.scalar(mine) is not None


def check_decides(
    session: Session, user: User, offer_id: int, candidate_id: int, today: date
) -> None:
    """Stop whoever decides for neither the person nor the offer, in their own right or another’s.

    Raises
    ------
    NotYourParticipantError, NotYourOfferError
    """
    absent = stood_in_for(session, user, today)
    check_follows(session, user, candidate_id, *absent)
    if not decides_on(session, user, offer_id, *absent):
        raise NotYourOfferError


def check_follows(session: Session, user: User, candidate_id: int, *absent: User) -> None:
    """Stop whoever follows the person neither for themselves nor for an absent colleague.

    Raises
    ------
    NotYourParticipantError
    """
    follow = session.get(CandidateFollow, candidate_id)
    if not any(follows(each, follow) for each in (user, *absent)):
        raise NotYourParticipantError


def stood_in_for(session: Session, user: User, today: date) -> list[User]:
    """The absent colleagues whose work `user` does today.

    Neither who left, nor who has another role by now: what they saw is not what `user` does.
    Whoever signed in was told already (`User.stand_in_for`): nothing is asked again.
    """
    if user.is_told_of_absent:
        return list(user.absent)
    return list(
        session.scalars(
            select(User)
            .join(Delegation, Delegation.from_user_id == User.id)
            .where(
                Delegation.to_user_id == user.id,
                User.is_active,
                User.role == user.role,
                Delegation.ended_at.is_(None),
                Delegation.first_day <= today,
                Delegation.last_day >= today,
            )
            .order_by(User.id)
        )
    )
