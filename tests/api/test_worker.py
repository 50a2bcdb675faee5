"""The worker does its tasks beside the service, twice or together without doing more."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.cli import run
from api.services.messages import queue_message
from api.settings import Settings
from api.worker import Worker, base_folder, site_of
from models.database import create_engine_from_url, create_session_factory, transaction
from models.offers import Offer
from models.outbox import MessageState, OutgoingMessage
from models.vocabulary import OfferState
from tests.factories import make_offer

PATIENCE_S = 15.0


def until(is_done: Callable[[], bool]) -> bool:
    """Whether it is done in time."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if is_done():
            return True
        time.sleep(0.05)
    return is_done()


def fill(factory: sessionmaker[Session]) -> int:
    """An offer past its end and a message to send; the offer's id."""
    with transaction(factory) as session:
        offer = make_offer(expires_on=datetime.now(UTC).date() - timedelta(days=2))
        session.add(offer)
        now = datetime.now(UTC)
        queue_message(session, "elodie@agence.example", "Essai", "Bonjour", (), now)
        session.flush()
        return offer.id


def is_tended(factory: sessionmaker[Session], offer_id: int) -> bool:
    with factory() as session:
        message = session.scalars(select(OutgoingMessage)).one()
        state = session.get_one(Offer, offer_id).state
        return state is OfferState.EXPIRED and message.state is MessageState.SENT


def test_a_worker_starts_its_tasks_at_once_and_two_do_no_more_than_one(
    database_url: str, tmp_path: Path
) -> None:
    engine = create_engine_from_url(database_url)
    factory = create_session_factory(engine)
    offer_id = fill(factory)
    settings = Settings(database_url=database_url, outbox_folder=tmp_path / "mail")
    workers = [Worker(settings, factory) for _ in range(2)]
    for worker in workers:
        worker.start()
    try:
        assert until(lambda: is_tended(factory, offer_id))
    finally:
        for worker in workers:
            worker.stop()
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 1
    engine.dispose()


def test_the_command_does_each_task_once(
    sqlite_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    engine = create_engine_from_url(sqlite_url)
    factory = create_session_factory(engine)
    offer_id = fill(factory)
    monkeypatch.setenv("CANDIDATHEQUE_DATABASE_URL", sqlite_url)
    for _ in range(2):
        assert run(["worker", "--once"]) == 0
    assert "ronde : fait." in capsys.readouterr().out
    assert is_tended(factory, offer_id)
    assert len(list((tmp_path / "courriels").glob("*.eml"))) == 1  # beside the base
    engine.dispose()


def test_where_things_stand(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path}/b.sqlite3", port=8123)
    assert base_folder(settings) == tmp_path
    assert site_of(settings) == "http://127.0.0.1:8123"
    named = Settings(database_url=settings.database_url, public_url="https://plie.example")
    assert site_of(named) == "https://plie.example"
