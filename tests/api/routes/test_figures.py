"""The pages of figures: the same numbers on the screen, in the file and for programs."""

import csv
import io
import re

import pytest

from api.rendering import unbroken
from models.vocabulary import Role
from tests.api.routes.world import World

PERIOD = "du=2026-11-01&au=2026-11-30"


def keep_two(world: World) -> None:
    with world.browser(Role.ADVISOR) as client:
        for place in (0, 1):
            client.post(world.decision_path(place, "keep"), data={"version": 1})


def test_the_screen_the_file_and_programs_have_the_same_figures(world: World) -> None:
    keep_two(world)
    with world.browser(Role.MANAGER) as client:
        html = client.get(f"/chiffres?{PERIOD}").text
        file = client.get(f"/chiffres.csv?{PERIOD}")
        steps, waits = client.get(f"/chiffres.json?{PERIOD}").json()["tables"]

    on_screen = re.findall(r'<th scope="row">([^<]+)</th><td class="num"><strong>(\d+)', html)
    told = [(row["title"], row["cells"][0]) for row in steps["rows"]]
    assert [(title, int(count)) for title, count in on_screen] == told
    assert dict(told)["Offres ouvertes"] == 1
    assert dict(told)["Retenues"] == 2
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";"))
    assert [(row[0], int(row[1])) for row in rows[1 : 1 + len(told)]] == told
    assert waits["key"] == "delais"
    assert "attachment" in file.headers["content-disposition"]


def test_an_address_narrows_and_the_page_says_to_what(world: World) -> None:
    keep_two(world)
    with world.browser(Role.MANAGER) as client:
        other = client.get(f"/chiffres.json?{PERIOD}&domaine=batiment").json()["tables"][0]
        page = client.get(f"/chiffres?{PERIOD}&domaine=batiment&antenne=Grande-Synthe").text
    assert all(row["cells"][0] == 0 for row in other["rows"])
    assert 'value="batiment" selected' in page
    assert "antenne Grande-Synthe" in page
    assert "domaine=batiment" in page.split("chiffres.csv?")[1].split('"')[0]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("du=hier", "« du » n’est pas une date"),
        ("au=99999-01-01", "« au » n’est pas une date"),
        ("du=2026-11-02&au=2026-11-01", "la période finit avant de commencer"),
        ("du=2001-01-01&au=2026-11-01", "la période est limitée à trois ans"),
    ],
)
def test_a_period_without_sense_is_told(query: str, said: str, world: World) -> None:
    with world.browser(Role.MANAGER) as client:
        answer = client.get(f"/chiffres?{query}")
    assert answer.status_code == 200
    assert unbroken(said)[1:] in answer.text


def test_odd_values_narrow_nothing(world: World) -> None:
    with world.browser(Role.MANAGER) as client:
        answer = client.get(f"/chiffres?{PERIOD}&collecte=x&niveau=9&domaine=y&agence=%00")
        assert answer.status_code == 200
        assert client.get(f"/chiffres/activite?{PERIOD}").status_code == 200


def test_what_is_missing_is_told_with_a_way_on(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        page = client.get("/chiffres/couverture").text
    assert "0 offre ouverte sans candidat" in page
    assert "pas encore été comparées toutes ensemble" in page


def test_publics_are_for_managers_and_the_administration(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        assert "/chiffres/activite" not in client.get("/chiffres").text
        assert client.get("/chiffres/activite").status_code == 403
    with world.browser(Role.MANAGER) as client:
        assert "Sorties positives validées, en tout" in client.get("/chiffres/activite").text
