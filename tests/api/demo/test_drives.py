"""The drive and the ledger of the demonstration: something in each part of their screens."""

from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.demo.clauses import LOTS, add_clauses
from api.demo.drives import INVITED_FIRST, INVITED_NEXT, NEXT_SEATS, add_drives
from api.demo.seed import Clock
from api.services.clauses_views import ledger
from api.services.drives_files import drives_todo
from api.services.drives_views import drive_view
from models.database import transaction
from models.drives import Drive, GuestState
from models.people import User
from models.shortlists import Shortlist
from models.vocabulary import Role
from tests.api.routes.world import make_entry, make_shortlist
from tests.factories import make_candidate, make_offer, make_user

CLOCK = Clock(date(2026, 11, 23), datetime(2026, 11, 23, 9, 0, tzinfo=UTC))


def fill(session: Session) -> None:
    """The team, and an offer with enough people fit for it."""
    session.add_all([make_user(role) for role in (Role.OFFICE, Role.ADVISOR)])
    offer = make_offer()
    people = [make_candidate() for _ in range(INVITED_FIRST + INVITED_NEXT)]
    session.add_all([offer, *people])
    session.flush()
    shortlist: Shortlist = make_shortlist(offer, [])
    shortlist.entries = [make_entry(0, person) for person in people]
    for rank, entry in enumerate(shortlist.entries, start=1):
        entry.rank = rank
    session.add(shortlist)


def test_the_drive_has_people_who_came_who_wait_and_who_are_to_be_told(
    factory: sessionmaker[Session],
) -> None:
    with transaction(factory) as session:
        fill(session)
    assert add_drives(factory, CLOCK) == INVITED_FIRST + INVITED_NEXT
    with factory() as session:
        advisor = session.scalars(select(User).where(User.role == Role.ADVISOR)).one()
        view = drive_view(session, advisor, session.scalars(select(Drive)).one())
        assert view.funnel.came == INVITED_FIRST * 3 // 4
        assert view.counts[GuestState.INVITED] == NEXT_SEATS
        assert len(view.to_tell) == 1
        assert view.waiting
        assert len(drives_todo(session, advisor, CLOCK.now)) == 1


def test_the_ledger_has_hours_left_and_papers_to_see(factory: sessionmaker[Session]) -> None:
    with transaction(factory) as session:
        fill(session)
    assert add_clauses(factory, CLOCK)
    with factory() as session:
        found = ledger(session)
        assert len(found.balances) == len(LOTS)
        assert 0 < found.done < found.due
