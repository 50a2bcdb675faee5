"""A hire followed up on a telephone, a break, and an exit proved: played without a mouse."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from models.vocabulary import IntroductionAction, Role
from tests.api.routes.test_contracts import DAY, send
from tests.clock import today
from tests.e2e.conftest import OpenPage, Site
from tests.e2e.test_screens import check


def press(page: Page, name: str) -> None:
    """The button of this name, by the keyboard."""
    page.get_by_role("button", name=name, exact=True).press("Enter")


def answered(page: Page, group: str, mark: str) -> None:
    page.get_by_role("group", name=group).get_by_label(mark, exact=True).press("Space")


def test_from_a_hire_to_the_return_of_the_person(site: Site, open_page: OpenPage) -> None:
    key = send(site.world)
    page = open_page(scripts=False)  # nothing of it needs JavaScript
    page.goto(site.address + site.world.link(Role.OFFICER))
    press(page, "Me connecter")
    page.goto(f"{site.address}/mises-en-relation/{key}/embauche")
    first = today() - 5 * DAY
    page.get_by_label("Premier jour").fill(first.isoformat())
    page.get_by_label("Employeur").fill("Halles du Port")
    page.get_by_label("Fin de la période d’essai").fill((today() + 20 * DAY).isoformat())
    press(page, "Enregistrer l’embauche")
    expect(page.get_by_role("heading", name="Salma Aït-Berka")).to_be_visible()
    page.set_viewport_size({"width": 360, "height": 740})
    press(page, "Confirmer le démarrage")

    page.goto(f"{site.address}/suivi")
    expect(page.get_by_text("en retard de 2 jours")).to_be_visible()
    page.get_by_role("link", name="Salma Aït-Berka").first.press("Enter")
    expect(page.get_by_text("vous avez commencé chez Halles du Port")).to_be_visible()
    for group in ("Présence", "Tâches", "Relations", "Transport", "Suite"):
        answered(page, group, "Bien")
    press(page, "Enregistrer l’appel")
    expect(page.get_by_text("Tout va bien").first).to_be_visible()

    page.get_by_role("link", name="1 mois", exact=True).press("Enter")
    answered(page, "Transport", "Difficile")
    page.get_by_label("Note").fill("plus de voiture, pas de bus à 5 heures")
    press(page, "Enregistrer l’appel")
    expect(page.get_by_text("En difficulté").first).to_be_visible()
    page.goto(f"{site.address}/suivi")
    expect(page.get_by_role("heading", name="En difficulté")).to_be_visible()

    page.get_by_role("link", name="Salma Aït-Berka").first.press("Enter")
    page.locator("summary", has_text="Rompre avant la fin").press("Enter")
    page.get_by_label("Motif").select_option(label="Transport")
    press(page, "Rompre le contrat")
    expect(page.get_by_text("La personne n’est pas proposée")).to_be_visible()
    press(page, "Remettre disponible")
    expect(page.get_by_role("button", name="Remettre disponible")).to_have_count(0)
    page.goto(f"{site.address}/suivi")
    expect(page.get_by_text("Aucun appel à passer aujourd’hui")).to_be_visible()


def test_an_exit_is_proved_and_validated(site: Site, open_page: OpenPage) -> None:
    send(site.world, 0, until=IntroductionAction.KEEP)
    page = open_page()
    page.goto(site.address + site.world.link(Role.MANAGER))
    press(page, "Me connecter")
    page.goto(f"{site.address}/candidats/{site.world.candidate_keys[0]}/emploi")
    page.locator("summary", has_text="Ajouter un contrat").click()
    page.get_by_label("Contrat", exact=True).select_option(label="CDI")
    page.get_by_label("Poste").fill("cariste")
    page.get_by_label("Employeur").fill("Halles du Port")
    page.get_by_label("Premier jour").fill((today() - timedelta(days=120)).isoformat())
    page.get_by_label("Heures par semaine").fill("35")
    press(page, "Ajouter le contrat")
    page.get_by_role("link", name="Emploi et sortie").press("Enter")
    page.get_by_role("region", name="Sortie").get_by_role("link", name="CDI").press("Enter")
    expect(page.get_by_text("À justifier").first).to_be_visible()
    for name in ("Contrat de travail signé", "Bulletin de salaire"):
        page.get_by_label(name, exact=True).select_option(label="Vérifiée")
        press(page, f"Enregistrer : {name}")
        expect(page.get_by_label(name, exact=True)).to_have_value("verifiee")
    press(page, "Valider la sortie")
    expect(page.get_by_text("décision notée par")).to_be_visible()
    assert check(page, "Sortie validée") == []


def test_the_screens_are_sound(site: Site, open_page: OpenPage) -> None:
    key, second = send(site.world), send(site.world, 2, until=IntroductionAction.AGREE)
    page = open_page()
    page.goto(site.address + site.world.link(Role.MANAGER))
    press(page, "Me connecter")
    wrong: list[str] = []

    def at(path: str, name: str) -> None:
        page.goto(site.address + path)
        for panel in page.locator("details").all():
            panel.locator("summary").click()
        wrong.extend(check(page, name))

    at("/suivi", "Suivi, rien")
    at("/contrats", "Contrats, rien")
    at("/sorties", "Sorties, rien")
    at(f"/mises-en-relation/{key}/embauche", "Embauche")
    page.get_by_label("Contrat", exact=True).select_option(label="Mission d'intérim")
    page.get_by_label("Premier jour").fill((today() - 9 * DAY).isoformat())
    page.get_by_label("Dernier jour").fill((today() + 5 * DAY).isoformat())
    page.get_by_label("Employeur").fill("")
    page.get_by_label("Employeur").evaluate("box => box.required = false")
    press(page, "Enregistrer l’embauche")
    page.get_by_text("Donnez l’employeur.").wait_for()
    wrong.extend(check(page, "Embauche, erreurs"))
    page.get_by_label("Employeur").fill("Agence du Phare")
    press(page, "Enregistrer l’embauche")
    page.get_by_role("button", name="Confirmer le démarrage").wait_for()
    contract = page.url.removeprefix(site.address)
    at(contract, "Contrat prévu")
    press(page, "Confirmer le démarrage")
    page.get_by_label("Du", exact=True).fill((today() - 9 * DAY).isoformat())
    page.get_by_label("Au", exact=True).fill((today() - 3 * DAY).isoformat())
    page.get_by_label("Heures", exact=True).fill("35")
    press(page, "Ajouter les heures")
    at(contract, "Contrat démarré")
    page.get_by_role("link", name="J+3", exact=True).click()
    at(page.url.removeprefix(site.address), "Appel")
    at("/suivi?qui=tous", "Suivi, un jour")
    at("/contrats", "Contrats")
    at(f"/mises-en-relation/{second}/essais", "Étapes")
    at(f"/candidats/{site.world.candidate_keys[0]}/emploi", "Emploi et sortie")
    at("/sorties", "Sorties")
    assert wrong == []
