"""For the territory: over the open offers, which change would unlock most pairs.

An offer costs about a tenth of a second, so that a reading stops after some seconds and goes on
from there at the next one; what was read of an offer is kept while it and the pool stay the
same.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from threading import Lock

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services.learning_weights import EnginesInForce
from api.services.list_files import Cell, Table
from api.services.pool import Pool
from api.services.shortlists import Matcher, ranked_scores
from matching.levers.near import near_of
from matching.levers.settings import packaged_settings
from matching.levers.unlocks import Total, Unlock, totals, unlocks
from matching.territory import Territory
from models.offers import Offer
from models.vocabulary import OfferState

BUDGET_SECONDS = 8.0
"""How long one request may read offers."""

Key = tuple[str, int]
Stamp = tuple[int, date, str]
"""Version of the offer, day of the reading."""


@dataclass
class UnlockCache:
    """What was read of each offer, good while offer, day, trips and pool are the same."""

    _pool: Pool | None = None
    _territory: Territory | None = None
    _kept: dict[Key, tuple[Stamp, list[Unlock]]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def on(self, pool: Pool, territory: Territory) -> dict[Key, tuple[Stamp, list[Unlock]]]:
        """What is known of the offers for this pool and these trips."""
        with self._lock:
            if self._pool is not pool or self._territory is not territory:
                self._pool, self._territory, self._kept = pool, territory, {}
            return self._kept


_CACHE = UnlockCache()


@dataclass(frozen=True, slots=True)
class TerritoryView:
    """What was read so far: `read` offers out of `open`; `labels` names offers by reference."""

    totals: tuple[Total, ...]
    read: int
    open: int
    offers: dict[str, Offer]


def territory_levers(
    session: Session, today: date, matcher: Matcher, budget: float = 0.0
) -> TerritoryView:
    """What each change would unlock over the open offers, reading some more for `budget` seconds.

    With no budget, what was read already and nothing more.
    """
    offers = _open_offers(session)
    kept = _CACHE.on(matcher.pool(session), matcher.current(session).territory)
    where = str(session.get_bind().engine.url)
    until = time.monotonic() + budget
    found: dict[str, list[Unlock]] = {}
    engines = EnginesInForce(session, matcher.ranker.engine)
    for offer in offers:
        engine = engines.of(offer.id)
        stamp = (offer.version, today, engine.version)
        known = kept.get((where, offer.id))
        if known is not None and known[0] == stamp:
            found[offer.reference] = known[1]
        elif time.monotonic() < until:
            used = replace(matcher, ranker=replace(matcher.ranker, engine=engine))
            near = near_of(ranked_scores(session, offer, today, used), engine)
            found[offer.reference] = unlocks(near, packaged_settings())
            kept[where, offer.id] = stamp, found[offer.reference]
    return TerritoryView(
        totals=tuple(totals(found)),
        read=len(found),
        open=len(offers),
        offers={offer.reference: offer for offer in offers},
    )


def _open_offers(session: Session) -> Sequence[Offer]:
    """The open offers, the last opened first."""
    return session.scalars(
        select(Offer)
        .where(Offer.state == OfferState.OPEN)
        .order_by(Offer.opened_at.desc(), Offer.id.desc())
    ).all()


HEADERS = (
    "Thème",
    "Changement",
    "Formation",
    "Paires débloquées",
    "Personnes",
    "Offres",
    "Offres les plus concernées",
)
MOST_OFFERS_NAMED = 5


def territory_table(view: TerritoryView) -> Table:
    """The lines of the page; numbers of people, no person."""
    rows: list[tuple[Cell, ...]] = [
        (
            total.theme.label,
            total.words,
            total.training,
            total.pairs,
            total.persons,
            len(total.offers),
            " | ".join(
                f"{reference} ({count})" for reference, count in total.offers[:MOST_OFFERS_NAMED]
            ),
        )
        for total in view.totals
    ]
    return Table("leviers-du-territoire", HEADERS, rows)
