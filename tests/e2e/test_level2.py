"""Level 2 in a browser: from who waits to a synthesis signed, and the refusal of one's own."""

from pathlib import Path

import pypdfium2
from playwright.sync_api import Page

from models.interviews import InterviewState, LineMark
from models.vocabulary import Role
from tests.api.level2_world import PLACE, wait_for_level2
from tests.clock import today
from tests.e2e.conftest import OpenPage, Site
from tests.e2e.test_screens import check


def find_slot(page: Page, who: str | None = None) -> None:
    """Fill the slot in at the first minute of the day, so that it is past."""
    page.get_by_label("Jour").fill(today().isoformat())
    page.get_by_label("Heure").fill("00:00")
    page.get_by_label("Lieu").fill(PLACE)
    if who is not None:
        page.get_by_label("Qui reçoit").select_option(label=who)
    page.get_by_role("button", name="Proposer ce rendez-vous").press("Enter")


def test_from_who_waits_to_a_synthesis_that_is_signed_by_keyboard(
    site: Site, open_page: OpenPage, tmp_path: Path
) -> None:
    wait_for_level2(site.world, [0])
    page = open_page()
    site.sign_in(page, Role.ADVISOR)
    page.goto(f"{site.address}/niveau-2")
    wrong = check(page, "Niveau 2")
    page.get_by_role("link", name="P-0001").press("Enter")
    wrong += check(page, "Sans rendez-vous")
    find_slot(page)
    page.get_by_role("link", name="Convoquer").press("Enter")
    assert PLACE in page.get_by_label("Texte du SMS").input_value()
    wrong += check(page, "Convocation")
    page.go_back()
    page.get_by_role("button", name=InterviewState.PRESENT.label).press("Enter")
    page.get_by_text("lignes restent à vérifier").wait_for()
    wrong += check(page, "Grille")
    fill_by_keyboard(page)
    page.get_by_label("Validé", exact=True).press("Space")
    page.get_by_role("button", name="Conclure l’entretien").press("Enter")
    page.get_by_role("heading", level=1, name="Synthèse d’entretien").wait_for()
    wrong += check(page, "Synthèse à signer")
    page.get_by_label("Texte pour l’employeur").fill("Sérieuse, libre en 2x8.")
    page.get_by_role("button", name="Enregistrer les textes").press("Enter")
    page.get_by_label("Signe ici, en écrivant son nom").press("Space")
    page.get_by_label("Prénom et nom, écrits par la personne").fill("Salma Aït-Berka")
    page.get_by_role("button", name="Signer la synthèse").press("Enter")
    page.get_by_role("button", name="Copie remise aujourd’hui").press("Enter")
    page.get_by_text("remise le").wait_for()
    prints_on_one_sheet(page, tmp_path / "sheet.pdf")
    page.goto(f"{site.address}/niveau-2/mesures")
    wrong += check(page, "Mesures")
    assert wrong == []
    introduction = site.world.introduction(0)
    assert introduction is not None
    assert introduction.state == "level2_validated"


def fill_by_keyboard(page: Page) -> None:
    """Each line: a letter chooses, Tab goes on, words are typed; leaving the line saves it."""
    lines = page.locator(".grid-line")
    for place in range(lines.count()):
        line = lines.nth(place)
        choice = line.get_by_role("combobox")
        choice.focus()
        page.keyboard.press("Tab")
        page.keyboard.type("vu ensemble")
        choice.focus()
        page.keyboard.press("V")
        page.keyboard.press("Tab")
        line.get_by_text("Enregistré le").wait_for()
        assert choice.input_value() == LineMark.VERIFIED
    page.get_by_text("La grille est complète.").wait_for()


def prints_on_one_sheet(page: Page, path: Path) -> None:
    page.pdf(path=path, format="A4")
    with pypdfium2.PdfDocument(path) as sheet:
        assert len(sheet) == 1
        text = sheet[0].get_textpage().get_text_range()
    assert "Salma Aït-Berka" in text
    for ours in ("Se déconnecter", "Pour ABC", "libre en 2x8"):
        assert ours not in text


def test_ones_own_is_for_another_who_fills_the_grid_without_scripts(
    site: Site, open_page: OpenPage
) -> None:
    (key,) = wait_for_level2(site.world, [0], by=Role.ADVISOR)
    page = open_page(scripts=False)
    site.sign_in(page, Role.ADVISOR)
    page.goto(f"{site.address}/niveau-2")
    page.get_by_text("Vous l’avez proposé·e : quelqu’un d’autre tient l’entretien").wait_for()
    page.get_by_role("link", name="P-0001").press("Enter")
    page.get_by_text("L’entretien et la validation reviennent à quelqu’un d’autre").wait_for()
    find_slot(page, who="Hugues Delattre")
    page.get_by_role("button", name=InterviewState.PRESENT.label).press("Enter")
    page.get_by_role("heading", name="Grille d’entretien").wait_for()
    assert page.get_by_role("button", name="Enregistrer la grille").count() == 0
    assert page.get_by_role("button", name="Conclure l’entretien").count() == 0

    other = open_page(scripts=False)
    site.sign_in(other, Role.MANAGER)
    other.goto(f"{site.address}/niveau-2/{key}")
    for line in other.locator(".grid-line").all():
        line.get_by_role("combobox").select_option(LineMark.VERIFIED)
    other.get_by_role("button", name="Enregistrer la grille").press("Enter")
    other.get_by_text("lignes n’ont pas été enregistrées, les autres le sont").wait_for()
    for box in other.locator(".grid-line textarea").all():
        if not box.input_value():
            box.fill("vu")
    other.get_by_role("button", name="Enregistrer la grille").press("Enter")
    other.get_by_text("La grille est complète.").wait_for()
    other.get_by_label("Validé sous réserve").press("Space")
    other.get_by_label("Action attendue").fill("visite du site")
    other.get_by_label("Avant le").fill(today().isoformat())
    other.get_by_role("button", name="Conclure l’entretien").press("Enter")
    other.get_by_text("Validé sous réserve : visite du site").first.wait_for()
