"""All the lists of the open offers made again, and opened together.

Lists are made in short transactions, so that others may decide meanwhile, and each is opened alone
at once: stopped half-way, every list has its opening. What is long to work out holds no writer.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import cast

from sqlalchemy import Table, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from api.services.pool import Pool
from api.services.shortlists import Matcher, brief_shortlist
from api.services.spread_history import histories
from api.services.spread_openings import keep_opening
from api.services.spread_words import plain_gates
from matching.allocation.openings import Contenders, History, Opening, OpeningRow
from matching.allocation.prospects import Tally
from matching.allocation.rules import packaged_rules
from models.database import READS_ONLY
from models.days import day_of
from models.offers import Offer
from models.shortlists import Shortlist
from models.spread import Prospect
from models.vocabulary import OfferState, OpeningReason

Begin = Callable[[], AbstractContextManager[Session]]
"""Opens a transaction of its own."""

MOST_HELD_S = 2.0
"""Seconds after which a transaction is closed: others write between two."""
PAUSE_S = 0.12
"""Seconds between two: who waits for SQLite looks again every 0.1 second."""

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
    ids: Mapping[str, int]
    """Rows of the base of the people it was made from."""


def match_all(
    begin: Begin,
    matcher: Matcher,
    now: datetime,
    advance: Callable[[], None] = lambda: None,
    pause_s: float = PAUSE_S,
) -> MatchReport:
    """Rank everybody for each open offer, then open all the lists together.

    The same again on the same data opens the lists with the same rows. `advance` is called
    after each list; `pause_s` : seconds left to others between two transactions.
    """
    made, tally, pool = _rank(begin, matcher, now, advance, pause_s)
    openings = _allocated(begin, made, now)
    with begin() as session:
        shown = _keep(session, openings)
        _keep_prospects(session, tally, pool, now)
    return MatchReport(
        offers=len(made),
        people=len(tally.candidates),
        opened=len(shown),
        persons=len({row.candidate for row in shown}),
        raised=sum(row.reason is not OpeningReason.RANK for row in shown),
    )


def _rank(
    begin: Begin, matcher: Matcher, now: datetime, advance: Callable[[], None], pause_s: float
) -> tuple[list[_Made], Tally, Pool]:
    with begin() as session:
        _only_reads(session)
        ids = session.scalars(
            select(Offer.id).where(Offer.state == OfferState.OPEN).order_by(Offer.id)
        ).all()
        pool = matcher.pool(session)
        past = histories(session, pool.ids, now, packaged_rules(), frozenset(ids))
    tally = Tally(pool.batch.keys)
    made: list[_Made] = []
    left = iter(ids)
    while (first := next(left, None)) is not None:
        if made:
            time.sleep(pause_s)
        started = time.monotonic()
        with begin() as session:
            for offer_id in chain([first], left):
                found = _rank_one(session, offer_id, (matcher, past), now, tally)
                made += [found] if found else []
                advance()
                if time.monotonic() - started > MOST_HELD_S:
                    break
    return made, tally, pool


def _rank_one(
    session: Session,
    offer_id: int,
    source: tuple[Matcher, Mapping[str, History]],
    now: datetime,
    tally: Tally,
) -> _Made | None:
    """The list of an offer that is still open, counted; None where somebody closed it."""
    offer = session.get(Offer, offer_id)
    if offer is None or offer.state is not OfferState.OPEN:
        return None
    matcher, past = source
    brief = brief_shortlist(session, offer, day_of(now), matcher, past)
    if brief.pool.batch.keys == tally.candidates:  # else the people changed meanwhile
        tally.add(brief.made.scores, brief.made.engine)
    return _Made(brief.shortlist.id, brief.contenders, brief.pool.ids)


def _allocated(begin: Begin, made: Sequence[_Made], now: datetime) -> list[tuple[_Made, Opening]]:
    """Who opens the lists that are still shown; worked out while others write."""
    from matching.allocation.together import allocate  # SciPy takes long to load

    rules = packaged_rules()
    with begin() as session:
        _only_reads(session)
        lists = _still_shown(session)
        left = [one for one in made if one.shortlist_id in lists]
        ids = {key: one.ids[key] for one in left for key in one.contenders.candidates}
        without = {each.offer_id for each in lists.values()}
        past = histories(session, ids, now, rules, without)
    openings = allocate([one.contenders for one in left], past, rules)
    return list(zip(left, openings, strict=True))


def _keep(session: Session, openings: Sequence[tuple[_Made, Opening]]) -> list[OpeningRow]:
    """Write the openings of the lists that are still shown; the rows that open them."""
    lists = _still_shown(session)
    shown: list[OpeningRow] = []
    for one, opening in openings:
        if one.shortlist_id in lists:
            keep_opening(session, lists[one.shortlist_id], opening, one.ids)
            shown += [row for row in opening.rows if row.place is not None]
    return shown


def _only_reads(session: Session) -> None:
    """Leave writers alone during this transaction, however long it takes."""
    session.connection(execution_options={READS_ONLY: True, "postgresql_readonly": True})


def _still_shown(session: Session) -> dict[int, Shortlist]:
    """The last list of each offer that is open now: the others were closed or made again."""
    last = (
        select(func.max(Shortlist.id))
        .join(Offer, Offer.id == Shortlist.offer_id)
        .where(Offer.state == OfferState.OPEN)
        .group_by(Shortlist.offer_id)
    )
    return {
        each.id: each for each in session.scalars(select(Shortlist).where(Shortlist.id.in_(last)))
    }


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
        session.execute(_insert(session), rows)


def _insert(session: Session) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that takes the place of what another run wrote in the same instant."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = sqlite.insert(PROSPECTS) if is_sqlite else postgresql.insert(PROSPECTS)
    columns = [column.name for column in PROSPECTS.columns if not column.primary_key]
    return insert.on_conflict_do_update(
        index_elements=["candidate_id"], set_={name: insert.excluded[name] for name in columns}
    )
