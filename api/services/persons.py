"""The people whom somebody may look at: found by identifier, name or project, and one of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services.offer_lists import pages_of
from api.services.rows import candidate_of, name_of
from api.services.scope import NotYourParticipantError, follows
from ingestion.normalise import fold
from models.candidates import Candidate, CandidateProject
from models.case_files import CandidateFollow, CandidateIdentity
from models.people import User

PEOPLE_PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the viewer follows: then the name may be read too."""

    candidate: Candidate
    name: str | None
    follow: CandidateFollow | None
    projects: tuple[str, ...] = ()

    @property
    def called(self) -> str:
        """Identifier and name, as titles say them."""
        return " ".join(filter(None, (self.candidate.identifier, self.name)))


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """One page of the people found, out of `total`."""

    people: tuple[Person, ...]
    total: int
    pages: int


def person_of(session: Session, user: User, key: str) -> Person:
    """The person of this key.

    Raises
    ------
    NotFoundError : none, or the key is no key
    NotYourParticipantError : a caseworker asks for somebody else's participant
    """
    candidate = candidate_of(session, key)
    follow = session.get(CandidateFollow, candidate.id)
    if not follows(user, follow):
        raise NotYourParticipantError
    identity = session.get(CandidateIdentity, candidate.id)
    return Person(candidate, name_of(identity), follow)


def people_page(
    session: Session, user: User, words: str = "", page: int = 1, size: int = PEOPLE_PER_PAGE
) -> PeoplePage:
    """Active people whom the user may look at and whom every word fits, by identifier."""
    titles = _titles(session)
    wanted = fold(words).split()
    found = []
    for candidate, follow, identity in session.execute(
        select(Candidate, CandidateFollow, CandidateIdentity)
        .outerjoin(CandidateFollow, CandidateFollow.candidate_id == Candidate.id)
        .outerjoin(CandidateIdentity, CandidateIdentity.candidate_id == Candidate.id)
        .where(Candidate.is_active)
        .order_by(Candidate.identifier)
    ):
        if not follows(user, follow):
            continue
        person = Person(candidate, name_of(identity), follow, tuple(titles.get(candidate.id, ())))
        text = fold(" ".join((person.called, *person.projects))) if wanted else ""
        if all(word in text for word in wanted):
            found.append(person)
    start = (page - 1) * size
    return PeoplePage(
        tuple(found[start : start + size]),
        len(found),
        pages_of(len(found), size),
    )


def _titles(session: Session) -> dict[int, Sequence[str]]:
    titles: dict[int, list[str]] = {}
    for id_, title in session.execute(
        select(CandidateProject.candidate_id, CandidateProject.title).order_by(
            CandidateProject.candidate_id, CandidateProject.position
        )
    ):
        titles.setdefault(id_, []).append(title)
    return dict(titles)
