"""A small base of the demonstration's people and offers, all of these open."""

from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.demo.offers import offers, write_offers
from api.demo.people import people, write_people
from api.services.imports import import_candidates, import_offers
from api.services.proposals import packaged_proposals
from api.services.shortlists import Matcher, matcher_of
from models.candidates import Candidate
from models.offers import Offer
from models.vocabulary import OfferState

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def fill(session: Session, folder: Path, persons: int, posts: int) -> None:
    """Import so many of each, and open the offers."""
    write_people(folder / "people.csv", people(persons, today=TODAY))
    write_offers(folder / "offers.json", offers(posts, today=TODAY))
    import_candidates(session, folder / "people.csv", now=NOW)
    import_offers(session, folder / "offers.json", packaged_proposals(), user=None, now=NOW)
    for offer in session.scalars(select(Offer)):
        offer.state, offer.level, offer.opened_at = OfferState.OPEN, offer.level or 1, NOW
    session.flush()


def everybody(session: Session) -> list[Candidate]:
    """The people, in the order of their identifiers."""
    return list(session.scalars(select(Candidate).order_by(Candidate.identifier)))


def every_offer(session: Session) -> list[Offer]:
    """The offers, in the order they came."""
    return list(session.scalars(select(Offer).order_by(Offer.id)))


def fresh_matcher() -> Matcher:
    """A matcher that has read nothing yet."""
    return Matcher(matcher_of().ranker)
