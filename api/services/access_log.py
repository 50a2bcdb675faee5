"""The journal of accesses: who looked at whom, what left in a file, what was sent; and its list."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from api.services.access_screens import screen_name
from api.services.list_files import Table, check_length
from api.services.offer_lists import pages_of
from models.access import Access, AccessKind
from models.candidates import Candidate
from models.contracts import Contract, FollowUp
from models.days import PARIS
from models.dispatches import Dispatch, DispatchCard
from models.drives import DriveGuest, DriveSession
from models.exits import Exit
from models.interviews import Interview
from models.introductions import Introduction
from models.people import User

KEPT = timedelta(days=365)
"""How long a line stays: twelve months."""
PER_PAGE = 50
MOST_EXPORTED = 50_000
MANY_FILES = 200
"""People opened by one account in a day, from which the administration is told."""
FILE = re.compile(r"\.(csv|xlsx|pdf|ics|json|jsonld)$")
OF_NOBODY = frozenset({"/api/v1/openapi.json", "/chiffres", "/levers", "/equite", "/reponse"})
"""Files of counts, or read through a link that has a journal of its own."""
EXPORTS = frozenset(
    {"/imports/{key}/rejects", "/imports/{key}/notes"}
    | {"/api/v1/offers/{key}/shortlist", "/api/v1/introductions"}
)
"""Files whose address does not say that they are."""
SENDINGS = frozenset({"/envois/{key}/send", "/envois/{key}/remind"})
SEARCHES = frozenset(
    {"/candidats", "/offers/{key}/shortlist", "/recrutements/{drive_key}/personnes"}
)
"""People looked for by name, in the body of a request: what was found is counted, not typed."""
SHEET = "{session_key}"
"""The attendance sheet of a session: it names everybody who has a seat."""
OF_INTRODUCTIONS = ("/mises-en-relation/", "/niveau-2/")
HEADERS = ("Date", "Qui", "Rôle", "Personne", "Quoi", "Écran", "Lignes")


def kind_of(method: str, path: str) -> AccessKind | None:
    """What a request to this route is for the journal; None: nothing is noted.

    path : the address of the route, its keys left as names
    """
    if method == "POST":
        if path in SEARCHES:
            return AccessKind.VIEW
        if FILE.search(path):
            return AccessKind.EXPORT
        return AccessKind.SENDING if path in SENDINGS else None
    if method != "GET":
        return None
    if any(path.startswith(each) for each in OF_NOBODY):
        return None
    if FILE.search(path) or path in EXPORTS:
        return AccessKind.EXPORT
    return AccessKind.VIEW if _owners(path) or SHEET in path else None


_BY_KEY: dict[str, tuple[InstrumentedAttribute[UUID], InstrumentedAttribute[int]]] = {
    "candidate_key": (Candidate.key, Candidate.id),
    "contract_key": (Contract.key, Contract.candidate_id),
    "exit_key": (Exit.key, Exit.candidate_id),
}
"""The parts of an address that stand for one person: their key, and the person."""


def _owners(path: str) -> Sequence[str]:
    """The parts of an address that stand for one person."""
    found = [name for name in (*_BY_KEY, "interview_key", "call_key") if f"{{{name}}}" in path]
    if path.startswith(OF_INTRODUCTIONS) and "{key}" in path:
        found.append("key")
    return found


def whom(session: Session, path: str, keys: Mapping[str, str]) -> list[int]:
    """The people that a request is about (ids); empty: a list, or nobody known."""
    if path in SENDINGS:
        return _of(session, _sent_people(), Dispatch.key, keys.get("key", ""))
    if SHEET in path:
        seated = select(DriveGuest.candidate_id).join(DriveGuest.session)
        return _of(session, seated, DriveSession.key, keys.get("session_key", ""))
    for name in _owners(path):
        given = keys.get(name, "")
        if name in _BY_KEY:
            key, person = _BY_KEY[name]
            return _of(session, select(person), key, given)
        if name == "call_key":
            calls = select(Contract.candidate_id).join(FollowUp)
            return _of(session, calls, FollowUp.key, given)
        introductions = select(Introduction.candidate_id)
        if name == "interview_key":
            return _of(session, introductions.join(Interview), Interview.key, given)
        return _of(session, introductions, Introduction.key, given)
    return []


def _sent_people() -> Select[int]:
    return (
        select(Introduction.candidate_id)
        .join(DispatchCard, DispatchCard.introduction_id == Introduction.id)
        .join(Dispatch, Dispatch.id == DispatchCard.dispatch_id)
    )


def _of(
    session: Session, people: Select[int], key: InstrumentedAttribute[UUID], given: str
) -> list[int]:
    try:
        return list(session.scalars(people.where(key == UUID(given)).distinct()))
    except ValueError:
        return []


@dataclass(frozen=True, slots=True)
class Seen:
    """What a request showed: the route, the keys of its address, the lines of its file.

    `named` : the people whom a page of several named to this reader (ids), where it says so
    """

    kind: AccessKind
    path: str
    keys: Mapping[str, str]
    count: int | None = None
    named: Sequence[int] = ()


def note_access(session: Session, user_id: int, seen: Seen, at: datetime) -> None:
    """Write one line for each person, or one for the list."""
    people: list[int | None] = [*(seen.named or whom(session, seen.path, seen.keys))]
    session.add_all(
        Access(
            at=at,
            user_id=user_id,
            candidate_id=person,
            kind=seen.kind,
            screen=seen.path,
            count=seen.count,
        )
        for person in people or [None]
    )
    session.flush()


def forget_accesses(session: Session, now: datetime) -> int:
    """Forget what is older than twelve months; how many lines."""
    gone = session.execute(delete(Access).where(Access.at < now - KEPT).returning(Access.id))
    return len(gone.all())


@dataclass(frozen=True, slots=True)
class JournalFilters:
    """What the journal is cut down to; "" and None leave it whole.

    person : the identifier of somebody; user : the key of a colleague
    """

    person: str = ""
    user: str = ""
    first: date | None = None
    last: date | None = None
    kind: AccessKind | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class Journal:
    """One page of the journal, the latest first."""

    lines: Sequence[Access]
    total: int
    pages: int


def journal_page(session: Session, filters: JournalFilters) -> Journal:
    """The lines that match."""
    where = _where(filters)
    total = _count(session, where)
    lines = session.scalars(
        _latest(where).limit(PER_PAGE).offset((filters.page - 1) * PER_PAGE)
    ).all()
    return Journal(lines, total, pages_of(total, PER_PAGE))


def journal_table(session: Session, filters: JournalFilters) -> Table:
    """The lines that match, all pages.

    Raises
    ------
    InputRefusedError : more than `MOST_EXPORTED`
    """
    where = _where(filters)
    check_length(_count(session, where), MOST_EXPORTED)
    found = session.scalars(_latest(where))
    rows = [
        (
            each.at,
            each.user.name,
            each.user.role.label,
            None if each.candidate is None else each.candidate.identifier,
            each.kind.label,
            screen_name(each.screen),
            each.count,
        )
        for each in found
    ]
    return Table("journal-des-acces", HEADERS, rows)


@dataclass(frozen=True, slots=True)
class Heavy:
    """A colleague who opened many people on a day."""

    name: str
    people: int


def heavy_readers(session: Session, today: date) -> list[Heavy]:
    """Who opened more people than `MANY_FILES` today, the most first."""
    first, last = _instants(today, today)
    people = func.count(Access.candidate_id.distinct())
    found = session.execute(
        select(User.name, people)
        .join(Access, Access.user_id == User.id)
        .where(Access.at >= first, Access.at < last)
        .group_by(User.id, User.name)
        .having(people > MANY_FILES)
        .order_by(people.desc(), User.name)
    )
    return [Heavy(name, count) for name, count in found]


def readers(session: Session) -> Sequence[User]:
    """Everybody who may be in the journal, by name."""
    return session.scalars(select(User).order_by(User.name, User.id)).all()


def _count(session: Session, where: Sequence[ColumnElement[bool]]) -> int:
    return session.scalar(select(func.count()).select_from(Access).where(*where)) or 0


def _latest(where: Sequence[ColumnElement[bool]]) -> Select[Access]:
    return (
        select(Access)
        .where(*where)
        .order_by(Access.at.desc(), Access.id.desc())
        .options(joinedload(Access.user), joinedload(Access.candidate))
    )


def _where(filters: JournalFilters) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if filters.person:
        named = select(Candidate.id).where(Candidate.identifier == filters.person)
        where.append(Access.candidate_id.in_(named))
    if filters.user:
        try:
            where.append(Access.user_id.in_(select(User.id).where(User.key == UUID(filters.user))))
        except ValueError:
            where.append(Access.user_id.is_(None))  # no such colleague: no line
    if filters.kind is not None:
        where.append(Access.kind == filters.kind)
    if filters.first is not None:
        where.append(Access.at >= _instants(filters.first, filters.first)[0])
    if filters.last is not None:
        where.append(Access.at < _instants(filters.last, filters.last)[1])
    return where


def _instants(first: date, last: date) -> tuple[datetime, datetime]:
    """From the start of a day to the end of another, on the clock of Paris."""
    start = datetime.combine(first, time(), PARIS).astimezone(UTC)
    return start, datetime.combine(last + timedelta(days=1), time(), PARIS).astimezone(UTC)
