"""What a colleague takes out for elsewhere: an open offer in two formats, each list as JSON."""

import json
from datetime import date, datetime

import pytest
from sqlalchemy import select

from api.services.reading import read_offer_upload
from models.access import Access
from models.database import transaction
from models.offers import Offer
from models.vocabulary import OfferState, Role
from tests.api.routes.world import World

SUFFIXES = ("jsonld", "france-travail.json")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_open_offer_leaves_as_a_file_that_we_would_read(suffix: str, world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        page = client.get(f"/offers/{world.offer_key}").text
        path = f"/offers/{world.offer_key}.{suffix}"
        assert path in page
        file = client.get(path)
    assert file.status_code == 200
    (offer,) = read_offer_upload(file.content, f"offre.{suffix}").offers
    assert (offer.reference, offer.title) == ("DK-0001", "Préparateur de commandes H/F")
    assert offer.workplace.name == "Grande-Synthe"
    assert [need.code for need in offer.licences] == ["CACES_R489_1"]
    assert offer.details.contact.phone == "03 28 00 00 00"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_offer_that_is_not_open_stays(suffix: str, world: World) -> None:
    with transaction(world.sessions) as session:
        session.scalars(select(Offer)).one().state = OfferState.SUSPENDED
    with world.browser(Role.OFFICER) as client:
        assert client.get(f"/offers/{world.offer_key}.{suffix}").status_code == 409
        assert f".{suffix}" not in client.get(f"/offers/{world.offer_key}").text
        assert client.get(f"/offers/inconnue.{suffix}").status_code == 404


def test_a_list_for_programs_has_the_lines_of_the_page_typed(world: World) -> None:
    with transaction(world.sessions) as session:
        session.scalars(select(Offer)).one().deadline = date(2099, 3, 4)
    with world.browser(Role.ADVISOR) as client:
        offers = client.get("/offers.json?state=open").json()
        assert offers["headers"] == list(offers["lines"][0])
        assert offers["lines"][0]["Date limite"] == "2099-03-04"
        assert offers["lines"][0]["Heures par semaine"] == 35.0
        assert offers["lines"][0]["Employeur"] is None
        assert client.get("/offers.json?state=draft").json()["lines"] == []
        far = client.get(f"{world.shortlist_path}.json?band=eloigne").json()["lines"]
        assert [line["Identifiant"] for line in far] == ["P-0006", "P-0007"]
        assert ".json?state=open" in client.get("/offers?state=open").text


PATHS = ("/offers", "/candidats", "/suivi", "/envois", "/forgotten", "/sorties", "/clauses")


def test_each_list_for_programs_is_the_same_as_its_csv_and_is_noted(world: World) -> None:
    with world.browser(Role.MANAGER) as client:
        for path in PATHS:
            answer = client.get(f"{path}.json")
            assert answer.status_code == 200, path
            assert answer.headers["content-disposition"].endswith('.json"')
            header = client.get(f"{path}.csv").content.decode("utf-8-sig").split("\r\n")[0]
            assert header.split(";") == answer.json()["headers"], path
    with world.sessions() as session:
        screens = set(session.scalars(select(Access.screen)))
    assert {f"{path}.json" for path in PATHS} <= screens


def test_a_caseworker_reads_in_json_whom_they_read_on_screen(world: World) -> None:
    with world.browser(Role.CASEWORKER) as client:
        lines = client.get(f"{world.shortlist_path}.json").json()["lines"]
        page = client.get(f"{world.shortlist_path}.csv").content.decode("utf-8-sig")
    for line in lines:
        assert line["Nom"] is None or line["Nom"] in page
    assert any(line["Nom"] is None for line in lines)


def test_instants_keep_their_zone(world: World) -> None:
    with world.browser(Role.ADVISOR) as client:
        text = client.get("/envois.json").text
    for line in json.loads(text)["lines"]:
        assert datetime.fromisoformat(line["Préparé le"]).tzinfo is not None
