"""Who follows whom, and the people of a caseworker given to another: dated, noted, undone at once.

The name in the case file is changed, so that every list follows. The next export still names
the former caseworker: the reassignment holds until it names the new one, or a third.
"""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.orm import Session, joinedload

from api.services.portfolios_holding import chunks, end_for, hold_again
from api.services.rows import name_of
from models.candidates import Candidate
from models.case_files import CandidateFollow, CandidateIdentity
from models.errors import InputRefusedError, NotFoundError, RoleRefusedError, TransitionRefusedError
from models.names import plain_name
from models.people import ReassignedPerson, Reassignment, ReassignmentEnd, User
from models.vocabulary import Role

NOBODY = "sans référent"
MOST_PAST = 30
GIVEN_SINCE = (
    "un de ces participants vient de changer de référent·e, relisez le portefeuille et recommencez"
)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The people whose files bear one name; `holder` is the account it is, None: no account."""

    key: str
    name: str
    people: int
    holder: User | None

    @property
    def is_orphan(self) -> bool:
        """True where nobody signs in to work on it."""
        return self.holder is None or not self.holder.is_active


@dataclass(frozen=True, slots=True)
class Participant:
    """A line of a portfolio."""

    key: UUID
    identifier: str
    name: str | None
    branch: str | None


@dataclass(frozen=True, slots=True)
class Past:
    """A reassignment and what became of its people: (ending, count), still in force as None."""

    reassignment: Reassignment
    people: int
    endings: tuple[tuple[ReassignmentEnd | None, int], ...]

    @property
    def is_undoable(self) -> bool:
        """True where it still holds for somebody."""
        return any(ending is None for ending, _ in self.endings)


def words_of(ending: ReassignmentEnd | None) -> tuple[str, str]:
    """What became of one participant, and of several."""
    if ending is None:
        return "en vigueur", "en vigueur"
    first, _, rest = ending.label.partition(" ")
    return ending.label, f"{first}s {rest}".strip()


def portfolio_key(name: str | None) -> str:
    """What stands for a name in an address, where no name is written."""
    return hashlib.sha256(plain_name(name).encode()).hexdigest()[:20]


def portfolios(session: Session) -> list[Portfolio]:
    """Every portfolio: first those that nobody signs in for, then by name."""
    names: dict[str, list[tuple[str, int]]] = defaultdict(list)
    counted = session.execute(
        select(CandidateFollow.caseworker, func.count())
        .join(Candidate, Candidate.id == CandidateFollow.candidate_id)
        .where(Candidate.is_active)
        .group_by(CandidateFollow.caseworker)
    )
    for name, count in counted:
        names[plain_name(name)].append((name or NOBODY, count))
    holders = {plain_name(each.name_in_files): each for each in _caseworkers(session)}
    found = []
    for plain, spellings in names.items():
        shown = max(spellings, key=lambda each: each[1])[0] if plain else NOBODY
        people = sum(count for _, count in spellings)
        found.append(Portfolio(portfolio_key(plain), shown, people, holders.get(plain)))
    return sorted(found, key=lambda each: (not each.is_orphan, plain_name(each.name)))


def find_portfolio(session: Session, key: str) -> Portfolio:
    """A portfolio by the key of its address.

    Raises
    ------
    NotFoundError : nobody's file bears such a name
    """
    found = next((each for each in portfolios(session) if each.key == key), None)
    if found is None:
        raise NotFoundError("Portefeuille", key[:50])
    return found


def participants(session: Session, portfolio: Portfolio) -> list[Participant]:
    """The active people of a portfolio, by identifier."""
    every = session.scalars(select(CandidateFollow.caseworker).distinct())
    spelt = [name for name in every if portfolio_key(name) == portfolio.key]
    theirs = or_(
        CandidateFollow.caseworker.in_([name for name in spelt if name is not None]),
        CandidateFollow.caseworker.is_(None) if None in spelt else false(),
    )
    rows = session.execute(
        select(Candidate.key, Candidate.identifier, CandidateFollow.branch, CandidateIdentity)
        .join(CandidateFollow, CandidateFollow.candidate_id == Candidate.id)
        .outerjoin(CandidateIdentity, CandidateIdentity.candidate_id == Candidate.id)
        .where(Candidate.is_active, theirs)
        .order_by(Candidate.identifier)
    )
    return [
        Participant(key, identifier, name_of(identity), branch)
        for key, identifier, branch, identity in rows
    ]


def receivers(session: Session) -> list[User]:
    """The caseworkers who may be given people: those whose account is in use, by name."""
    found = [each for each in _caseworkers(session) if each.is_active]
    return sorted(found, key=lambda each: plain_name(each.name))


def reassign(
    session: Session,
    manager: User,
    portfolio: Portfolio,
    to_key: str,
    keys: Sequence[str] | None,
    now: datetime,
) -> Reassignment:
    """Give people of a portfolio to a caseworker.

    keys : of the people; None: all of them

    Raises
    ------
    RoleRefusedError : only managers do it
    NotFoundError : somebody ticked is not of this portfolio (any more)
    InputRefusedError : nobody is ticked, or no such caseworker in use, or it is the same one
    TransitionRefusedError : somebody else gave one of them away in the meantime
    """
    if manager.role is not Role.MANAGER:
        raise RoleRefusedError("Réaffecter", manager.role.label)
    to = next((each for each in receivers(session) if str(each.key) == to_key), None)
    if to is None:
        raise InputRefusedError("choisissez dans la liste qui reprend ces participants", "À qui")
    if portfolio_key(to.name_in_files) == portfolio.key:
        raise InputRefusedError("ces participants sont déjà les siens", "À qui")
    own = {str(each.key) for each in participants(session, portfolio)}
    wanted = own if keys is None else set(keys)
    if not wanted:
        raise InputRefusedError("cochez au moins une personne", "Participants")
    if missing := wanted - own:
        raise NotFoundError("Participant", next(iter(missing))[:50])
    follows = _locked(session, portfolio, sorted(UUID(each) for each in wanted))
    made = Reassignment(
        from_name=portfolio.name, to_user_id=to.id, given_by_id=manager.id, given_at=now
    )
    session.add(made)
    session.flush()
    end_for(session, [each.candidate_id for each in follows], ReassignmentEnd.LATER, now)
    for follow in follows:
        session.add(
            ReassignedPerson(
                reassignment_id=made.id,
                candidate_id=follow.candidate_id,
                from_name=follow.caseworker or "",
                to_name=to.name_in_files,
            )
        )
        follow.caseworker = to.name_in_files
    session.flush()
    return made


def undo(session: Session, manager: User, key: str, now: datetime) -> int:
    """Give people back to whom they were of; how many it still held for.

    Raises
    ------
    RoleRefusedError, NotFoundError
    TransitionRefusedError : it holds for nobody any more
    """
    if manager.role is not Role.MANAGER:
        raise RoleRefusedError("Annuler une réaffectation", manager.role.label)
    made = _find(session, key)
    theirs = select(ReassignedPerson.candidate_id).where(
        ReassignedPerson.reassignment_id == made.id, ReassignedPerson.ended_at.is_(None)
    )
    count = 0
    for chunk in chunks(session.scalars(theirs.order_by(ReassignedPerson.candidate_id)).all()):
        follows = _lock(session, CandidateFollow.candidate_id.in_(chunk))
        held = session.execute(
            select(ReassignedPerson.candidate_id, ReassignedPerson.from_name).where(
                ReassignedPerson.reassignment_id == made.id,
                ReassignedPerson.candidate_id.in_(chunk),
                ReassignedPerson.ended_at.is_(None),
            )
        ).all()
        names = {row[0]: row[1] for row in held}
        for follow in follows:
            if follow.candidate_id in names:
                follow.caseworker = names[follow.candidate_id] or None
        ids = list(names)
        end_for(session, ids, ReassignmentEnd.UNDONE, now)
        hold_again(session, ids)
        count += len(ids)
    if not count:
        reason = "elle ne vaut plus pour personne"
        raise TransitionRefusedError("Annuler la réaffectation", "", reason)
    made.undone_at, made.undone_by_id = now, manager.id
    session.flush()
    return count


def past(session: Session) -> list[Past]:
    """The last reassignments, the latest first."""
    made = session.scalars(
        select(Reassignment)
        .options(
            joinedload(Reassignment.to_user),
            joinedload(Reassignment.given_by),
            joinedload(Reassignment.undone_by),
        )
        .order_by(Reassignment.id.desc())
        .limit(MOST_PAST)
    ).all()
    counted = session.execute(
        select(ReassignedPerson.reassignment_id, ReassignedPerson.ending, func.count())
        .where(ReassignedPerson.reassignment_id.in_([each.id for each in made]))
        .group_by(ReassignedPerson.reassignment_id, ReassignedPerson.ending)
    )
    endings: dict[int, list[tuple[ReassignmentEnd | None, int]]] = defaultdict(list)
    for id_, ending, count in counted:
        endings[id_].append((ending, count))
    return [
        Past(each, sum(count for _, count in endings[each.id]), tuple(endings[each.id]))
        for each in made
    ]


def _locked(session: Session, portfolio: Portfolio, keys: Sequence[UUID]) -> list[CandidateFollow]:
    """The follow-up of these people, nobody else's until the end; still of the portfolio."""
    follows: list[CandidateFollow] = []
    for chunk in chunks(keys):
        people = select(Candidate.id).where(Candidate.key.in_(chunk))
        follows.extend(_lock(session, CandidateFollow.candidate_id.in_(people)))
    still = [each for each in follows if portfolio_key(each.caseworker) == portfolio.key]
    if len(still) != len(keys):
        raise TransitionRefusedError("Réaffecter", "", GIVEN_SINCE)
    return follows


def _lock(session: Session, where: ColumnElement[bool]) -> Sequence[CandidateFollow]:
    """Rows as they are now, in one order for all; those of a person leave with an import."""
    return session.scalars(
        select(CandidateFollow)
        .where(where)
        .order_by(CandidateFollow.candidate_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def _find(session: Session, key: str) -> Reassignment:
    try:
        found = session.scalar(select(Reassignment).where(Reassignment.key == UUID(key)))
    except ValueError:
        found = None
    if found is None:
        raise NotFoundError("Réaffectation", key)
    return found


def _caseworkers(session: Session) -> Sequence[User]:
    """Accounts of caseworkers; where two bear one name, the one in use comes last."""
    asked = select(User).where(User.role == Role.CASEWORKER).order_by(User.is_active, User.id)
    return session.scalars(asked).all()
