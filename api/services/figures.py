"""What the landing page reads: counts, and the fictitious people of a demonstration."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.services.offer_lists import counts_by_state
from models.candidates import Candidate
from models.errors import NotFoundError
from models.introductions import Introduction
from models.people import User
from models.vocabulary import IntroductionState, OfferState, Role


@dataclass(frozen=True, slots=True)
class LandingFigures:
    """How much there is: offers by state, people followed, introductions kept."""

    by_state: dict[OfferState, int]
    people: int
    kept: int


def landing_figures(session: Session) -> LandingFigures:
    """The figures of the landing page, as they stand."""
    people = session.scalar(select(func.count()).select_from(Candidate).where(Candidate.is_active))
    kept = session.scalar(
        select(func.count())
        .select_from(Introduction)
        .where(Introduction.state == IntroductionState.KEPT)
    )
    return LandingFigures(counts_by_state(session), people or 0, kept or 0)


def first_of_role(session: Session, role: Role) -> User:
    """The earliest active account of a role.

    Raises
    ------
    NotFoundError : nobody has it
    """
    user = session.scalar(
        select(User).where(User.role == role, User.is_active).order_by(User.id).limit(1)
    )
    if user is None:
        raise NotFoundError("Compte", role)
    return user
