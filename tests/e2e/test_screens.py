"""Each screen at each width: no accessibility violation, no sideways scroll, no request outside."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page

from models.vocabulary import Role
from tests.e2e.conftest import OpenPage, Site
from tests.vendor.refresh import TESTED

AXE = (TESTED / "axe-core" / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (1280, 768, 360, 320)
MISSING = "/offers/00000000-0000-4000-8000-000000000000"

Path_ = Callable[[Site], str]


def answer(site: Site, question: str) -> str:
    """The form of a question to the first person of the list."""
    person = site.world.candidate_keys[0]
    return f"/offers/{site.world.offer_key}/candidates/{person}/answer?question={question}"


SCREENS: dict[Role, dict[str, Path_]] = {
    Role.ADVISOR: {
        "À traiter": lambda site: "/a-traiter",
        "Par où commencer": lambda site: "/commencer",
        "Offres": lambda site: "/offers",
        "Offres, rien trouvé": lambda site: "/offers?q=introuvable&state=open",
        "Offre": lambda site: f"/offers/{site.world.offer_key}",
        "Liste": lambda site: site.world.shortlist_path,
        "Liste, un groupe": lambda site: f"{site.world.shortlist_path}?band=eloigne",
        "Liste, à décider": lambda site: f"{site.world.shortlist_path}?decision=todo",
        "Ordre brut": lambda site: f"{site.world.shortlist_path}?by_score=true",
        "Leviers d’une offre": lambda site: f"/offers/{site.world.offer_key}/levers",
        "Réponse, moyens": lambda site: answer(site, "reponse:moyens"),
        "Réponse, horaires": lambda site: answer(site, "reponse:horaires"),
        "Réponse, titre": lambda site: answer(site, "reponse:titre:HACCP"),
        "Introuvable": lambda site: MISSING,
    },
    Role.OFFICER: {
        "Saisir une offre": lambda site: "/offers/new",
        "Relire": lambda site: f"/offers/{site.world.offer_key}/review",
        "Liste, les nombres": lambda site: site.world.shortlist_path,
        "Trajets": lambda site: "/territoire?zone=port-ouest&mode=bus&band=tot",
    },
    Role.MANAGER: {"Leviers du territoire": lambda site: "/levers"},
}


def violations(page: Page) -> list[str]:
    """What axe finds, one line a rule and element."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES
    )
    return [
        f"{rule['id']} : {node['target']}" for rule in found["violations"] for node in rule["nodes"]
    ]


def overflow(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    page.wait_for_load_state()
    width: int = page.locator("html").evaluate("html => html.scrollWidth - window.innerWidth")
    return width


def check(page: Page, name: str) -> list[str]:
    """Everything wrong with the page at every width."""
    wrong = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if overflow(page) > 0:
            wrong.append(f"{name} à {width} px : déborde de {overflow(page)} px")
        if width in (1280, 360):
            wrong += [f"{name} à {width} px : {each}" for each in violations(page)]
    headings = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(each => +each.tagName[1])"
    )
    if headings.count(1) != 1 or any(b - a > 1 for a, b in pairwise(headings)):
        wrong.append(f"{name} : titres {headings}")
    if page.locator("html").get_attribute("lang") != "fr":
        wrong.append(f"{name} : langue")
    return wrong


@pytest.mark.parametrize("role", list(SCREENS))
def test_each_screen_is_sound(role: Role, site: Site, open_page: OpenPage) -> None:
    page = open_page()
    site.sign_in(page, role)
    wrong: list[str] = []
    titles: dict[str, str] = {}
    for name, path in SCREENS[role].items():
        page.goto(site.address + path(site))
        for panel in page.locator("details").all()[:3]:
            panel.locator("summary").first.click()
        wrong += check(page, name)
        titles[name] = page.title()
    assert wrong == []
    for cut_down in ("Offres, rien trouvé", "Liste, à décider"):  # the same page, other filters
        titles.pop(cut_down, None)
    assert len(set(titles.values())) == len(titles)


def test_the_screens_before_signing_in_are_sound(site: Site, open_page: OpenPage) -> None:
    page = open_page()
    wrong: list[str] = []
    for name, path in {
        "Connexion": "/sign-in",
        "Lien": site.world.link(Role.ADVISOR),
    }.items():
        page.goto(site.address + path)
        wrong += check(page, name)
    page.goto(site.address + "/sign-in/link/inconnu")
    page.get_by_role("button", name="Me connecter").click()
    assert wrong + check(page, "Lien refusé") == []


def test_a_form_with_errors_leads_to_the_boxes_to_correct(site: Site, open_page: OpenPage) -> None:
    page = open_page()
    site.sign_in(page, Role.OFFICER)
    page.goto(f"{site.address}/offers/{site.world.offer_key}/review")
    page.get_by_label("Heures par semaine", exact=True).fill("beaucoup")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    summary = page.locator("[role=alert].notice-error")
    summary.wait_for()
    assert page.evaluate("document.activeElement.matches('[role=alert].notice-error')")
    assert check(page, "Relire, erreurs") == []
    page.set_viewport_size({"width": 1280, "height": 900})
    summary.get_by_role("link", name="Heures par semaine").click()
    assert (
        page.get_by_label("Heures par semaine", exact=True).get_attribute("aria-invalid") == "true"
    )
