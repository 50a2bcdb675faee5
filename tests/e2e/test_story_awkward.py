"""What goes wrong between people: two at once, a change of mind, an absence, an offer that ends."""

import re
from collections.abc import Sequence
from datetime import timedelta

from playwright.sync_api import expect
from sqlalchemy import select

from api.services.dispatches import NewDispatch, Recipient, prepare, send
from api.services.users import find_user
from models.candidates import Candidate
from models.database import transaction
from models.days import day_of
from models.offers import Offer
from models.vocabulary import Role
from tests.api.dispatch_world import agree
from tests.api.routes.world import email_of, identifier_of
from tests.e2e.conftest import OpenPage, Site
from tests.e2e.story import NEIGHBOUR, REVIEWER, TUESDAY, Story
from tests.e2e.test_screens import overflow

CONTACT = "elodie.marquis@interim-littoral.example"
AGENCY = "Intérim Littoral"
TITLE = "Préparateur de commandes H/F"
BRUNO = "P-0002 Bruno Wisselinck"
MOTIVE = "Mauvaise expérience avec l'employeur"
"""Why the person withdraws: nothing that the contact may read."""


def agreed(story: Story, places: Sequence[int] = (0, 1)) -> tuple[str, ...]:
    """The advisor heard yes from these people; the keys of their introductions."""
    with transaction(story.site.world.sessions) as session:
        advisor = find_user(session, email_of(Role.ADVISOR))
        offer = session.scalars(select(Offer)).one()
        found = []
        for place in places:
            wanted = Candidate.identifier == identifier_of(place)
            person = session.scalars(select(Candidate.id).where(wanted)).one()
            found.append(agree(session, offer.id, person, advisor, story.now))
        return tuple(str(each.key) for each in found)


def sent(story: Story) -> str:
    """Two people are sent to the agency, and the mail left; the link it received."""
    keys = agreed(story)
    with transaction(story.site.world.sessions) as session:
        officer = find_user(session, email_of(Role.OFFICER))
        offer = session.scalars(select(Offer)).one()
        to = Recipient(AGENCY, "Élodie Marquis", CONTACT)
        new = NewDispatch(keys, to, day_of(story.now) + timedelta(days=5))
        send(session, officer, prepare(session, officer, offer, new, story.now), story.now)
    story.run_worker()
    return story.link_mailed_to(CONTACT)


def test_of_two_advisors_at_once_one_decides_and_the_other_is_told(
    site: Site, open_page: OpenPage
) -> None:
    story = Story(site, open_page)
    keeper, refuser = story.at(Role.ADVISOR), story.at(REVIEWER)
    for page in (keeper, refuser):
        story.go(page, site.world.shortlist_path)
        page.locator("summary", has_text=f"Retenir {BRUNO}").wait_for()
    keeper.locator("summary", has_text=f"Retenir {BRUNO}").press("Enter")
    keeper.locator("#p-" + site.world.candidate_keys[1]).get_by_role(
        "button", name="Retenir cette personne"
    ).press("Enter")
    expect(keeper.get_by_role("button", name=f"Annuler la décision sur {BRUNO}")).to_be_visible()

    row = refuser.locator("#p-" + site.world.candidate_keys[1])
    row.locator("summary", has_text="Écarter").press("Enter")
    row.get_by_role("button", name="Salaire ou durée").press("Enter")
    told = refuser.get_by_role("alert")
    expect(told).to_contain_text("Nadia Fekkar a décidé le 24 novembre 2026")
    refuser.reload()
    expect(row.get_by_text("Retenue", exact=True)).to_be_visible()
    expect(refuser.locator("#bilan")).to_contain_text("1 personne retenue, 0 écartée")


def test_of_two_envelopes_with_one_person_the_second_does_not_leave(
    site: Site, open_page: OpenPage
) -> None:
    story = Story(site, open_page)
    agreed(story, (0,))
    first, second = story.at(Role.OFFICER), story.at(Role.ADVISOR)
    for page, agency in ((first, AGENCY), (second, "Quai Intérim")):
        story.go(page, f"/offers/{site.world.offer_key}/envoi")
        page.get_by_label("Agence ou employeur").fill(agency)
        page.get_by_role("button", name="Préparer les fiches").press("Enter")
        expect(page.get_by_text("voici ce que le contact verra")).to_be_visible()
    first.get_by_role("button", name="Envoyer 1 fiche").press("Enter")
    expect(first.get_by_text("Pas encore de réponse.")).to_be_visible()
    second.get_by_role("button", name="Envoyer 1 fiche").press("Enter")
    expect(second.get_by_role("heading", level=1)).to_have_text("Action impossible")
    told = f"l’a déjà transmis à {AGENCY} le 24 novembre 2026 à 09 h 00"
    expect(second.get_by_text(told)).to_be_visible()
    story.go(second, "/envois")
    second.get_by_role("link", name="Quai Intérim").press("Enter")
    expect(second.get_by_text("À relire et envoyer")).to_be_visible()
    expect(second.get_by_text("Cette fiche ne peut plus partir")).to_be_visible()
    second.get_by_role("button", name="Retirer cette fiche").press("Enter")
    expect(second.get_by_text("Abandonné", exact=True)).to_be_visible()


def test_a_person_withdraws_after_the_sending_and_nothing_tells_who(
    site: Site, open_page: OpenPage
) -> None:
    story = Story(site, open_page)
    link = sent(story)
    phone = story.open_page(width=360, scripts=False)
    phone.goto(link)
    cards = phone.get_by_role("listitem").filter(has=phone.get_by_role("heading", level=2))
    for card in cards.all():
        card.get_by_role("button", name="Je le rencontre : profil").click()
        card.get_by_role("button", name="Confirmer et voir le nom et le téléphone").click()
    expect(phone.get_by_text("Salma Aït-Berka")).to_be_visible()
    expect(phone.get_by_text("Bruno Wisselinck")).to_be_visible()

    story.wait_until(story.now + timedelta(hours=2))
    page = story.at(Role.CASEWORKER)
    story.go(page, f"/candidats/{site.world.candidate_keys[0]}")
    page.get_by_role("link", name="Suite de la mise en relation").press("Enter")
    expect(page.get_by_text("La suite revient à l’employeur")).to_be_visible()
    page.locator("summary", has_text="Désistement").press("Enter")
    page.get_by_label("Motif de la personne").select_option(label=MOTIVE)
    page.get_by_role("button", name="Enregistrer le désistement").press("Enter")
    expect(page.get_by_text("Close : désistement")).to_be_visible()

    story.run_worker()
    mail = story.mails_to(CONTACT)[-1]
    assert "n’est plus disponible" in mail
    assert "ne plus utiliser son nom ni son téléphone" in mail
    assert not any(words in mail for words in ("Salma", "Bruno", MOTIVE))
    officer = story.at(Role.OFFICER)
    story.go(officer, "/envois")
    officer.get_by_role("link", name=AGENCY).press("Enter")
    expect(officer.get_by_text("Retirée le 24 novembre 2026")).to_have_count(1)

    phone.goto(link)
    expect(phone.get_by_role("heading", level=1)).to_have_text("1 profil pour votre poste")
    expect(phone.get_by_text("Ce profil n’est plus disponible")).to_be_visible()
    expect(phone.get_by_text("Bruno Wisselinck")).to_be_visible()  # the other goes on
    assert overflow(phone) == 0
    for way in ("", "/fiches", "/fiches.csv"):
        answer = phone.context.request.get(link + way)
        assert answer.ok
        for words in ("Salma", "Aït-Berka", "06 00 00 00 01", "0600000001", MOTIVE):
            assert words not in answer.text(), way


def test_an_offer_ends_with_answers_awaited(site: Site, open_page: OpenPage) -> None:
    story = Story(site, open_page)
    link = sent(story)
    phone = story.open_page(width=360, scripts=False)
    phone.goto(link)
    story.wait_until(story.now + timedelta(hours=2))
    page = story.at(Role.OFFICER)
    story.go(page, f"/offers/{site.world.offer_key}")
    page.get_by_role("link", name="Suspendre ou clore").press("Enter")
    expect(page.get_by_text("2 personnes attendent une décision ou une réponse")).to_be_visible()
    end = page.get_by_role("form", name="Annulée par l’employeur")
    end.get_by_label("Motif", exact=True).select_option(label="Besoin annulé")
    end.get_by_label("Motif pour les 2 personnes qui attendent").select_option(label="Offre close")
    end.get_by_role("button", name="Annulée par l’employeur").press("Enter")
    expect(page.get_by_text("Annulée par l'employeur").first).to_be_visible()
    story.go(page, f"/offers/{site.world.offer_key}/envoi")
    expect(page.get_by_text("Personne à transmettre pour le moment.")).to_be_visible()

    phone.get_by_role("button", name="Je le rencontre").first.click()
    expect(phone.get_by_text("« Répondre » est impossible")).to_be_visible()
    expect(phone.get_by_text("Ce profil n’est plus disponible.", exact=True)).to_have_count(2)
    expect(phone.get_by_role("button", name="Je le rencontre")).to_have_count(0)
    for who in ("Salma", "Bruno"):
        expect(phone.get_by_text(who)).to_have_count(0)
    referent = story.at(Role.CASEWORKER)
    story.go(referent, f"/candidats/{site.world.candidate_keys[0]}")
    expect(referent.get_by_text("Aucune proposition en cours")).to_be_visible()
    story.wait_until(TUESDAY + timedelta(days=3, hours=2))
    story.run_worker()
    assert len(story.mails_to(CONTACT)) == 1  # nobody is reminded of an answer nobody awaits


def test_an_absent_advisor_is_replaced_for_some_days(site: Site, open_page: OpenPage) -> None:
    story = Story(site, open_page)
    page = story.at(NEIGHBOUR)
    story.go(page, site.world.shortlist_path)
    expect(page.get_by_text("Offre d’un autre domaine").first).to_be_visible()
    expect(page.locator("summary", has_text="Retenir")).to_have_count(0)

    manager = story.at(Role.MANAGER)
    site.go_by_menu(manager, "Délégations")
    manager.get_by_label("Qui est absent").select_option(
        label="Nadia Fekkar (Conseiller·ère emploi)"
    )
    manager.get_by_label("Qui remplace").select_option(label=f"{NEIGHBOUR} (Conseiller·ère emploi)")
    manager.get_by_label("Dernier jour").fill("2026-11-26")
    manager.get_by_role("button", name="Donner la délégation").press("Enter")
    expect(manager.get_by_text(f"{NEIGHBOUR} remplace Nadia Fekkar").first).to_be_visible()

    page.reload()
    row = page.locator("#p-" + site.world.candidate_keys[0])
    row.locator("summary", has_text="Retenir").press("Enter")
    row.get_by_role("button", name="Retenir cette personne").press("Enter")
    expect(row.get_by_text(f"par {NEIGHBOUR}")).to_be_visible()
    story.wait_until(TUESDAY + timedelta(days=3))
    story.go(story.at(NEIGHBOUR), site.world.shortlist_path)
    expect(page.get_by_text("Offre d’un autre domaine").first).to_be_visible()
    expect(page.locator("summary", has_text="Retenir")).to_have_count(0)


def test_a_link_that_was_forwarded_reads_and_answers_nothing_without_the_code(
    site: Site, open_page: OpenPage
) -> None:
    story = Story(site, open_page)
    link = sent(story)
    contact = story.open_page(width=360, scripts=False)
    contact.goto(link)
    contact.get_by_role("button", name="Je le rencontre").first.click()
    contact.get_by_role("button", name="Confirmer et voir le nom et le téléphone").click()
    expect(contact.get_by_text("Salma Aït-Berka")).to_be_visible()

    other = story.open_page(width=360, scripts=False)
    other.goto(link)
    expect(other.get_by_text("Salma")).to_have_count(0)
    expect(other.get_by_role("button", name="Pas cette fois")).to_have_count(0)
    expect(other.get_by_role("button", name="Retenir ce profil")).to_have_count(0)
    for way in ("/fiches", "/fiches.csv"):
        assert "Salma" not in other.context.request.get(link + way).text()
    other.get_by_role("button", name="Recevoir un code").click()
    expect(other.get_by_text("Un code part à l’adresse du contact")).to_be_visible()
    other.get_by_label("Code reçu").fill("000 000")
    other.get_by_role("button", name="Continuer avec ce code").click()
    expect(other.get_by_role("button", name="Retenir ce profil")).to_have_count(0)
    story.run_worker()
    (code,) = re.findall(r"\d{3} \d{3}", story.mails_to(CONTACT)[-1])
    other.get_by_label("Code reçu").fill(code)
    other.get_by_role("button", name="Continuer avec ce code").click()
    expect(other.get_by_role("button", name="Je le rencontre")).to_be_visible()
    expect(other.get_by_text("Salma")).to_have_count(0)  # only where the answer was given


def test_the_administrator_opens_an_account_that_signs_in(site: Site, open_page: OpenPage) -> None:
    story = Story(site, open_page)
    page = story.at(Role.ADMIN)
    site.go_by_menu(page, "Comptes")
    page.get_by_role("link", name="Ouvrir un compte").press("Enter")
    page.get_by_label("Nom affiché", exact=True).fill("Lise Carpentier")
    page.get_by_label("Adresse e-mail").fill("lise.carpentier@example.org")
    page.get_by_label("Rôle").select_option(label="Conseiller·ère emploi")
    page.get_by_label("Bâtiment").press("Space")
    page.get_by_role("button", name="Ouvrir le compte").press("Enter")
    link = page.get_by_label("Lien").input_value()
    page.get_by_role("link", name="Voir le compte").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lise Carpentier")

    newcomer = story.open_page()
    newcomer.goto(link)
    newcomer.get_by_role("button", name="Me connecter").press("Enter")
    newcomer.get_by_role("heading", level=1, name="À traiter").wait_for()
    expect(newcomer.get_by_text("Lise Carpentier")).to_be_visible()
    story.go(newcomer, site.world.shortlist_path)
    expect(newcomer.get_by_text("Offre d’un autre domaine").first).to_be_visible()
    assert newcomer.context.request.get(site.address + "/comptes").status == 403
    page.get_by_role("button", name="Désactiver").press("Enter")
    expect(page.get_by_text("Compte désactivé")).to_be_visible()
    newcomer.reload()
    expect(newcomer.get_by_role("heading", level=1)).to_contain_text("Connexion")
