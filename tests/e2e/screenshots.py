"""Take the screenshots of the documentation, on a fresh demonstration.

python -m tests.e2e.screenshots docs/screenshots
"""

import shutil
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import uvicorn
from PIL import Image
from playwright.sync_api import Page, sync_playwright
from sqlalchemy import Select, select
from sqlalchemy.orm import Session, sessionmaker

from api.app import create_app
from api.demo.build import build
from api.demo.place import BASE_NAME
from api.demo.seed import Clock
from api.demo.show import Screen
from api.navigation import MORNING
from api.services import users
from api.services.answers_links import create_link
from api.services.scope import offers_visible
from api.settings import Settings, sqlite_url
from models.candidates import Candidate, CandidateProject
from models.contract_lists import ContractState
from models.contracts import Contract
from models.database import transaction
from models.days import day_of
from models.dispatch_lists import DispatchState
from models.dispatch_moves import AWAITED
from models.dispatches import Dispatch
from models.interviews import Interview, InterviewState
from models.introductions import Introduction
from models.offers import Offer
from models.people import User
from models.shortlists import Shortlist
from models.vocabulary import Band, IntroductionState, OfferState, Role
from tests.e2e.conftest import ARGUMENTS, BROWSERS, NO_BROWSER, START_SECONDS

WIDTH, HEIGHT, TALL = 1280, 900, 1300
NARROW = 360
WIDTHS = {WIDTH: "", NARROW: f"-{NARROW}"}
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
            if user is None:  # nobody takes the role of the administration in a demonstration
                new = users.NewUser("administration@example.org", "Inès Carlier", role)
                user = users.add_user(session, new, datetime.now(UTC))
            token = users.create_link(session, user, datetime.now(UTC))
        page.goto(f"{self.address}/sign-in/link/{token}")
        page.get_by_role("button", name="Me connecter").click()

    def telling_offer(self) -> str:
        """The path of the offer that the advisor decides on whose list shows most of every band."""
        first = select(User).where(User.role == Role.ADVISOR).order_by(User.id).limit(1)
        with self.sessions() as session:
            advisor = session.scalars(first).one()
            theirs = select(Offer.id).where(offers_visible(advisor))
            lists = session.scalars(select(Shortlist).where(Shortlist.offer_id.in_(theirs)))
            best = max(lists, key=_variety)
            return f"/offers/{session.get_one(Offer, best.offer_id).key}"

    def telling_shortlist(self) -> str:
        """The path of its list."""
        return self.telling_offer() + "/shortlist"

    def person(self) -> str:
        """The path of the page of somebody with two projects."""
        with self.sessions() as session:
            key = session.scalar(
                select(Candidate.key)
                .join(CandidateProject)
                .where(CandidateProject.position == 1)
                .order_by(Candidate.id)
                .limit(1)
            )
        return f"/candidats/{key}"

    def introduction(self) -> str:
        """The path of an introduction that waits for the person's agreement."""
        return self._path(
            "/mises-en-relation/",
            select(Introduction.key).where(Introduction.state == IntroductionState.PROPOSED),
        )

    def interview(self) -> str:
        """The path of an introduction whose interview is under way."""
        return self._path(
            "/niveau-2/",
            select(Introduction.key)
            .join(Interview, Interview.introduction_id == Introduction.id)
            .where(Interview.state == InterviewState.PRESENT, Interview.result.is_(None)),
        )

    def dispatch(self) -> str:
        """The path of a dispatch that was answered."""
        return self._path(
            "/envois/", select(Dispatch.key).where(Dispatch.state == DispatchState.COMPLETE)
        )

    def answer(self) -> str:
        """The page of a contact who has not answered everything."""
        with transaction(self.sessions) as session:
            sent = select(Dispatch.id).where(Dispatch.state.in_(AWAITED)).limit(1)
            return (
                f"/reponse/{create_link(session, session.scalars(sent).one(), datetime.now(UTC))}"
            )

    def contract(self) -> str:
        """The path of a contract under way."""
        return self._path(
            "/contrats/", select(Contract.key).where(Contract.state == ContractState.ONGOING)
        )

    def _path(self, start: str, wanted: Select[UUID]) -> str:
        with self.sessions() as session:
            return f"{start}{session.scalar(wanted.limit(1))}"

    def note_to_review(self) -> str:
        """The path of the review of an offer that came as a note."""
        with self.sessions() as session:
            key = session.scalar(
                select(Offer.key)
                .where(Offer.state == OfferState.TO_REVIEW, Offer.source_name.like("%.txt"))
                .order_by(Offer.source_name)
                .limit(1)
            )
        return f"/offers/{key}/review"

    def mail_offer(self) -> str:
        """The path of the offer that came as a mail, which another agency sent too."""
        with self.sessions() as session:
            key = session.scalar(select(Offer.key).where(Offer.source_name.like("%.eml")))
        return f"/offers/{key}"


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
    """Every picture of the table, each at its widths."""
    role = None
    for shot in SHOTS:
        if shot.role is not None and shot.role is not role:
            site.sign_in(page, shot.role)
            role = shot.role
        for width, suffix in WIDTHS.items():
            if suffix and not shot.narrow:
                continue
            page.set_viewport_size(
                {"width": width, "height": shot.height if not suffix else HEIGHT}
            )
            page.goto(site.address + shot.path(site))
            shot.prepare(page)
            keep(page.screenshot(), target / f"{shot.name}{suffix}.png")


def keep(picture: bytes, path: Path) -> None:
    """Write a picture in 128 colours, a third of its size."""
    with Image.open(BytesIO(picture)) as whole:
        few = whole.convert("RGB").quantize(128, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


def morning(site: Site) -> str:
    """What everybody opens first."""
    return MORNING


def as_it_is(page: Page) -> None:
    """The top of the page."""


def with_points(page: Page) -> None:
    """A row with its points unfolded; on a narrow window, the row at the top."""
    if page.viewport_size and page.viewport_size["width"] == NARROW:
        page.locator(".person").first.evaluate("each => each.scrollIntoView()")
    else:
        page.locator(".points summary").first.click()


def with_a_note(page: Page) -> None:
    """A note of the telephone, read while it is typed."""
    page.get_by_label("Texte de l’offre").fill(NOTE)
    page.locator("#lecture dd").first.wait_for()


def at_the_place(page: Page) -> None:
    """The box of the commune, and the words it was read in."""
    if page.viewport_size and page.viewport_size["width"] == NARROW:
        page.locator("#rome").evaluate("each => each.scrollIntoView({behavior: 'instant'})")
    else:
        page.get_by_label("Commune du poste", exact=True).focus()


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: its name, who looks (None: a contact with a link), where, what comes before."""

    name: str
    role: Role | None
    path: Callable[[Site], str]
    prepare: Callable[[Page], None] = as_it_is
    narrow: bool = True
    height: int = HEIGHT


SHOTS = (
    Shot("agence", None, Site.answer, height=TALL),
    Shot("matin-conseiller", Role.ADVISOR, morning),
    Shot("par-ou-commencer", Role.ADVISOR, lambda site: "/commencer", narrow=False),
    Shot("offres", Role.ADVISOR, lambda site: "/offers?state=open"),
    Shot("liste", Role.ADVISOR, Site.telling_shortlist, with_points, height=TALL),
    Shot("leviers", Role.ADVISOR, lambda site: site.telling_offer() + "/levers"),
    Shot("personnes", Role.ADVISOR, lambda site: "/candidats"),
    Shot("personne", Role.ADVISOR, Site.person, height=TALL),
    Shot("sans-proposition", Role.ADVISOR, lambda site: "/forgotten"),
    Shot("mise-en-relation", Role.ADVISOR, Site.introduction, height=TALL),
    Shot("niveau-2", Role.ADVISOR, lambda site: "/niveau-2"),
    Shot("entretien", Role.ADVISOR, Site.interview, height=TALL),
    Shot("envois", Role.ADVISOR, lambda site: "/envois"),
    Shot("envoi", Role.ADVISOR, Site.dispatch, height=TALL),
    Shot("suivi", Role.ADVISOR, lambda site: "/suivi"),
    Shot("contrat", Role.ADVISOR, Site.contract, height=TALL),
    Shot("matin-mission-rh", Role.OFFICER, morning),
    Shot("saisie", Role.OFFICER, lambda site: "/offers/new", with_a_note, narrow=False),
    Shot("relecture", Role.OFFICER, Site.note_to_review, at_the_place),
    Shot("offre", Role.OFFICER, Site.mail_offer, height=TALL),
    Shot("doublons", Role.OFFICER, lambda site: site.mail_offer() + "/duplicates", height=TALL),
    Shot("cloture", Role.OFFICER, lambda site: site.telling_offer() + "/close"),
    Shot("recrutements", Role.OFFICER, lambda site: "/recrutements"),
    Shot("clauses", Role.OFFICER, lambda site: "/clauses"),
    Shot("matin-appui", Role.OFFICE, morning),
    Shot("imports", Role.OFFICE, lambda site: "/imports"),
    Shot("abc", Role.OFFICE, lambda site: "/abc"),
    Shot("matin-referent", Role.CASEWORKER, morning),
    Shot("portefeuille", Role.CASEWORKER, lambda site: "/candidats"),
    Shot("matin-responsable", Role.MANAGER, morning),
    Shot("chiffres", Role.MANAGER, lambda site: "/chiffres"),
    Shot("activite", Role.MANAGER, lambda site: "/chiffres/activite"),
    Shot("ce-qui-manque", Role.MANAGER, lambda site: "/chiffres/couverture"),
    Shot("sorties", Role.MANAGER, lambda site: "/sorties"),
    Shot("leviers-du-territoire", Role.MANAGER, lambda site: "/levers"),
    Shot("trajets", Role.MANAGER, lambda site: "/territoire", height=TALL),
    Shot("apprentissage", Role.MANAGER, lambda site: "/apprentissage"),
    Shot("equite", Role.MANAGER, lambda site: "/equite"),
    Shot("delegations", Role.MANAGER, lambda site: "/delegations"),
    Shot("portefeuilles", Role.MANAGER, lambda site: "/portefeuilles"),
    Shot("matin-administration", Role.ADMIN, morning),
    Shot("comptes", Role.ADMIN, lambda site: "/comptes"),
    Shot("jetons", Role.ADMIN, lambda site: "/jetons"),
    Shot("journal", Role.ADMIN, lambda site: "/journal"),
)
"""The pictures of the documentation, by who looks."""


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
