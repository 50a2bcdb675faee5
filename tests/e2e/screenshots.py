"""Take the screenshots of the documentation, on a fresh demonstration.

python -m tests.e2e.screenshots docs/screenshots
"""

import shutil
import socket
import sys
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn
from playwright.sync_api import Page, sync_playwright
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.app import create_app
from api.demo.build import build
from api.demo.place import BASE_NAME
from api.demo.seed import Clock
from api.demo.show import Screen
from api.services import users
from api.settings import Settings, sqlite_url
from models.database import transaction
from models.days import day_of
from models.offers import Offer
from models.people import User
from models.shortlists import Shortlist
from models.vocabulary import Band, OfferState, Role
from tests.e2e.conftest import ARGUMENTS, BROWSERS, NO_BROWSER, START_SECONDS

WIDTH, HEIGHT, TALL = 1280, 900, 1300
NARROW = 360
ENOUGH_OF_EACH = 6
NOTE = (
    "Agent de propreté\nBureaux à Gravelines, CDD de 3 mois, 20 heures par semaine, de 6h à 10h.\n"
    "Permis B souhaité, débutant accepté. Rappeler Mme Duval au 03 28 00 00 00."
)
SHOWN_BANDS = (Band.VERY_SUITABLE, Band.SUITABLE, Band.TO_CHECK, Band.WITH_LEVER)


@dataclass(frozen=True, slots=True)
class Site:
    """The demonstration, served."""

    address: str
    sessions: sessionmaker[Session]

    def sign_in(self, page: Page, role: Role) -> None:
        with transaction(self.sessions) as session:
            user = session.scalar(select(User).where(User.role == role).order_by(User.id).limit(1))
            assert user is not None
            token = users.create_link(session, user, datetime.now(UTC))
        page.goto(f"{self.address}/sign-in/link/{token}")
        page.get_by_role("button", name="Me connecter").click()

    def telling_shortlist(self) -> str:
        """The address of the list that shows most of every band."""
        with self.sessions() as session:
            best = max(session.scalars(select(Shortlist)), key=_variety)
            offer = session.get(Offer, best.offer_id)
            assert offer is not None
            return f"{self.address}/offers/{offer.key}/shortlist"

    def note_to_review(self) -> str:
        """The address of the review of an offer that came as a note."""
        with self.sessions() as session:
            key = session.scalar(
                select(Offer.key)
                .where(Offer.state == OfferState.TO_REVIEW, Offer.source_name.like("%.txt"))
                .order_by(Offer.source_name)
                .limit(1)
            )
        return f"{self.address}/offers/{key}/review"

    def mail_offer(self) -> str:
        """The address of the offer that came as a mail, which another agency sent too."""
        with self.sessions() as session:
            key = session.scalar(select(Offer.key).where(Offer.source_name.like("%.eml")))
        return f"{self.address}/offers/{key}"


def _variety(shortlist: Shortlist) -> tuple[int, int]:
    counts = [shortlist.band_counts.get(band.value, 0) for band in SHOWN_BANDS]
    return sum(min(count, ENOUGH_OF_EACH) for count in counts), -shortlist.id


def serve(folder: Path) -> Site:
    """Build the demonstration in `folder` and serve it until the program ends."""
    now = datetime.now(UTC)
    path = folder / BASE_NAME
    build(Screen(), path, Clock(day_of(now), now))
    app = create_app(Settings(database_url=sqlite_url(path), demo=True))
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
    threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True).start()
    deadline = time.monotonic() + START_SECONDS
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.05)
    return Site(f"http://127.0.0.1:{listening.getsockname()[1]}", app.state.sessions)


def take(page: Page, site: Site, target: Path) -> None:
    """The shortlist, the capture and the review of an offer, wide and narrow."""
    site.sign_in(page, Role.ADVISOR)
    page.goto(f"{site.address}/")
    page.screenshot(path=target / "par-ou-commencer.png")
    page.goto(site.telling_shortlist())
    page.set_viewport_size({"width": WIDTH, "height": TALL})
    page.locator(".points summary").first.click()
    page.screenshot(path=target / "liste.png")
    page.set_viewport_size({"width": NARROW, "height": HEIGHT})
    page.locator(".person").first.evaluate("each => each.scrollIntoView()")
    page.screenshot(path=target / "liste-360.png")
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    site.sign_in(page, Role.OFFICER)
    page.goto(f"{site.address}/offers/new")
    page.get_by_label("Texte de l’offre").fill(NOTE)
    page.locator("#lecture dd").first.wait_for()
    page.screenshot(path=target / "saisie.png")
    page.goto(site.note_to_review())
    page.get_by_label("Commune du poste", exact=True).focus()
    page.screenshot(path=target / "relecture.png")
    page.set_viewport_size({"width": NARROW, "height": HEIGHT})
    page.locator("#rome").evaluate("each => each.scrollIntoView({behavior: 'instant'})")
    page.screenshot(path=target / "relecture-360.png")
    twins(page, site, target)


def twins(page: Page, site: Site, target: Path) -> None:
    """An offer that came twice, and the two side by side, wide and narrow."""
    for name, path in {"offre": "", "doublons": "/duplicates"}.items():
        page.set_viewport_size({"width": WIDTH, "height": TALL})
        page.goto(site.mail_offer() + path)
        page.screenshot(path=target / f"{name}.png")
        page.set_viewport_size({"width": NARROW, "height": HEIGHT})
        page.screenshot(path=target / f"{name}-360.png")


def main(target: Path) -> None:
    """Write the pictures into `target`."""
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        sys.exit(NO_BROWSER)
    target.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = serve(Path(folder))
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="fr-FR")
        take(page, site, target)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
