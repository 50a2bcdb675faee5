"""The pages on one person: sound at each width, decided by keyboard, printed on one sheet."""

from pathlib import Path

import pypdfium2
from playwright.sync_api import PdfMargins

from models.vocabulary import Role
from tests.api.routes.test_candidates import equip
from tests.e2e.conftest import OpenPage, Site
from tests.e2e.test_screens import check

MARGINS: PdfMargins = {"top": "10mm", "bottom": "10mm", "left": "10mm", "right": "10mm"}
"""What browsers leave around a page unless told otherwise."""


def test_the_pages_of_a_person_are_sound_at_each_width(site: Site, open_page: OpenPage) -> None:
    equip(site.world, 0)
    page = open_page()
    site.sign_in(page, Role.ADVISOR)
    first, blocked = (f"/candidats/{key}" for key in site.world.candidate_keys[:2])
    wrong: list[str] = []
    titles = set()
    for path in (
        "/candidats",
        first,
        f"{first}?band=eloigne",
        f"{first}/trois-offres",
        f"{blocked}/trois-offres",
        f"{first}/offres/{site.world.offer_key}/pourquoi",
    ):
        page.goto(site.address + path)
        for panel in page.locator("details").all():
            panel.locator("summary").first.click()
        wrong += check(page, path)
        titles.add(page.title())
    assert wrong == []
    assert len(titles) == 6


def test_an_offer_is_kept_and_taken_back_without_scripts_by_keyboard(
    site: Site, open_page: OpenPage
) -> None:
    equip(site.world, 0)
    page = open_page(scripts=False)
    site.sign_in(page, Role.CASEWORKER)
    page.goto(f"{site.address}/candidats")
    page.get_by_role("searchbox").fill("Aït-Berka")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="P-0001").press("Enter")
    page.locator("summary", has_text="Retenir").press("Enter")
    page.get_by_label("Un mot pour le dossier").first.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Retenue", exact=True).wait_for()
    page.get_by_role("button", name="Annuler").press("Enter")
    page.locator("summary", has_text="Retenir").wait_for()


def test_what_is_given_to_the_person_prints_on_one_sheet_without_our_menus(
    site: Site, open_page: OpenPage, tmp_path: Path
) -> None:
    equip(site.world, 0)
    page = open_page()
    site.sign_in(page, Role.ADVISOR)
    home = f"{site.address}/candidats/{site.world.candidate_keys[0]}"
    for path in ("/trois-offres", f"/offres/{site.world.offer_key}/pourquoi"):
        page.goto(home + path)
        page.pdf(path=tmp_path / "sheet.pdf", format="A4", margin=MARGINS)
        with pypdfium2.PdfDocument(tmp_path / "sheet.pdf") as sheet:
            assert len(sheet) == 1
            text = sheet[0].get_textpage().get_text_range()
        assert "Se déconnecter" not in text
        assert "Salma" in text
