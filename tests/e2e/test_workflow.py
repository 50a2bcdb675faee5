"""From the morning to the agreement, in a real browser: sound pages, by keyboard, no script."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect
from sqlalchemy import select

from models.database import transaction
from models.introductions import Introduction
from models.offers import Offer
from models.vocabulary import Role
from tests.e2e.conftest import OpenPage, Site
from tests.e2e.test_screens import check


def keep(site: Site, place: int) -> str:
    """Keep somebody, as an advisor; the page of the introduction."""
    with site.world.browser(Role.ADVISOR) as client:
        client.post(site.world.decision_path(place, "keep"), data={"version": "1"})
    found = site.world.introduction(place)
    assert found is not None
    return f"/mises-en-relation/{found.key}"


def propose_long_ago(site: Site, place: int) -> None:
    """An offer proposed five days ago that nobody answered, and that closes tomorrow."""
    path = keep(site, place)
    with site.world.browser(Role.ADVISOR) as client:
        data = {"version": "2", "action": "propose"}
        assert client.post(f"{path}/etape", data=data).status_code == 303
    with transaction(site.world.sessions) as session:
        offer = session.scalars(select(Offer)).one()
        offer.deadline = datetime.now(UTC).date() + timedelta(days=1)
        for introduction in session.scalars(select(Introduction)):
            introduction.changed_at = datetime.now(UTC) - timedelta(days=5)


def test_the_pages_of_the_workflow_are_sound(site: Site, open_page: OpenPage) -> None:
    page = open_page()
    site.sign_in(page, Role.MANAGER)
    wrong = check(page, "À traiter, vide")
    kept = keep(site, 0)
    propose_long_ago(site, 1)
    for name, path in {
        "À traiter": "/",
        "À traiter, une sorte": "/a-traiter?sorte=Accords+%C3%A0+recueillir",
        "Mise en relation": kept,
        "Délégations": "/delegations",
    }.items():
        page.goto(site.address + path)
        for panel in page.locator("details").all():
            panel.locator("summary").first.click()
        wrong += check(page, name)
    assert wrong == []


def test_from_the_morning_to_the_agreement_by_keyboard_without_scripts(
    site: Site, open_page: OpenPage
) -> None:
    propose_long_ago(site, 0)
    page = open_page(scripts=False, width=360)
    site.sign_in(page, Role.CASEWORKER)
    expect(page.get_by_text("Urgent", exact=True)).to_have_count(1)
    page.get_by_role("link", name="P-0001 Salma Aït-Berka pour Préparateur").press("Enter")
    page.get_by_label("Comment il a été donné").select_option("Par téléphone")
    page.get_by_role("button", name="Accord du participant").press("Enter")
    expect(page.get_by_text("on peut préparer l’envoi")).to_be_visible()
    page.get_by_role("button", name="Annuler la dernière décision").press("Enter")
    expect(page.get_by_text("sa réponse est attendue")).to_be_visible()
    page.locator("summary", has_text="Refus du participant").press("Enter")
    page.get_by_label("Motif de la personne").first.select_option("Trajet")
    page.get_by_role("button", name="Refus du participant").press("Enter")
    expect(page.get_by_text("Motif\u00a0: Trajet")).to_be_visible()
    page.get_by_label("Ajouter une note").fill("Une place dans le bus suffirait.")
    page.get_by_role("button", name="Garder la note").press("Enter")
    expect(page.get_by_text("Une place dans le bus suffirait.")).to_be_visible()


def test_several_are_set_aside_with_the_keys_and_brought_back(
    site: Site, open_page: OpenPage
) -> None:
    page = open_page()
    site.sign_in(page, Role.ADVISOR)
    page.goto(site.address + site.world.shortlist_path)
    for key in "jxjx":
        page.keyboard.press(key)
    expect(page.locator(".tick:checked")).to_have_count(2)
    page.get_by_label("Motif pour écarter").select_option("Horaires incompatibles")
    page.get_by_role("button", name="Écarter ensemble").press("Enter")
    expect(page.get_by_text("2 personnes\u00a0: écartée")).to_be_visible()
    page.get_by_role("button", name="Annuler pour 2 personnes").press("Enter")
    expect(page.get_by_text("Décision annulée")).to_be_visible()
    keys_open_and_can_be_turned_off(page)


def test_everybody_a_filter_leaves_is_set_aside_with_the_keyboard_alone_and_brought_back(
    site: Site, open_page: OpenPage
) -> None:
    page = open_page(scripts=False, width=360)
    site.sign_in(page, Role.ADVISOR)
    page.goto(f"{site.address}{site.world.shortlist_path}?band=eloigne")
    page.get_by_role("link", name="Décider pour les 2 personnes que ce filtre laisse").press(
        "Enter"
    )
    page.get_by_label("Toutes les 2 personnes que ce filtre laisse à décider").press("Space")
    page.get_by_label("Motif pour écarter").select_option("Horaires incompatibles")
    page.get_by_role("button", name="Écarter ensemble").press("Enter")
    expect(page.get_by_text("2 personnes\u00a0: écartée")).to_be_visible()
    page.get_by_role("button", name="Annuler pour 2 personnes").press("Enter")
    expect(page.get_by_text("Décision annulée")).to_be_visible()


def keys_open_and_can_be_turned_off(page: Page) -> None:
    """R opens Retenir of the row one is on; once turned off, keys do nothing."""
    page.wait_for_load_state()  # keys pressed before the page's program is there do nothing
    page.keyboard.press("j")
    page.keyboard.press("r")
    row = page.locator("li.person").first
    expect(row.locator("details.decide").first).to_have_attribute("open", "")
    expect(row.locator("textarea").first).to_be_focused()
    page.keyboard.type("jk")
    expect(row.locator("textarea").first).to_have_value("jk")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Raccourcis clavier").click()
    page.keyboard.press("j")
    expect(row).not_to_be_focused()


def test_of_two_people_at_once_the_second_is_told(site: Site, open_page: OpenPage) -> None:
    path = keep(site, 0)
    first, second = open_page(), open_page()
    site.sign_in(first, Role.ADVISOR)
    site.sign_in(second, Role.CASEWORKER)
    for page in (first, second):
        page.goto(site.address + path)
    first.get_by_role("button", name="Proposer au participant").click()
    expect(first.get_by_text("sa réponse est attendue")).to_be_visible()
    second.get_by_role("button", name="Proposer au participant").click()
    expect(second.get_by_text(re.compile("Nadia Fekkar a décidé le"))).to_be_visible()
