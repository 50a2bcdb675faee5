"""A recruitment drive in a browser: keyboard alone, the printed sheet, a phone at the door."""

import re

from playwright.sync_api import Page, expect

from models.vocabulary import Role
from tests.clock import today
from tests.e2e.conftest import OpenPage, Site
from tests.e2e.test_screens import check, overflow


def create(site: Site, page: Page) -> None:
    """A drive of one session, by keyboard."""
    site.go_by_menu(page, "Recrutements")
    page.get_by_label("Nom").press_sequentially("Capdunes 2026")
    page.get_by_label("Offres", exact=False).press_sequentially("DK-0001")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Capdunes 2026").wait_for()
    page.get_by_label("Jour").fill(today().isoformat())
    page.get_by_label("Heure").fill("23:50")
    page.get_by_label("Places").fill("2")
    page.get_by_label("Lieu").fill("Salle du Beffroi")
    page.get_by_label("Lieu").press("Enter")
    page.get_by_text("0 sur 2 places prises").wait_for()


def test_an_advisor_invites_and_notes_who_came_by_keyboard(site: Site, open_page: OpenPage) -> None:
    page = open_page()
    wrong: list[str] = []
    site.sign_in(page, Role.ADVISOR)
    create(site, page)
    page.get_by_role("link", name="Choisir des personnes").press("Enter")
    for name in ("Salma", "Bruno", "Thérèse"):
        page.get_by_role("checkbox", name=name).press("Space")
    wrong += check(page, "qui inviter")
    page.get_by_role("button", name="Inviter").press("Enter")
    said = page.get_by_role("status").filter(has_text="places données")
    expect(said).to_contain_text("1 personne en liste complémentaire")
    wrong += check(page, "recrutement")
    page.get_by_role("region", name="Séances").get_by_role("link").press("Enter")
    page.get_by_role("checkbox", name="Bruno").press("Space")
    page.keyboard.press("Tab")  # the next person
    page.keyboard.press("Space")
    page.get_by_role("button", name="Enregistrer les présences").press("Enter")
    page.get_by_text("2 personnes venues").wait_for()
    wrong += check(page, "séance")
    assert wrong == []


def test_the_sheet_prints_names_and_a_place_to_sign_and_no_button(
    site: Site, open_page: OpenPage
) -> None:
    page = open_page()
    site.sign_in(page, Role.ADVISOR)
    create(site, page)
    page.get_by_role("link", name="Choisir des personnes").click()
    page.get_by_role("checkbox", name="Salma").check()
    page.get_by_role("button", name="Inviter").click()
    page.get_by_role("region", name="Séances").get_by_role("link").click()
    page.emulate_media(media="print")
    expect(page.get_by_role("rowheader", name=re.compile("Salma"))).to_be_visible()
    expect(page.get_by_role("columnheader", name="Signature")).to_be_visible()
    expect(page.get_by_role("button", name="Enregistrer les présences")).to_be_hidden()
    expect(page.get_by_role("checkbox", name="Salma")).to_be_hidden()


def test_an_officer_receives_people_on_a_phone_without_scripts(
    site: Site, open_page: OpenPage
) -> None:
    advisor = open_page()
    site.sign_in(advisor, Role.ADVISOR)
    create(site, advisor)
    advisor.get_by_role("link", name="Choisir des personnes").click()
    advisor.get_by_role("checkbox", name="Salma").check()
    advisor.get_by_role("button", name="Inviter").click()
    page = open_page(width=360, scripts=False)
    site.sign_in(page, Role.OFFICER)
    page.goto(site.address + "/recrutements")
    page.get_by_role("link", name="Capdunes 2026").click()
    page.get_by_role("region", name="Séances").get_by_role("link").click()
    page.get_by_role("checkbox", name="Salma").check()
    page.get_by_role("button", name="Enregistrer les présences").click()
    page.get_by_text("1 personne venue").wait_for()
    assert overflow(page) <= 0
