"""The table of the territory on screen: confirmed by a named person, used by the next ranking."""

import html
import re

import pytest
from sqlalchemy import select

from models.travel import ConfirmedBuses, ConfirmedTrip
from models.vocabulary import Role
from tests.api.routes.world import NAMES, World

PAGE = "/territoire?zone=grande-synthe&mode=bus&band=journee"
TRIP = {"place": "dunkerque", "zone": "grande-synthe", "mode": "bus", "band": "journee"}
BUSES = {"place": "*", "zone": "port-ouest", "day": "semaine"}


def words(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def row(text: str, place: str) -> str:
    found = re.search(rf'<tr id="lieu-{place}">.*?</tr>', text, re.DOTALL)
    assert found, place
    return found[0]


def test_every_value_says_where_it_comes_from(world: World) -> None:
    with world.browser(Role.ADVISOR) as client:
        text = client.get(PAGE).text
        assert 'value="30"' in row(text, "dunkerque")
        assert "table, à confirmer" in words(row(text, "dunkerque"))
        assert "estimation" in words(row(text, "zuydcoote"))
        early = client.get(PAGE.replace("journee", "matin")).text
        assert "d’après la journée" in words(row(early, "dunkerque"))
        closed = client.get("/territoire?zone=port-ouest&mode=bus&band=nuit").text
        assert 'value="aucun"' in row(closed, "dunkerque")
        assert "covoiturage" in words(text)


def test_a_person_confirms_corrects_and_goes_back(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        answer = client.post("/territoire/trips", data=TRIP | {"minutes": "26"})
        assert answer.status_code == 303
        assert answer.headers["location"].endswith("#lieu-dunkerque")
        text = client.get(answer.headers["location"]).text
        assert "à votre nom" in words(text)
        assert 'value="26"' in row(text, "dunkerque")
        assert f"confirmé par {NAMES[Role.OFFICER]}" in words(row(text, "dunkerque"))
        assert "26 min (avant : 30 min)" in words(text)
        client.post("/territoire/trips", data=TRIP | {"minutes": "aucun"})
        assert 'value="aucun"' in row(client.get(PAGE).text, "dunkerque")
        client.post("/territoire/trips", data=TRIP | {"action": "withdraw"})
        assert 'value="30"' in row(client.get(PAGE).text, "dunkerque")
        assert (
            client.post("/territoire/trips", data=TRIP | {"action": "withdraw"}).status_code == 404
        )
    with world.sessions() as session:
        kept = session.scalars(select(ConfirmedTrip).order_by(ConfirmedTrip.id)).all()
    assert [(r.minutes, r.was, r.is_withdrawn) for r in kept] == [
        (26, 30, False),
        (None, 26, False),
        (None, None, True),
    ]


def test_the_first_and_last_bus_of_a_zone(world: World) -> None:
    page = "/territoire?zone=port-ouest"
    with world.browser(Role.MANAGER) as client:
        client.post("/territoire/buses", data=BUSES | {"first": "4 h 50", "last": "25:10"})
        text = words(client.get(page).text)
        assert "premier 4:50, dernier 25:10" in text
        client.post("/territoire/buses", data=BUSES | {"first": "aucun", "last": "aucun"})
        assert "aucun bus" in words(client.get(page).text)
        client.post("/territoire/buses", data=BUSES | {"action": "withdraw"})
        assert "retiré : la table compte de nouveau" in words(client.get(page).text)
    with world.sessions() as session:
        kept = session.scalars(select(ConfirmedBuses).order_by(ConfirmedBuses.id)).all()
    assert [(r.first, r.last) for r in kept] == [(290, 1510), (None, None), (None, None)]


@pytest.mark.parametrize(
    ("path", "data", "said"),
    [
        ("trips", TRIP | {"minutes": "vingt"}, "minutes entières"),
        ("trips", TRIP | {"minutes": "-5"}, "minutes entières"),
        ("trips", TRIP | {"minutes": "900"}, "240 au plus"),
        ("trips", TRIP | {"minutes": ""}, "minutes entières"),
        ("buses", BUSES | {"first": "5:75", "last": "21:00"}, "une heure comme 5:45"),
        ("buses", BUSES | {"first": "5:45", "last": "aucun"}, "les deux heures"),
        ("buses", BUSES | {"first": "21:00", "last": "5:45"}, "le dernier bus après"),
        ("buses", BUSES | {"first": "31:00", "last": "32:00"}, "une heure comme 5:45"),
    ],
)
def test_what_makes_no_sense_is_said_and_not_kept(
    world: World, path: str, data: dict[str, str], said: str
) -> None:
    with world.browser(Role.OFFICER) as client:
        answer = client.post(f"/territoire/{path}", data=data)
    assert answer.status_code == 422
    assert said in words(answer.text)
    assert "<h1>Trajets du territoire</h1>" in answer.text
    with world.sessions() as session:
        assert session.scalar(select(ConfirmedTrip)) is None
        assert session.scalar(select(ConfirmedBuses)) is None


def test_unknown_places_and_zones_are_not_found(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        for change in ({"place": "ailleurs"}, {"zone": "ailleurs"}):
            data = TRIP | {"minutes": "20"} | change
            assert client.post("/territoire/trips", data=data).status_code == 404
        assert client.get("/territoire?zone=ailleurs").status_code == 404


def test_who_only_reads_sees_no_button(world: World) -> None:
    with world.browser(Role.CASEWORKER) as client:
        text = client.get(PAGE).text
        assert "30" in words(row(text, "dunkerque"))
        assert "Confirmer" not in text
        assert client.post("/territoire/trips", data=TRIP | {"minutes": "26"}).status_code == 403
