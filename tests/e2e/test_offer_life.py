"""An offer after its opening, in a real browser: its end, its twins, its documents."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from api.services.capture import Intake, Received, capture
from api.services.offer_life import Closing, close
from api.services.offer_states import open_offer
from api.services.offers import create_offer
from models.database import transaction
from models.days import day_of
from models.endings import CancelMotive
from models.fiche import Channel
from models.offers import Offer
from models.people import User
from models.vocabulary import OfferState, Role
from tests.api.routes.world import World, make_parsed
from tests.e2e.conftest import OpenPage, Site
from tests.e2e.test_capture import reach
from tests.e2e.test_screens import check
from tests.factories import make_parsed_offer

SAME = "occupation domain workplace contract working_time positions licences level details"
MAIL = (
    "From: agence@example.org\nTo: offres@example.org\nSubject: Plongeur à Gravelines\n"
    "Content-Type: text/plain; charset=utf-8\n\nPlongeur à Gravelines, CDD de 3 mois, 24 heures.\n"
)


def officer_of(world: World) -> int:
    with world.sessions() as session:
        user = session.scalar(select(User).where(User.role == Role.OFFICER))
        assert user is not None
        return user.id


def add_twin(world: World) -> str:
    """The same need, sent by an agency and open too, due tomorrow; its key."""
    parsed, now = make_parsed(), datetime.now(UTC)
    values = {name: getattr(parsed, name) for name in SAME.split()}
    with transaction(world.sessions) as session:
        officer = session.get_one(User, officer_of(world))
        twin = make_parsed_offer(
            reference="DK-0002",
            title="Préparateur / préparatrice de commandes",
            description=parsed.description,
            **values,
        )
        offer = create_offer(session, twin, officer, now)
        open_offer(session, offer, officer, now)
        offer.expires_on = day_of(now) + timedelta(days=1)
        return str(offer.key)


def add_mail(world: World) -> str:
    """An offer that came as a file; its key."""
    with transaction(world.sessions) as session:
        officer = session.get_one(User, officer_of(world))
        intake = Intake(officer, datetime.now(UTC), Channel.MAIL)
        received = Received("courriel plongeur.eml", "message/rfc822", MAIL.encode())
        (taken,) = capture(session, "", [received], intake).taken
        return str(taken.offer.key)


def cancel(world: World, key: str) -> None:
    with transaction(world.sessions) as session:
        officer = session.get_one(User, officer_of(world))
        offer = session.scalars(select(Offer).where(Offer.key == UUID(key))).one()
        closing = Closing(OfferState.CANCELLED, CancelMotive.POSTPONED)
        close(session, offer, closing, officer, datetime.now(UTC))


def test_the_pages_of_a_life_are_sound(site: Site, open_page: OpenPage) -> None:
    twin, mail = add_twin(site.world), add_mail(site.world)
    page = open_page()
    site.sign_in(page, Role.OFFICER)
    pages = {
        "Par où commencer, ce qui attend": "/commencer",
        "Offres à relancer": "/offers?due=true",
        "Offre ouverte, une jumelle": f"/offers/{twin}",
        "Offre reçue en fichier": f"/offers/{mail}",
        "Doublon probable": f"/offers/{twin}/duplicates",
        "Clore": f"/offers/{twin}/close",
    }
    wrong = []
    for name, path in pages.items():
        page.goto(site.address + path)
        wrong += check(page, name)
    cancel(site.world, twin)
    for name, path in {"Close": f"/offers/{twin}", "Rouvrir": f"/offers/{twin}/close"}.items():
        page.goto(site.address + path)
        wrong += check(page, name)
    assert wrong == []


def test_what_waits_is_on_the_first_page_of_who_takes_offers_in(
    site: Site, open_page: OpenPage
) -> None:
    add_twin(site.world)
    add_mail(site.world)
    page = open_page()
    site.sign_in(page, Role.OFFICER)
    expect(page.get_by_role("link", name="1 offre à relire")).to_be_visible()
    page.get_by_role("link", name="1 échéance aujourd’hui ou demain").click()
    expect(page.locator(".offer-line")).to_have_count(1)
    expect(page.get_by_text("échéance demain")).to_be_visible()
    page.get_by_role("button", name="Se déconnecter").click()
    site.sign_in(page, Role.CASEWORKER)
    expect(page.get_by_role("region", name="Ce qui vous attend")).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_two_offers_become_one_and_two_again_by_keyboard_alone(
    scripts: bool, site: Site, open_page: OpenPage
) -> None:
    add_twin(site.world)
    page = open_page(scripts=scripts)
    site.sign_in(page, Role.OFFICER)
    follow(page, "Offres")
    follow(page, "Préparateur / préparatrice de commandes")
    expect(page.get_by_text("1 offre ressemble à celle-ci")).to_be_visible()
    follow(page, "Comparer avec Préparateur de commandes H/F (DK-0001)")
    expect(page.get_by_role("heading", level=1)).to_have_text("Est-ce la même offre ?")
    reach(page, "it.name === words", "keep")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.value") == "other"
    reach(page, "it.ariaLabel === words", "Compétences : valeur à garder")
    assert page.evaluate("document.activeElement.value") == ""  # a requirement is always chosen
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.value") == "skills=other"
    follow(page, "C’est la même offre")
    expect(page.get_by_text("Offres › DK-0001")).to_be_visible()
    expect(page.get_by_role("heading", name="Un besoin, 2 sources")).to_be_visible()
    if scripts:  # axe waits on timers, which stand still where scripts are off
        assert check(page, "Offre réunie") == []
    follow(page, "Séparer de DK-0002")
    expect(page.get_by_role("heading", name=re.compile("Un besoin"))).to_have_count(0)
    page.goto(f"{site.address}/offers?state=open")
    expect(page.locator(".offer-line")).to_have_count(2)


def test_a_document_comes_back_as_it_was_received(site: Site, open_page: OpenPage) -> None:
    mail = add_mail(site.world)
    page = open_page()
    site.sign_in(page, Role.OFFICER)
    page.goto(f"{site.address}/offers/{mail}")
    with page.expect_download() as download:
        page.get_by_role("link", name="courriel plongeur.eml").click()
    assert download.value.suggested_filename == "courriel plongeur.eml"
    assert download.value.path().read_bytes() == MAIL.encode()


def follow(page: Page, words: str) -> None:
    """Tab to the link or button that says `words`, and press it."""
    reach(page, "it.innerText.replace(/\\s+/g, ' ').trim() === words", words, most=80)
    with page.expect_navigation():
        page.keyboard.press("Enter")
