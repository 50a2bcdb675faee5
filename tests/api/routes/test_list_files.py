"""Lists as files: what the page shows, its filters kept, typed, safe, and in the journal."""

import csv
import io
from datetime import date
from urllib.parse import unquote

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from models.access import Access, AccessKind
from models.database import transaction
from models.offers import Offer
from models.vocabulary import IntroductionAction, Role
from tests.api.routes.test_contracts import hired, send
from tests.api.routes.world import NAMES, World

Row = dict[str, str]


def rows_of(content: bytes) -> list[Row]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def cells_of(content: bytes) -> list[list[object]]:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    return [list(row) for row in sheet.to_python()]


def test_offers_leave_with_their_filters_typed_and_safe(world: World) -> None:
    with transaction(world.sessions) as session:
        offer = session.scalars(select(Offer)).one()
        offer.title, offer.deadline = "=cmd|'/c calc'!A1", date(2099, 3, 4)
    with world.browser(Role.OFFICE) as client:
        (row,) = rows_of(client.get("/offers.csv").content)
        assert row["Intitulé"] == "'=cmd|'/c calc'!A1"
        assert row["Date limite"] == "04/03/2099"
        headers, line = cells_of(client.get("/offers.xlsx").content)
        typed = dict(zip(headers, line, strict=True))
        assert typed["Date limite"] == date(2099, 3, 4)
        assert typed["Heures par semaine"] == 35.0
        assert rows_of(client.get("/offers.csv?state=draft").content) == []
        assert "/offers.csv?state=open" in client.get("/offers?state=open").text


def test_a_shortlist_leaves_whole_and_in_its_order(world: World) -> None:
    with world.browser(Role.ADVISOR) as client:
        client.post(world.decision_path(1, "keep"), data={"version": "1"})
        rows = rows_of(client.get(f"{world.shortlist_path}.csv").content)
        assert [row["Identifiant"] for row in rows] == [f"P-{n:04d}" for n in range(1, 8)]
        assert rows[1]["Décision"] == "Retenue"
        kept = rows_of(client.get(f"{world.shortlist_path}.csv?decision=kept").content)
        assert [row["Identifiant"] for row in kept] == ["P-0002"]
        page = client.get(f"{world.shortlist_path}?decision=kept").text
        assert f"{world.shortlist_path}.xlsx?decision=kept" in unquote(page)
        far = rows_of(client.get(f"{world.shortlist_path}.csv?band=eloigne").content)
        assert [row["Identifiant"] for row in far] == ["P-0006", "P-0007"]


def test_a_caseworker_takes_out_their_own_people_alone(world: World) -> None:
    with world.browser(Role.ADVISOR) as client:
        everybody = rows_of(client.get("/candidats.csv").content)
    with world.browser(Role.CASEWORKER) as client:
        mine = rows_of(client.get("/candidats.csv").content)
        page = client.get("/candidats").text
    assert len(everybody) == 7
    assert 0 < len(mine) < 7
    assert {row["Référent de parcours"] for row in mine} == {NAMES[Role.CASEWORKER]}
    assert all(row["Identifiant"] in page for row in mine)


LISTS = (
    "/offers",
    "/candidats",
    "/suivi",
    "/envois",
    "/contrats",
    "/niveau-2",
    "/recrutements",
    "/forgotten",
)


@pytest.mark.parametrize(
    ("path", "role"), [*((path, Role.ADVISOR) for path in LISTS), ("/journal", Role.ADMIN)]
)
def test_each_list_has_both_files_and_each_is_noted(path: str, role: Role, world: World) -> None:
    with world.browser(role) as client:
        for suffix, start in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")):
            file = client.get(f"{path}.{suffix}")
            assert file.status_code == 200
            assert file.content.startswith(start)
            assert f".{suffix}" in file.headers["content-disposition"]
    with world.sessions() as session:
        noted = session.scalars(select(Access).order_by(Access.id)).all()
    assert [(each.screen, each.kind) for each in noted] == [
        (f"{path}.csv", AccessKind.EXPORT),
        (f"{path}.xlsx", AccessKind.EXPORT),
    ]
    assert all(each.count is not None for each in noted)


def test_a_search_leaves_with_its_words_which_stand_in_no_address(world: World) -> None:
    with world.browser(Role.CASEWORKER) as client:
        page = client.post("/candidats", data={"q": "salma"}).text
        assert 'action="/candidats.xlsx"' in page
        assert 'formaction="/candidats.csv"' in page
        file = client.post("/candidats.csv", data={"q": "salma"})
        assert [row["Nom"] for row in rows_of(file.content)] == ["Salma Aït-Berka"]
        others = client.post("/candidats.csv", data={"q": "bruno"})  # followed by another
        assert rows_of(others.content) == []
    with world.sessions() as session:
        noted = session.scalars(select(Access).where(Access.kind == AccessKind.EXPORT)).all()
    assert [(each.screen, each.count) for each in noted] == [
        ("/candidats.csv", 1),
        ("/candidats.csv", 0),
    ]


def test_contracts_leave_with_their_filter_and_the_people_of_the_page(world: World) -> None:
    with world.browser(Role.MANAGER) as client:
        hired(client, send(world, 0))
        (row,) = rows_of(client.get("/contrats.csv").content)
        assert row["Identifiant"] == "P-0001"
        assert row["Nom"] == "Salma Aït-Berka"
        assert row["Suivi par"] in client.get("/contrats").text
        headers, line = cells_of(client.get("/contrats.xlsx").content)
        assert isinstance(dict(zip(headers, line, strict=True))["Début"], date)
        assert len(rows_of(client.get("/contrats.csv?state=courants").content)) == 1
        assert rows_of(client.get("/contrats.csv?state=risque").content) == []
        assert "/contrats.csv?state=courants" in client.get("/contrats?state=courants").text
    with world.browser(Role.ADVISOR) as client:
        page, file = client.get("/contrats").text, client.get("/contrats.csv").content
    assert [row["Nom"] in page for row in rows_of(file)] == [True] * page.count("offer-line")


def test_level_2_leaves_as_the_page_shows_it(world: World) -> None:
    with transaction(world.sessions) as session:
        session.scalars(select(Offer)).one().level = 2
    send(world, 0, until=IntroductionAction.AGREE)
    with world.browser(Role.ADVISOR) as client:
        page = client.get("/niveau-2").text
        (row,) = rows_of(client.get("/niveau-2.csv").content)
    assert "/niveau-2.xlsx" in page
    assert (row["Quoi"], row["Identifiant"], row["Absences"]) == ("À valider", "P-0001", "0")
    assert row["Suite"]


def test_drives_leave_and_a_caseworker_takes_out_those_they_see(world: World) -> None:
    with world.browser(Role.MANAGER) as client:
        client.post("/recrutements", data={"name": "Port 2026", "offers": "DK-0001"})
        (row,) = rows_of(client.get("/recrutements.csv").content)
        assert "/recrutements.csv" in client.get("/recrutements").text
    assert (row["Nom"], row["Postes"], row["Personnes venues"]) == ("Port 2026", "2", "0")
    with world.browser(Role.CASEWORKER) as client:
        assert rows_of(client.get("/recrutements.csv").content) == []


def test_a_file_leaves_no_line_out_without_a_word(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.services.access_log.MOST_EXPORTED", 1)
    with world.browser(Role.ADMIN) as client:
        assert client.get("/journal.csv").status_code == 200
        assert client.get("/journal.csv").status_code == 200
        refused = client.get("/journal.csv")
    assert refused.status_code == 422
    assert "filtrez d’abord" in refused.text
