"""One row of a shortlist: the candidate, the reasons, the decision, as far as one may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from api.services.decisions import UNSEEN_VERSION
from api.services.scope import decides_on, follows
from api.services.spread_openings import NOTHING_TOLD, Told, told_of
from models.candidates import Candidate
from models.case_files import CandidateFollow, CandidateIdentity
from models.errors import NotFoundError
from models.introductions import Introduction, IntroductionEvent
from models.people import User
from models.shortlists import Shortlist, ShortlistEntry
from models.vocabulary import IntroductionAction, IntroductionState, Role

CaseFile = TypeVar("CaseFile", CandidateIdentity, CandidateFollow)

NAME_READERS = frozenset({Role.ADVISOR, Role.MANAGER})
"""Who reads the names of everybody; a caseworker reads those of their own participants."""
ROW_READERS = NAME_READERS | {Role.CASEWORKER}
"""Who sees people at all; the others see how many there are, and nobody."""


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate of a shortlist, with what the viewer may see of them."""

    entry: ShortlistEntry
    candidate: Candidate
    name: str | None
    follow: CandidateFollow | None
    introduction: Introduction | None
    steps: tuple[IntroductionEvent, ...]
    may_decide: bool
    told: Told = NOTHING_TOLD

    @property
    def state(self) -> IntroductionState:
        """Where the introduction stands; suggested while nobody decided."""
        return self.introduction.state if self.introduction else IntroductionState.SUGGESTED

    @property
    def event(self) -> IntroductionEvent | None:
        """The last step, the one that made the state what it is."""
        return self.steps[-1] if self.steps else None

    @property
    def version(self) -> int:
        """What a decision taken on this row must name."""
        return self.introduction.version if self.introduction else UNSEEN_VERSION


def candidate_of(session: Session, key: str) -> Candidate:
    """The candidate of this key.

    Raises
    ------
    NotFoundError : none, or the key is no key
    """
    try:
        candidate = session.scalar(select(Candidate).where(Candidate.key == UUID(key)))
    except ValueError:
        candidate = None
    if candidate is None:
        raise NotFoundError("Dossier", key)
    return candidate


def row_view(session: Session, shortlist: Shortlist, user: User, candidate_id: int) -> Row:
    """One row of a shortlist, as it stands now.

    Raises
    ------
    NotFoundError : the candidate is not in this shortlist
    """
    rank = session.scalar(
        select(ShortlistEntry.rank).where(
            ShortlistEntry.shortlist_id == shortlist.id,
            ShortlistEntry.candidate_id == candidate_id,
        )
    )
    if rank is None:
        raise NotFoundError("Dossier", candidate_id)
    return rows_of(session, shortlist, user, [rank])[rank]


def rows_of(
    session: Session, shortlist: Shortlist, user: User, ranks: Sequence[int]
) -> dict[int, Row]:
    """The rows of these ranks, by rank; a row carries a name only where the viewer may read it."""
    entries = session.scalars(
        select(ShortlistEntry)
        .where(ShortlistEntry.shortlist_id == shortlist.id, ShortlistEntry.rank.in_(ranks))
        .options(
            selectinload(ShortlistEntry.candidate).options(
                selectinload(Candidate.projects),
                selectinload(Candidate.mobility),
                selectinload(Candidate.availability),
            )
        )
    ).all()
    ids = [entry.candidate_id for entry in entries]
    identities = _by_candidate(session, CandidateIdentity, ids)
    all_follows = _by_candidate(session, CandidateFollow, ids)
    introductions = {
        introduction.candidate_id: introduction
        for introduction in session.scalars(
            select(Introduction).where(
                Introduction.offer_id == shortlist.offer_id, Introduction.candidate_id.in_(ids)
            )
        )
    }
    steps = _steps(session, [one.id for one in introductions.values()])
    told = told_of(session, shortlist, ids)
    is_decided_here = decides_on(session, user, shortlist.offer_id)
    rows = {}
    for entry in entries:
        follow = all_follows.get(entry.candidate_id)
        introduction = introductions.get(entry.candidate_id)
        is_theirs = follows(user, follow)
        rows[entry.rank] = Row(
            entry=entry,
            candidate=entry.candidate,
            name=name_of(identities.get(entry.candidate_id)) if is_theirs else None,
            follow=follow,
            introduction=introduction,
            steps=steps.get(introduction.id, ()) if introduction else (),
            may_decide=is_theirs and is_decided_here,
            told=told.get(entry.candidate_id, NOTHING_TOLD),
        )
    return rows


def _by_candidate(
    session: Session, table: type[CaseFile], ids: Sequence[int]
) -> dict[int, CaseFile]:
    found = session.scalars(select(table).where(table.candidate_id.in_(ids)))
    return {one.candidate_id: one for one in found}


def _steps(session: Session, ids: Sequence[int]) -> dict[int, tuple[IntroductionEvent, ...]]:
    """What people did, step by step, by introduction; the engine's own suggestion is left out."""
    found = session.scalars(
        select(IntroductionEvent)
        .where(
            IntroductionEvent.introduction_id.in_(ids),
            IntroductionEvent.action != IntroductionAction.SUGGEST,
        )
        .order_by(IntroductionEvent.id)
        .options(selectinload(IntroductionEvent.actor))
    )
    steps: dict[int, tuple[IntroductionEvent, ...]] = {}
    for event in found:
        steps[event.introduction_id] = (*steps.get(event.introduction_id, ()), event)
    return steps


def name_of(identity: CandidateIdentity | None) -> str | None:
    """First and last name; None where the file gives neither."""
    return None if identity is None else joined_name(identity.first_name, identity.last_name)


def joined_name(first_name: str | None, last_name: str | None) -> str | None:
    """« Samia Benali »; None where neither is known."""
    return " ".join(part for part in (first_name, last_name) if part) or None
