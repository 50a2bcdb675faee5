"""What is counted for ABC is what waits, whoever asks, and its oldest acts come first."""

from collections import Counter

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services import contracts_life as life
from api.services import followups
from api.services.abc_acts import waiting_acts
from api.services.abc_round import give_out
from api.services.abc_waiting import what_waits
from api.services.contracts import hire
from api.services.followups import Answers
from models.contract_lists import FollowUpKind, Mark, Question
from models.contracts import FollowUp
from models.introductions import Introduction
from models.moves import Step, move, suggest, undo
from models.people import User
from models.vocabulary import Domain, IntroductionAction, Role
from tests.api.services.hired import AT, DAY, TODAY, Team, actor, an_offer, make_team, sent, terms
from tests.factories import make_candidate, make_user

A = IntroductionAction
MOST = 3


@pytest.fixture
def team(session: Session) -> Team:
    return make_team(session)


@pytest.fixture
def readers(session: Session, team: Team) -> list[User]:
    """Everybody who may ask, and an advisor of another domain."""
    elsewhere, office = make_user(Role.ADVISOR), make_user(Role.OFFICE)
    elsewhere.domains = [Domain.CATERING.value]
    everywhere = make_user(Role.ADVISOR)
    session.add_all([elsewhere, office, everywhere])
    session.flush()
    return [team.manager, office, team.advisor, everywhere, elsewhere, team.caseworker]


def check(session: Session, readers: list[User]) -> Counter[str]:
    """What is counted is what is listed, for each of them; what the first one counts."""
    for user in readers:
        acts = waiting_acts(session, user, TODAY)
        found = what_waits(session, user, TODAY, MOST)
        assert found.counts == Counter(act.act for act in acts), user.role
        assert [act.at for act in found.oldest] == [act.at for act in acts[:MOST]], user.role
        assert set(found.oldest) <= set(acts), user.role
    return what_waits(session, readers[0], TODAY, MOST).counts


def proposed(session: Session, team: Team) -> Introduction:
    who = actor(team.advisor)
    person = make_candidate()
    session.add(person)
    session.flush()
    introduction = suggest(session, (an_offer(session, team).id, person.id), who, AT)
    move(session, introduction, Step(A.KEEP), who, AT)
    move(session, introduction, Step(A.PROPOSE), who, AT)
    return introduction


def hired(session: Session, team: Team) -> None:
    """Somebody who was hired, and called."""
    person = make_candidate()
    session.add(person)
    session.flush()
    introduction = sent(session, team, an_offer(session, team), person)
    contract = hire(session, introduction, terms(start=TODAY), actor(team.officer), AT)
    life.start(session, contract, TODAY, actor(team.officer), AT)
    wanted = FollowUp.contract_id == contract.id, FollowUp.kind == FollowUpKind.DAY_3
    call = session.scalars(select(FollowUp).where(*wanted)).one()
    call.contract = contract
    given = Answers({Question.TASKS: Mark.WATCH, Question.PRESENCE: Mark.GOOD}, "à revoir")
    followups.answer(session, call, given, team.officer, AT + 3 * DAY)


def test_nothing_waits_in_an_empty_base(session: Session, readers: list[User]) -> None:
    assert check(session, readers) == Counter()


def test_what_is_counted_is_what_waits(session: Session, team: Team, readers: list[User]) -> None:
    hired(session, team)
    given, kept_in = proposed(session, team), proposed(session, team)
    undo(session, kept_in, actor(team.advisor), AT)
    first = check(session, readers)
    assert first["Suivi dans l’emploi"] == 1
    assert first["Proposition"] == 3, "what was taken back before it was told does not wait"

    assert give_out(session, team.manager, AT) is not None
    assert check(session, readers) == Counter()

    undo(session, given, actor(team.advisor), AT)
    move(session, kept_in, Step(A.PROPOSE), actor(team.advisor), AT + DAY)
    assert check(session, readers) == Counter({"Proposition": 2}), "one back, one anew"

    assert give_out(session, team.manager, AT + DAY) is not None
    assert check(session, readers) == Counter()
