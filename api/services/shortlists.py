"""Shortlists of the base: snapshots of what the engine said, and of everybody it ranked.

A snapshot keeps the engine's version, its weights and the day of the data. A whole one holds
every candidate; a brief one holds those above the band "éloigné" and counts the others, who
are one click away (`refresh_shortlist` makes a whole one).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import numpy as np
from sqlalchemy import Table, func, insert, select
from sqlalchemy.orm import Session

from api.services.learning_inputs import InputMemo
from api.services.learning_replay import Making, keep_origin, swapped
from api.services.learning_weights import chosen_for, plain
from api.services.offer_forces import forces_of
from api.services.offers import offer_to_rank
from api.services.pool import Pool, PoolCache
from api.services.ranking import Ranker, make_ranker
from api.services.spread_openings import open_list
from api.services.travel import TravelCache
from matching.allocation.openings import Contenders, History
from matching.bands import ORDER
from matching.engine import Engine
from matching.learning.exposure import swap_of
from matching.score import Scores
from matching.shortlist import Entry, order
from models.offers import Offer
from models.shortlists import Shortlist, ShortlistEntry
from models.vocabulary import Band

ENTRIES = cast(Table, ShortlistEntry.__table__)
"""The bare table: thousands of rows go in without the bookkeeping of mapped objects."""


@dataclass(frozen=True)
class Matcher:
    """The ranker of the settings, and the candidates it last read.

    `swaps` : in one list of ten two rows change places, to learn which ranks are looked at.
    """

    ranker: Ranker
    cache: PoolCache = field(default_factory=PoolCache)
    memo: InputMemo = field(default_factory=InputMemo)
    swaps: bool = False
    travel: TravelCache = field(default_factory=TravelCache)

    def pool(self, session: Session) -> Pool:
        return self.cache.pool(session, self.ranker)

    def current(self, session: Session) -> Ranker:
        """The ranker with the trips that the programme confirmed."""
        return self.travel.ranker(session, self.ranker)


@dataclass(frozen=True)
class Made:
    """What a list was made from: the weights of its offer, everybody's scores, the people."""

    engine: Engine
    scores: Scores
    pool: Pool


@dataclass(frozen=True)
class BriefList:
    """A list without the band "éloigné", who may open it, and what it was made from."""

    shortlist: Shortlist
    contenders: Contenders
    made: Made

    @property
    def pool(self) -> Pool:
        """The people it was made from."""
        return self.made.pool


@lru_cache(maxsize=4)
def matcher_of(encoder: str | None = None, territory: Path | None = None) -> Matcher:
    """The matcher of these settings, made once."""
    return Matcher(make_ranker(encoder, territory))


def matcher_for(session: Session, offer: Offer, matcher: Matcher) -> Matcher:
    """The same with the weights that this offer is ranked with."""
    engine = chosen_for(session, offer, matcher.ranker.engine).engine
    return replace(matcher, ranker=replace(matcher.ranker, engine=engine))


def current_shortlist(session: Session, offer: Offer) -> Shortlist | None:
    """The latest snapshot of an offer; None before its first ranking."""
    return session.scalar(
        select(Shortlist)
        .where(Shortlist.offer_id == offer.id)
        .order_by(Shortlist.id.desc())
        .limit(1)
    )


def is_whole(session: Session, shortlist: Shortlist) -> bool:
    """Whether the snapshot holds a row for everybody it ranked."""
    kept = session.scalar(
        select(func.count())
        .select_from(ShortlistEntry)
        .where(ShortlistEntry.shortlist_id == shortlist.id)
    )
    return kept == shortlist.candidates_ranked


def refresh_shortlist(
    session: Session, offer: Offer, today: date, matcher: Matcher | None = None
) -> Shortlist:
    """Rank everybody for the offer, on the data as they are, and keep the whole list."""
    shortlist, made = _snapshot(session, offer, today, matcher or matcher_of(), None)
    open_list(session, shortlist, made.scores, offer.positions, made.pool.ids)
    return shortlist


def brief_shortlist(
    session: Session,
    offer: Offer,
    today: date,
    matcher: Matcher,
    past: Mapping[str, History] | None = None,
) -> BriefList:
    """The same, keeping the rows above the band "éloigné" only; everybody is counted.

    `past` : what was proposed to everybody before, where many lists are made at once.
    """
    shortlist, made = _snapshot(session, offer, today, matcher, ORDER.index(Band.REMOTE))
    opened = open_list(session, shortlist, made.scores, offer.positions, made.pool.ids, past)
    return BriefList(shortlist, opened, made)


def ranked_scores(session: Session, offer: Offer, today: date, matcher: Matcher) -> Scores:
    """Scores of everybody for the offer; what nobody reviewed weighs and never blocks.

    With the weights of the matcher: see `matcher_for`.
    """
    return _scores(session, offer, today, matcher.current(session), matcher.pool(session))


def _scores(session: Session, offer: Offer, today: date, ranker: Ranker, pool: Pool) -> Scores:
    reviewed = offer_to_rank(session, offer)
    return ranker.scores(
        reviewed,
        pool.batch,
        today,
        key=offer.reference,
        unreviewed=True,
        forces=forces_of(session, offer.id),
    )


def ranked_entries(
    session: Session, offer: Offer, today: date, matcher: Matcher | None = None
) -> list[Entry]:
    """The whole list of an offer, without keeping it."""
    used = matcher_for(session, offer, matcher or matcher_of())
    return used.ranker.shortlist(ranked_scores(session, offer, today, used))


def _snapshot(
    session: Session, offer: Offer, today: date, matcher: Matcher, first_left_out: int | None
) -> tuple[Shortlist, Made]:
    pool = matcher.pool(session)
    chosen = chosen_for(session, offer, matcher.ranker.engine)
    ranker = replace(matcher.current(session), engine=chosen.engine)
    scores = _scores(session, offer, today, ranker, pool)
    rows = order(scores)
    if first_left_out is not None:
        rows = rows[scores.band[rows] < first_left_out]
    key, engine = uuid4(), ranker.engine
    swap = swap_of(scores.band[rows].tolist(), str(key)) if matcher.swaps else None
    weights = engine.weights_in(scores.comparison.offer.facts.domain)
    counts = np.bincount(scores.band, minlength=len(ORDER)).tolist()
    shortlist = Shortlist(
        key=key,
        offer_id=offer.id,
        offer_version=offer.version,
        engine_name=engine.name,
        engine_version=engine.version,
        weights=plain(weights),
        data_date=today,
        candidates_ranked=len(scores.total),
        band_counts={band.value: n for band, n in zip(ORDER, counts, strict=True) if n},
    )
    session.add(shortlist)
    session.flush()
    lines = [
        _line(shortlist.id, pool.ids[entry.candidate], entry)
        for entry in ranker.entries(scores, swapped(np.asarray(rows), swap))
    ]
    if lines:
        session.execute(insert(ENTRIES), lines)
    making = Making(chosen.suggested, chosen.preferred, swap)
    keep_origin(session, shortlist, (ranker, scores, pool.people), making, matcher.memo)
    return shortlist, Made(engine, scores, pool)


def _line(shortlist_id: int, candidate_id: int, entry: Entry) -> dict[str, Any]:
    shown = entry.to_json()
    return {
        "shortlist_id": shortlist_id,
        "candidate_id": candidate_id,
        "rank": entry.rank,
        "score": entry.score,
        "band": entry.band,
        "is_eligible": entry.eligible,
        "contributions": shown["contributions"],
        "subtotals": shown["subtotals"],
        "blockers": shown["blockers"],
        "unknowns": shown["unknowns"],
        "remarks": shown.get("remarks"),
    }
