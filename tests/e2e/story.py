"""A story that several people play, each in a browser of their own, on a clock that it moves."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

from playwright.sync_api import Page
from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session

from api.dependencies import get_now
from api.services import users
from api.services.users import SESSION_IDLE, find_user
from api.tasks import TASKS, Tools
from api.worker import OUTBOX, base_folder, post_of
from models.base import UtcDateTime
from models.candidates import (
    Candidate,
    CandidateAvailability,
    CandidateExperience,
    CandidateSkill,
)
from models.case_files import CandidateFollow, CandidateIdentity
from models.database import transaction
from models.days import PARIS
from models.vocabulary import Domain, Role, WorkPattern
from tests.api.routes.world import NAMES, email_of
from tests.e2e.conftest import OpenPage, Site

TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=PARIS)
"""A morning at nine, when the mail has come."""
PHONE = "06 00 00 00 0{}"
HOME = (51.0139, 2.3031)
ENTERED_ON = datetime(2022, 3, 1, tzinfo=PARIS).date()
REVIEWER, NEIGHBOUR, SECOND_REFERENT = "Samir Boulanger", "Ariane Leroux", "Didier Cloet"
COLLEAGUES = {
    REVIEWER: (Role.ADVISOR, Domain.TRANSPORT),
    NEIGHBOUR: (Role.ADVISOR, Domain.CONSTRUCTION),
    SECOND_REFERENT: (Role.CASEWORKER, None),
}
"""Who works beside the people of the world: an advisor of the same domain, one of another."""


@dataclass
class Story:
    """The people, their pages, and the hour it is for the whole service."""

    site: Site
    open_page: OpenPage
    now: datetime = TUESDAY
    pages: dict[str, Page] = field(default_factory=dict)
    signed: dict[str, datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.site.world.app.dependency_overrides[get_now] = lambda: self.now
        event.listen(self.site.world.sessions, "before_flush", self._date)
        with transaction(self.site.world.sessions) as session:
            find_user(session, email_of(Role.ADVISOR)).domains = [Domain.TRANSPORT.value]
            for name, (role, domain) in COLLEAGUES.items():
                new = users.NewUser(address_of(name), name, role)
                user = users.add_user(session, new, self.now - timedelta(days=90))
                user.domains = [] if domain is None else [domain.value]
            for place, person in enumerate(session.scalars(select(Candidate))):
                _complete(session, person, place)

    def _date(self, session: Session, *_: object) -> None:
        """Rows that are dated as they are written take the hour of the story."""
        for row in session.new:
            for name, column in inspect(type(row)).columns.items():
                is_dated = isinstance(column.type, UtcDateTime) and column.default is not None
                if is_dated and getattr(row, name) is None:
                    setattr(row, name, self.now)

    def wait_until(self, moment: datetime) -> None:
        """Later that day or another; sessions left idle meanwhile are over, as for anybody."""
        assert moment > self.now
        self.now = moment

    def at(self, who: Role | str, **window: int | bool) -> Page:
        """The page of somebody, signed in; their session renewed where it has ended."""
        name = NAMES[who] if isinstance(who, Role) else who
        if name not in self.pages:
            self.pages[name] = self.open_page(**window)
        page, last = self.pages[name], self.signed.get(name)
        if last is None or self.now - last >= SESSION_IDLE:
            with transaction(self.site.world.sessions) as session:
                email = email_of(who) if isinstance(who, Role) else address_of(who)
                token = users.create_link(session, find_user(session, email), self.now)
            page.goto(f"{self.site.address}/sign-in/link/{token}")
            page.get_by_role("button", name="Me connecter").press("Enter")
            page.get_by_role("heading", level=1, name="À traiter").wait_for()
        self.signed[name] = self.now
        return page

    def go(self, page: Page, path: str) -> None:
        """Somewhere by its address."""
        page.goto(self.site.address + path)

    def run_worker(self) -> None:
        """What the worker does by itself at this hour: mail, answers, the night."""
        settings = self.site.world.app.state.settings
        begin = Tools(lambda: transaction(self.site.world.sessions), settings, post_of(settings))
        for task in TASKS:
            task.run(begin, self.now)

    def mails_to(self, address: str) -> list[str]:
        """What was sent to somebody, oldest first: the subject, then the words."""
        folder = base_folder(self.site.world.app.state.settings) / OUTBOX
        found = [_words(path) for path in sorted(folder.rglob("*.eml"), key=_written)]
        return [words for to, words in found if to == address]

    def link_mailed_to(self, address: str) -> str:
        """The last link that somebody received, on this server."""
        words = "\n".join(self.mails_to(address))
        return self.site.address + str(re.findall(r"/reponse/[\w-]+", words)[-1])


def _complete(session: Session, person: Candidate, place: int) -> None:
    """What the file of somebody says beyond the names: enough for a list without questions."""
    session.get_one(CandidateIdentity, person.id).phone = PHONE.format(place + 1)
    session.get_one(CandidateFollow, person.id).entered_on = ENTERED_ON
    session.get_one(CandidateAvailability, person.id).patterns = frozenset({WorkPattern.TWO_SHIFTS})
    person.home_latitude, person.home_longitude = HOME
    session.add(
        CandidateSkill(candidate_id=person.id, position=0, label="préparation de commandes")
    )
    session.add(
        CandidateExperience(
            candidate_id=person.id, position=0, title="préparateur de commandes", months=18
        )
    )


def address_of(name: str) -> str:
    """The address of a colleague."""
    return f"{name.split()[0].lower()}@example.org"


def _written(path: Path) -> tuple[int, str]:
    return path.stat().st_mtime_ns, path.name


def _words(path: Path) -> tuple[str, str]:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = message.get_body(("plain",))
    assert body is not None
    return str(message["to"]), f"{message['subject']}\n{body.get_content()}"
