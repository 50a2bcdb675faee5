"""The report on equity in a browser: made, read, answered for."""

from models.vocabulary import Role
from tests.api.routes.test_fairness import WORDS, fill
from tests.api.routes.world import NAMES
from tests.e2e.conftest import OpenPage, Site
from tests.e2e.test_screens import check


def test_a_report_is_made_and_answered_for_on_sound_pages(site: Site, open_page: OpenPage) -> None:
    fill(site.world)
    page = open_page()
    site.sign_in(page, Role.MANAGER)
    site.go_by_menu(page, "Équité")
    wrong = check(page, "Équité, rien d’établi")
    page.get_by_role("button", name="Établir le rapport du mois").press("Enter")
    page.get_by_role("heading", name="Ce qui est hors de la bande").wait_for()
    wrong += check(page, "Équité, un rapport")
    page.get_by_label("Qui en répond").select_option(label=f"{NAMES[Role.MANAGER]}, Responsable")
    page.get_by_role("button", name="Nommer").press("Enter")
    page.get_by_label("Votre analyse").fill(WORDS)
    page.get_by_role("button", name="Enregistrer l’analyse").press("Enter")
    page.get_by_text(WORDS).wait_for()
    wrong += check(page, "Équité, une analyse")
    page.get_by_role("link", name="Tous les rapports").click()
    wrong += check(page, "Équité, les rapports")
    assert not wrong, "\n".join(wrong)
    assert not site.complaints
