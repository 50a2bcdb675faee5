"""The way to the guide, from each page."""

from models.vocabulary import Role
from tests.api.routes.world import World


def test_help_leads_from_a_page_to_its_paragraph_in_the_guide_of_the_role(world: World) -> None:
    with world.browser(Role.ADVISOR) as client:
        assert 'href="/aide/conseiller#liste"' in client.get(world.shortlist_path).text
        assert client.get("/aide").headers["location"] == "/aide/conseiller"
    with world.browser(Role.OFFICER) as client:
        assert 'href="/aide/relation-entreprise#liste"' in client.get(world.shortlist_path).text


def test_a_contact_reads_its_guide_without_signing_in_and_sees_no_other(world: World) -> None:
    with world.browser() as client:
        page = client.get("/aide/agence").text
        assert "Changer d’avis" in page
        assert "/aide/responsable" not in page
        assert client.get("/aide").status_code == 303
        assert client.get("/aide/inconnu").status_code == 404
