"""Every page of the table of permissions, by every role: sound, light, whole without scripts."""

import gzip
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response

from api.rendering import STATIC
from api.security import POLICIES, STAFF
from models.vocabulary import Role
from tests.api.routes.world import make_world
from tests.clock import today
from tests.e2e.conftest import PATIENCE_MS, Site, served
from tests.e2e.test_screens import overflow, violations
from tests.e2e.whole_world import Objects, fill_world

MOST_BYTES = 150_000
"""Of a first load, everything compressed (PERFORMANCE: first page)."""
WIDTHS = (1280, 360)
PERIOD = f"du={today() - timedelta(days=300)}&au={today()}"
SHEET = "application/vnd.openxmlformats"
JSON = "application/json"
NARROWEST = 320
TITLES = "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(each => each.textContent.trim())"
LEVELS = "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(each => +each.tagName[1])"

PAGES: dict[str, Callable[[Objects], str]] = {
    "/sign-in": lambda of: "/sign-in",
    "/sign-in/link/{token}": lambda of: "/sign-in/link/inconnu",
    "/mon-compte": lambda of: "/mon-compte",
    "/comptes": lambda of: "/comptes",
    "/comptes/nouveau": lambda of: "/comptes/nouveau",
    "/comptes/{account_key}": lambda of: of.account,
    "/portefeuilles": lambda of: "/portefeuilles",
    "/portefeuilles/{portfolio_key}": lambda of: of.portfolio,
    "/": lambda of: "/",
    "/a-traiter": lambda of: "/a-traiter",
    "/commencer": lambda of: "/commencer",
    "/mises-en-relation/{key}": lambda of: of.introduction,
    "/delegations": lambda of: "/delegations",
    "/offers": lambda of: "/offers",
    "/offers/new": lambda of: "/offers/new",
    "/offers/{key}": lambda of: of.offer,
    "/offers/{key}/review": lambda of: f"{of.offer}/review",
    "/offers/{key}/close": lambda of: f"{of.offer}/close",
    "/offers/{key}/duplicates": lambda of: f"{of.offer}/duplicates",
    "/offers/{key}/shortlist": lambda of: f"{of.offer}/shortlist",
    "/offers/{key}/levers": lambda of: f"{of.offer}/levers",
    "/offers/{key}/weights": lambda of: f"{of.offer}/weights",
    "/offers/{key}/obstacles": lambda of: f"{of.offer}/obstacles",
    "/offers/{key}/envoi": lambda of: f"{of.offer}/envoi",
    "/offers/{key}/candidates/{candidate_key}/answer": lambda of: (
        f"{of.offer}/candidates/{of.person.rpartition('/')[2]}/answer?question=reponse:moyens"
    ),
    "/levers": lambda of: "/levers",
    "/niveau-2": lambda of: "/niveau-2",
    "/niveau-2/mesures": lambda of: "/niveau-2/mesures",
    "/niveau-2/{key}": lambda of: of.case,
    "/entretiens/{interview_key}/convocation": lambda of: f"{of.interview}/convocation",
    "/entretiens/{interview_key}/synthese": lambda of: f"{of.synthesis}/synthese",
    "/candidats": lambda of: "/candidats",
    "/candidats/{candidate_key}": lambda of: of.person,
    "/candidats/{candidate_key}/trois-offres": lambda of: f"{of.person}/trois-offres",
    "/candidats/{candidate_key}/offres/{key}/pourquoi": lambda of: (
        f"{of.person}/offres/{of.offer.rpartition('/')[2]}/pourquoi"
    ),
    "/candidats/{candidate_key}/emploi": lambda of: f"{of.person}/emploi",
    "/forgotten": lambda of: "/forgotten",
    "/chiffres": lambda of: "/chiffres",
    "/chiffres/couverture": lambda of: "/chiffres/couverture",
    "/chiffres/activite": lambda of: "/chiffres/activite",
    "/chiffres/motifs": lambda of: "/chiffres/motifs",
    "/apprentissage": lambda of: "/apprentissage",
    "/equite": lambda of: "/equite",
    "/equite/{report_key}": lambda of: of.report,
    "/mises-en-relation/{key}/embauche": lambda of: f"{of.introduction}/embauche",
    "/mises-en-relation/{key}/essais": lambda of: f"{of.introduction}/essais",
    "/contrats": lambda of: "/contrats",
    "/contrats/{contract_key}": lambda of: of.contract,
    "/suivi": lambda of: "/suivi",
    "/suivi/{call_key}": lambda of: of.call,
    "/sorties": lambda of: "/sorties",
    "/sorties/{exit_key}": lambda of: of.exit,
    "/imports": lambda of: "/imports",
    "/imports/profiles": lambda of: "/imports/profiles",
    "/imports/runs/{run_key}": lambda of: of.run,
    "/imports/{key}": lambda of: of.draft,
    "/imports/{key}/trial": lambda of: f"{of.draft}/trial",
    "/territoire": lambda of: "/territoire",
    "/envois": lambda of: "/envois",
    "/envois/{key}": lambda of: of.dispatch,
    "/envois/{key}/fiches": lambda of: f"{of.dispatch}/fiches",
    "/aide/{guide}": lambda of: "/aide/agence",
    "/abc": lambda of: "/abc",
    "/abc/{batch_key}": lambda of: of.batch,
    "/journal": lambda of: "/journal",
    "/recrutements": lambda of: "/recrutements",
    "/recrutements/{drive_key}": lambda of: of.drive,
    "/recrutements/{drive_key}/personnes": lambda of: f"{of.drive}/personnes",
    "/recrutements/{drive_key}/repartition": lambda of: f"{of.drive}/repartition",
    "/recrutements/{drive_key}/seances/{session_key}": lambda of: of.meeting,
    "/clauses": lambda of: "/clauses",
    "/clauses/{market_key}": lambda of: of.market,
    "/jetons": lambda of: "/jetons",
    "/api/v1/": lambda of: "/api/v1/",
    "/mes-messages": lambda of: "/mes-messages",
    "/reponse/{token}": lambda of: of.answer,
    "/reponse/{token}/fiches": lambda of: f"{of.answer}/fiches",
}
"""Where each page of the table is looked at; a page without a line here fails."""
OUT_OF_SCOPE: dict[Role, tuple[str, ...]] = {
    # The dispatch sends participants of another caseworker.
    Role.CASEWORKER: ("/envois/{key}", "/envois/{key}/fiches"),
    # The manager recorded the hire; the files hold people, which officers do not bring in.
    Role.OFFICER: (
        "/suivi/{call_key}",
        "/imports/runs/{run_key}",
        "/imports/{key}",
        "/imports/{key}/trial",
    ),
}
"""What a role may open, but not of others: it reads that nothing is there."""
FILES: dict[str, Callable[[Objects], tuple[str, str]]] = {
    "/health": lambda of: ("/health", "text/plain"),
    "/levers.csv": lambda of: ("/levers.csv", "text/csv"),
    "/forgotten.csv": lambda of: ("/forgotten.csv", "text/csv"),
    "/offers/{key}/documents/{document_key}": lambda of: (of.document, "message/rfc822"),
    "/entretiens/{interview_key}/convocation.ics": lambda of: (
        f"{of.interview}/convocation.ics",
        "text/calendar",
    ),
    "/entretiens/{interview_key}/convocation.pdf": lambda of: (
        f"{of.interview}/convocation.pdf",
        "application/pdf",
    ),
    "/entretiens/{interview_key}/synthese.pdf": lambda of: (
        f"{of.synthesis}/synthese.pdf",
        "application/pdf",
    ),
    "/chiffres.csv": lambda of: ("/chiffres.csv", "text/csv"),
    "/chiffres.json": lambda of: ("/chiffres.json", "application/json"),
    "/chiffres/couverture.csv": lambda of: ("/chiffres/couverture.csv", "text/csv"),
    "/chiffres/activite.csv": lambda of: ("/chiffres/activite.csv", "text/csv"),
    "/chiffres/fse.csv": lambda of: ("/chiffres/fse.csv", "text/csv"),
    "/chiffres/fse.xlsx": lambda of: ("/chiffres/fse.xlsx", SHEET),
    "/chiffres/motifs.csv": lambda of: ("/chiffres/motifs.csv", "text/csv"),
    "/equite/{report_key}/report.csv": lambda of: (f"{of.report}/report.csv", "text/csv"),
    "/sorties.csv": lambda of: ("/sorties.csv", "text/csv"),
    "/sorties.xlsx": lambda of: ("/sorties.xlsx", SHEET),
    "/imports/{key}/rejects": lambda of: (f"{of.draft}/rejects", "text/csv"),
    "/imports/{key}/notes": lambda of: (f"{of.draft}/notes", "text/csv"),
    "/envois/{key}/fiches.csv": lambda of: (f"{of.dispatch}/fiches.csv", "text/csv"),
    "/envois/{key}/fiches.pdf": lambda of: (f"{of.dispatch}/fiches.pdf", "application/pdf"),
    "/reponse/{token}/fiches.csv": lambda of: (f"{of.answer}/fiches.csv", "text/csv"),
    "/reponse/{token}/fiches.pdf": lambda of: (f"{of.answer}/fiches.pdf", "application/pdf"),
    "/reponse/{token}/cards/{card_key}/rendez-vous.ics": lambda of: (
        f"{of.answer}/cards/{of.card}/rendez-vous.ics",
        "text/calendar",
    ),
    "/abc/periode.csv": lambda of: (f"/abc/periode.csv?{PERIOD}", "text/csv"),
    "/abc/periode.xlsx": lambda of: (f"/abc/periode.xlsx?{PERIOD}", SHEET),
    "/abc/{batch_key}.csv": lambda of: (f"{of.batch}.csv", "text/csv"),
    "/abc/{batch_key}.xlsx": lambda of: (f"{of.batch}.xlsx", SHEET),
    "/journal.csv": lambda of: ("/journal.csv", "text/csv"),
    "/recrutements/{drive_key}.csv": lambda of: (f"{of.drive}.csv", "text/csv"),
    "/recrutements/{drive_key}.xlsx": lambda of: (f"{of.drive}.xlsx", SHEET),
    "/clauses.csv": lambda of: ("/clauses.csv", "text/csv"),
    "/clauses.xlsx": lambda of: ("/clauses.xlsx", SHEET),
    "/clauses/{market_key}.csv": lambda of: (f"{of.market}.csv", "text/csv"),
    "/clauses/{market_key}.xlsx": lambda of: (f"{of.market}.xlsx", SHEET),
    "/api/v1/openapi.json": lambda of: ("/api/v1/openapi.json", "application/json"),
    "/aide": lambda of: ("/aide", "text/html"),
    "/offers.csv": lambda of: ("/offers.csv", "text/csv"),
    "/offers.xlsx": lambda of: ("/offers.xlsx", SHEET),
    "/offers/{key}.jsonld": lambda of: (f"{of.offer}.jsonld", "application/ld+json"),
    "/offers/{key}.france-travail.json": lambda of: (f"{of.offer}.france-travail.json", JSON),
    "/offers.json": lambda of: ("/offers.json", JSON),
    "/candidats.json": lambda of: ("/candidats.json", JSON),
    "/offers/{key}/shortlist.json": lambda of: (f"{of.offer}/shortlist.json", JSON),
    "/suivi.json": lambda of: ("/suivi.json", JSON),
    "/envois.json": lambda of: ("/envois.json", JSON),
    "/sorties.json": lambda of: ("/sorties.json", JSON),
    "/forgotten.json": lambda of: ("/forgotten.json", JSON),
    "/clauses.json": lambda of: ("/clauses.json", JSON),
    "/clauses/{market_key}.json": lambda of: (f"{of.market}.json", JSON),
    "/recrutements/{drive_key}.json": lambda of: (f"{of.drive}.json", JSON),
    "/contrats.csv": lambda of: ("/contrats.csv", "text/csv"),
    "/contrats.xlsx": lambda of: ("/contrats.xlsx", SHEET),
    "/contrats.json": lambda of: ("/contrats.json", JSON),
    "/niveau-2.csv": lambda of: ("/niveau-2.csv", "text/csv"),
    "/niveau-2.xlsx": lambda of: ("/niveau-2.xlsx", SHEET),
    "/niveau-2.json": lambda of: ("/niveau-2.json", JSON),
    "/recrutements.csv": lambda of: ("/recrutements.csv", "text/csv"),
    "/recrutements.xlsx": lambda of: ("/recrutements.xlsx", SHEET),
    "/recrutements.json": lambda of: ("/recrutements.json", JSON),
    "/forgotten.xlsx": lambda of: ("/forgotten.xlsx", SHEET),
    "/levers.xlsx": lambda of: ("/levers.xlsx", SHEET),
    "/levers.json": lambda of: ("/levers.json", JSON),
    "/journal.xlsx": lambda of: ("/journal.xlsx", SHEET),
    "/journal.json": lambda of: ("/journal.json", JSON),
    "/candidats.csv": lambda of: ("/candidats.csv", "text/csv"),
    "/candidats.xlsx": lambda of: ("/candidats.xlsx", SHEET),
    "/offers/{key}/shortlist.csv": lambda of: (f"{of.offer}/shortlist.csv", "text/csv"),
    "/offers/{key}/shortlist.xlsx": lambda of: (f"{of.offer}/shortlist.xlsx", SHEET),
    "/suivi.csv": lambda of: ("/suivi.csv", "text/csv"),
    "/suivi.xlsx": lambda of: ("/suivi.xlsx", SHEET),
    "/envois.csv": lambda of: ("/envois.csv", "text/csv"),
    "/envois.xlsx": lambda of: ("/envois.xlsx", SHEET),
    "/occupations": lambda of: ("/occupations?q=cariste", "text/html"),
}
"""What is no page of its own: files, parts of pages that scripts ask for, ways to a page."""

BY_SETTINGS = frozenset({"/sso", "/sso/retour"})
"""Ways to the provider of the settings and back: tests/api/routes/test_sso.py."""


@cache
def compressed(path: str) -> int:
    """How much one of our static files weighs, compressed; fonts are already."""
    return len(gzip.compress((STATIC / path.removeprefix("/static/")).read_bytes()))


@pytest.fixture(scope="module")
def whole(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Site, Objects]]:
    path = tmp_path_factory.mktemp("whole") / "base.sqlite3"
    shutil.copy(sqlite_template, path)
    world = make_world(f"sqlite:///{path}")
    objects = fill_world(world)
    with served(world) as site:
        yield site, objects


def test_each_page_of_the_table_has_a_line_here() -> None:
    served_pages = {
        path for (method, path), each in POLICIES.items() if method == "GET" and each.scope is None
    }
    assert served_pages == set(PAGES) | set(FILES) | BY_SETTINGS
    assert not set(PAGES) & set(FILES)


@pytest.mark.parametrize("role", [None, *sorted(STAFF.roles)])
def test_every_page_of_a_role_is_sound(
    role: Role | None, whole: tuple[Site, Objects], browser: Browser, checked: set[str]
) -> None:
    site, objects = whole
    contexts = [context_of(browser, scripts) for scripts in (True, False)]
    scripted, plain = (context.new_page() for context in contexts)
    try:
        wrong: list[str] = []
        for page in (scripted, plain):
            site.watch(page)
            if role is not None:
                page.goto(site.address + site.world.link(role))
                page.get_by_role("button", name="Me connecter").click()
                page.get_by_role("heading", level=1, name="À traiter").wait_for()
        for route, address in PAGES.items():
            policy = POLICIES["GET", route]
            if policy.public if role is None else role in policy.roles:
                expected = 404 if role and route in OUT_OF_SCOPE.get(role, ()) else 200
                wrong += look(site, (scripted, plain), route, address(objects), checked, expected)
        assert wrong == []
        assert site.complaints == []
    finally:
        site.complaints.clear()
        for context in contexts:
            context.close()


@pytest.fixture(scope="module")
def checked() -> set[str]:
    """The pages that axe has read: once a page, whoever looks first."""
    return set()


def context_of(browser: Browser, scripts: bool) -> BrowserContext:
    context = browser.new_context(
        viewport={"width": WIDTHS[0], "height": 900},
        java_script_enabled=scripts,
        locale="fr-FR",
        timezone_id="Europe/Paris",
    )
    context.set_default_timeout(PATIENCE_MS)
    return context


def look(
    site: Site,
    pages: tuple[Page, Page],
    route: str,
    address: str,
    checked: set[str],
    expected: int,
) -> list[str]:
    """What is wrong with one page, without scripts first, then with."""
    scripted, plain = pages
    plain.set_viewport_size({"width": NARROWEST, "height": 900})
    answer = plain.goto(site.address + address)
    assert answer is not None
    if answer.status != expected:
        return [f"{route} : {answer.status}"]
    wrong = [f"{route} : {each}" for each in shape(plain)]
    titles = plain.evaluate(TITLES)
    if route in checked or expected != 200:
        return wrong
    checked.add(route)
    wrong += [f"{route}, scripts : {each}" for each in with_scripts(site, scripted, address)]
    if scripted.evaluate(TITLES) != titles:
        wrong.append(f"{route} : titres différents sans scripts")
    return wrong


def shape(page: Page) -> list[str]:
    """Titles, language and width."""
    wrong = []
    levels = page.evaluate(LEVELS)
    if levels.count(1) != 1 or any(after - before > 1 for before, after in pairwise(levels)):
        wrong.append(f"titres {levels}")
    if page.locator("html").get_attribute("lang") != "fr":
        wrong.append("langue")
    if (beyond := overflow(page)) > 0:
        wrong.append(f"déborde de {beyond} px")
    return wrong


def with_scripts(site: Site, page: Page, address: str) -> list[str]:
    """Weight of a first load, and what axe finds at each width, panels open."""
    files: set[str] = set()

    def note(answer: Response) -> None:
        files.add(urlsplit(answer.url).path)

    page.on("response", note)
    answer = page.goto(site.address + address)
    page.remove_listener("response", note)
    assert answer is not None
    weight = len(gzip.compress(answer.body())) + sum(
        compressed(path) for path in files if path.startswith("/static/")
    )
    wrong = [f"{weight} octets"] if weight > MOST_BYTES else []
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wrong += [f"à {width} px : {each}" for each in violations(page)]
    page.set_viewport_size({"width": NARROWEST, "height": 900})
    if (beyond := overflow(page)) > 0:
        wrong.append(f"déplié, déborde de {beyond} px")
    return wrong


def test_each_file_is_what_it_says(whole: tuple[Site, Objects]) -> None:
    site, objects = whole
    wrong = []
    for route, of in FILES.items():
        policy = POLICIES["GET", route]
        role = None if policy.public else next(each for each in READERS if policy.admits(each))
        address, kind = of(objects)
        with site.world.browser(role) as client:
            answer = client.get(address, follow_redirects=True)
        if answer.status_code != 200 or not answer.headers["content-type"].startswith(kind):
            wrong.append(f"{route} : {answer.status_code} {answer.headers['content-type']}")
    assert wrong == []


READERS = (Role.MANAGER, Role.ADVISOR, Role.OFFICER, Role.ADMIN)
