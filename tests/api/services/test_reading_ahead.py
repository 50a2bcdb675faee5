"""What is read as the service starts is there for the first page."""

import logging
from pathlib import Path

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session, sessionmaker

from api.services.offers_for import near_offers_for, open_offers
from api.services.offers_sides import side_of
from api.services.reading_ahead import read_ahead
from models.candidates import CandidateProject
from models.database import create_engine_from_url, create_session_factory, reading, transaction
from tests.api.services.people_and_offers import TODAY, everybody, fill, fresh_matcher


def test_the_first_page_reads_no_offer_and_no_pool_again(
    engine: Engine, factory: sessionmaker[Session], tmp_path: Path
) -> None:
    with transaction(factory) as session:
        fill(session, tmp_path, persons=4, posts=5)
    matcher = fresh_matcher()
    read_ahead(factory, matcher, TODAY)
    asked: list[str] = []
    with reading(factory) as session:
        person = everybody(session)[-1]
        event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
        side = side_of(session, person, TODAY, matcher)
        assert all(side.has_read(each) for each in open_offers(session).values())
        assert near_offers_for(side).left == 0
    assert asked
    assert not [each for each in asked if CandidateProject.__tablename__ in each]
    assert not [each for each in asked if "offers.parsed" in each]


def test_a_base_without_anybody_is_read_without_fuss(factory: sessionmaker[Session]) -> None:
    read_ahead(factory, fresh_matcher(), TODAY)


def test_a_base_that_does_not_answer_is_left_to_the_first_page(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    engine = create_engine_from_url(f"sqlite:///{tmp_path / 'sans-tables.sqlite3'}")
    with caplog.at_level(logging.WARNING):
        read_ahead(create_session_factory(engine), fresh_matcher(), TODAY)
    engine.dispose()
    assert "première page" in caplog.text
