"""The reports beside the figures: on the screen and in the files, to who may read them."""

import csv
import io

import pytest

from models.vocabulary import Role
from tests.api.routes.world import World
from tests.clock import today


def test_the_motives_of_a_month_are_on_the_screen_and_in_the_file(world: World) -> None:
    with world.browser(Role.ADVISOR) as client:
        for place in range(6):
            data = {"version": 1, "motive": "titre_manquant"}
            client.post(world.decision_path(place, "discard"), data=data)
        page = client.get("/chiffres/motifs").text
        assert "Aucun refus d’employeur ce mois-ci" in page
        assert "Titre ou permis manquant" in page
        assert "Permis, titres et habilitations" in page
        assert f'href="/offers/{world.offer_key}"' in page  # the line is there: to be read again
        file = client.get(f"/chiffres/motifs.csv?mois={today():%Y-%m}")
        rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";"))
        assert rows[1][:5] == [
            "Nous", "", "Titre ou permis manquant", "6", "Permis, titres et habilitations",
        ]  # fmt: skip
        assert "n’a été écarté" in client.get("/chiffres/motifs?mois=2020-01").text
        assert "n’a pas été compris" in client.get("/chiffres/motifs?mois=hier").text
        assert client.get("/chiffres/motifs.csv?mois=hier").status_code == 422


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_indicators_of_esf_leave_as_a_file_for_managers(kind: str, world: World) -> None:
    with world.browser(Role.MANAGER) as manager, world.browser(Role.ADVISOR) as advisor:
        assert "/chiffres/fse.xlsx?du=" in manager.get("/chiffres/activite").text
        file = manager.get(f"/chiffres/fse.{kind}?du=2026-01-01&au=2026-06-30")
        assert file.status_code == 200
        name = file.headers["content-disposition"]
        assert "fse-plus-2026-01-01-2026-06-30" in name
        assert advisor.get(f"/chiffres/fse.{kind}").status_code == 403
