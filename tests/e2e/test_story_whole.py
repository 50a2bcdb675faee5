"""One story from the mail of nine o'clock to the positive exit, each step on its owner's screen."""

from pathlib import Path

from playwright.sync_api import expect

from models.vocabulary import Role
from tests.e2e.conftest import OpenPage, Site
from tests.e2e.story import REVIEWER, SECOND_REFERENT, Story
from tests.e2e.story_before import (
    BRUNO,
    CONTACT,
    SALMA,
    agree,
    at,
    capture,
    choose,
    validate,
)
from tests.e2e.test_followup import answered, press
from tests.e2e.test_screens import overflow, violations


def send(story: Story) -> tuple[str, list[str]]:
    """The officer reads the cards over and sends them; the advisor sees whose card is whose."""
    advisor = story.at(Role.ADVISOR)
    story.go(advisor, "/a-traiter")
    expect(advisor.get_by_text("L’envoi revient à Odile Vasseur.")).to_be_visible()
    page = story.at(Role.OFFICER)
    story.go(page, "/a-traiter")
    page.get_by_role("link", name="2 personnes prêtes à transmettre").press("Enter")
    expect(page.get_by_label("Courriel")).to_have_value(CONTACT)
    page.get_by_label("Agence ou employeur").fill("Intérim Littoral")
    page.get_by_label("Contact", exact=True).fill("Élodie Marquis")
    page.get_by_role("button", name="Préparer les fiches").press("Enter")
    expect(page.get_by_text("voici ce que le contact verra")).to_be_visible()
    expect(page.get_by_text("Salma")).to_have_count(0)
    page.get_by_role("button", name="Envoyer 2 fiches").press("Enter")
    expect(page.get_by_text("Pas encore de réponse.")).to_have_count(2)
    wrong = violations(page)
    story.go(advisor, "/a-traiter")
    expect(advisor.get_by_text("L’envoi revient à")).to_have_count(0)
    story.go(advisor, "/envois")
    advisor.get_by_role("link", name="Intérim Littoral").press("Enter")
    hers = advisor.get_by_role("listitem").filter(has_text=f"Pour nous seuls : {SALMA[:6]}")
    code = hers.get_by_role("heading", level=2).inner_text().split()[1]
    return code, wrong


def answer(story: Story, code: str) -> None:
    """The agency, on a telephone without scripts: each answer is two clicks."""
    phone = story.open_page(width=360, scripts=False)
    phone.goto(story.link_mailed_to(CONTACT))
    assert overflow(phone) == 0
    expect(phone.get_by_text("Salma")).to_have_count(0)
    cards = phone.get_by_role("listitem").filter(has=phone.get_by_role("heading", level=2))
    hers, his = cards.filter(has_text=code), cards.filter(has_not_text=code)
    hers.get_by_role("button", name=f"Je le rencontre : profil {code}").click()
    hers.get_by_role("button", name="Confirmer et voir le nom et le téléphone").click()
    expect(hers.get_by_text(SALMA[7:])).to_be_visible()
    expect(hers.get_by_role("link", name="06 00 00 00 01")).to_be_visible()
    expect(phone.get_by_text("Bruno")).to_have_count(0)

    story.wait_until(at(27, 16))
    phone.reload()
    hers.get_by_text("Retenir").first.click()
    hers.get_by_label("Premier jour").fill("2026-11-30")
    hers.get_by_role("button", name="Retenir ce profil").click()
    expect(hers.get_by_text("Retenu, début le 30 novembre 2026")).to_be_visible()
    his.get_by_text("Pas cette fois").click()
    his.get_by_role("button", name="Expérience insuffisante").click()
    expect(his.get_by_text("Pas cette fois (expérience insuffisante)")).to_be_visible()
    expect(phone.get_by_text("Merci, vous avez répondu à tout")).to_be_visible()
    assert overflow(phone) == 0
    story.wait_until(at(27, 16, 31))
    story.run_worker()
    assert any("Salma Aït-Berka" in mail for mail in story.mails_to(CONTACT))
    for who, ending in (
        (Role.CASEWORKER, "Close le 27 novembre 2026 : retenue"),
        (SECOND_REFERENT, "refusée par l'employeur (expérience insuffisante)"),
    ):
        referent = story.at(who)
        story.go(referent, "/a-traiter")
        expect(referent.get_by_text(ending)).to_have_count(1)
    page = story.at(Role.OFFICER)
    page.get_by_role("link", name="Intérim Littoral").press("Enter")
    expect(page.get_by_text("Pour nous seuls : Salma Aït-Berka")).to_be_visible()
    page.get_by_role("button", name="J’ai lu les réponses").press("Enter")
    story.go(page, "/a-traiter")
    expect(page.get_by_text("Réponses à lire")).to_have_count(0)


def start(story: Story) -> None:
    """The officer confirms the first day and hands the follow-up to the caseworker."""
    page = story.at(Role.OFFICER)
    page.get_by_role("link", name="Salma Aït-Berka a-t-elle ou a-t-il commencé ?").press("Enter")
    expect(page.get_by_text("Intérim Littoral").first).to_be_visible()
    expect(page.get_by_text("Employeur non précisé")).to_have_count(0)
    page.get_by_role("button", name="Confirmer le démarrage").press("Enter")
    expect(page.get_by_role("row", name="1 mois 30 décembre 2026 À faire")).to_be_visible()
    page.locator("summary", has_text="Confier le suivi").press("Enter")
    owner = page.get_by_label("À qui").locator("option", has_text="Claire Monteyne")
    page.get_by_label("À qui").select_option(owner.get_attribute("value"))
    page.get_by_role("button", name="Confier le suivi").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Suivi dans l’emploi")


def call(story: Story) -> None:
    """The call of the first month, with its five answers, by the caseworker."""
    page = story.at(Role.CASEWORKER)
    page.get_by_role("link", name="Appeler Salma Aït-Berka").press("Enter")
    expect(page.get_by_role("link", name="06 00 00 00 01")).to_be_visible()
    for group in ("Présence", "Tâches", "Relations", "Transport", "Suite"):
        answered(page, group, "Bien")
    press(page, "Enregistrer l’appel")
    expect(
        page.get_by_role("row", name="1 mois 30 décembre 2026 Fait Tout va bien")
    ).to_be_visible()


def leave(story: Story) -> list[str]:
    """The night finds the exit; the caseworker proves it, the manager validates it."""
    page = story.at(Role.CASEWORKER)
    page.get_by_role("link", name="Salma Aït-Berka : CDI").press("Enter")
    expect(page.get_by_text("À justifier").first).to_be_visible()
    expect(page.get_by_role("button", name="Valider la sortie")).to_have_count(0)
    for piece in ("Contrat de travail signé", "Bulletin de salaire"):
        page.get_by_label(piece, exact=True).select_option(label="Vérifiée")
        press(page, f"Enregistrer : {piece}")
        expect(page.get_by_label(piece, exact=True)).to_have_value("verifiee")
    manager = story.at(Role.MANAGER)
    expect(manager.get_by_text("dossier complet, à passer en comité")).to_be_visible()
    manager.get_by_role("link", name="Salma Aït-Berka : CDI").press("Enter")
    press(manager, "Valider la sortie")
    expect(manager.get_by_text("décision notée par Hugues Delattre")).to_be_visible()
    return violations(manager)


COUNTED = {
    "Offres ouvertes": "1",
    "Personnes suggérées": "7",
    "Retenues": "2",
    "Proposées aux participants": "2",
    "Accords": "2",
    "Entretiens de niveau 2 tenus": "2",
    "Validées au niveau 2": "2",
    "Transmises": "2",
    "Réponses reçues": "2",
    "Embauches": "1",
    "Sorties positives validées": "1",
}
"""What the story leaves on the page of the manager, from the offer to the exit."""


def count(story: Story) -> None:
    """The manager reads each step, once."""
    page = story.at(Role.MANAGER)
    story.site.go_by_menu(page, "Chiffres")
    page.get_by_label("Du", exact=True).fill("2026-11-24")
    page.get_by_label("Au", exact=True).fill("2027-02-02")
    page.get_by_role("button", name="Afficher").press("Enter")
    expect(page.get_by_text("Du 24 novembre 2026 au 2 février 2027.")).to_be_visible()
    steps = page.get_by_role("region", name="De l’offre à la sortie").get_by_role("row").all()[1:]
    read = [(row.get_by_role("rowheader"), row.get_by_role("cell").first) for row in steps]
    assert {name.inner_text(): cell.inner_text() for name, cell in read} == COUNTED


def hand_over(story: Story) -> None:
    """The office hands the acts of the story over to ABC, once."""
    page = story.at(Role.OFFICE)
    story.site.go_by_menu(page, "Remise à ABC")
    expect(page.get_by_text("P-0001").first).to_be_visible()
    expect(page.get_by_text("Salma")).to_have_count(0)
    expect(page.get_by_role("row", name="P-0001 25/11/2026 Entretien de niveau 2")).to_contain_text(
        REVIEWER
    )
    page.get_by_role("button", name="Remettre 11 actes").press("Enter")
    story.go(page, "/abc")
    expect(page.get_by_role("button", name="Remettre")).to_have_count(0)


def look_back(story: Story) -> None:
    """The administrator finds in the journal who read the file, and nobody from elsewhere."""
    page = story.at(Role.ADMIN)
    story.site.go_by_menu(page, "Journal des accès")
    page.get_by_label("Personne").fill("P-0001")
    page.get_by_role("button", name="Filtrer").press("Enter")
    rows = page.get_by_role("region", name="Accès").get_by_role("row")
    for name in ("Claire Monteyne", REVIEWER, "Odile Vasseur", "Hugues Delattre"):
        expect(rows.filter(has_text=name).first).to_be_visible()
    expect(rows.locator("td:nth-of-type(3)", has_text="Envoi")).to_have_count(1)
    expect(rows.filter(has_text=SECOND_REFERENT)).to_have_count(0)
    expect(page.get_by_text("Salma")).to_have_count(0)


def test_from_the_mail_of_nine_to_the_exit(site: Site, open_page: OpenPage, tmp_path: Path) -> None:
    story = Story(site, open_page)
    capture(story, tmp_path)
    wrong = choose(story)
    agree(story, Role.CASEWORKER, SALMA, "06 00 00 00 01")
    agree(story, SECOND_REFERENT, BRUNO, "06 00 00 00 02")
    story.wait_until(at(25, 9))
    validate(story)
    story.wait_until(at(25, 14))
    code, found = send(story)
    wrong += found
    story.wait_until(at(25, 14, 5))
    story.run_worker()
    story.wait_until(at(26, 9, 30))
    answer(story, code)
    story.wait_until(at(1, 9, month=12))
    start(story)
    story.wait_until(at(30, 9, month=12))
    call(story)
    story.wait_until(at(2, 9, month=2, year=2027))
    story.run_worker()
    wrong += leave(story)
    count(story)
    hand_over(story)
    look_back(story)
    assert wrong == []
