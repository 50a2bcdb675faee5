"""The pages on equity: who reads them, what they say, who answers."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

from fastapi.testclient import TestClient
from sqlalchemy import select

from api.fairness_page import month_fr
from api.rendering import date_fr
from api.services.fairness import establish, last_month, period_of
from models.database import transaction
from models.days import day_of
from models.fairness import FairnessAnalysis, FairnessReport
from models.people import User
from models.vocabulary import Role
from tests.api.routes.world import NAMES, World
from tests.api.services.fairness_world import office, write_office

HOME = "/equite"
WORDS = "Les horaires écartent plus souvent ce groupe ; les employeurs concernés seront appelés."


def this_day() -> date:
    """The day of the service, which makes the report of the month before."""
    return day_of(datetime.now(UTC))


def read(client: TestClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return " ".join(answer.text.replace("\u00a0", " ").replace("\u202f", " ").split())


def fill(world: World, month: date | None = None) -> None:
    """A month with a bias, the last one where none is given."""
    start = period_of(month or last_month(this_day())).start
    with transaction(world.sessions) as session:
        write_office(session, office(3, True, people=300, lists=20), start + timedelta(days=9))


def key_of(world: World, role: Role) -> str:
    with world.sessions() as session:
        return str(session.scalar(select(User.key).where(User.role == role)))


def test_a_bias_is_told_answered_for_and_taken_away_as_a_file(world: World) -> None:
    fill(world)
    with world.browser(Role.MANAGER) as client:
        month = month_fr(last_month(this_day()))
        assert f"Établir le rapport du mois ({month})" in read(client, HOME)
        path = client.post(HOME).headers["location"]
        text = read(client, path)
        assert "Place en tête des listes : Sexe, Femmes : rapport 0," in text
        due = date_fr(this_day() + timedelta(days=15))
        assert f"au plus tard le <strong>{due}</strong>" in text
        assert "Retenus par un obstacle : Horaires" in text
        assert "Établir" not in read(client, HOME)
        assert client.post(HOME).status_code == 409
        named = {"named": key_of(world, Role.ADMIN)}
        assert client.post(f"{path}/answerer", data=named).is_redirect
        assert client.post(f"{path}/analysis", data={"text": WORDS}).status_code == 409
        file = client.get(f"{path}/report.csv")
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";"))
    assert min(int(row["Personnes (à 5 près)"]) for row in rows) >= 30
    women = next(row for row in rows if row["Groupe"] == "Femmes" and not row["Domaine"])
    assert women["Mesure"] == "Place en tête des listes"
    assert women["Lecture"] == "hors de la bande : à analyser"
    with world.browser(Role.ADMIN) as client:
        assert client.post(f"{path}/analysis", data={"text": WORDS}).is_redirect
        text = read(client, path)
    assert NAMES[Role.ADMIN] in text
    assert WORDS in text
    with world.sessions() as session:
        assert len(session.scalars(select(FairnessAnalysis)).all()) == 1


def test_a_late_analysis_is_told(world: World) -> None:
    month = last_month(last_month(this_day()))
    fill(world, month)
    with transaction(world.sessions) as session:
        at = datetime.now(UTC) - timedelta(days=16)
        path = f"{HOME}/{establish(session, None, at, month).key}"
    with world.browser(Role.MANAGER) as client:
        assert "délai est dépassé" in read(client, path)


def test_an_empty_month_says_that_it_says_nothing(world: World) -> None:
    with world.browser(Role.MANAGER) as client:
        text = read(client, client.post(HOME).headers["location"])
        assert "Rien, une fois le hasard écarté (0 rapport comparé" in text
        assert "Trop peu de personnes ou de données" in text


def test_the_pages_are_for_managers_and_the_administration(world: World) -> None:
    for role in (Role.ADVISOR, Role.OFFICER, Role.CASEWORKER, Role.OFFICE, Role.AGENCY):
        with world.browser(role) as client:
            assert client.get(HOME).status_code == 403
            assert client.post(HOME).status_code == 403
    with world.sessions() as session:
        assert session.scalars(select(FairnessReport)).all() == []
