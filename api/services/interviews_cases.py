"""An introduction that waits for level 2, as one user may work on it: scope, authors, stand-ins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, defer, joinedload

from api.services.keys import found, key_of
from api.services.rows import name_of
from api.services.scope import Condition, introductions_visible, stood_in_for
from models.authors import authors_of
from models.candidates import Candidate
from models.case_files import CandidateFollow, CandidateIdentity
from models.errors import DomainError, NotFoundError
from models.interviews import DECIDING, Interview, InterviewState
from models.introductions import Introduction
from models.offers import Offer
from models.people import User
from models.vocabulary import IntroductionState, Role

MOST_CASES = 200
"""Introductions read for one page."""
READ_OF_OFFERS = (Offer.source_text, Offer.original, Offer.parsed, Offer.review)
"""Heavy columns, loaded where they are asked for."""
JUDGES = frozenset({Role.ADVISOR, Role.MANAGER})
"""Who receives people and decides on level 2."""


class OwnProposalError(DomainError):
    """Whoever put a person forward neither interviews nor validates them."""

    def __init__(self) -> None:
        super().__init__(
            "Vous avez proposé cette personne : l’entretien et la validation reviennent "
            "à quelqu’un d’autre."
        )


@dataclass(frozen=True)
class Case:
    """An introduction with what the screens say of it.

    authors : ids of those who put the person forward
    stands_in_for : the absent colleague in whose stead the user sees it; None in their own right
    """

    introduction: Introduction
    offer: Offer
    candidate: Candidate
    name: str | None
    follow: CandidateFollow | None
    authors: frozenset[int]
    stands_in_for: User | None = None

    @property
    def called(self) -> str:
        """Identifier and name, as titles say them."""
        return " ".join(filter(None, (self.candidate.identifier, self.name)))

    def is_own(self, user: User) -> bool:
        """Whether the user put the person forward."""
        return user.id in self.authors


def case_of(session: Session, user: User, key: str, today: date) -> Case:
    """The introduction of this key, if the user may see it.

    Raises
    ------
    NotFoundError : none, or out of what the user sees
    """
    return _one(session, user, today, Introduction.key == key_of(key, "Mise en relation"), key)


def case_of_interview(
    session: Session, user: User, key: str, today: date
) -> tuple[Case, Interview]:
    """An interview and its case.

    Raises
    ------
    NotFoundError : none, or out of what the user sees
    """
    wanted = select(Interview).where(Interview.key == key_of(key, "Entretien"))
    interview = found(session.scalar(wanted), "Entretien", key)
    return _one(session, user, today, Introduction.id == interview.introduction_id, key), interview


def cases(session: Session, user: User, today: date, wanted: Condition) -> list[Case]:
    """Those of the introductions wanted that the user may see, oldest change first.

    `MOST_CASES` at most: those that waited longest. What was read of an offer is not: lists say
    its title.
    """
    stood_in = judged_for(session, user, today)
    seen = introductions_visible(user, *stood_in)
    introductions = session.scalars(
        select(Introduction)
        .where(wanted, seen)
        .order_by(Introduction.changed_at, Introduction.id)
        .limit(MOST_CASES)
        .options(
            joinedload(Introduction.offer).options(*(defer(each) for each in READ_OF_OFFERS)),
            joinedload(Introduction.candidate),
        )
    ).all()
    return _cases(session, user, introductions, stood_in)


def judged_for(session: Session, user: User, today: date) -> list[User]:
    """The absent colleagues in whose stead the user judges today."""
    return stood_in_for(session, user, today) if user.role in JUDGES else []


def is_open(case: Case, interview: Interview) -> bool:
    """Whether the grid may be filled and the outcome said: somebody was received, and either
    nothing is concluded or the conclusion was taken back before anybody signed.
    """
    if case.introduction.state is not IntroductionState.LEVEL2_PENDING:
        return False
    is_taken_back = interview.result in DECIDING and interview.signature_mode is None
    return interview.state is InterviewState.PRESENT and (interview.result is None or is_taken_back)


def check_judge(case: Case, user: User) -> None:
    """Refuse who put the person forward.

    Raises
    ------
    OwnProposalError
    """
    if case.is_own(user):
        raise OwnProposalError


def receivers(session: Session, case: Case) -> list[User]:
    """Who may receive the person: advisors and managers who did not put them forward."""
    people = session.scalars(
        select(User).where(User.role.in_(JUDGES), User.is_active).order_by(User.name)
    )
    return [each for each in people if not case.is_own(each)]


def _one(session: Session, user: User, today: date, wanted: Condition, key: str) -> Case:
    found = cases(session, user, today, wanted)
    if not found:
        raise NotFoundError("Mise en relation", key)
    return found[0]


def _cases(
    session: Session, user: User, introductions: Sequence[Introduction], stood_in: Sequence[User]
) -> list[Case]:
    people = [each.candidate_id for each in introductions]
    identities = {
        each.candidate_id: each
        for each in session.scalars(
            select(CandidateIdentity).where(CandidateIdentity.candidate_id.in_(people))
        )
    }
    follows = {
        each.candidate_id: each
        for each in session.scalars(
            select(CandidateFollow).where(CandidateFollow.candidate_id.in_(people))
        )
    }
    authors = authors_of(session, introductions)
    return [
        Case(
            introduction=each,
            offer=each.offer,
            candidate=each.candidate,
            name=name_of(identities.get(each.candidate_id)),
            follow=follows.get(each.candidate_id),
            authors=authors[each.id],
            stands_in_for=_in_stead(user, each.offer, stood_in),
        )
        for each in introductions
    ]


def _in_stead(user: User, offer: Offer, stood_in: Sequence[User]) -> User | None:
    """The absent colleague whose domain it is, where it is not the user's own."""
    if user.role is Role.MANAGER or not user.domains or offer.domain in user.domains:
        return None
    return next(
        (each for each in stood_in if not each.domains or offer.domain in each.domains), None
    )
