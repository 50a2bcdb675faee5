"""The pages on weights, filled: sound at each width, and signed by keyboard alone."""

from matching.learning.simulation import Office, history
from models.database import transaction
from models.vocabulary import Role
from tests.api.routes.world import NAMES
from tests.api.services.learning_world import write_decisions
from tests.e2e.conftest import OpenPage, Site
from tests.e2e.test_screens import check
from tests.evidence.learning import FAR, PRIOR, everywhere


def test_weights_are_read_and_signed_on_sound_pages(site: Site, open_page: OpenPage) -> None:
    decisions = history(Office(everywhere(FAR), PRIOR, seed=3), 130).decisions
    with transaction(site.world.sessions) as session:
        write_decisions(session, decisions)
    page = open_page()
    site.sign_in(page, Role.MANAGER)
    page.goto(f"{site.address}/apprentissage")
    wrong = check(page, "Apprentissage, rien de proposé")
    page.get_by_role("button", name="Calculer une proposition").press("Enter")
    page.get_by_role("button", name="Mettre ces poids en service").wait_for()
    wrong += check(page, "Apprentissage, une proposition")
    page.get_by_label("Votre nom, pour signer").first.fill(NAMES[Role.MANAGER])
    page.get_by_role("button", name="Mettre ces poids en service").press("Enter")
    page.get_by_text(f"mis en service par {NAMES[Role.MANAGER]}").wait_for()
    wrong += check(page, "Apprentissage, en service")
    page.goto(f"{site.address}/offers/{site.world.offer_key}/weights")
    wrong += check(page, "Poids d'une offre")
    page.goto(f"{site.address}{site.world.shortlist_path}")
    page.get_by_text("À ce niveau, d’après les décisions").wait_for()
    wrong += check(page, "Liste, ce que valent les bandes")
    assert not wrong, "\n".join(wrong)
    assert not site.complaints
