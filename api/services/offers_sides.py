"""One person of the pool before offers: scored with what the lists of the offers are made with."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from threading import Lock
from uuid import UUID

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
from matching.profiles import CandidateBatch, OfferProfile
from matching.score import Scores, score
from matching.shortlist import Entry, entries
from matching.territory import Territory, at_site
from models.candidates import Candidate
from models.errors import TransitionRefusedError
from models.offers import Offer

MOST_PROFILES = 2_000
"""Offers whose reading is kept, about 10 kB each."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """An offer as it stands: what is computed of it is good while this is the same."""

    id: int
    key: UUID
    version: int
    updated_at: datetime


@dataclass
class ProfileCache:
    """Offers as the ranking compares them, for one reader of words and one territory."""

    _owner: tuple[Profiler, Territory] | None = None
    _kept: OrderedDict[Stamp, OfferProfile] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def profile(self, session: Session, ranker: Ranker, stamp: Stamp) -> OfferProfile:
        """The offer ready to be compared, read once while it stays as it is."""
        with self._lock:
            self._belong_to(ranker)
            found = self._kept.get(stamp)
        if found is None:
            offer = session.get_one(Offer, stamp.id)
            found = profile_of(session, offer, ranker)
            with self._lock:
                self._kept[stamp] = found
                while len(self._kept) > MOST_PROFILES:
                    self._kept.popitem(last=False)
        return found

    def _belong_to(self, ranker: Ranker) -> None:
        """Forget what another reader or territory gave."""
        owner = (ranker.profiler, ranker.territory)
        if self._owner is None or any(a is not b for a, b in zip(self._owner, owner, strict=True)):
            self._owner, self._kept = owner, OrderedDict()


def profile_of(session: Session, offer: Offer, ranker: Ranker) -> OfferProfile:
    """The offer as its list reads it: what nobody reviewed, and what does not block for it."""
    facts = offer_facts(
        offer_to_rank(session, offer),
        key=offer.reference,
        unreviewed=True,
        forces=forces_of(session, offer.id),
    )
    return ranker.profiler.offer(at_site(ranker.territory, facts))


_PROFILES = ProfileCache()


@dataclass(frozen=True)
class Side:
    """One person, and what the offers are scored with on a day."""

    session: Session
    candidate: Candidate
    person: CandidateBatch
    ranker: Ranker
    today: date

    def scores(self, stamp: Stamp) -> Scores:
        """Scores of the person alone for an offer, as its list gives them."""
        ranker = self.ranker
        profile = _PROFILES.profile(self.session, ranker, stamp)
        comparison = Comparison(
            profile, self.person, ranker.profiler.occupations, ranker.territory, self.today
        )
        return score(comparison, self.engine(stamp.id))

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
