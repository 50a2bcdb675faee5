"""Participants whom no list opened with and whom nobody put forward, and what explains it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.services.decisions import follows
from api.services.rows import name_of
from api.services.spread_history import last_proposals
from api.services.spread_words import explained, held_in
from ingestion.normalise import squash
from models.candidates import Candidate, CandidateProject
from models.case_files import CandidateFollow, CandidateIdentity
from models.days import day_of
from models.people import User
from models.spread import Prospect

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
    prospects = {each.candidate_id: each for each in session.scalars(select(Prospect))}
    names = {each.candidate_id: each for each in session.scalars(select(CandidateIdentity))}
    projects = _projects(session)
    found, followed = [], 0
    for candidate, follow in _active(session):
        if mine and not _is_theirs(user, follow):
            continue
        followed += 1
        start = last.get(candidate.id) or _arrival(candidate, follow)
        days = (today - start).days
        if days < wait:
            continue
        prospect = prospects.get(candidate.id)
        found.append(
            Forgotten(
                candidate_id=candidate.id,
                key=candidate.key,
                identifier=candidate.identifier,
                name=name_of(names.get(candidate.id)) if follows(user, follow) else None,
                project=projects.get(candidate.id),
                follow=follow,
                days=days,
                last_on=last.get(candidate.id),
                prospect=prospect,
                reasons=tuple(reasons(prospect, projects.get(candidate.id))),
            )
        )
    found.sort(key=lambda each: (-each.days, each.identifier))
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


def _active(session: Session) -> Iterable[tuple[Candidate, CandidateFollow | None]]:
    rows = session.execute(
        select(Candidate, CandidateFollow)
        .outerjoin(CandidateFollow, CandidateFollow.candidate_id == Candidate.id)
        .where(Candidate.is_active)
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
    return squash(user.name) in (squash(follow.caseworker or ""), squash(follow.advisor or ""))
