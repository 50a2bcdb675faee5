"""The open offers of one person, from the nearest to the remotest, kept while nothing changes.

An offer costs a few milliseconds. A page reads for some seconds at most, the likeliest offers
first, and says how many are left: nobody is shown a part as if it were the whole.
"""

import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Lock
from uuid import UUID

from sqlalchemy import Subquery, func, select
from sqlalchemy.orm import Session

from api.services.offers_sides import Side, Stamp
from matching.directions import Facing, best_first, facing
from matching.territory import Territory
from models.offers import Offer
from models.shortlists import Shortlist, ShortlistEntry
from models.vocabulary import Band, OfferState

BUDGET_SECONDS = 8.0
"""How long one request may score offers."""

MOST_PEOPLE = 16
"""Persons whose standings are kept between two pages."""


@dataclass(frozen=True)
class OffersFor:
    """Where one person stands on the open offers.

    found : by band, then score; ids : reference -> id of the offer; open : how many are open
    far : offers that are of the last band too, and were not scored: nobody reads its rows
    """

    found: tuple[Facing, ...]
    ids: Mapping[str, int]
    open: int
    far: int = 0

    @property
    def left(self) -> int:
        """Open offers that are not compared yet."""
        return self.open - len(self.found) - self.far

    @property
    def feasible(self) -> list[Facing]:
        """Offers of the person's trade that nothing known keeps them from, the best first."""
        return [each for each in self.found if each.is_feasible]

    def of_band(self, band: Band) -> list[Facing]:
        """Those of a band, the best first; of the last one, those that were scored."""
        return [each for each in self.found if each.band is band]

    def total(self, band: Band) -> int:
        """How many offers a band holds."""
        return len(self.of_band(band)) + (self.far if band is Band.REMOTE else 0)


Standing = tuple[Stamp, str, Facing]
"""The offer as it stood, the version of the engine, where the person stands."""
Key = tuple[UUID, datetime, date]


@dataclass
class StandingCache:
    """Standings of the persons last looked at, by offer; of one territory at a time."""

    _territory: Territory | None = None
    _kept: OrderedDict[Key, dict[int, Standing]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def standings(self, side: Side) -> dict[int, Standing]:
        """What is known of this person on this day, by offer."""
        key = (side.candidate.key, side.candidate.updated_at, side.today)
        with self._lock:
            if self._territory is not side.ranker.territory:
                self._territory, self._kept = side.ranker.territory, OrderedDict()
            found = self._kept.setdefault(key, {})
            self._kept.move_to_end(key)
            while len(self._kept) > MOST_PEOPLE:
                self._kept.popitem(last=False)
            return found


_CACHE = StandingCache()


def offers_for(side: Side, budget: float = BUDGET_SECONDS) -> OffersFor:
    """Where the person stands on each open offer, scoring new ones for `budget` seconds.

    The likeliest are scored first: those whose current list shows the person, then those that
    have no list yet, then those whose list left the person in its last group.
    """
    until = time.monotonic() + budget
    stamps = open_offers(side.session)
    found = _standings(side, _likeliest_first(side, stamps.values()), until)
    return _offers(found, stamps)


def near_offers_for(side: Side, budget: float = BUDGET_SECONDS) -> OffersFor:
    """The same, where offers that the person's words keep in the last band are counted alone.

    Nearly all of them are, and a page that shows no row of the last band is told as much.
    """
    until = time.monotonic() + budget
    stamps = open_offers(side.session)
    read = _read_in_time(side, list(stamps.values()), until)
    reach = side.may_reach(tuple(read)) if read else []
    found = _standings(side, reach, until)
    return _offers(found, stamps, far=len(read) - len(reach))


def _offers(found: Iterable[Facing], stamps: Mapping[str, Stamp], far: int = 0) -> OffersFor:
    ids = {ref: each.id for ref, each in stamps.items()}
    return OffersFor(tuple(best_first(found)), ids, len(stamps), far)


def _standings(side: Side, stamps: Iterable[Stamp], until: float) -> list[Facing]:
    """Where the person stands on these offers: what is kept, and what is scored in time."""
    kept = _CACHE.standings(side)
    found: list[Facing] = []
    for stamp in stamps:
        version = side.engine(stamp.id).version
        known = kept.get(stamp.id)
        if known is not None and known[:2] == (stamp, version):
            found.append(known[2])
        elif time.monotonic() < until:
            found.append(facing(side.scores(stamp)))
            kept[stamp.id] = stamp, version, found[-1]
    return found


def _read_in_time(side: Side, stamps: list[Stamp], until: float) -> list[Stamp]:
    """The offers read before, and those that there is time to read, the likeliest first.

    In the order given.
    """
    unread = [each for each in stamps if not side.has_read(each)]
    late = set()
    for each in _likeliest_first(side, unread) if unread else ():
        if time.monotonic() < until:
            side.read(each)
        else:
            late.add(each)
    return [each for each in stamps if each not in late]


def open_offers(session: Session) -> dict[str, Stamp]:
    """The open offers by reference, the last opened first."""
    rows = session.execute(
        select(Offer.reference, Offer.id, Offer.key, Offer.version, Offer.updated_at)
        .where(Offer.state == OfferState.OPEN)
        .order_by(Offer.opened_at.desc(), Offer.id.desc())
    )
    return {row.reference: Stamp(row.id, row.key, row.version, row.updated_at) for row in rows}


@dataclass(frozen=True, slots=True)
class Listed:
    """Where the current list of an offer puts the person: `rank` of `ranked`, on `day`."""

    rank: int
    ranked: int
    day: date


def listed(session: Session, candidate_id: int) -> dict[int, Listed]:
    """Rank of the person in the current lists of the open offers; absent: no row is kept."""
    rows = session.execute(
        select(
            Shortlist.offer_id,
            ShortlistEntry.rank,
            Shortlist.candidates_ranked,
            Shortlist.data_date,
        )
        .join(Shortlist, Shortlist.id == ShortlistEntry.shortlist_id)
        .where(
            ShortlistEntry.candidate_id == candidate_id,
            Shortlist.id.in_(select(_current_lists().c.id)),
        )
    )
    return {row.offer_id: Listed(row.rank, row.candidates_ranked, row.data_date) for row in rows}


def _current_lists() -> Subquery:
    """The latest list of each open offer: `offer_id`, `id`."""
    return (
        select(Shortlist.offer_id, func.max(Shortlist.id).label("id"))
        .join(Offer, Offer.id == Shortlist.offer_id)
        .where(Offer.state == OfferState.OPEN)
        .group_by(Shortlist.offer_id)
        .subquery()
    )


def _likeliest_first(side: Side, stamps: Iterable[Stamp]) -> list[Stamp]:
    current = _current_lists()
    have_list = set(side.session.scalars(select(current.c.offer_id)))
    shown = set(
        side.session.scalars(
            select(current.c.offer_id)
            .join(ShortlistEntry, ShortlistEntry.shortlist_id == current.c.id)
            .where(
                ShortlistEntry.candidate_id == side.candidate.id,
                ShortlistEntry.band != Band.REMOTE,
            )
        )
    )
    return sorted(stamps, key=lambda each: (each.id not in shown, each.id in have_list))
