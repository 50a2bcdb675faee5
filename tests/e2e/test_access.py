"""What leaves the house and who looks: ABC, files of lists, the journal, in a browser."""

from models.vocabulary import Role
from tests.api.level2_world import wait_for_level2
from tests.e2e.conftest import OpenPage, Site
from tests.e2e.test_screens import check


def test_the_office_gives_acts_to_abc_by_keyboard(site: Site, open_page: OpenPage) -> None:
    wait_for_level2(site.world, [0, 2])
    page = open_page()
    site.sign_in(page, Role.OFFICE)
    page.goto(f"{site.address}/abc")
    wrong = check(page, "À remettre")
    page.get_by_role("button", name="Remettre 4 actes").press("Enter")
    page.get_by_role("heading", level=1, name="Remise du").wait_for()
    assert "P-0001\t" in page.get_by_role("textbox", name="À copier").input_value()
    wrong += check(page, "Remise")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Prendre le fichier XLSX").press("Enter")
    assert taken.value.suggested_filename.startswith("abc-")
    page.get_by_role("link", name="Remise à ABC", exact=True).last.press("Enter")
    page.get_by_text("Tout est remis.").wait_for()
    wrong += check(page, "Tout remis")
    assert wrong == []


def test_the_administration_reads_who_looked_at_whom(site: Site, open_page: OpenPage) -> None:
    page = open_page()
    site.sign_in(page, Role.ADVISOR)
    page.goto(f"{site.address}/candidats")
    with page.expect_download():
        page.get_by_role("link", name="CSV").click()
    page.goto(f"{site.address}/candidats/{site.world.candidate_keys[0]}")
    reader = open_page()
    site.sign_in(reader, Role.ADMIN)
    site.go_by_menu(reader, "Journal des accès")
    reader.get_by_role("heading", level=1, name="Journal des accès").wait_for()
    wrong = check(reader, "Journal")
    reader.get_by_label("Personne").fill("P-0001")
    reader.get_by_role("button", name="Filtrer").press("Enter")
    reader.wait_for_url("**personne=P-0001**")
    assert reader.locator("tbody tr").count() == 1
    reader.goto(f"{site.address}/journal?personne=P-9999")
    wrong += check(reader, "Journal, rien trouvé")
    assert wrong == []
