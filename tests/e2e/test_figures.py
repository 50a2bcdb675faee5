"""The pages of figures, looked at and walked through."""

from datetime import timedelta

from models.vocabulary import Role
from tests.clock import today
from tests.e2e.conftest import OpenPage, Site
from tests.e2e.test_screens import check


def test_the_pages_of_figures_are_sound(site: Site, open_page: OpenPage) -> None:
    page = open_page()
    site.sign_in(page, Role.MANAGER)
    wrong: list[str] = []
    for name, path in {
        "Chiffres": f"/chiffres?du={today() - timedelta(days=300)}&au={today()}",
        "Chiffres, période fausse": "/chiffres?du=demain",
        "Ce qui manque": "/chiffres/couverture",
        "Activité": "/chiffres/activite",
    }.items():
        page.goto(site.address + path)
        for panel in page.locator("main details").all():
            panel.locator("summary").click()
        wrong += check(page, name)
    assert wrong == []


def test_a_period_is_chosen_by_keyboard_without_scripts(site: Site, open_page: OpenPage) -> None:
    page = open_page(scripts=False)
    site.sign_in(page, Role.MANAGER)
    page.goto(f"{site.address}/chiffres")
    page.get_by_label("Domaine").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="Afficher").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**domaine=industrie**")
    assert page.get_by_label("Domaine").input_value() == "industrie"
    page.get_by_role("link", name="Activité par public").click()
    page.get_by_role("heading", level=1, name="Activité par public").wait_for()
