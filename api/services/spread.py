"""All the lists of the open offers made again, and opened together."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, delete, insert, select
from sqlalchemy.orm import Session

from api.services.pool import Pool
from api.services.shortlists import Matcher, matcher_for, unopened_shortlist
from api.services.spread_history import histories
from api.services.spread_openings import keep_opening
from api.services.spread_words import plain_gates
from matching.allocation.openings import Contenders, contenders
from matching.allocation.prospects import Tally
from matching.allocation.rules import AllocationRules, packaged_rules
from models.days import day_of
from models.offers import Offer
from models.shortlists import Shortlist
from models.spread import Prospect
from models.vocabulary import OfferState

Begin = Callable[[], AbstractContextManager[Session]]
"""Opens a transaction of its own."""

CHUNK = 50
"""Offers ranked in one transaction: others may write between two."""

PROSPECTS = cast(Table, Prospect.__table__)


@dataclass(frozen=True, slots=True)
class MatchReport:
    """offers : lists made; people : in the pool; opened : rows that open a list, by how many
    persons; raised : of these rows, those that did not stand at the head
    """

    offers: int
    people: int
    opened: int
    persons: int
    raised: int


@dataclass(frozen=True)
class _Made:
    """A list that waits for its opening; its offer is known by its id as text."""

    shortlist_id: int
    contenders: Contenders


def match_all(
    begin: Begin, matcher: Matcher, now: datetime, advance: Callable[[], None] = lambda: None
) -> MatchReport:
    """Rank everybody for each open offer, then open all the lists together.

    The same again on the same data opens the lists with the same rows. `advance` is called
    after each list.
    """
    made, tally, pool = _rank(begin, matcher, now, advance)
    rules = packaged_rules()
    with begin() as session:
        return _open(session, made, tally, pool, (now, rules))


def _rank(
    begin: Begin, matcher: Matcher, now: datetime, advance: Callable[[], None]
) -> tuple[list[_Made], Tally, Pool]:
    with begin() as session:
        ids = session.scalars(
            select(Offer.id).where(Offer.state == OfferState.OPEN).order_by(Offer.id)
        ).all()
        pool = matcher.pool(session)
    tally = Tally(pool.batch.keys)
    made: list[_Made] = []
    for chunk in _chunks(ids):
        with begin() as session:
            for offer_id in chunk:
                found = _rank_one(session, offer_id, matcher, now, tally)
                made += [found] if found else []
                advance()
    return made, tally, pool


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def _rank_one(
    session: Session, offer_id: int, matcher: Matcher, now: datetime, tally: Tally
) -> _Made | None:
    """The list of an offer that is still open, counted; None where somebody closed it."""
    offer = session.get(Offer, offer_id)
    if offer is None or offer.state is not OfferState.OPEN:
        return None
    shortlist, scores, pool = unopened_shortlist(session, offer, day_of(now), matcher)
    if pool.batch.keys == tally.candidates:  # else the people changed meanwhile
        tally.add(scores, matcher_for(session, offer, matcher).ranker.engine)
    return _Made(shortlist.id, contenders(scores, offer.positions, packaged_rules()))


def _open(
    session: Session,
    made: Sequence[_Made],
    tally: Tally,
    pool: Pool,
    when: tuple[datetime, AllocationRules],
) -> MatchReport:
    from matching.allocation.together import allocate  # SciPy takes long to load

    now, rules = when
    lists = {
        each.id: each
        for each in session.scalars(
            select(Shortlist).where(Shortlist.id.in_([one.shortlist_id for one in made]))
        )
    }
    keys = {key for one in made for key in one.contenders.candidates}
    ids = {key: pool.ids[key] for key in sorted(keys) if key in pool.ids}
    without = {each.offer_id for each in lists.values()}
    past = histories(session, ids, now, rules, without)
    openings = allocate([one.contenders for one in made], past, rules)
    for one, opening in zip(made, openings, strict=True):
        keep_opening(session, lists[one.shortlist_id], opening, pool.ids)
    _keep_prospects(session, tally, pool, now)
    shown = [row for opening in openings for row in opening.rows if row.place is not None]
    raised = sum(
        row.rank > one.contenders.places
        for one, opening in zip(made, openings, strict=True)
        for row in opening.rows
        if row.place is not None
    )
    return MatchReport(
        offers=len(made),
        people=len(tally.candidates),
        opened=len(shown),
        persons=len({row.candidate for row in shown}),
        raised=raised,
    )


def _keep_prospects(session: Session, tally: Tally, pool: Pool, now: datetime) -> None:
    """What the offers hold for each person, in the place of what they held before."""
    session.execute(delete(Prospect))
    rows = [
        {
            "candidate_id": pool.ids[each.candidate],
            "data_date": day_of(now),
            "at": now,
            "offers": tally.offers,
            "suitable": each.suitable,
            "blocked": each.blocked,
            "best_rank": each.best_rank,
            "gates": plain_gates(each),
        }
        for each in tally.prospects()
    ]
    if rows:
        session.execute(insert(PROSPECTS), rows)
