"""The first two people of the world, sent to an agency over HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from starlette.testclient import TestClient

from api.services.answers_links import create_link
from api.services.users import find_user
from models.candidates import Candidate
from models.case_files import CandidateIdentity
from models.database import transaction
from models.dispatch_lists import DispatchState
from models.dispatches import Dispatch
from models.offers import Offer
from models.vocabulary import Role
from tests.api.dispatch_world import TO, agree, loaded
from tests.api.routes.world import World, email_of

PHONE = "06 11 22 33 44"
FORM = {
    "recipient": "Intérim Littoral",
    "contact_name": "Élodie Marquis",
    "contact_email": TO,
    "reply_by": "",
}


@dataclass
class Sent:
    """A dispatch of the first two people of the world."""

    world: World
    key: str
    id: int

    def token(self, age: timedelta = timedelta()) -> str:
        with transaction(self.world.sessions) as session:
            return create_link(session, self.id, datetime.now(UTC) - age)

    @contextmanager
    def contact(self) -> Iterator[TestClient]:
        with self.world.browser() as client:
            yield client

    def cards(self) -> list[str]:
        with self.world.sessions() as session:
            return [str(card.key) for card in loaded(session, self.id).cards]

    def state(self) -> DispatchState:
        with self.world.sessions() as session:
            return session.get_one(Dispatch, self.id).state


def prepare_two(world: World) -> Sent:
    """Both agreed; their cards wait to be read over."""
    now = datetime.now(UTC)
    with transaction(world.sessions) as session:
        advisor = find_user(session, email_of(Role.ADVISOR))
        offer = session.scalars(select(Offer)).one()
        people = session.scalars(select(Candidate).order_by(Candidate.id)).all()[:2]
        keys = [str(agree(session, offer.id, each.id, advisor, now).key) for each in people]
        session.get_one(CandidateIdentity, people[0].id).phone = PHONE
    day = (now + timedelta(days=3)).date().isoformat()
    with world.browser(Role.ADVISOR) as client:
        answer = client.post(
            f"/offers/{world.offer_key}/envoi",
            data={**FORM, "reply_by": day, "introductions": keys},
        )
    assert answer.status_code == 303, answer.text
    with world.sessions() as session:
        dispatch = session.scalars(select(Dispatch)).one()
        return Sent(world, str(dispatch.key), dispatch.id)


def send(prepared: Sent) -> Sent:
    """The cards go out."""
    with prepared.world.browser(Role.ADVISOR) as client:
        assert client.post(f"/envois/{prepared.key}/send").status_code == 303
    return prepared
