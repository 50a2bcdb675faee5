"""The first morning: a base with its accounts and nothing else. Each screen says what to do."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from api.app import create_app
from api.navigation import menu
from api.security import POLICIES, STAFF
from api.settings import Settings
from models.database import transaction
from models.vocabulary import Role
from tests.api.routes.world import NAMES, World, add_person

FILES = re.compile(r"\.(csv|json|xlsx|pdf|ics)$|^/health$|^/occupations$|^/sign-in|^/aide|^/api")
SAYS = {
    "/offers": (
        "Aucune offre dans la base",
        {
            Role.OFFICER: "/offers/new",
            Role.OFFICE: "/offers/new",
            Role.MANAGER: "/offers/new",
            Role.ADMIN: "/imports",
            Role.CASEWORKER: "/commencer",
            Role.ADVISOR: "/commencer",
        },
    ),
    "/candidats": (
        "Aucun",
        {Role.MANAGER: "/imports", Role.ADVISOR: "/offers", Role.CASEWORKER: "/mon-compte"},
    ),
    "/forgotten": ("Personne n’est suivi ici", {Role.MANAGER: "/candidats"}),
    "/levers": ("Aucune offre n’est ouverte", {Role.MANAGER: "/offers?state=to_review"}),
    "/chiffres/couverture": (
        "Aucune offre n’est ouverte",
        {Role.OFFICE: "/offers?state=to_review"},
    ),
    "/niveau-2": ("Personne n’attend", {Role.ADVISOR: "/offers"}),
    "/envois": ("Aucun envoi", {Role.OFFICER: "/offers?state=open"}),
    "/contrats": ("Aucun contrat ici", {Role.ADVISOR: "/candidats", Role.OFFICER: "/envois"}),
    "/suivi": ("Aucun appel à passer aujourd’hui", {Role.OFFICER: "/contrats"}),
    "/sorties": ("Aucune sortie ici", {Role.CASEWORKER: "/candidats"}),
    "/imports/profiles": ("Aucun pour l’instant", {Role.OFFICE: "/imports"}),
    "/abc": ("Tout est remis", {Role.OFFICE: "/offers?state=open"}),
    "/recrutements": (
        "Aucun recrutement",
        {Role.OFFICER: "/offers?state=open", Role.CASEWORKER: "/candidats"},
    ),
    "/a-traiter": ("Rien à faire pour l’instant", {Role.ADVISOR: "/offers?state=open"}),
}
"""The words of each empty list, and where its link leads each role."""
FORMS = ("/clauses", "/delegations", "/offers/new", "/imports", "/equite", "/mes-messages")
"""Pages whose form is what to do."""


@pytest.fixture(scope="module")
def bare(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The application over tables and accounts, nothing else; these tests only read it."""
    path = tmp_path_factory.mktemp("bare") / "base.sqlite3"
    shutil.copy(sqlite_template, path)
    app = create_app(Settings(database_url=f"sqlite:///{path}"))
    world = World(app, app.state.sessions)
    with transaction(world.sessions) as session:
        for role in NAMES:
            add_person(session, role)
    yield world
    world.sessions.kw["bind"].dispose()


def pages_of(role: Role) -> Iterator[str]:
    """The pages a role may open without naming anything."""
    for (method, path), policy in POLICIES.items():
        if method == "GET" and "{" not in path and not FILES.search(path) and role in policy.roles:
            yield path


def opens(role: Role, href: str) -> bool:
    policy = POLICIES.get(("GET", href.partition("?")[0].partition("#")[0]))
    return policy is not None and policy.admits(role)


@pytest.mark.parametrize("role", sorted(STAFF.roles))
def test_every_page_of_an_empty_base_leads_somewhere(role: Role, bare: World) -> None:
    """No page is a dead end: a link this role may follow, or a form to fill in."""
    dead = []
    with bare.browser(role) as client:
        for path in pages_of(role):
            answer = client.get(path)
            assert answer.status_code == 200, (path, answer.status_code)
            main = html.fromstring(answer.text).find(".//main")
            links = [str(link.get("href")) for link in main.iter("a")]
            assert [each for each in links if each.startswith("/") and "{" in each] == []
            ways = [each for each in links if opens(role, each) and not FILES.search(each)]
            if not ways and main.find(".//form") is None:
                dead.append(path)
    assert dead == []


@pytest.mark.parametrize("path", sorted(SAYS))
def test_an_empty_list_says_what_to_do_and_gives_the_link(path: str, bare: World) -> None:
    words, links = SAYS[path]
    for role, href in links.items():
        with bare.browser(role) as client:
            main = html.fromstring(client.get(path).text).find(".//main")
        assert words in " ".join(main.text_content().split()), role
        assert href in [link.get("href") for link in main.iter("a")], role
        assert opens(role, href), role


@pytest.mark.parametrize("path", FORMS)
def test_a_page_made_of_a_form_has_it_on_the_first_morning(path: str, bare: World) -> None:
    with bare.browser(Role.MANAGER) as client:
        main = html.fromstring(client.get(path).text).find(".//main")
    assert [form for form in main.iter("form") if form.get("method") == "post"]


@pytest.mark.parametrize("role", sorted(STAFF.roles))
def test_each_link_of_the_menu_opens_on_the_first_morning(role: Role, bare: World) -> None:
    shown = menu(role)
    with bare.browser(role) as client:
        for link in (*shown.daily, *shown.others):
            assert client.get(link.href).status_code == 200, link.href


def test_a_filter_that_finds_nothing_is_not_an_empty_base(bare: World) -> None:
    with bare.browser(Role.OFFICER) as client:
        page = client.get("/offers?q=soudeur").text
    assert "Retirez un filtre" in page
    assert "Aucune offre dans la base" not in page


def test_the_administrator_reads_what_an_administrator_does(bare: World) -> None:
    with bare.browser(Role.ADMIN) as client:
        main = html.fromstring(client.get("/a-traiter").text).find(".//main")
    words = " ".join(main.text_content().split())
    assert "accords" not in words
    assert {"/comptes", "/journal"} <= {link.get("href") for link in main.iter("a")}
