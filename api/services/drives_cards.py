"""The cards of a recruitment drive as a user may read them: one a person, names where allowed."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from api.services.drives import RUNNERS
from api.services.rows import NAME_READERS, name_of
from api.services.scope import candidates_visible
from models.candidates import Candidate
from models.case_files import CandidateIdentity
from models.drives import SEATED, DriveGuest
from models.introductions import Introduction
from models.offers import Offer
from models.people import User
from models.vocabulary import IntroductionState

OVER = frozenset({IntroductionState.DISCARDED, IntroductionState.DECLINED})


@dataclass(frozen=True, slots=True)
class Card:
    """One person of a drive, with the offers they are put forward on.

    name : None where the viewer may not read it
    """

    guest: DriveGuest
    identifier: str
    name: str | None
    key: str
    offers: tuple[str, ...]

    @property
    def called(self) -> str:
        """Identifier and name, as lists say them."""
        return " ".join(filter(None, (self.identifier, self.name)))


def cards_of(
    session: Session,
    user: User,
    guests: Sequence[DriveGuest],
    offers: Sequence[int],
    *,
    at_the_door: bool = False,
) -> tuple[Card, ...]:
    """The cards of these guests, in their order; names only where the user may read them.

    offers : ids whose titles are told of each person
    at_the_door : the user receives them, and reads the names of those who have a seat
    """
    ids = [guest.candidate_id for guest in guests]
    people = {
        candidate.id: (candidate, identity)
        for candidate, identity in session.execute(
            select(Candidate, CandidateIdentity)
            .outerjoin(CandidateIdentity, CandidateIdentity.candidate_id == Candidate.id)
            .where(Candidate.id.in_(ids))
        )
    }
    readable = _readable(session, user, ids)
    titles = _titles(session, ids, offers)
    found = []
    for guest in guests:
        candidate, identity = people[guest.candidate_id]
        may_read = candidate.id in readable or (
            at_the_door and user.role in RUNNERS and guest.state in SEATED
        )
        found.append(
            Card(
                guest,
                candidate.identifier,
                name_of(identity) if may_read else None,
                str(candidate.key),
                titles.get(candidate.id, ()),
            )
        )
    return tuple(found)


def _readable(session: Session, user: User, ids: Sequence[int]) -> frozenset[int]:
    if user.role in NAME_READERS:
        return frozenset(ids)
    return frozenset(session.scalars(own_people(user).where(Candidate.id.in_(ids))))


def _titles(
    session: Session, people: Sequence[int], offers: Sequence[int]
) -> dict[int, tuple[str, ...]]:
    """The offers of the drive that each person is put forward on, by reference."""
    titles: dict[int, tuple[str, ...]] = {}
    for person, title, state in session.execute(
        select(Introduction.candidate_id, Offer.title, Introduction.state)
        .join(Offer, Offer.id == Introduction.offer_id)
        .where(
            Introduction.candidate_id.in_(people),
            Introduction.offer_id.in_(offers),
            Introduction.state.not_in(OVER),
        )
        .order_by(Offer.reference)
    ):
        titles[person] = (*titles.get(person, ()), f"{title} ({state.label.lower()})")
    return titles


def own_people(user: User) -> Select[int]:
    """The people that a caseworker, an advisor or a manager may look at (ids)."""
    return select(Candidate.id).where(candidates_visible(user))
