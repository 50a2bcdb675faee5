"""Accounts as the administration keeps them: opened, changed, closed, each act noted."""

import re

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from api.cli import run
from models.case_files import CandidateFollow
from models.database import transaction
from models.people import AccountAct, AccountChange, User
from models.vocabulary import Role
from tests.api.level2_world import user_of
from tests.api.routes.world import NAMES, World, email_of

NEW = {
    "name": "Amandine Werquin",
    "email": "A.Werquin@example.org",
    "role": "caseworker",
    "organisation": "Antenne de Gravelines",
    "file_name": "WERQUIN Amandine",
}
LINK = re.compile(r'value="([^"]*/sign-in/link/[^"]+)"')
LONG = "cinq tortues bleues au port"


def address(world: World, role: Role) -> str:
    with world.sessions() as session:
        return f"/comptes/{user_of(session, role).key}"


def boxes(who: Role, **changes: str | list[str]) -> dict[str, str | list[str]]:
    return {"name": NAMES[who], "email": email_of(who), "role": who.value} | changes


def acts(world: World) -> list[tuple[AccountAct, str]]:
    with world.sessions() as session:
        asked = select(AccountChange).order_by(AccountChange.id)
        return [(each.act, each.detail) for each in session.scalars(asked)]


def opened(client: TestClient, **changes: str) -> str:
    answer = client.post("/comptes", data=NEW | changes)
    assert answer.status_code == 200, answer.text
    found = LINK.search(answer.text)
    assert found is not None
    return found[1]


def test_a_new_account_signs_in_by_a_link_shown_once_and_chooses_a_password(world: World) -> None:
    with world.browser(Role.ADMIN) as admin:
        link = opened(admin)
        listed = admin.get("/comptes").text
        assert "Amandine Werquin" in listed
        assert "a.werquin@example.org" in listed
        assert "link/" not in listed
        assert admin.post("/comptes", data=NEW).status_code == 422  # the address is taken
    with world.browser() as client:
        assert client.post(link).status_code == 303
        assert "Amandine Werquin" in client.get("/mon-compte").text
        wrong = client.post("/mon-compte", data={"password": LONG, "again": LONG + "!"})
        assert wrong.status_code == 422
        assert client.post("/mon-compte", data={"password": LONG, "again": LONG}).status_code == 303
        assert client.get("/mon-compte").status_code == 200  # a new session stands in for it
    with world.browser() as client:
        sent = client.post("/sign-in", data={"email": "a.werquin@example.org", "password": LONG})
        assert sent.status_code == 303
    assert [act for act, _ in acts(world)] == [AccountAct.CREATED, AccountAct.LINK]


def test_the_name_of_the_export_gives_its_people_to_the_account(world: World) -> None:
    with transaction(world.sessions) as session:
        for follow in session.scalars(select(CandidateFollow)):
            if follow.caseworker == NAMES[Role.CASEWORKER]:
                follow.caseworker = "MONTEYNE-DUPRIEZ Claire"
    with world.browser(Role.CASEWORKER) as caseworker, world.browser(Role.ADMIN) as admin:
        assert "P-0001" not in caseworker.get("/candidats").text
        path = address(world, Role.CASEWORKER)
        assert "Aucun participant ne porte ce nom" in admin.get(path).text
        admin.post(path, data=boxes(Role.CASEWORKER, file_name="Monteyne Dupriez Claire"))
        assert "4 participants dans son portefeuille" in admin.get(path).text
        assert "P-0001" in caseworker.get("/candidats").text
        assert caseworker.post(world.decision_path(0, "keep"), data={"version": "1"}).is_redirect
    assert acts(world) == [
        (AccountAct.CHANGED, "nom dans l’export : rien → Monteyne Dupriez Claire")
    ]


def test_a_closed_account_is_out_at_once_and_comes_back_as_it_was(world: World) -> None:
    path = address(world, Role.ADVISOR)
    with world.browser(Role.ADVISOR) as advisor, world.browser(Role.ADMIN) as admin:
        link = world.link(Role.ADVISOR)
        assert admin.post(f"{path}/desactiver").status_code == 303
        assert advisor.get("/offers").status_code == 303
        assert advisor.post(link).status_code == 401
        assert admin.post(f"{path}/lien").status_code == 409
        assert NAMES[Role.ADVISOR] in admin.get("/comptes?etat=desactives").text
        assert admin.post(f"{path}/reactiver").status_code == 303
        assert advisor.get("/offers").status_code == 303  # the session does not come back
        assert advisor.post(world.link(Role.ADVISOR)).status_code == 303
        page = admin.get(path).text
        assert "Compte désactivé" in page
        assert f"par {NAMES[Role.ADMIN]}" in page
    with world.sessions() as session:
        assert user_of(session, Role.ADVISOR).password_hash


def test_a_new_link_spends_the_one_before(world: World) -> None:
    path = address(world, Role.OFFICE)
    with world.browser(Role.ADMIN) as admin, world.browser() as client:
        links = [LINK.findall(admin.post(f"{path}/lien").text)[0] for _ in range(2)]
        assert client.post(links[0]).status_code == 401
        assert client.post(links[1]).status_code == 303


@pytest.mark.parametrize("how", ["desactiver", "role"])
def test_the_last_administrator_stays(how: str, world: World) -> None:
    path = address(world, Role.ADMIN)
    with world.browser(Role.ADMIN) as admin:

        def close() -> int:
            if how == "role":
                return admin.post(path, data=boxes(Role.ADMIN, role="office")).status_code
            return admin.post(f"{path}/desactiver").status_code

        assert close() == 409
        assert admin.get("/comptes").status_code == 200
        opened(admin, role="admin", email="second@example.org")
        assert close() == 303
        assert admin.get("/comptes").status_code in (303, 403)


def test_domains_are_those_of_an_advisor_and_are_noted_in_words(world: World) -> None:
    path = address(world, Role.ADVISOR)
    with world.browser(Role.ADMIN) as admin:
        chosen = boxes(Role.ADVISOR, domains=["batiment", "transport_logistique"])
        assert admin.post(path, data=chosen).status_code == 303
        assert admin.post(path, data=chosen).status_code == 303  # the same again: nothing to note
        assert admin.post(path, data=boxes(Role.ADVISOR, domains=["lune"])).status_code == 422
        assert admin.post(path, data=boxes(Role.ADVISOR, role="chef")).status_code == 422
        assert admin.post(path, data=boxes(Role.ADVISOR, email="illisible")).status_code == 422
    assert acts(world) == [
        (AccountAct.CHANGED, "domaines : rien → Transport et logistique, Bâtiment")
    ]
    with world.sessions() as session:
        assert user_of(session, Role.ADVISOR).domains == ["transport_logistique", "batiment"]


def test_the_command_line_opens_accounts_through_the_same_door(
    world: World,
    sqlite_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CANDIDATHEQUE_DATABASE_URL", sqlite_url)
    line = ["user", "add", "zoe@example.org", "--name", "Zoé Blondel", "--role", "advisor"]
    assert run(line) == 0
    token = capsys.readouterr().out.split("/sign-in/link/")[1].strip()
    with world.browser() as client:
        assert client.post(f"/sign-in/link/{token}").status_code == 303
    with world.browser(Role.ADMIN) as admin, world.sessions() as session:
        key = session.scalars(select(User.key).where(User.name == "Zoé Blondel")).one()
        assert "par la ligne de commande" in admin.get(f"/comptes/{key}").text
