"""Accounts as the administration keeps them: opened, changed, closed, each act noted."""

import re

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from api.cli import run
from models.case_files import CandidateFollow
from models.database import transaction
from models.people import AccountAct, AccountChange, SignOnIdentity, User
from models.vocabulary import Role
from tests.api.level2_world import user_of
from tests.api.routes.world import NAMES, PASSWORD, World, email_of

NEW = {
    "name": "Amandine Werquin",
    "email": "A.Werquin@example.org",
    "role": "caseworker",
    "organisation": "Antenne de Gravelines",
    "file_name": "WERQUIN Amandine",
}
LINK = re.compile(r'value="([^"]*/sign-in/link/[^"]+)"')
SEEN = re.compile(r'name="seen" value="(\w+)"')
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
    noted = [AccountAct.CREATED, AccountAct.LINK, AccountAct.PASSWORD]
    assert [act for act, _ in acts(world)] == noted


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


def test_who_saves_second_changes_nothing_and_reads_why(world: World) -> None:
    path = address(world, Role.ADVISOR)
    with world.browser(Role.ADMIN) as first, world.browser(Role.ADMIN) as second:
        seen = [SEEN.findall(each.get(path).text)[0] for each in (first, second)]
        lowered = boxes(Role.ADVISOR, role="caseworker", seen=seen[0])
        assert first.post(path, data=lowered).status_code == 303
        answer = second.post(path, data=boxes(Role.ADVISOR, file_name="X", seen=seen[1]))
        assert answer.status_code == 409
        assert "le compte a été modifié pendant que" in answer.text
    with world.sessions() as session:
        assert user_of(session, Role.ADVISOR).role is Role.CASEWORKER
    assert len(acts(world)) == 1


def test_an_account_at_another_address_lets_its_former_owner_in_no_more(world: World) -> None:
    path = address(world, Role.ADVISOR)
    with transaction(world.sessions) as session:
        key = user_of(session, Role.ADVISOR).id
        session.add(SignOnIdentity(issuer="https://id.example", subject="2f7c", user_id=key))
    with world.browser(Role.ADVISOR) as former, world.browser(Role.ADMIN) as admin:
        old = world.link(Role.ADVISOR)
        answer = admin.post(path, data=boxes(Role.ADVISOR, email="autre@example.org"))
        assert answer.status_code == 200
        assert former.get("/offers").status_code == 303
        assert former.post(old).status_code == 401
        given = {"email": "autre@example.org", "password": PASSWORD}
        assert former.post("/sign-in", data=given).status_code == 401
        assert former.post(LINK.findall(answer.text)[0]).status_code == 303  # for the new one
    with world.sessions() as session:
        assert session.scalars(select(SignOnIdentity)).all() == []


def test_a_detached_account_is_signed_out(world: World) -> None:
    path = address(world, Role.ADVISOR)
    with transaction(world.sessions) as session:
        key = user_of(session, Role.ADVISOR).id
        session.add(SignOnIdentity(issuer="https://id.example", subject="2f7c", user_id=key))
    with world.browser(Role.ADVISOR) as advisor, world.browser(Role.ADMIN) as admin:
        assert admin.post(f"{path}/detacher").status_code == 303
        assert advisor.get("/offers").status_code == 303


def test_the_current_password_is_asked_before_another_is_chosen(world: World) -> None:
    new = {"password": LONG, "again": LONG}
    given = {"email": email_of(Role.ADVISOR), "password": PASSWORD}
    with world.browser() as client:
        assert client.post("/sign-in", data=given).status_code == 303
        assert 'name="current"' in client.get("/mon-compte").text
        assert client.post("/mon-compte", data=new).status_code == 422
        wrong = client.post("/mon-compte", data=new | {"current": "autre chose"})
        assert wrong.status_code == 422
        assert "n’est pas le bon" in wrong.text
        right = client.post("/mon-compte", data=new | {"current": PASSWORD})
        assert right.status_code == 303
        for _ in range(10):
            client.post("/mon-compte", data=new | {"current": "au hasard"})
        assert client.post("/mon-compte", data=new | {"current": LONG}).status_code == 429
    assert acts(world) == [(AccountAct.PASSWORD, "")]
    with world.browser(Role.ADVISOR) as client:  # by a link: it was forgotten
        assert 'name="current"' not in client.get("/mon-compte").text
        assert client.post("/mon-compte", data=new).status_code == 303
