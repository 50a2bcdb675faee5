"""The daily round closes what is past its end."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, sessionmaker

from api import daily
from api.services.import_assistant import KEPT_FOR, Clerk, keep_file
from models.database import create_engine_from_url, create_session_factory, transaction
from models.imports import ImportDraft
from models.journal import ImportKind
from models.offers import Offer
from models.vocabulary import OfferState, Role
from tests.factories import make_offer, make_user


def past_end(factory: sessionmaker[Session]) -> int:
    with transaction(factory) as session:
        yesterday = datetime.now(UTC).date() - timedelta(days=2)
        offer = make_offer(expires_on=yesterday)
        session.add(offer)
        session.flush()
        return offer.id


def test_a_round_again_changes_nothing(factory: sessionmaker[Session]) -> None:
    past_end(factory)
    now = datetime.now(UTC)
    assert daily.make_round(factory, now).expired == 1
    assert daily.make_round(factory, now).expired == 0


def test_an_offer_that_cannot_be_changed_holds_no_other_back(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    engine = create_engine_from_url(sqlite_url)
    sessions = create_session_factory(engine)
    ids = [past_end(sessions) for _ in range(3)]
    with transaction(sessions) as session:
        session.execute(
            text(
                f"CREATE TRIGGER broken BEFORE UPDATE ON offers WHEN old.id = {ids[1]} "
                "BEGIN SELECT RAISE(ABORT, 'broken'); END"
            )
        )
    with caplog.at_level(logging.ERROR):
        report = daily.make_round(sessions, datetime.now(UTC))
    assert (report.expired, report.failed) == (2, 1)
    assert f"offer {ids[1]}" in caplog.text
    with sessions() as session:
        states = [session.get_one(Offer, each).state for each in ids]
    assert states == [OfferState.EXPIRED, OfferState.OPEN, OfferState.EXPIRED]
    engine.dispose()


def test_files_put_aside_go_after_their_day(factory: sessionmaker[Session]) -> None:
    now = datetime.now(UTC)
    with transaction(factory) as session:
        user = make_user(Role.OFFICE)
        session.add(user)
        session.flush()
        data = b"Identifiant;Nom\nP-1;Vasseur\n"
        keep_file(session, ImportKind.CANDIDATES, "personnes.csv", data, Clerk(user, now))
    count = select(func.count()).select_from(ImportDraft)
    daily.make_round(factory, now)
    with factory() as session:
        assert session.scalar(count) == 1
    daily.make_round(factory, now + KEPT_FOR)
    with factory() as session:
        assert session.scalar(count) == 0
