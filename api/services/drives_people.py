"""Whom a drive may invite: those already put forward on its offers, those their lists show, and
whoever is found by hand. One line a person, however many of the offers name them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from api.services.drives import offers_of
from api.services.persons import people_page
from api.services.rows import candidate_of, name_of
from api.services.shortlists import current_shortlist
from matching.bands import ORDER
from models.candidates import Candidate
from models.case_files import CandidateIdentity
from models.drives import Drive, DriveGuest
from models.introduction_table import OPEN_STATES
from models.introductions import Introduction
from models.offers import Offer
from models.people import User
from models.shortlists import ShortlistEntry
from models.vocabulary import Band, IntroductionState, Labelled

SHOWN_BANDS = (Band.VERY_SUITABLE, Band.SUITABLE, Band.TO_CHECK)
FIRST_RANKS = 100
"""Ranks of each list that are looked at."""
MOST_LISTED = 100
MOST_FOUND = 50


class Group(Labelled):
    """People invited together, without choosing them one by one."""

    READY = "retenues", "Personnes retenues ou d’accord sur ces offres"
    RESERVE = "reserve", "Personnes en liste complémentaire d’une de ces offres"


STATES_OF: dict[Group, frozenset[IntroductionState]] = {
    Group.READY: OPEN_STATES - {IntroductionState.RESERVE},
    Group.RESERVE: frozenset({IntroductionState.RESERVE}),
}


@dataclass(frozen=True, slots=True)
class Proposed:
    """Somebody who may be invited, and on which offers of the drive, in words."""

    candidate: Candidate
    name: str | None
    offers: tuple[str, ...]

    @property
    def called(self) -> str:
        """Identifier and name."""
        return " ".join(filter(None, (self.candidate.identifier, self.name)))


def group_of(session: Session, drive: Drive, group: Group) -> list[Candidate]:
    """The active people of a group without a card in the drive, each once, the first in first."""
    return list(dict.fromkeys(session.scalars(_grouped(session, drive, group))))


def group_count(session: Session, drive: Drive, group: Group) -> int:
    """How many people `group_of` would give."""
    found = _grouped(session, drive, group).with_only_columns(func.count(Candidate.id.distinct()))
    return session.scalar(found.order_by(None)) or 0


def _grouped(session: Session, drive: Drive, group: Group) -> Select[Candidate]:
    offers = [offer.id for offer in offers_of(session, drive)]
    return (
        select(Candidate)
        .join(Introduction, Introduction.candidate_id == Candidate.id)
        .where(
            Introduction.offer_id.in_(offers),
            Introduction.state.in_(STATES_OF[group]),
            Candidate.is_active,
            Candidate.id.not_in(_known(drive)),
        )
        .order_by(Introduction.created_at, Introduction.id)
    )


def listed(session: Session, drive: Drive) -> tuple[Proposed, ...]:
    """The first of the lists of the offers, without those who have a card: best band first."""
    best: dict[int, tuple[int, int]] = {}
    words: dict[int, tuple[str, ...]] = {}
    for offer in offers_of(session, drive):
        for entry in _entries(session, drive, offer):
            place = (ORDER.index(entry.band), entry.rank)
            person = entry.candidate_id
            best[person] = min(place, best.get(person, place))
            told = f"{offer.title} : {entry.band.label.lower()}, rang {entry.rank}"
            words[person] = (*words.get(person, ()), told)
    first = sorted(best, key=lambda person: best[person])[:MOST_LISTED]
    people = _people(session, first)
    return tuple(Proposed(*people[person], words[person]) for person in first if person in people)


def _entries(session: Session, drive: Drive, offer: Offer) -> Sequence[ShortlistEntry]:
    shortlist = current_shortlist(session, offer)
    if shortlist is None:
        return ()
    gone = select(Introduction.candidate_id).where(
        Introduction.offer_id == offer.id, Introduction.state.not_in(_STILL_THERE)
    )
    return session.scalars(
        select(ShortlistEntry)
        .where(
            ShortlistEntry.shortlist_id == shortlist.id,
            ShortlistEntry.rank <= FIRST_RANKS,
            ShortlistEntry.band.in_(SHOWN_BANDS),
            ShortlistEntry.candidate_id.not_in(_known(drive)),
            ShortlistEntry.candidate_id.not_in(gone),
        )
        .order_by(ShortlistEntry.rank)
    ).all()


_STILL_THERE = OPEN_STATES | {IntroductionState.SUGGESTED}


def search(session: Session, user: User, drive: Drive, words: str) -> tuple[Proposed, ...]:
    """People found by hand whom the user may look at, without those who have a card."""
    if not words.strip():
        return ()
    known = set(session.scalars(_known(drive)))
    found = people_page(session, user, words, size=MOST_FOUND + len(known)).people
    return tuple(
        Proposed(each.candidate, each.name, each.projects)
        for each in found
        if each.candidate.id not in known
    )[:MOST_FOUND]


def chosen(session: Session, keys: Sequence[str]) -> list[Candidate]:
    """The people ticked, each once, in the order of the page.

    Raises
    ------
    NotFoundError : somebody ticked is in no file
    """
    return [candidate_of(session, key) for key in dict.fromkeys(keys)]


def _known(drive: Drive) -> Select[int]:
    return select(DriveGuest.candidate_id).where(DriveGuest.drive_id == drive.id)


def _people(session: Session, ids: Sequence[int]) -> dict[int, tuple[Candidate, str | None]]:
    found = session.execute(
        select(Candidate, CandidateIdentity)
        .outerjoin(CandidateIdentity, CandidateIdentity.candidate_id == Candidate.id)
        .where(Candidate.id.in_(ids), Candidate.is_active)
    )
    return {candidate.id: (candidate, name_of(identity)) for candidate, identity in found}
