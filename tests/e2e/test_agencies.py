"""A dispatch of three cards, in a browser: sent by us, answered by an agency on a telephone."""

import re
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from api.services.answers_links import create_link
from api.services.messages import CODE
from api.services.users import find_user
from models.candidates import Candidate
from models.case_files import CandidateIdentity
from models.database import transaction
from models.dispatches import Dispatch
from models.offers import Offer
from models.outbox import OutgoingMessage
from models.vocabulary import Role
from tests.api.dispatch_world import PHONES, TO, agree
from tests.api.routes.world import email_of
from tests.e2e.conftest import OpenPage, Site
from tests.e2e.test_screens import check, overflow, violations


def three_agreed(site: Site) -> None:
    """The first three people of the list agreed to be sent."""
    with transaction(site.world.sessions) as session:
        advisor = find_user(session, email_of(Role.ADVISOR))
        offer = session.scalars(select(Offer)).one()
        people = session.scalars(select(Candidate).order_by(Candidate.id)).all()[:3]
        for person, phone in zip(people, PHONES, strict=True):
            agree(session, offer.id, person.id, advisor, datetime.now(UTC))
            session.get_one(CandidateIdentity, person.id).phone = phone


def expired_link(site: Site) -> str:
    """A link of the dispatch, made 31 days ago."""
    with transaction(site.world.sessions) as session:
        dispatch = session.scalars(select(Dispatch)).one()
        token = create_link(session, dispatch.id, datetime.now(UTC) - timedelta(days=31))
    return f"{site.address}/reponse/{token}"


def code_mailed(site: Site) -> str:
    """The code that waits in the outbox for the contact."""
    with site.world.sessions() as session:
        found = select(OutgoingMessage).where(OutgoingMessage.once.startswith(CODE))
        message = session.scalars(found).one()
        assert message.to_address == TO
        return re.findall(r"\d{3} \d{3}", message.text)[0]


def test_three_cards_go_out_and_an_agency_answers_on_a_telephone(
    site: Site, open_page: OpenPage
) -> None:
    three_agreed(site)
    page = open_page()
    site.sign_in(page, Role.ADVISOR)
    page.goto(f"{site.address}/offers/{site.world.offer_key}/envoi")
    wrong = check(page, "Transmettre")
    page.get_by_label("Agence ou employeur").fill("Intérim Littoral")
    page.get_by_label("Courriel").fill(TO)
    page.get_by_role("button", name="Préparer les fiches").press("Enter")
    page.get_by_text("voici ce que le contact verra").wait_for()
    wrong += check(page, "Envoi, à relire")
    page.get_by_role("button", name="Envoyer 3 fiches").press("Enter")
    page.get_by_role("button", name="Obtenir un lien à copier").press("Enter")
    link = page.get_by_label("Lien", exact=True).input_value()

    phone = open_page(width=360, scripts=False)
    phone.goto(link)
    assert overflow(phone) == 0
    assert "Salma" not in phone.content()
    cards = phone.locator(".sent-card")
    assert cards.count() == 3
    # A mind is changed: refused in two clicks, then met.
    cards.nth(0).get_by_text("Pas cette fois").click()
    cards.nth(0).get_by_role("button", name="Mobilité").click()
    cards.nth(0).get_by_text("Votre réponse : Pas cette fois").wait_for()
    cards.nth(0).get_by_role("button", name="Changer d’avis").click()
    cards.nth(0).get_by_role("button", name="Je le rencontre").first.press("Enter")
    assert "Salma" not in phone.content()
    cards.nth(0).get_by_role("button", name="Confirmer et voir").click()
    cards.nth(0).get_by_text("Salma Aït-Berka").wait_for()
    assert cards.nth(0).get_by_role("link", name=PHONES[0]).get_attribute("href") == (
        f"tel:{PHONES[0].replace(' ', '')}"
    )
    cards.nth(1).get_by_text("Retenir").first.click()
    cards.nth(1).get_by_role("button", name="Retenir ce profil").press("Enter")
    cards.nth(1).get_by_text("Votre réponse : Retenu").wait_for()
    phone.get_by_label("Une question pour nous").fill("Peut-on commencer à 6 h ?")
    phone.get_by_role("button", name="Envoyer la question").press("Enter")
    phone.get_by_role("button", name="Poste pourvu").press("Enter")
    cards.nth(2).get_by_text("Votre réponse : Pas cette fois").wait_for()
    phone.get_by_text("Merci, vous avez répondu à tout").wait_for()
    assert overflow(phone) == 0

    other = open_page()  # the link was forwarded
    other.goto(link)
    wrong += check(other, "Profils, un autre appareil")
    assert "Salma" not in other.content()
    assert other.get_by_role("button", name="Retenir ce profil").count() == 0
    other.get_by_role("button", name="Recevoir un code").press("Enter")
    other.get_by_text("Un code part à l’adresse du contact").wait_for()
    wrong += check(other, "Code demandé")
    other.get_by_label("Code reçu").fill(code_mailed(site))
    other.get_by_role("button", name="Continuer avec ce code").press("Enter")
    other.get_by_role("button", name="Essai, PMSMP ou MRS").wait_for()
    assert "Salma" not in other.content()  # only where the answer was given
    other.goto(expired_link(site))
    wrong += check(other, "Lien terminé")
    other.get_by_role("button", name="Recevoir un nouveau lien").press("Enter")
    other.get_by_role("heading", name="Regardez vos messages").wait_for()

    page.reload()
    page.goto(f"{site.address}/a-traiter")
    page.get_by_role("link", name="Intérim Littoral").first.click()
    page.get_by_text("Peut-on commencer à 6 h ?").wait_for()
    wrong += check(page, "Envoi, répondu")
    page.get_by_role("button", name="J’ai lu les réponses").press("Enter")
    page.get_by_role("link", name="Envois", exact=True).first.click()
    page.get_by_text("3 réponses sur 3").wait_for()
    wrong += check(page, "Envois")
    assert not wrong, "\n".join(wrong)


def test_the_page_of_a_contact_is_sound_at_every_width(site: Site, open_page: OpenPage) -> None:
    three_agreed(site)
    page = open_page()
    site.sign_in(page, Role.ADVISOR)
    page.goto(f"{site.address}/offers/{site.world.offer_key}/envoi")
    page.get_by_label("Agence ou employeur").fill("Intérim Littoral")
    page.get_by_role("button", name="Préparer les fiches").click()
    page.get_by_role("button", name="Envoyer 3 fiches").click()
    page.get_by_role("button", name="Obtenir un lien à copier").click()
    link = page.get_by_label("Lien", exact=True).input_value()
    contact = open_page()
    contact.goto(link)
    for each in contact.locator("details").all():
        each.evaluate("element => element.open = true")
    wrong = check(contact, "Profils, tout déplié")
    contact.goto(f"{link}/fiches")
    wrong += check(contact, "Fiches à imprimer")
    contact.emulate_media(media="print")
    assert violations(contact) == []
    page.goto(f"{site.address}/mes-messages")
    wrong += check(page, "Mes messages")
    assert not wrong, "\n".join(wrong)
