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
from models.vocabulary import Role
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


@pytest.mark.parametrize("path", ["/offers", "/candidats", "/suivi", "/envois"])
def test_each_list_has_both_files_and_each_is_noted(path: str, world: World) -> None:
    with world.browser(Role.ADVISOR) as client:
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
