"""The offers list and the page of an offer."""

import re

import pytest

from api.services.offer_lists import OfferLine
from api.services.users import find_user
from models.database import transaction
from models.vocabulary import Role
from tests.api.routes.world import TEXT, World, email_of
from tests.factories import make_offer


def titles(text: str) -> list[str]:
    return re.findall(r'<h2><a href="/offers/[0-9a-f-]+">([^<]*)</a>', text)


def test_the_list_is_cut_down_by_the_address_and_counts_what_it_leaves(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        client.post("/offers", data={"text": "Maçon\nChantier à Gravelines, CDD de 6 mois."})
        everything = client.get("/offers").text
        opened = client.get("/offers?state=open").text
        building = client.get("/offers?domain=batiment").text
        both = client.get("/offers?domain=batiment&state=open&q=").text
        found = client.get("/offers?q=macon gravelines").text
    assert sorted(titles(everything)) == ["Maçon", "Préparateur de commandes H/F"]
    assert titles(opened) == ["Préparateur de commandes H/F"]
    assert titles(building) == titles(found) == ["Maçon"]
    assert titles(both) == []
    assert "Ouverte (1)" in everything
    assert "Ouverte (0)" in building
    assert "Aucune offre ne correspond." in both
    assert 'value="macon gravelines"' in found


def test_the_list_of_an_advisor_starts_on_their_domains(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        client.post("/offers", data={"text": "Maçon\nChantier à Gravelines, CDD de 6 mois."})
        assert client.get("/offers").status_code == 200
    with transaction(world.sessions) as session:
        find_user(session, email_of(Role.ADVISOR)).domains = ["batiment"]
    with world.browser(Role.ADVISOR) as client:
        sent = client.get("/offers")
        assert sent.headers["location"] == "/offers?domain=miens"
        text = client.get("/offers?domain=miens").text
        assert titles(text) == ["Maçon"]
        assert "1 offre</strong> de votre domaine" in text
        assert re.search(r'value="miens" selected>Le mien : [^<]+<', text)
        assert 'href="/offers?domain=">Tout afficher' in text
        assert "Maçon" in client.get("/offers.csv?domain=miens").text
        assert "Préparateur" not in client.get("/offers.csv?domain=miens").text
        assert len(titles(client.get("/offers?domain=").text)) == 2
        assert len(titles(client.get("/offers?page=1").text)) == 2
    with world.browser(Role.OFFICER) as client:  # an address that a colleague was given
        assert len(titles(client.get("/offers?domain=miens").text)) == 2


def test_each_role_reads_its_next_step(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        client.post("/offers", data={"text": "Plongeur\nRestaurant à Gravelines, CDD."})
        assert "Relire et ouvrir" in client.get("/offers").text
    with world.browser(Role.ADVISOR) as client:
        text = client.get("/offers").text
    assert "Relire et ouvrir" not in text
    assert "Attend une relecture" in text
    assert "3 profils adaptés" in text


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        (None, "Liste à faire"),
        ({}, "Aucun profil solide"),
        ({"eloigne": 900}, "Aucun profil solide"),
        ({"a_verifier": 1}, "1 profil à vérifier"),
        ({"adapte": 1, "a_verifier": 9}, "1 profil adapté"),
        ({"tres_adapte": 2, "adapte": 3}, "5 profils adaptés"),
    ],
)
def test_a_list_promises_what_it_holds(counts: dict[str, int] | None, words: str) -> None:
    assert OfferLine(make_offer(), counts, 0).words == words


def test_pages_keep_the_filters(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        for number in range(26):
            client.post("/offers", data={"text": f"Serveur {number}\nGravelines, CDD."})
        first = client.get("/offers?q=serveur").text
        following = re.search(r'href="(/offers\?[^"]*page=2)"', first)
        assert following is not None
        second = client.get(following[1].replace("&amp;", "&")).text
        beyond = client.get("/offers?page=9999")
    assert len(titles(first)) == 25
    assert len(titles(second)) == 1
    assert 'value="serveur"' in second
    assert beyond.status_code == 200


def test_the_page_of_an_offer_has_its_fields_and_its_text(world: World) -> None:
    with world.browser(Role.CASEWORKER) as client:
        text = client.get(f"/offers/{world.offer_key}").text
    assert "35 h par semaine, 2x8" in text
    assert TEXT.splitlines()[2] in text
    assert "Voir la liste proposée" in text
    assert "Relire et ouvrir" not in text


def test_the_landing_page_puts_ones_own_door_first(world: World) -> None:
    with world.browser(Role.CASEWORKER) as client:
        text = client.get("/commencer").text
    doors = re.findall(r'<h2 id="porte-\d">([^<(]*)', text)
    assert doors[0].strip() == "Je suis un portefeuille"
    assert len(doors) == 4
    assert "Prendre ce rôle" not in text


def test_pages_are_in_french_with_a_title_of_their_own(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        pages = [
            client.get(path).text
            for path in (
                "/",
                "/commencer",
                "/offers",
                "/offers/new",
                f"/offers/{world.offer_key}",
                f"/offers/{world.offer_key}/review",
                world.shortlist_path,
                "/nulle-part",
            )
        ]
    found = [re.search(r"<title>(.*?)</title>", text) for text in pages]
    assert len({each[1] for each in found if each}) == len(pages)
    assert all('<html lang="fr">' in text for text in pages)
