"""What was proposed to each person lately: openings of shortlists, and introductions under way."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast

from sqlalchemy import ColumnElement, Integer, Select, func, literal_column, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from matching.allocation.openings import History
from matching.allocation.rules import AllocationRules
from models.candidates import Candidate
from models.case_files import CandidateFollow
from models.days import day_of
from models.introductions import Introduction
from models.offers import Offer
from models.spread import ShortlistOpening
from models.transitions import LIVE, WAITING
from models.vocabulary import IntroductionState, OfferState

LOOKS_BACK = timedelta(days=60)
"""How far back the proposals that count are looked for; the last one is found however old."""

FEW = 500
"""Persons that a question names one by one; for more, everybody is read."""

UNDER_WAY = WAITING - {IntroductionState.SUGGESTED}
"""Introductions that somebody decided on and that wait for what comes next."""

OVER = frozenset(IntroductionState) - WAITING
NOT_PUT_FORWARD = (IntroductionState.SUGGESTED, IntroductionState.DISCARDED)


@dataclass(frozen=True, slots=True)
class Proposal:
    """An offer proposed to a person, the last time; `is_live`: nothing ended it yet.

    `is_put_forward` : by somebody, where the others only open the list
    """

    candidate_id: int
    offer_id: int
    at: datetime
    is_live: bool
    is_put_forward: bool = False


def histories(
    session: Session,
    ids: Mapping[str, int],
    now: datetime,
    rules: AllocationRules,
    without: Collection[int],
) -> dict[str, History]:
    """What was proposed to each person: openings of other offers than those of `without`, whose
    lists are being made, and introductions wherever they are.

    ids : key of a person -> id
    """
    wanted = set(ids.values())
    by_person: dict[int, list[Proposal]] = defaultdict(list)
    for each in proposals(session, wanted, now - LOOKS_BACK, now - _days(rules.live_days)):
        if each.is_put_forward or each.offer_id not in without:
            by_person[each.candidate_id].append(each)
    last = last_proposals(session, wanted, without)
    came = _arrivals(session, wanted)
    today = day_of(now)
    since = now - _days(rules.turn_days)

    def start(id_: int) -> date | None:
        return day_of(last[id_]) if id_ in last else came.get(id_)

    return {
        key: _history(by_person.get(id_, ()), start(id_), since, today) for key, id_ in ids.items()
    }


def _history(
    found: Iterable[Proposal], start: date | None, since: datetime, today: date
) -> History:
    return History(
        live=len({each.offer_id for each in found if each.is_live}),
        recent=len({each.offer_id for each in found if each.at >= since}),
        waited_days=None if start is None else max((today - start).days, 0),
    )


def proposals(
    session: Session, wanted: Collection[int] | None, since: datetime, live_since: datetime
) -> Iterator[Proposal]:
    """Offers proposed to these persons, or to anybody (None): those whose list they open, those
    they are put forward on. An opening without a decision is live from `live_since` on.
    """
    opening = ShortlistOpening
    rows = session.execute(
        _about(
            select(
                opening.candidate_id,
                opening.offer_id,
                func.max(opening.at).label("at"),
                Offer.state,
                Introduction.state.label("decision"),
            )
            .join(Offer, Offer.id == opening.offer_id)
            .outerjoin(
                Introduction,
                (Introduction.offer_id == opening.offer_id)
                & (Introduction.candidate_id == opening.candidate_id),
            )
            .where(opening.place.is_not(None), opening.at >= since)
            .group_by(opening.candidate_id, opening.offer_id, Offer.state, Introduction.state),
            opening.candidate_id,
            wanted,
        )
    )
    for row in rows:
        is_live = row.state is OfferState.OPEN and row.at >= live_since and row.decision not in OVER
        yield Proposal(row.candidate_id, row.offer_id, row.at, is_live)
    is_under_way = Introduction.state.in_(UNDER_WAY) & Offer.state.in_(LIVE)
    yield from _put_forward(session, wanted, since, is_under_way)


def _put_forward(
    session: Session,
    wanted: Collection[int] | None,
    since: datetime,
    is_under_way: ColumnElement[bool],
) -> Iterator[Proposal]:
    rows = session.execute(
        _about(
            select(
                Introduction.candidate_id,
                Introduction.offer_id,
                Introduction.created_at.label("at"),
                is_under_way.label("is_live"),
            )
            .join(Offer, Offer.id == Introduction.offer_id)
            .where(
                Introduction.state.not_in(NOT_PUT_FORWARD),
                (Introduction.created_at >= since) | is_under_way,
            ),
            Introduction.candidate_id,
            wanted,
        )
    )
    for row in rows:
        yield Proposal(row.candidate_id, row.offer_id, row.at, bool(row.is_live), True)


def last_proposals(
    session: Session, wanted: Collection[int] | None, without: Collection[int] = ()
) -> dict[int, datetime]:
    """When each person who ever had a proposal had the last one, however old.

    wanted : None for everybody; without : offers whose openings do not count
    """
    opening = ShortlistOpening
    opened = select(_apart(opening.candidate_id), func.max(opening.at)).where(
        opening.place.is_not(None)
    )
    if without:
        opened = opened.where(opening.offer_id.not_in(without))
    forward = select(_apart(Introduction.candidate_id), func.max(Introduction.created_at)).where(
        Introduction.state.not_in(NOT_PUT_FORWARD)
    )
    last: dict[int, datetime] = {}
    for query, column in ((opened, opening.candidate_id), (forward, Introduction.candidate_id)):
        for row in session.execute(_about(query.group_by(_apart(column)), column, wanted)):
            person, at = cast(int, row[0]), cast(datetime, row[1])
            last[person] = max(last.get(person, at), at)
    return last


def _apart(column: InstrumentedAttribute[int]) -> ColumnElement[int]:
    """The column, as no index has it: by the index, SQLite would jump about in the whole table."""
    return column + literal_column("0", Integer)


def decided_on(session: Session, offer_id: int) -> frozenset[int]:
    """Who was already decided on for the offer, whatever was decided."""
    decided = Introduction.state != IntroductionState.SUGGESTED
    return frozenset(
        session.scalars(
            select(Introduction.candidate_id).where(Introduction.offer_id == offer_id, decided)
        )
    )


def _about(
    query: Select[*tuple[object, ...]],
    column: InstrumentedAttribute[int],
    wanted: Collection[int] | None,
) -> Select[*tuple[object, ...]]:
    if wanted is None or len(wanted) > FEW:
        return query
    return query.where(column.in_(wanted))


def _arrivals(session: Session, wanted: Collection[int]) -> dict[int, date]:
    """When each person came: the day of the file, or else that of the base."""
    query = select(Candidate.id, Candidate.created_at, CandidateFollow.entered_on).outerjoin(
        CandidateFollow, CandidateFollow.candidate_id == Candidate.id
    )
    rows = session.execute(_about(query, Candidate.id, wanted))
    return {row.id: row.entered_on or day_of(row.created_at) for row in rows}


def _days(count: int) -> timedelta:
    return timedelta(days=count)
