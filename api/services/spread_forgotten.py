"""Participants whom no list opened with and whom nobody put forward, and what explains it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from api.services.list_files import Cell
from api.services.rows import name_of
from api.services.scope import follows
from api.services.spread_history import FEW, last_proposals
from api.services.spread_words import explained, held_in
from ingestion.normalise import squash
from models.candidates import Candidate, CandidateProject
from models.case_files import CandidateFollow, CandidateIdentity
from models.days import day_of, start_of
from models.people import User
from models.spread import Prospect

Facts = TypeVar("Facts", Prospect, CandidateIdentity, CandidateFollow)

WAITS = (30, 60)
"""Days without a proposal after which somebody is looked for."""
EVERYBODY = slice(None)


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
    """`people` are those shown of the `total` that wait.

    `compared_at` : when the lists of all the open offers were last made together
    """

    people: tuple[Forgotten, ...]
    total: int
    followed: int
    compared_at: datetime | None


def forgotten(
    session: Session,
    user: User,
    now: datetime,
    wait: int = WAITS[0],
    mine: bool = False,
    shown: slice = EVERYBODY,
) -> ForgottenList:
    """Active participants without a proposal for `wait` days, those who wait longest first.

    `mine` : those alone whom the user follows, by the words of the file; `shown` : which of the
    list are told of. `followed` counts everybody among whom they were looked for.
    """
    today = day_of(now)
    edge = start_of(today - timedelta(days=wait - 1))
    latest = last_proposals(session, None)
    waiting, followed = [], 0
    for id_, identifier, came_at, came_on, caseworker, advisor in session.execute(_ACTIVE):
        if mine and not _is_theirs(user, caseworker, advisor):
            continue
        followed += 1
        at = latest.get(id_, came_at)
        if at is not None and at >= edge:
            continue
        since = came_on if at is None else day_of(at)
        days = (today - since).days
        if days >= wait:
            waiting.append((-days, identifier, id_))
    waiting.sort()
    told = {id_: -days for days, _, id_ in waiting[shown]}
    last = {id_: day_of(latest[id_]) for id_ in told if id_ in latest}
    compared_at = session.scalar(select(func.max(Prospect.at)))
    people = tuple(_told(session, user, told, last))
    return ForgottenList(people, len(waiting), followed, compared_at)


_ACTIVE = (
    select(
        Candidate.id,
        Candidate.identifier,
        case((CandidateFollow.entered_on.is_(None), Candidate.created_at)),
        CandidateFollow.entered_on,
        CandidateFollow.caseworker,
        CandidateFollow.advisor,
    )
    .outerjoin(CandidateFollow, CandidateFollow.candidate_id == Candidate.id)
    .where(Candidate.is_active)
)
"""When they came is the day of the file, or else that of the base."""


def _told(
    session: Session, user: User, days: Mapping[int, int], last: Mapping[int, date]
) -> Iterator[Forgotten]:
    """What is known of these persons, in their order."""
    prospects, names, follows_of, people = (
        {each.candidate_id: each for each in _facts_of(session, Prospect, days)},
        {each.candidate_id: each for each in _facts_of(session, CandidateIdentity, days)},
        {each.candidate_id: each for each in _facts_of(session, CandidateFollow, days)},
        _keys(session, days),
    )
    projects = _projects(session, days)
    for id_, waited in days.items():
        key, identifier = people[id_]
        follow, prospect, project = follows_of.get(id_), prospects.get(id_), projects.get(id_)
        yield Forgotten(
            candidate_id=id_,
            key=key,
            identifier=identifier,
            name=name_of(names.get(id_)) if follows(user, follow) else None,
            project=project,
            follow=follow,
            days=waited,
            last_on=last.get(id_),
            prospect=prospect,
            reasons=tuple(reasons(prospect, project)),
        )


FILE_HEADERS = (
    "Identifiant", "Nom", "Projet", "Référent de parcours", "Antenne", "Jours sans proposition",
    "Dernière proposition", "Offres possibles", "Offres fermées", "Ce qui l'explique",
)  # fmt: skip


def file_rows(found: ForgottenList) -> list[tuple[Cell, ...]]:
    """One row a person; what is unknown is None."""
    return [
        (
            each.identifier,
            each.name,
            each.project,
            each.follow.caseworker if each.follow else None,
            each.follow.branch if each.follow else None,
            each.days,
            each.last_on,
            each.prospect.suitable if each.prospect else None,
            each.prospect.blocked if each.prospect else None,
            " ".join(each.reasons),
        )
        for each in found.people
    ]


def reasons(prospect: Prospect | None, project: str | None) -> Iterable[str]:
    """What explains that somebody is not proposed, in sentences."""
    if project is None:
        yield "Aucun projet au dossier : à préciser avec la personne."
    if prospect is None:
        yield "Pas encore comparé aux offres ouvertes : refaites toutes les listes."
    else:
        yield from explained(held_in(prospect))


def _facts_of(session: Session, kind: type[Facts], ids: Collection[int]) -> Iterable[Facts]:
    """What is known of these persons; of everybody where they are many."""
    query = select(kind)
    return session.scalars(query.where(kind.candidate_id.in_(ids)) if len(ids) <= FEW else query)


def _keys(session: Session, ids: Collection[int]) -> dict[int, tuple[UUID, str]]:
    query = select(Candidate.id, Candidate.key, Candidate.identifier)
    rows = session.execute(query.where(Candidate.id.in_(ids)) if len(ids) <= FEW else query)
    return {id_: (key, identifier) for id_, key, identifier in rows}


def _projects(session: Session, ids: Collection[int]) -> dict[int, str]:
    """The first project of each person, in words."""
    query = select(CandidateProject.candidate_id, CandidateProject.title).order_by(
        CandidateProject.candidate_id, CandidateProject.position.desc()
    )
    if len(ids) <= FEW:
        query = query.where(CandidateProject.candidate_id.in_(ids))
    return {row.candidate_id: row.title for row in session.execute(query)}


def _is_theirs(user: User, caseworker: str | None, advisor: str | None) -> bool:
    return squash(user.name) in (squash(caseworker or ""), squash(advisor or ""))
