"""An offer from what was received to its shortlist: by keyboard alone, and without scripts."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from models.vocabulary import Role
from tests.e2e.conftest import OpenPage, Site
from tests.e2e.test_screens import check

PASTED = (
    "Préparateur de commandes\n"
    "Notre entrepôt de Gravelines cherche une personne en CDD de 3 mois, 35 heures par semaine,\n"
    "en 2x8. CACES R489 1 exigé, permis B souhaité. Débutant accepté. Salaire 12,50 € de l'heure."
)
BULLETIN = "Intitulé;Commune;Type de contrat\nMaçon;Bourbourg;CDI\nPlongeur;Gravelines;CDD\n"
UNLAWFUL = " Personne de moins de 35 ans."
MOST_KEYS = 90
KEY_S, THOUGHT_S, PASTE_KEYS = 0.28, 1.35, 6
"""What a key costs somebody who types now and then, and what it costs to think before each box
(Card, Moran and Newell, 1983); keys that paste the text and send it."""
HUMAN_S = 120.0
TYPED = {
    "commune": "Grande-Synthe",
    "positions": "2",
    "starts_soon": "O",
    "level": "1",
    "channel": "V",
    "contact_name": "Mme Duval",
}
"""What the officer types in the boxes that ask for it; one key is enough in a list."""
LICENCE = "permis C"


def reach(page: Page, test: str, words: str, most: int = 60) -> None:
    """Press Tab until what has the focus passes `test`, a JavaScript expression on `it`."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(
            f"(words => {{ const it = document.activeElement; return {test} }})", words
        ):
            return
    raise AssertionError(f"Tab never reached « {words} »")


def where(page: Page) -> tuple[str, str]:
    """The box that has the focus and its status; for a button, its value."""
    found: list[str] = page.evaluate(
        "() => { const it = document.activeElement, box = it.closest('[data-box]');"
        " return box ? [box.dataset.box, box.dataset.status] : ['', it.value || it.tagName] }"
    )
    return found[0], found[1]


def test_an_offer_is_taken_in_by_keyboard_alone(site: Site, open_page: OpenPage) -> None:
    page = open_page()
    site.sign_in(page, Role.OFFICER)
    reach(page, "it.innerText === words", "Saisir une offre")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Saisir une offre")
    reach(page, "it.id === words", "text")
    page.keyboard.insert_text(PASTED)
    reach(page, "it.innerText === words", "Lire l’offre")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Relire l’offre")
    expect(page.locator("[data-box]:focus-within")).to_have_count(1)
    page.evaluate("window.keys = 0; addEventListener('keydown', () => { window.keys++ }, true)")
    seen: list[str] = []
    while len(seen) < MOST_KEYS:
        box, status = where(page)
        if box == "":
            break
        seen.append(box)
        answer(page, box, status)
    assert where(page) == ("", "open"), seen[-5:]
    expect(page.locator("[data-progress]")).to_have_text("Champs confirmés : 12 sur 12")
    assert seen.count("contract") == 1
    keys = PASTE_KEYS + page.evaluate("window.keys") + len(LICENCE)
    assert keys > len(seen)
    assert KEY_S * keys + THOUGHT_S * len(seen) < HUMAN_S, (keys, len(seen))
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Enregistré.")).to_be_visible()
    expect(page.locator("[data-progress]")).to_have_text("Champs confirmés : 12 sur 12")
    expect(page.get_by_label("Commune du poste", exact=True)).to_have_value("Grande-Synthe")
    reach(page, "it.innerText === words", "Ouvrir l’offre", most=250)
    page.keyboard.press("Enter")
    expect(page.get_by_text("7 personnes classées")).to_be_visible()


def answer(page: Page, box: str, status: str) -> None:
    """What the officer does at a box: pick, correct, add or confirm, then go on."""
    if box == "rome" and status != "corrected":
        page.keyboard.press("2")
        return
    if box == "licence" and status != "corrected":
        reach(page, "it.name === 'licence' && it.value === words", "")
        page.keyboard.insert_text(LICENCE)
    elif box in TYPED and status != "corrected":
        page.keyboard.type(TYPED[box])
    elif box == "skills":
        page.keyboard.press("Alt+Enter")
        return
    page.keyboard.press("Enter")


def test_the_words_of_the_field_that_has_the_focus_are_put_forward(
    site: Site, open_page: OpenPage
) -> None:
    page = open_page()
    take_in(page, site, PASTED)
    page.wait_for_load_state()  # the page's program puts the focus on the first field
    page.get_by_label("Commune du poste", exact=True).focus()
    expect(page.locator("mark.is-current")).to_have_text(["Gravelines"])
    page.locator(".source-text mark a").filter(has_text="35 heures").click()
    expect(page.get_by_label("Heures par semaine", exact=True)).to_be_focused()
    page.get_by_label("Heures par semaine", exact=True).fill("")
    expect(page.locator('[data-box="weekly_hours"] [data-state]')).to_have_text("Absent")
    page.get_by_label("Heures par semaine", exact=True).fill("35")
    hours = page.locator('[data-box="weekly_hours"]')
    expect(hours).to_have_attribute("data-status", "read")
    page.keyboard.press("Enter")
    expect(hours.get_by_role("checkbox")).to_be_checked()
    page.get_by_label("Heures par semaine", exact=True).fill("30")
    expect(hours.locator("[data-state]")).to_have_text("Corrigé")


def take_in(page: Page, site: Site, text: str) -> None:
    """As the officer: paste, and come to the review."""
    if page.get_by_text("Odile Vasseur").count() == 0:
        site.sign_in(page, Role.OFFICER)
    page.goto(f"{site.address}/offers/new")
    page.get_by_label("Texte de l’offre").fill(text)
    page.get_by_role("button", name="Lire l’offre").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Relire l’offre")


def test_an_offer_is_taken_in_without_scripts(site: Site, open_page: OpenPage) -> None:
    page = open_page(scripts=False)
    take_in(page, site, PASTED)
    page.get_by_label("Un autre métier").fill("cariste")
    page.get_by_role("button", name="Chercher").click()
    page.locator("#rome-found").get_by_label("Cariste (N1101)").check()
    page.get_by_label("Commune du poste", exact=True).fill("Grande-Synthe")
    page.locator('[data-box="contract"]').get_by_role("checkbox").check()
    page.get_by_role("button", name="Enregistrer, à vérifier").click()
    expect(page.get_by_text("Enregistré.")).to_be_visible()
    expect(page.locator('[data-box="contract"]').get_by_role("checkbox")).to_be_checked()
    expect(page.locator('[data-box="rome"]')).to_contain_text("Corrigé")
    page.get_by_label("Titre 3", exact=True).fill("permis C")
    page.get_by_label("Nombre de postes", exact=True).fill("2")
    page.get_by_label("Début dès que possible", exact=True).select_option("yes")
    page.get_by_label("Niveau de l’offre", exact=True).select_option("1")
    page.get_by_label("Comment l’offre nous est arrivée", exact=True).select_option("visite")
    page.get_by_label("Téléphone du contact", exact=True).fill("03 28 00 00 00")
    page.get_by_role("button", name="Tout confirmer").click()
    expect(page.locator("[data-progress]")).to_have_text("Champs confirmés : 12 sur 12")
    page.get_by_role("button", name="Ouvrir l’offre").click()
    expect(page.get_by_text("7 personnes classées")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_documents_are_taken_in_and_each_refusal_is_told(
    scripts: bool, site: Site, open_page: OpenPage, tmp_path: Path
) -> None:
    (tmp_path / "bulletin.csv").write_text(BULLETIN, "utf-8")
    (tmp_path / "vide.txt").write_text("", "utf-8")
    page = open_page(scripts=scripts)
    site.sign_in(page, Role.OFFICER)
    page.goto(f"{site.address}/offers/new")
    page.get_by_label("Ou un document").set_input_files(
        [tmp_path / "bulletin.csv", tmp_path / "vide.txt"]
    )
    page.get_by_role("button", name="Lire l’offre").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 offres lues")
    expect(page.get_by_text("vide.txt : le fichier est vide")).to_be_visible()
    if scripts:
        assert check(page, "Offres lues") == []
        page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("link", name="Maçon").click()
    expect(page.get_by_label("Commune du poste", exact=True)).to_have_value("Bourbourg")
    page.get_by_role("navigation").get_by_role("link", name="Offres", exact=True).click()
    page.get_by_role("link", name="Maçon").first.click()
    with page.expect_download() as download:
        page.get_by_role("link", name="bulletin.csv").click()
    assert download.value.path().read_text("utf-8") == BULLETIN


def test_a_decision_on_an_alert_leaves_what_was_typed(site: Site, open_page: OpenPage) -> None:
    page = open_page()
    take_in(page, site, PASTED + UNLAWFUL)
    page.get_by_label("Commune du poste", exact=True).fill("Bourbourg")
    page.locator(".alerts").get_by_role("button", name="Sans objet").click()
    expect(page.locator(".alerts [data-ruling]")).to_contain_text("Odile Vasseur")
    expect(page.locator(".alerts summary")).to_be_focused()
    expect(page.get_by_label("Commune du poste", exact=True)).to_have_value("Bourbourg")


def test_the_screens_of_the_capture_are_sound(site: Site, open_page: OpenPage) -> None:
    page = open_page()
    take_in(page, site, PASTED)
    take_in(page, site, PASTED + UNLAWFUL)
    expect(page.get_by_role("link", name="Comparer côte à côte")).to_be_visible()
    page.evaluate("document.querySelectorAll('details').forEach(each => (each.open = true))")
    assert check(page, "Relire, tout ouvert") == []
    page.get_by_label("Un autre métier").fill("cariste")
    page.locator("#rome-found").get_by_label("Cariste (N1101)").wait_for()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("button", name="Ouvrir l’offre").click()
    expect(page.get_by_role("alert").filter(has_text="à corriger")).to_be_focused()
    assert check(page, "Relire, incomplète") == []
    page.goto(f"{site.address}/occupations?q=cariste")
    assert check(page, "Métiers") == []
    page.goto(f"{site.address}/offers/new")
    page.get_by_label("Texte de l’offre").fill(PASTED)
    page.locator("#lecture dd").first.wait_for()
    assert check(page, "Saisir, lu") == []
