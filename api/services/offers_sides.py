"""One person of the pool before offers: scored with what the lists of the offers are made with."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from threading import Lock
from uuid import UUID

import numpy as np
from sqlalchemy.orm import Session

from api.services.learning_weights import EnginesInForce
from api.services.offer_forces import forces_of
from api.services.offers import offer_to_rank
from api.services.profiles import offer_facts
from api.services.ranking import Ranker
from api.services.shortlists import Matcher
from matching.columns import Profiler
from matching.context import Comparison
from matching.directions import one_person
from matching.engine import Engine
from matching.levers.taking import taken
from matching.profiles import CandidateBatch, OfferProfile
from matching.reach import OfferColumns, offer_columns, within_reach
from matching.score import Scores, score
from matching.shortlist import Entry, entries
from matching.territory import Territory, at_site
from models.candidates import Candidate
from models.errors import TransitionRefusedError
from models.offers import Offer

MOST_OFFERS = 2_000
"""Offers whose reading is kept, about 20 kB each."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """An offer as it stands: what is computed of it is good while this is the same."""

    id: int
    key: UUID
    version: int
    updated_at: datetime


@dataclass
class OfferCache:
    """Offers as the ranking compares them, for one reader of words and one territory.

    Of each a comparison with nobody, on the day last asked for: a person of the pool takes its
    trips and its reading of fiches over (`Comparison.of`).
    """

    _owner: tuple[Profiler, Territory] | None = None
    _kept: OrderedDict[Stamp, Comparison] = field(default_factory=OrderedDict)
    _columns: tuple[tuple[Stamp, ...], OfferColumns] | None = None
    _lock: Lock = field(default_factory=Lock)

    def comparison(self, side: "Side", stamp: Stamp) -> Comparison:
        """The person before an offer, which is read once while it stays as it is."""
        return self._base(side, stamp).of(side.person)

    def has_read(self, side: "Side", stamp: Stamp) -> bool:
        """Whether the offer need not be read again."""
        return self._known(side, stamp) is not None

    def columns(self, side: "Side", stamps: tuple[Stamp, ...]) -> OfferColumns:
        """One offer or more as columns, made again where one of them changed."""
        bases = [self._base(side, each) for each in stamps]
        with self._lock:
            if self._columns is None or self._columns[0] != stamps:
                self._columns = stamps, offer_columns(bases)
            return self._columns[1]

    def _base(self, side: "Side", stamp: Stamp) -> Comparison:
        """The offer before nobody, on the day and with the places of the person."""
        base = self._known(side, stamp)
        if base is None or not _is_for(base, side):
            offer = base.offer if base else _read(side, stamp)
            occupations, territory = side.ranker.profiler.occupations, side.ranker.territory
            base = Comparison(offer, side.nobody, occupations, territory, side.today)
            with self._lock:
                self._kept[stamp] = base
                while len(self._kept) > MOST_OFFERS:
                    self._kept.popitem(last=False)
        return base

    def _known(self, side: "Side", stamp: Stamp) -> Comparison | None:
        """What is kept; what another reader or territory gave is forgotten."""
        profiler, territory = owner = (side.ranker.profiler, side.ranker.territory)
        with self._lock:
            old = self._owner
            if old is None or old[0] is not profiler or old[1] is not territory:
                self._owner, self._columns, self._kept = owner, None, OrderedDict()
            return self._kept.get(stamp)


def _is_for(base: Comparison, side: "Side") -> bool:
    """Whether trips and hours of a comparison are those of the person on the day."""
    kept, wanted = base.batch.places, side.person.places
    return base.today == side.today and (kept is wanted or kept == wanted)


def _read(side: "Side", stamp: Stamp) -> OfferProfile:
    return profile_of(side.session, side.session.get_one(Offer, stamp.id), side.ranker)


def profile_of(session: Session, offer: Offer, ranker: Ranker) -> OfferProfile:
    """The offer as its list reads it: what nobody reviewed, and what does not block for it."""
    facts = offer_facts(
        offer_to_rank(session, offer),
        key=offer.reference,
        unreviewed=True,
        forces=forces_of(session, offer.id),
    )
    return ranker.profiler.offer(at_site(ranker.territory, facts))


_OFFERS = OfferCache()


@dataclass(frozen=True)
class Side:
    """One person, and what the offers are scored with on a day."""

    session: Session
    candidate: Candidate
    person: CandidateBatch
    ranker: Ranker
    today: date
    _scored: dict[Stamp, Scores] = field(default_factory=dict, init=False, repr=False)

    def scores(self, stamp: Stamp) -> Scores:
        """Scores of the person alone for an offer, as its list gives them; worked out once."""
        found = self._scored.get(stamp)
        if found is None:
            comparison = _OFFERS.comparison(self, stamp)
            if self._scored:
                comparison.share_holdings(next(iter(self._scored.values())).comparison)
            found = self._scored[stamp] = score(comparison, self.engine(stamp.id))
        return found

    def has_read(self, stamp: Stamp) -> bool:
        """Whether the offer is as it was when somebody was last compared with it."""
        return _OFFERS.has_read(self, stamp)

    def read(self, stamp: Stamp) -> None:
        """Read an offer, to be compared with."""
        _OFFERS.comparison(self, stamp)

    def may_reach(self, stamps: tuple[Stamp, ...]) -> list[Stamp]:
        """The offers, one or more, where the person may stand above the last band."""
        columns = _OFFERS.columns(self, stamps)
        reach = within_reach(self.person, columns, self.ranker.engine.bands)
        return [each for each, is_near in zip(stamps, reach.tolist(), strict=True) if is_near]

    def scores_of(self, offer: Offer) -> Scores:
        """The same for an offer that was loaded."""
        return self.scores(stamp_of(offer))

    def entry(self, offer: Offer) -> Entry:
        """The row of the person on an offer, with its sentences; its rank says nothing."""
        return entries(self.scores_of(offer), self.engine(offer.id), [0])[0]

    def engine(self, offer_id: int) -> Engine:
        """What this offer is ranked with: the weights in force, or those preferred for it."""
        return self._engines.of(offer_id)

    @cached_property
    def nobody(self) -> CandidateBatch:
        """The places of the pool, without the person: what may be kept beyond a request."""
        return taken(self.person, np.zeros(0, dtype=np.int64))

    @cached_property
    def _engines(self) -> EnginesInForce:
        return EnginesInForce(self.session, self.ranker.engine)


def side_of(session: Session, candidate: Candidate, today: date, matcher: Matcher) -> Side:
    """The person as the lists of the offers read them.

    Raises
    ------
    TransitionRefusedError : the file is closed
    """
    batch = matcher.pool(session).batch
    if not candidate.is_active or candidate.identifier not in batch.keys:
        raise TransitionRefusedError("Comparer aux offres", "", "ce dossier n’est plus actif")
    person = one_person(batch, candidate.identifier)
    return Side(session, candidate, person, matcher.current(session), today)


def stamp_of(offer: Offer) -> Stamp:
    """The offer as it stands."""
    return Stamp(offer.id, offer.key, offer.version, offer.updated_at)
