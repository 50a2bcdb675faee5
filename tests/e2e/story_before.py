"""The first half of the whole story: from the mail of nine o'clock to two people validated."""

from datetime import datetime
from pathlib import Path

from playwright.sync_api import Page, expect

from models.days import PARIS
from models.vocabulary import Role
from tests.e2e.story import REVIEWER, Story
from tests.e2e.test_capture import reach
from tests.e2e.test_level2 import fill_by_keyboard
from tests.e2e.test_screens import violations

CONTACT = "elodie.marquis@interim-littoral.example"
TITLE = "Préparateur de commandes à Grande-Synthe"
MAIL = f"""From: Élodie Marquis <{CONTACT}>
To: offres@example.org
Subject: {TITLE}
Date: Tue, 24 Nov 2026 08:52:00 +0100
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Bonjour,

Préparateur de commandes H/F
Entrepôt à Grande-Synthe, CDI, 35 heures par semaine, en 2x8.
2 postes, dès que possible. Débutant accepté, aucun permis demandé. 12,50 € de l'heure.

Élodie Marquis, Intérim Littoral, 03 28 00 00 11
"""
TYPED = {"level": "2", "positions": "2", "starts_soon": "O"}
"""What the officer types in the boxes that are theirs to say, or that the mail leaves open."""
MOST_KEYS = 60
PLACE = "Maison de l’emploi, bureau 3"
SALMA, BRUNO = "P-0001 Salma Aït-Berka", "P-0002 Bruno Wisselinck"


def at(day: int, hour: int, minute: int = 0, month: int = 11, year: int = 2026) -> datetime:
    """An hour of the story, in Paris."""
    return datetime(year, month, day, hour, minute, tzinfo=PARIS)


def capture(story: Story, folder: Path) -> None:
    """The officer gives the mail, confirms what was read by keyboard and opens at level 2."""
    mail = folder / "courriel.eml"
    mail.write_text(MAIL, "utf-8")
    page = story.at(Role.OFFICER)
    reach(page, "it.innerText === words", "Saisir une offre")
    page.keyboard.press("Enter")
    page.get_by_label("Ou un document").set_input_files(mail)
    page.get_by_role("button", name="Lire l’offre").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Relire l’offre")
    expect(page.locator("[data-box]:focus-within")).to_have_count(1)
    confirm(page)
    expect(page.locator("[data-progress]")).to_have_text("Champs confirmés : 12 sur 12")
    page.keyboard.press("Enter")
    expect(page.get_by_text("7 personnes classées")).to_be_visible()
    expect(page.get_by_text("Niveau 2", exact=True)).to_be_visible()
    expect(page.get_by_text("P-0001")).to_have_count(0)  # officers read counts, not people


def confirm(page: Page) -> None:
    """Box after box, by keyboard alone, until the button that opens the offer."""
    for _ in range(MOST_KEYS):
        box, status = page.evaluate(
            "() => { const it = document.activeElement, box = it.closest('[data-box]');"
            " return box ? [box.dataset.box, box.dataset.status] : ['', ''] }"
        )
        if box == "":
            return
        if box in TYPED and status != "corrected":
            page.keyboard.type(TYPED[box])
        page.keyboard.press("Alt+Enter" if box == "skills" else "Enter")
    raise AssertionError("the keyboard never reached « Ouvrir l’offre »")


def choose(story: Story) -> list[str]:
    """The advisor of the domain keeps two with R and discards one with E."""
    page = story.at(Role.ADVISOR)
    page.get_by_role("link", name=TITLE).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    for who in (SALMA, BRUNO):
        page.keyboard.press("j")
        page.keyboard.press("r")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name=f"Annuler la décision sur {who}")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("e")
    reach(page, "it.innerText === words", "Disponibilité")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Motif : Disponibilité")).to_be_visible()
    expect(page.locator("#bilan")).to_contain_text("2 personnes retenues, 1 écartée")
    return violations(page)


def agree(story: Story, referent: Role | str, who: str, phone: str) -> None:
    """The caseworker calls the person, then records the agreement."""
    page = story.at(referent)
    expect(page.get_by_text("proposez-lui l’offre")).to_be_visible()
    page.get_by_role("link", name=f"{who} pour {TITLE}").press("Enter")
    expect(page.get_by_role("link", name=phone)).to_be_visible()
    page.get_by_role("button", name="Proposer au participant").press("Enter")
    expect(page.get_by_text("sa réponse est attendue")).to_be_visible()
    page.get_by_label("Comment il a été donné").select_option("Par téléphone")
    page.get_by_role("button", name="Accord du participant").press("Enter")
    expect(page.get_by_text("un entretien de niveau 2 est à tenir")).to_be_visible()


def validate(story: Story) -> None:
    """Another advisor receives both, fills the grid in and validates."""
    page = story.at(REVIEWER)
    for who, hour in ((SALMA, "10:00"), (BRUNO, "11:00")):
        story.go(page, "/a-traiter")
        page.get_by_role("link", name=f"{who[:6]}, {TITLE}").press("Enter")
        page.get_by_label("Jour").fill("2026-11-25")
        page.get_by_label("Heure").fill(hour)
        page.get_by_label("Lieu").fill(PLACE)
        page.get_by_role("button", name="Proposer ce rendez-vous").press("Enter")
        expect(page.get_by_text(f"25 novembre 2026 à {hour[:2]} h 00")).to_be_visible()
    for who, slot in ((SALMA, 10), (BRUNO, 11)):
        story.wait_until(at(25, slot, 50))
        story.go(story.at(REVIEWER), "/niveau-2")
        page.get_by_role("link", name=who[:6]).press("Enter")
        page.get_by_role("button", name="Présent·e").press("Enter")
        fill_by_keyboard(page)
        page.get_by_label("Validé", exact=True).press("Space")
        page.get_by_role("button", name="Conclure l’entretien").press("Enter")
        page.get_by_label("Signe ici, en écrivant son nom").press("Space")
        page.get_by_label("Prénom et nom, écrits par la personne").fill(who[7:])
        page.get_by_role("button", name="Signer la synthèse").press("Enter")
        page.get_by_role("button", name="Copie remise aujourd’hui").press("Enter")
        expect(page.get_by_text("remise le")).to_be_visible()
