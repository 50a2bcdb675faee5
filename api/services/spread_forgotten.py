"""Participants whom no list opened with and whom nobody put forward, and what explains it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, load_only

from api.services.rows import name_of
from api.services.scope import follows
from api.services.spread_history import FEW, last_proposals
from api.services.spread_words import explained, held_in
from ingestion.normalise import squash
from models.candidates import Candidate, CandidateProject
from models.case_files import CandidateFollow, CandidateIdentity
from models.days import day_of
from models.people import User
from models.spread import Prospect

Facts = TypeVar("Facts", Prospect, CandidateIdentity)

WAITS = (30, 60)
"""Days without a proposal after which somebody is looked for."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A person without a proposal for `days` days; the name only where the viewer reads it.

    `days` : since the last proposal, or since they came where there was none (`last_on` None);
    `reasons` : French sentences, what explains it first
    """

    candidate_id: int
    key: UUID
    identifier: str
    name: str | None
    project: str | None
    follow: CandidateFollow | None
    days: int
    last_on: date | None
    prospect: Prospect | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForgottenList:
    """`compared_at` : when the lists of all the open offers were last made together."""

    people: tuple[Forgotten, ...]
    followed: int
    compared_at: datetime | None


def forgotten(
    session: Session, user: User, now: datetime, wait: int = WAITS[0], mine: bool = False
) -> ForgottenList:
    """Active participants without a proposal for `wait` days, those who wait longest first.

    `mine` : those alone whom the user follows, by the words of the file. `followed` counts
    everybody among whom they were looked for.
    """
    today = day_of(now)
    last = last_proposals(session, None)
    waiting, followed = [], 0
    for person, follow in _active(session):
        if mine and not _is_theirs(user, follow):
            continue
        followed += 1
        days = (today - (last.get(person.id) or _arrival(person, follow))).days
        if days >= wait:
            waiting.append((days, person, follow))
    waiting.sort(key=lambda each: (-each[0], each[1].identifier))
    ids = [person.id for _, person, _ in waiting]
    prospects = {each.candidate_id: each for each in _facts_of(session, Prospect, ids)}
    names = {each.candidate_id: each for each in _facts_of(session, CandidateIdentity, ids)}
    projects = _projects(session)
    found = [
        Forgotten(
            candidate_id=person.id,
            key=person.key,
            identifier=person.identifier,
            name=name_of(names.get(person.id)) if follows(user, follow) else None,
            project=projects.get(person.id),
            follow=follow,
            days=days,
            last_on=last.get(person.id),
            prospect=prospects.get(person.id),
            reasons=tuple(reasons(prospects.get(person.id), projects.get(person.id))),
        )
        for days, person, follow in waiting
    ]
    return ForgottenList(tuple(found), followed, session.scalar(select(func.max(Prospect.at))))


FILE_HEADERS = (
    "Identifiant", "Nom", "Projet", "Référent de parcours", "Antenne", "Jours sans proposition",
    "Dernière proposition", "Offres possibles", "Offres fermées", "Ce qui l'explique",
)  # fmt: skip


def file_rows(found: ForgottenList) -> Iterable[list[str]]:
    """One row a person, as text; what is unknown is empty."""
    for each in found.people:
        yield [
            each.identifier,
            each.name or "",
            each.project or "",
            (each.follow.caseworker if each.follow else None) or "",
            (each.follow.branch if each.follow else None) or "",
            str(each.days),
            each.last_on.strftime("%d/%m/%Y") if each.last_on else "",
            str(each.prospect.suitable) if each.prospect else "",
            str(each.prospect.blocked) if each.prospect else "",
            " ".join(each.reasons),
        ]


def reasons(prospect: Prospect | None, project: str | None) -> Iterable[str]:
    """What explains that somebody is not proposed, in sentences."""
    if project is None:
        yield "Aucun projet au dossier : à préciser avec la personne."
    if prospect is None:
        yield "Pas encore comparé aux offres ouvertes : refaites toutes les listes."
    else:
        yield from explained(held_in(prospect))


def _facts_of(session: Session, kind: type[Facts], ids: Sequence[int]) -> Iterable[Facts]:
    """What is known of these persons; of everybody where they are many."""
    query = select(kind)
    return session.scalars(query.where(kind.candidate_id.in_(ids)) if len(ids) <= FEW else query)


def _active(session: Session) -> Iterable[tuple[Candidate, CandidateFollow | None]]:
    rows = session.execute(
        select(Candidate, CandidateFollow)
        .outerjoin(CandidateFollow, CandidateFollow.candidate_id == Candidate.id)
        .where(Candidate.is_active)
        .options(load_only(Candidate.key, Candidate.identifier, Candidate.created_at))
        .order_by(Candidate.identifier)
    )
    return [(row[0], row[1]) for row in rows]


def _projects(session: Session) -> dict[int, str]:
    """The first project of each person, in words."""
    rows = session.execute(
        select(CandidateProject.candidate_id, CandidateProject.title).order_by(
            CandidateProject.candidate_id, CandidateProject.position.desc()
        )
    )
    return {row.candidate_id: row.title for row in rows}


def _arrival(candidate: Candidate, follow: CandidateFollow | None) -> date:
    entered = follow.entered_on if follow else None
    return entered or day_of(candidate.created_at)


def _is_theirs(user: User, follow: CandidateFollow | None) -> bool:
    if follow is None:
        return False
    return squash(user.name_in_files) in (
        squash(follow.caseworker or ""),
        squash(follow.advisor or ""),
    )
