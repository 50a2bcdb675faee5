"""`candidatheque fairness`: made once, told again, written as a file."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from api.cli import run
from api.services.fairness import last_month, period_of
from models.database import create_engine_from_url, create_session_factory, transaction
from models.days import day_of
from models.fairness import FairnessReport
from tests.api.services.fairness_world import office, write_office


def test_a_month_is_reported_once_and_told_each_time(
    sqlite_url: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CANDIDATHEQUE_DATABASE_URL", sqlite_url)
    month = last_month(day_of(datetime.now(UTC)))
    engine = create_engine_from_url(sqlite_url)
    factory = create_session_factory(engine)
    with transaction(factory) as session:
        made = office(3, True, people=300, lists=20)
        write_office(session, made, period_of(month).start + timedelta(days=9))
    out = tmp_path / "equite.csv"
    assert run(["fairness", "--out", str(out)]) == 0
    told = capsys.readouterr().out
    assert "Sexe, Femmes : rapport 0," in told
    assert "personne n'est nommé" in told
    assert run(["fairness", "--month", f"{month:%Y-%m}"]) == 0
    assert capsys.readouterr().out == told
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert {row["Groupe"] for row in csv.DictReader(file, delimiter=";")} > {"Femmes", "Oui"}
    with factory() as session:
        assert len(session.scalars(select(FairnessReport)).all()) == 1
    engine.dispose()


def test_a_month_that_is_not_over_or_not_a_month_is_refused(
    sqlite_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CANDIDATHEQUE_DATABASE_URL", sqlite_url)
    assert run(["fairness", "--month", "2999-01"]) == 1
    assert "pas terminé" in capsys.readouterr().err
    assert run(["fairness", "--month", "octobre"]) == 2
    assert "n'est pas un mois AAAA-MM" in capsys.readouterr().err
