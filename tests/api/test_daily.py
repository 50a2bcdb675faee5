"""The daily round closes what is past its end as soon as the service starts."""

import threading
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session, sessionmaker

from api import daily
from models.database import transaction
from models.offers import Offer
from models.vocabulary import OfferState
from tests.factories import make_offer


def past_end(factory: sessionmaker[Session]) -> int:
    with transaction(factory) as session:
        yesterday = datetime.now(UTC).date() - timedelta(days=2)
        offer = make_offer(expires_on=yesterday)
        session.add(offer)
        session.flush()
        return offer.id


def test_the_first_round_is_made_at_once(factory: sessionmaker[Session]) -> None:
    identifier = past_end(factory)
    threads = threading.active_count()
    rounds = daily.DailyRound(factory)
    rounds.start()
    rounds.stop()
    assert threading.active_count() == threads
    with factory() as session:
        assert session.get_one(Offer, identifier).state is OfferState.EXPIRED


def test_a_round_again_changes_nothing(factory: sessionmaker[Session]) -> None:
    past_end(factory)
    now = datetime.now(UTC)
    assert daily.make_round(factory, now).expired == 1
    assert daily.make_round(factory, now).expired == 0
