"""What an employer can do without: chosen by keyboard alone, on sound pages."""

from models.vocabulary import Role
from tests.e2e.conftest import OpenPage, Site
from tests.e2e.test_screens import check


def test_a_requirement_is_loosened_by_keyboard(site: Site, open_page: OpenPage) -> None:
    page = open_page()
    site.sign_in(page, Role.OFFICER)
    page.goto(f"{site.address}/offers/{site.world.offer_key}/obstacles")
    wrong = check(page, "Ce qui bloque")
    page.get_by_label("Permis ou titre exigé").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_label("Ce que dit l’employeur").fill("Il forme au chariot en deux jours.")
    page.get_by_role("button", name="Garder ces choix").press("Enter")
    page.get_by_text("Il forme au chariot en deux jours.").wait_for()
    wrong += check(page, "Ce qui bloque, un choix fait")
    page.get_by_role("button", name="Refaire le classement").press("Enter")
    page.get_by_role("heading", name="Ne bloque pas pour cette offre").wait_for()
    wrong += check(page, "Liste, ce qui ne bloque pas")
    assert not wrong, "\n".join(wrong)
    assert not site.complaints
