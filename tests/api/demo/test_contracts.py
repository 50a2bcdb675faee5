"""People at work in the demonstration: something in each part of the screens."""

from collections import Counter
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.demo.contracts import FOUND, HIRED, add_contracts
from api.demo.seed import Clock
from api.services.exits_facts import temp_counter
from api.services.followups_day import follow_up_day
from models.case_files import CandidateFollow
from models.contract_lists import ContractKind, ContractState
from models.contracts import Contract, SkillEvidence
from models.database import transaction
from models.exit_lists import ExitState
from models.exits import Exit
from models.people import User
from models.shortlists import Shortlist
from models.vocabulary import Role
from tests.api.routes.world import make_entry, make_shortlist
from tests.factories import make_candidate, make_offer, make_user

CLOCK = Clock(date(2026, 11, 23), datetime(2026, 11, 23, 9, 0, tzinfo=UTC))


def fill(session: Session) -> None:
    """The team, an offer with somebody fit for each hire, and people who find by themselves."""
    session.add_all([make_user(role) for role in (Role.OFFICER, Role.ADVISOR, Role.MANAGER)])
    for _ in range(HIRED):
        offer, person = make_offer(employer_name="Halles du Port"), make_candidate()
        session.add_all([offer, person])
        session.flush()
        shortlist: Shortlist = make_shortlist(offer, [])
        shortlist.entries = [make_entry(0, person)]
        session.add(shortlist)
        session.add(CandidateFollow(candidate_id=person.id, entered_on=date(2024, 1, 8)))
    for _ in range(FOUND):
        person = make_candidate()
        session.add(person)
        session.flush()
        session.add(CandidateFollow(candidate_id=person.id, entered_on=date(2024, 1, 8)))


def test_each_part_of_the_screens_has_something_to_show(factory: sessionmaker[Session]) -> None:
    with transaction(factory) as session:
        fill(session)
    assert add_contracts(factory, CLOCK) == HIRED + 4
    with factory() as session:
        states = Counter(session.scalars(select(Contract.state)))
        assert states[ContractState.PLANNED] == 1
        assert states[ContractState.BROKEN] == 1
        assert states[ContractState.ENDED] == 1
        assert states[ContractState.ONGOING] >= 3
        officer = session.scalars(select(User).where(User.role == Role.OFFICER)).one()
        everybody = session.scalars(select(User).where(User.role == Role.MANAGER)).one()
        day = follow_up_day(session, everybody, CLOCK.today, everyone=True)
        assert len(day.at_risk) == 1
        assert len(day.to_start) == 1
        assert day.due
        assert {line.contract.owner_id for line in day.at_risk} == {officer.id}
        mission = session.scalars(select(Contract).where(Contract.kind == ContractKind.TEMP)).one()
        counted = temp_counter(session, mission.candidate_id, CLOCK.today)
        assert counted is not None
        assert counted.is_alert
        assert counted.projected_on is not None
        exits = Counter(session.scalars(select(Exit.state)))
        assert exits[ExitState.VALIDATED] == 1
        assert exits[ExitState.TO_PROVE] >= 2
        assert exits[ExitState.ACQUIRING] >= 2
        assert session.scalars(select(SkillEvidence)).all()
