"""People who agreed to be sent for one offer, and the dispatch that sends them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.services.dispatches import NewDispatch, Recipient, prepare, send
from api.services.dispatches_scope import WITH_CARDS
from api.services.messages_sending import Post, send_due
from ingestion.offers import to_json
from models.case_files import CandidateIdentity
from models.database import transaction
from models.days import day_of
from models.dispatches import Dispatch, DispatchCard
from models.introductions import Introduction
from models.motives import AgreementChannel
from models.moves import Actor, Step, move, suggest
from models.offers import Offer
from models.people import User
from models.vocabulary import IntroductionAction, Role
from tests.factories import make_candidate, make_offer, make_parsed_offer, make_user

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TO = "elodie.marquis@interim-littoral.example"
AGENCY = "Intérim Littoral"
SITE = "https://plie.example"
NAMES = (("Salma", "Aït-Berka"), ("Bruno", "Wisselinck"), ("Thérèse", "Delahoutre"))
PHONES = ("06 00 00 00 01", "06 00 00 00 02", "06 00 00 00 03")


@dataclass(frozen=True)
class Scene:
    """An open offer, three people who agreed, and who sends them."""

    offer: Offer
    user: User
    introductions: Sequence[Introduction]


def set_scene(session: Session, at: datetime = MONDAY, **offer_values: object) -> Scene:
    """Three people agreed on an offer, asked and recorded by an advisor."""
    values: dict[str, object] = {
        "agency_name": AGENCY,
        "positions": 2,
        "expires_on": date(2100, 1, 1),
        "parsed": to_json(make_parsed_offer()),
    }
    offer = make_offer(**values | offer_values)
    user = make_user(Role.ADVISOR, name="Nadia Fekkar")
    session.add_all([offer, user])
    session.flush()
    found = [agreed(session, offer, user, place, at) for place in range(len(NAMES))]
    return Scene(offer, user, found)


def agreed(session: Session, offer: Offer, user: User, place: int, at: datetime) -> Introduction:
    """One person kept, asked, who agreed."""
    candidate = make_candidate()
    session.add(candidate)
    session.flush()
    first, last = NAMES[place]
    session.add(
        CandidateIdentity(
            candidate_id=candidate.id, first_name=first, last_name=last, phone=PHONES[place]
        )
    )
    return agree(session, offer.id, candidate.id, user, at)


def agree(
    session: Session, offer_id: int, candidate_id: int, user: User, at: datetime
) -> Introduction:
    """The steps up to the agreement."""
    actor = Actor(user.id, user.role)
    introduction = suggest(session, (offer_id, candidate_id), actor, at)
    for step in (
        Step(IntroductionAction.KEEP),
        Step(IntroductionAction.PROPOSE),
        Step(IntroductionAction.AGREE, on=day_of(at), channel=AgreementChannel.PHONE),
    ):
        move(session, introduction, step, actor, at)
    return introduction


def made(
    session: Session, scene: Scene, at: datetime = MONDAY, is_temp: bool = False, email: str = TO
) -> Dispatch:
    """The three cards made ready for the agency."""
    new = NewDispatch(
        tuple(str(each.key) for each in scene.introductions),
        Recipient(AGENCY, "Élodie Marquis", email, "03 28 00 00 11", is_temp=is_temp),
        day_of(at) + timedelta(days=5),
    )
    return prepare(session, scene.user, scene.offer, new, at)


def sent(
    session: Session, scene: Scene, at: datetime = MONDAY, is_temp: bool = False, email: str = TO
) -> Dispatch:
    """The three cards sent."""
    dispatch = made(session, scene, at, is_temp, email)
    send(session, scene.user, dispatch, at)
    return dispatch


def sent_in(factory: sessionmaker[Session], at: datetime = MONDAY, is_temp: bool = False) -> int:
    """A dispatch sent in a transaction of its own; its id."""
    with transaction(factory) as session:
        return sent(session, set_scene(session, at), at, is_temp).id


def loaded(session: Session, dispatch_id: int) -> Dispatch:
    """The dispatch with its cards."""
    return session.scalars(
        select(Dispatch).where(Dispatch.id == dispatch_id).options(*WITH_CARDS)
    ).one()


def card_at(dispatch: Dispatch, place: int) -> DispatchCard:
    """The card of a place."""
    return dispatch.cards[place]


class Letters:
    """A transport that keeps what leaves."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    def __call__(self, message: EmailMessage, key: str) -> None:
        self.mails.append(message)

    def token(self) -> str:
        """The token of the last link that left."""
        found = re.findall(r"/reponse/([\w-]+)", self.text())
        return str(found[-1])

    def text(self, place: int = -1) -> str:
        """The plain text of a message."""
        body = self.mails[place].get_body(("plain",))
        assert body is not None
        return str(body.get_content())


def post(factory: sessionmaker[Session], letters: Letters, at: datetime) -> dict[str, int]:
    """Send what is due."""
    return dict(
        send_due(lambda: transaction(factory), Post(letters, "nous@plie.example", SITE), at)
    )
