"""From a pasted offer to a decision taken back, in a real browser, with and without scripts."""

import pytest
from playwright.sync_api import Page, expect

from models.vocabulary import Role
from tests.e2e.conftest import OpenPage, Site

PASTED = (
    "Préparateur de commandes\n"
    "Notre entrepôt de Gravelines cherche une personne en CDI, 35 heures par semaine,\n"
    "en 2x8. CACES R489 1 exigé. Débutant accepté."
)


def paste_and_open(page: Page, site: Site) -> None:
    """As the officer: paste, read, correct, open."""
    site.sign_in(page, Role.OFFICER)
    page.get_by_role("link", name="Saisir une offre").first.click()
    page.get_by_label("Texte de l’offre").fill(PASTED)
    page.get_by_role("button", name="Lire l’offre").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Relire l’offre")
    marked = page.locator(".source-text mark").all_inner_texts()
    assert any("CDI" in words for words in marked)
    assert any("Gravelines" in words for words in marked)
    expect(page.get_by_label("Commune du poste", exact=True)).to_have_value("Gravelines")
    expect(page.get_by_label("Type de contrat", exact=True)).to_have_value("CDI")
    page.get_by_label("Commune du poste", exact=True).fill("Grande-Synthe")
    page.get_by_role("button", name="Ouvrir l’offre").click()
    expect(page.get_by_role("alert").filter(has_text="niveau")).to_be_visible()
    page.get_by_label("Niveau de l’offre", exact=True).select_option("1")
    page.get_by_label("Nombre de postes", exact=True).fill("1")
    page.get_by_label("Début dès que possible", exact=True).select_option("yes")
    page.get_by_label("Comment l’offre nous est arrivée", exact=True).select_option("telephone")
    page.get_by_label("Nom du contact", exact=True).fill("Mme Duval")
    page.get_by_role("button", name="Tout confirmer").click()
    page.get_by_role("button", name="Ouvrir l’offre").click()
    expect(page.get_by_text("7 personnes classées")).to_be_visible()
    expect(page.get_by_text("P-000")).to_have_count(0)
    page.get_by_role("button", name="Se déconnecter").click()


def decide(page: Page, site: Site) -> None:
    """As the advisor: keep one, discard another with a motive, take it back."""
    site.sign_in(page, Role.ADVISOR)
    page.get_by_role("link", name="Offres", exact=True).click()
    page.get_by_role("link", name="pour Préparateur de commandes, T-").click()
    first, second = page.locator(".person").nth(0), page.locator(".person").nth(1)
    kept, discarded = (row.locator("h3").inner_text() for row in (first, second))
    assert kept != discarded
    first.locator("summary").filter(has_text="Retenir").click()
    note = first.get_by_role("textbox").first
    note.fill("Vue en entretien lundi")
    first.get_by_role("button", name="Retenir cette personne").click()
    expect(first.get_by_text("Retenue", exact=True)).to_be_visible()
    expect(first.get_by_text("Vue en entretien lundi")).to_be_visible()
    second.locator("summary").filter(has_text="Écarter").click()
    second.get_by_role("button", name="Mobilité impossible").click()
    expect(second.get_by_text("Motif : Mobilité impossible")).to_be_visible()
    expect(page.locator("#bilan")).to_contain_text("1 personne retenue, 1 écartée")
    second.get_by_role("button", name="Annuler").click()
    expect(second.locator("summary").filter(has_text="Écarter")).to_be_visible()
    expect(page.locator("#bilan")).to_contain_text("1 personne retenue, 0 écartée")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_a_pasted_offer_to_a_decision_taken_back(
    scripts: bool, site: Site, open_page: OpenPage
) -> None:
    page = open_page(scripts=scripts)
    paste_and_open(page, site)
    decide(page, site)


def test_with_scripts_the_page_stays_where_it_is_and_says_what_changed(
    site: Site, open_page: OpenPage
) -> None:
    page = open_page()
    site.sign_in(page, Role.ADVISOR)
    page.goto(site.address + site.world.shortlist_path)
    page.evaluate("window.sameDocument = true")
    row = page.locator(".person").nth(0)
    row.locator("summary").filter(has_text="Retenir").click()
    row.get_by_role("button", name="Retenir cette personne").click()
    expect(row.get_by_role("button", name="Annuler")).to_be_focused()
    expect(page.locator("#annonce")).to_have_text("P-0001 : retenu·e.")
    row.get_by_role("button", name="Annuler").click()
    expect(row.locator("summary").filter(has_text="Retenir")).to_be_focused()
    expect(page.locator("#annonce")).to_have_text("P-0001 : remis·e dans la liste.")
    assert page.evaluate("window.sameDocument") is True


def test_keeping_and_discarding_take_the_same_number_of_clicks(
    site: Site, open_page: OpenPage
) -> None:
    page = open_page()
    site.sign_in(page, Role.ADVISOR)
    page.goto(site.address + site.world.shortlist_path)
    assert page.locator("input:checked").count() == 0
    clicks = {}
    for place, (action, last) in enumerate(
        (("Retenir", "Retenir cette personne"), ("Écarter", "Doublon"))
    ):
        row = page.locator(".person").nth(place)
        row.locator("summary").filter(has_text=action).click()
        row.get_by_role("button", name=last).click()
        expect(row.get_by_role("button", name="Annuler")).to_be_visible()
        clicks[action] = 2
    assert len(set(clicks.values())) == 1


def test_the_second_of_two_advisors_reads_who_decided_first(
    site: Site, open_page: OpenPage
) -> None:
    first, second = open_page(), open_page()
    for page, role in ((first, Role.ADVISOR), (second, Role.MANAGER)):
        site.sign_in(page, role)
        page.goto(site.address + site.world.shortlist_path)
    for page in (first, second):
        row = page.locator(".person").nth(0)
        row.locator("summary").filter(has_text="Retenir").click()
        row.get_by_role("button", name="Retenir cette personne").click()
        if page is first:
            expect(row.get_by_role("button", name="Annuler")).to_be_visible()
    expect(second.locator("#alerte")).to_contain_text("Nadia Fekkar a décidé le")
    expect(second.locator("#alerte .notice")).to_be_focused()


def test_what_an_offer_holds_is_never_run(site: Site, open_page: OpenPage) -> None:
    page = open_page()
    site.sign_in(page, Role.OFFICER)
    page.goto(site.address + "/offers/new")
    payload = "<img src=x onerror='window.__xss=1'><script>window.__xss=1</script>"
    page.get_by_label("Texte de l’offre").fill(f"Serveur {payload}\n{payload} CDI à Dunkerque")
    expect(page.locator("#lecture dd").first).to_be_visible()
    page.get_by_role("button", name="Lire l’offre").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Relire l’offre")
    assert page.evaluate("window.__xss") is None
    assert page.locator(".source-text img, .source-text script").count() == 0


def test_the_keyboard_alone_is_enough(site: Site, open_page: OpenPage) -> None:
    page = open_page()
    site.sign_in(page, Role.ADVISOR)
    page.goto(site.address + site.world.shortlist_path)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    reach(page, "Retenir P-0001 Salma Aït-Berka")
    page.keyboard.press("Enter")
    reach(page, "Retenir cette personne")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    reach(page, "Retenir cette personne")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Annuler la décision sur P-0001")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("summary").filter(has_text="Retenir P-0001")).to_be_focused()
    reach(page, "Écarter P-0001 Salma Aït-Berka")
    page.keyboard.press("Enter")
    reach(page, "Disponibilité")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Motif : Disponibilité")).to_be_visible()


def reach(page: Page, words: str, most: int = 60) -> None:
    """Press Tab until what has the focus says `words`."""
    for _ in range(most):
        page.keyboard.press("Tab")
        text = page.evaluate("document.activeElement.innerText.replace(/\\s+/g, ' ').trim()")
        if text == words:
            return
    raise AssertionError(f"Tab never reached « {words} »")
