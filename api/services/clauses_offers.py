"""Which offers belong to a market: those tied by hand, and those whose fiche names it."""

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import Text, cast, select
from sqlalchemy.orm import Session

from ingestion.normalise import fold
from models.clauses import ClauseMarket, ClauseOffer
from models.offers import Offer

_SIGNS = re.compile(r"[^a-z0-9]{1,50}")
NAMES_ONE = '%"clause_market":"%'
"""How a fiche that names a market is kept, as `models.database.strict_json` writes it."""


def plain(words: str) -> str:
    """Words without accents, capitals or signs, with a blank on each side of every word."""
    return f" {_SIGNS.sub(' ', fold(words)).strip()} "


def named(words: str | None, markets: Iterable[ClauseMarket]) -> ClauseMarket | None:
    """The market that the words of a fiche name; None where none does, or several do.

    The name is in the words, whole; among lots of one market, the lot is too.
    """
    if not words:
        return None
    told = plain(words)
    found = [each for each in markets if plain(each.name) in told]
    exact = [each for each in found if each.lot and plain(each.lot) in told]
    chosen = exact or [each for each in found if not each.lot] or found
    return chosen[0] if len(chosen) == 1 else None


def market_of_offer(session: Session, offer: Offer) -> ClauseMarket | None:
    """The market of an offer: the one it was tied to, else the one its fiche names."""
    tied = session.scalar(
        select(ClauseMarket)
        .join(ClauseOffer, ClauseOffer.market_id == ClauseMarket.id)
        .where(ClauseOffer.offer_id == offer.id)
    )
    if tied is not None:
        return tied
    words = _words(offer)
    return named(words, session.scalars(select(ClauseMarket))) if words else None


def markets_offers(session: Session, market: ClauseMarket) -> list[int]:
    """The offers of a market (ids)."""
    return [offer.id for offer in offers_of_market(session, market)]


def offers_of_market(session: Session, market: ClauseMarket) -> Sequence[Offer]:
    """The offers of a market, by reference."""
    tied: dict[int, int] = {
        row.offer_id: row.market_id
        for row in session.execute(select(ClauseOffer.offer_id, ClauseOffer.market_id))
    }
    markets = session.scalars(select(ClauseMarket)).all()
    own = [offer_id for offer_id, market_id in tied.items() if market_id == market.id]
    naming = session.scalars(
        select(Offer)
        .where(Offer.id.in_(own) | cast(Offer.parsed, Text).like(NAMES_ONE))
        .order_by(Offer.reference)
    )
    return [
        offer
        for offer in naming
        if tied.get(offer.id) == market.id
        or (offer.id not in tied and _is(named(_words(offer), markets), market))
    ]


def _is(found: ClauseMarket | None, market: ClauseMarket) -> bool:
    return found is not None and found.id == market.id


def _words(offer: Offer) -> str | None:
    details = offer.parsed.get("details") or {}
    words = details.get("clause_market")
    return words if isinstance(words, str) else None
