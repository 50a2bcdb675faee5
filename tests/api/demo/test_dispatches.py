"""The dispatches of the demonstration: a list with every state, made by the services."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.demo.dispatches import EMAIL, PEOPLE, STORIES, add_dispatches
from api.demo.seed import Clock
from ingestion.offers import to_json
from models.database import transaction
from models.dispatch_lists import DispatchState
from models.dispatches import Dispatch, DispatchCard, DispatchEvent
from models.introductions import Introduction
from models.offers import Offer
from models.outbox import OutgoingMessage
from models.shortlists import Shortlist
from models.vocabulary import Role
from tests.api.routes.world import make_entry, make_shortlist
from tests.factories import make_candidate, make_offer, make_parsed_offer, make_user

CLOCK = Clock(date(2026, 11, 23), datetime(2026, 11, 23, 9, 0, tzinfo=UTC))


def fill(session: Session) -> None:
    """An advisor, and as many open offers with three fitting people as there are stories."""
    session.add(make_user(Role.ADVISOR))
    for _ in STORIES:
        parsed = replace(make_parsed_offer(), agency="Intérim du Nord")
        offer = make_offer(parsed=to_json(parsed), agency_name="Intérim du Nord", positions=3)
        people = [make_candidate() for _ in range(PEOPLE)]
        session.add_all([offer, *people])
        session.flush()
        shortlist: Shortlist = make_shortlist(offer, [])
        shortlist.entries = [make_entry(place, each) for place, each in enumerate(people)]
        session.add(shortlist)


def test_each_story_leaves_a_dispatch_in_its_state(factory: sessionmaker[Session]) -> None:
    with transaction(factory) as session:
        fill(session)
    assert add_dispatches(factory, CLOCK) == len(STORIES)
    with factory() as session:
        found = session.scalars(select(Dispatch).order_by(Dispatch.id)).all()
        states = Counter(each.state for each in found)
        assert states == {
            DispatchState.PREPARED: 1,
            DispatchState.SENT: 1,
            DispatchState.READ: 1,
            DispatchState.REMINDED: 1,
            DispatchState.COMPLETE: 1,
            DispatchState.CLOSED: 1,
        }
        assert {each.contact_email for each in found} == {EMAIL}
        assert session.scalars(select(DispatchCard)).all()
        latest = max(session.scalars(select(DispatchEvent.at)))
        assert latest <= CLOCK.now  # nothing of the story is still to come
        assert session.scalars(select(OutgoingMessage)).all()
    assert add_dispatches(factory, CLOCK) == 0  # again, nobody is free


def test_without_an_advisor_there_is_no_story(factory: sessionmaker[Session]) -> None:
    assert add_dispatches(factory, CLOCK) == 0
    with factory() as session:
        assert session.scalars(select(Introduction)).all() == []
        assert session.scalars(select(Offer)).all() == []
