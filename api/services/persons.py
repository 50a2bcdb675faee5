"""The people whom somebody may look at: found by identifier, name or project, and one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import Session

from api.services.offer_lists import pages_of
from api.services.rows import candidate_of, name_of
from api.services.scope import NotYourParticipantError, candidates_visible, follows
from models.candidates import Candidate, CandidateProject
from models.case_files import CandidateFollow, CandidateIdentity
from models.names import PlainName, plain_name
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
    wanted = (Candidate.is_active, candidates_visible(user), *_fitting(words))
    total = session.scalar(_people(func.count()).where(*wanted)) or 0
    within = (page - 1) * size
    titles = _titles(
        session,
        _people(Candidate.id).where(*wanted).order_by(*_ORDER).offset(within).limit(size),
    )
    found = session.execute(
        _people(Candidate, CandidateFollow, CandidateIdentity)
        .where(*wanted)
        .order_by(*_ORDER)
        .offset(within)
        .limit(size)
    )
    people = tuple(
        Person(candidate, name_of(identity), follow, tuple(titles.get(candidate.id, ())))
        for candidate, follow, identity in found
    )
    return PeoplePage(people, total, pages_of(total, size))


_ORDER = (Candidate.identifier, Candidate.id)


def _people(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Candidate)
        .outerjoin(CandidateFollow, CandidateFollow.candidate_id == Candidate.id)
        .outerjoin(CandidateIdentity, CandidateIdentity.candidate_id == Candidate.id)
    )


def _fitting(words: str) -> list[ColumnElement[bool]]:
    """Each word stands in the identifier, in the name or in a project; letters and digits count."""
    wanted = [plain for word in words.split() if (plain := plain_name(word))]
    if not wanted:
        return [false()] if words.strip() else []
    called = PlainName(
        Candidate.identifier
        + " "
        + func.coalesce(CandidateIdentity.first_name, "")
        + " "
        + func.coalesce(CandidateIdentity.last_name, "")
    )
    return [or_(called.contains(word), _has_project(word)) for word in wanted]


def _has_project(word: str) -> ColumnElement[bool]:
    return Candidate.id.in_(
        select(CandidateProject.candidate_id).where(
            PlainName(CandidateProject.title).contains(word)
        )
    )


def _titles(session: Session, people: Select[Any]) -> dict[int, Sequence[str]]:
    titles: dict[int, list[str]] = {}
    for id_, title in session.execute(
        select(CandidateProject.candidate_id, CandidateProject.title)
        .where(CandidateProject.candidate_id.in_(people))
        .order_by(CandidateProject.candidate_id, CandidateProject.position)
    ):
        titles.setdefault(id_, []).append(title)
    return dict(titles)
