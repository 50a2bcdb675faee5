"""`match --all` on a base: lists made again, opened together, told in a line."""

import json

import pytest
from sqlalchemy import func, select

from api.cli import run
from models.database import create_engine_from_url, create_session_factory, transaction
from models.spread import Prospect, ShortlistOpening
from tests.api.services.test_spread import load, open_offer, picker


@pytest.fixture
def base(database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Two open offers and twelve people who fit."""
    monkeypatch.setenv("CANDIDATHEQUE_DATABASE_URL", database_url)
    engine = create_engine_from_url(database_url)
    with transaction(create_session_factory(engine)) as session:
        load(session, [picker(f"P-{number:02d}") for number in range(12)])
        for number in range(2):
            open_offer(session, number)
    engine.dispose()
    return database_url


def test_all_the_lists_are_made_and_opened(base: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["match", "--all"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("2 offres ouvertes x 12 personnes en ")
    assert "20 places en tête de liste pour 12 personnes" in said
    assert run(["match", "--all", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["offers"], told["opened"], told["persons"]) == (2, 20, 12)
    engine = create_engine_from_url(base)
    with create_session_factory(engine)() as session:
        assert session.scalar(select(func.count()).select_from(Prospect)) == 12
        assert session.scalar(select(func.count(ShortlistOpening.shortlist_id.distinct()))) == 4
    engine.dispose()


def test_one_says_that_all_are_meant(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["match"]) == 2
    assert "candidatheque shortlist REF" in capsys.readouterr().err
