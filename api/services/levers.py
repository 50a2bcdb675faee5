"""What would change a shortlist: the persons of the trade, and the change that lifts a row.

A snapshot does not keep what was ranked: its rows are scored again on the data as they are, and
a row whose rank or band is no longer that of the snapshot is told nothing.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Lock

from sqlalchemy.orm import Session

from api.services.missing_facts import trust_of
from api.services.offers import offer_to_rank
from api.services.pool import Pool
from api.services.rows import Row
from api.services.shortlists import Matcher, matcher_for, ranked_scores
from matching.bands import ORDER
from matching.levers.counterfactuals import Counterfactual, counterfactuals
from matching.levers.near import Near, near_of
from matching.levers.settings import packaged_settings
from matching.missing import Effect, effects
from matching.plausible import packaged_plausible
from matching.territory import Territory
from models.offers import Offer
from models.shortlists import Shortlist
from models.vocabulary import Band

MOST_KEPT = 16
"""Offers whose reading is kept between two pages."""

MOST_ROWS = 60
"""Rows of one page for which a change is looked for."""

Key = tuple[str, int, int, datetime | None, date, str]


@dataclass(frozen=True)
class Reading:
    """The persons of the trade of an offer, of a pool, and what its open facts would change."""

    pool: Pool
    territory: Territory
    near: Near
    effects: tuple[Effect, ...]


@dataclass
class ReadingCache:
    """The readings of the last offers, good while offer, day, trips and pool are the same."""

    _kept: OrderedDict[Key, Reading] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def reading(self, session: Session, offer: Offer, today: date, matcher: Matcher) -> Reading:
        """The reading of an offer, on the data as they are."""
        pool, territory = matcher.pool(session), matcher.current(session).territory
        url = str(session.get_bind().engine.url)
        version = matcher.ranker.engine.version
        key = (url, offer.id, offer.version, offer.updated_at, today, version)
        with self._lock:
            found = self._kept.get(key)
            if found is not None and found.pool is pool and found.territory is territory:
                self._kept.move_to_end(key)
                return found
        made = _read(session, offer, today, matcher)
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return made


def _read(session: Session, offer: Offer, today: date, matcher: Matcher) -> Reading:
    """Those outside the trade change nothing to what a fact of the offer is worth."""
    engine = matcher.ranker.engine
    near = near_of(ranked_scores(session, offer, today, matcher), engine)
    evidence = offer_to_rank(session, offer).evidence
    found = effects(near.scores, engine, packaged_plausible(), trust_of(evidence))
    territory = matcher.current(session).territory
    return Reading(matcher.pool(session), territory, near, tuple(found))


_CACHE = ReadingCache()


def read_offer(session: Session, offer: Offer, today: date, matcher: Matcher) -> Reading:
    """The reading of an offer, made once while nothing changes."""
    return _CACHE.reading(session, offer, today, matcher_for(session, offer, matcher))


def read_shortlist(
    session: Session, shortlist: Shortlist, offer: Offer, matcher: Matcher
) -> Reading | None:
    """The same on the day of a snapshot; None where offer, engine or pool are others by now."""
    engine = matcher_for(session, offer, matcher).ranker.engine
    if (
        shortlist.offer_version != offer.version
        or (shortlist.engine_name, shortlist.engine_version) != (engine.name, engine.version)
        or shortlist.candidates_ranked != len(matcher.pool(session).batch)
    ):
        return None
    return read_offer(session, offer, shortlist.data_date, matcher)


def row_changes(near: Near, rows: Sequence[Row]) -> dict[str, str]:
    """What would lift each row of a page, in words, by identifier; a row without is left out."""
    entries = {row.candidate.identifier: row.entry for row in rows[:MOST_ROWS]}
    batch, places = near.scores.comparison.batch, []
    for place, key in enumerate(batch.keys):
        entry = entries.get(key)
        if entry is not None and (
            (entry.rank, entry.band) == (near.rank[place], ORDER[int(near.scores.band[place])])
        ):
            places.append(place)
    wanted = near.rows[places].tolist()
    found = counterfactuals(near, wanted, packaged_settings())
    keys = {int(near.rows[place]): batch.keys[place] for place in places}
    return {
        keys[row]: in_words(each, ORDER[int(near.scores.band[place])])
        for row, place in zip(wanted, places, strict=True)
        if (each := found.get(row)) is not None
    }


def in_words(change: Counterfactual, band: Band) -> str:
    """`Rang 4 au lieu de 19, « Adapté », avec CACES R489 cat. 3.` `band` is that of today."""
    where = f"rang {change.rank}"
    if change.rank != change.before:
        where += f" au lieu de {change.before}"
    if change.band is not band:
        where += f", « {change.band.label} »"
    return f"{where[:1].upper()}{where[1:]}, {' et '.join(change.words)}."
