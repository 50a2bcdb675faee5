"""Calls of the follow-up: when they are due, what they leave, whom they are shown to."""

import sqlite3
from datetime import date

import pytest
from sqlalchemy import event, insert, select
from sqlalchemy.orm import Session

from api.services import contracts_life as life
from api.services import followups
from api.services.contracts import hire, record_contract
from api.services.followups import Answers, Whereabouts, flag_of
from api.services.followups_day import MOST_LINES, follow_up_day, missed_calls
from api.services.followups_news import start_told
from api.services.followups_people import phone_words
from api.services.followups_shares import call_shares
from api.services.followups_todo import follow_up_todo
from api.services.followups_words import ReminderLinks, reminder_of, script_of
from models.candidates import Candidate, CandidateAvailability
from models.case_files import CandidateFollow, CandidateIdentity
from models.contract_lists import (
    ContractKind,
    ContractState,
    Flag,
    FollowUpKind,
    FollowUpState,
    Mark,
    Question,
)
from models.contracts import Contract, FollowUp
from models.database import create_engine_from_url
from models.dispatch_lists import StartNews
from models.errors import ConcurrentChangeError, TransitionRefusedError
from models.introductions import Introduction
from models.motives import BreakMotive
from models.people import User
from models.vocabulary import Role
from tests.api.services.hired import (
    AT,
    DAY,
    TODAY,
    Team,
    a_person,
    actor,
    an_offer,
    make_team,
    sent,
    terms,
)
from tests.factories import make_candidate, make_user


@pytest.fixture
def team(session: Session) -> Team:
    return make_team(session)


def started(
    session: Session,
    team: Team,
    on: date = TODAY,
    kind: ContractKind = ContractKind.CDI,
    last: date | None = None,
) -> Contract:
    """A contract that started on a day in the past."""
    person = a_person(session)
    session.add(CandidateIdentity(candidate_id=person.id, first_name="Ada", last_name="Brice"))
    introduction = sent(session, team, an_offer(session, team), person)
    contract = hire(session, introduction, terms(kind, on, end_on=last), actor(team.officer), AT)
    return life.start(session, contract, on, actor(team.officer), AT)


def calls(session: Session, contract: Contract) -> dict[FollowUpKind, FollowUp]:
    found = session.scalars(select(FollowUp).where(FollowUp.contract_id == contract.id))
    each = {call.kind: call for call in found}
    for call in each.values():
        call.contract = contract
    return each


@pytest.mark.parametrize(
    ("marks", "flag"),
    [
        ({Question.TASKS: Mark.GOOD}, Flag.GREEN),
        ({Question.TASKS: Mark.GOOD, Question.NEXT: Mark.WATCH}, Flag.ORANGE),
        ({Question.TASKS: Mark.WATCH, Question.TRANSPORT: Mark.HARD}, Flag.RED),
    ],
)
def test_the_worst_answer_makes_the_flag(marks: dict[Question, Mark], flag: Flag) -> None:
    assert flag_of(marks) is flag


def test_a_short_mission_is_called_only_while_it_lasts(session: Session, team: Team) -> None:
    contract = started(session, team, TODAY, ContractKind.TEMP, TODAY + 14 * DAY)
    states = {kind: call.state for kind, call in calls(session, contract).items()}
    assert [kind for kind, state in states.items() if state is FollowUpState.TO_DO] == [
        FollowUpKind.DAY_3
    ]
    life.extend(session, contract, TODAY + 40 * DAY, actor(team.officer), AT)
    open_ = {
        kind for kind, call in calls(session, contract).items() if call.state is FollowUpState.TO_DO
    }
    assert open_ == {FollowUpKind.DAY_3, FollowUpKind.DAY_15, FollowUpKind.MONTH_1}


def test_the_next_mission_does_not_ask_again_what_was_asked(session: Session, team: Team) -> None:
    contract = started(session, team, TODAY - 10 * DAY, ContractKind.TEMP, TODAY)
    call = calls(session, contract)[FollowUpKind.DAY_3]
    followups.answer(session, call, Answers({Question.TASKS: Mark.GOOD}), team.officer, AT)
    introduction = contract.introduction_id
    assert introduction is not None
    mission = terms(ContractKind.TEMP, TODAY + DAY, end_on=TODAY + 20 * DAY)
    after = hire(
        session, session.get_one(Introduction, introduction), mission, actor(team.officer), AT
    )
    states = {kind: each.state for kind, each in calls(session, after).items()}
    assert states[FollowUpKind.DAY_3] is FollowUpState.VOID
    assert states[FollowUpKind.DAY_15] is FollowUpState.TO_DO


def test_nobody_is_called_once_the_contract_broke(session: Session, team: Team) -> None:
    contract = started(session, team, TODAY - 20 * DAY)
    made = calls(session, contract)[FollowUpKind.DAY_3]
    followups.answer(session, made, Answers({Question.TASKS: Mark.GOOD}), team.officer, AT)
    life.break_off(session, contract, BreakMotive.ABANDONED, TODAY, actor(team.officer), AT)
    states = {kind: call.state for kind, call in calls(session, contract).items()}
    assert states.pop(FollowUpKind.DAY_3) is FollowUpState.DONE
    assert set(states.values()) == {FollowUpState.VOID}
    call = calls(session, contract)[FollowUpKind.MONTH_1]
    with pytest.raises(TransitionRefusedError):
        followups.answer(session, call, Answers({Question.TASKS: Mark.GOOD}), team.officer, AT)


def test_a_call_noted_on_an_older_page_is_refused_by_name(session: Session, team: Team) -> None:
    contract = started(session, team, TODAY - 5 * DAY)
    call = calls(session, contract)[FollowUpKind.DAY_3]
    good = Answers({Question.TASKS: Mark.GOOD})
    followups.answer(session, call, good, team.officer, AT, expected_version=1)
    with pytest.raises(ConcurrentChangeError) as error:
        followups.answer(session, call, good, team.manager, AT, expected_version=1)
    assert error.value.who == team.officer.name


def test_the_day_of_somebody_is_made_of_their_own_contracts(session: Session, team: Team) -> None:
    contract = started(session, team, TODAY - 16 * DAY)
    day = follow_up_day(session, team.officer, TODAY)
    assert [line.call.kind for line in day.due] == [FollowUpKind.DAY_15]  # J+3 was missed
    missed = missed_calls(calls(session, contract).values(), TODAY)
    assert missed == {calls(session, contract)[FollowUpKind.DAY_3].id}
    assert day.due[0].person.name == "Ada Brice"
    assert follow_up_day(session, team.manager, TODAY).due == ()
    assert len(follow_up_day(session, team.manager, TODAY, everyone=True).due) == 1
    life.hand_over(session, contract, team.advisor, actor(team.officer), AT)
    assert follow_up_day(session, team.officer, TODAY).due == ()
    assert len(follow_up_day(session, team.advisor, TODAY).due) == 1


def test_to_do_tells_starts_calls_ends_and_difficulties(session: Session, team: Team) -> None:
    person = a_person(session)
    session.add(CandidateFollow(candidate_id=person.id, caseworker=team.caseworker.name.upper()))
    introduction = sent(session, team, an_offer(session, team), person)
    planned = terms(ContractKind.CDD, TODAY - 20 * DAY, end_on=TODAY + 3 * DAY)
    contract = hire(session, introduction, planned, actor(team.officer), AT)
    assert [item.kind for item in follow_up_todo(session, team.officer, AT)] == [
        "Démarrages à confirmer"
    ]
    life.start(session, contract, TODAY - 20 * DAY, actor(team.officer), AT)
    items = follow_up_todo(session, team.officer, AT)
    assert sorted({item.kind for item in items}) == ["Fins de contrat", "Suivis dans l'emploi"]
    assert all(item.urgent for item in items if item.kind.startswith("Suivis"))
    call = calls(session, contract)[FollowUpKind.DAY_15]
    bad = Answers({Question.TRANSPORT: Mark.HARD})
    followups.answer(session, call, bad, team.officer, AT)
    for user in (team.officer, team.caseworker):  # who follows the contract, who the person
        kinds = [item.kind for item in follow_up_todo(session, user, AT)]
        assert kinds.count("Personnes en difficulté au travail") == 1
    good = Answers({Question.TRANSPORT: Mark.GOOD})
    followups.answer(session, call, good, team.officer, AT)
    assert "Personnes en difficulté au travail" not in [
        item.kind for item in follow_up_todo(session, team.officer, AT)
    ]


def test_the_reminder_asks_without_a_name_and_its_answers_land(
    session: Session, team: Team
) -> None:
    person = a_person(session)
    introduction = sent(session, team, an_offer(session, team), person)
    contract = hire(session, introduction, terms(start=TODAY - 2 * DAY), actor(team.officer), AT)
    assert followups.reminders_due(session, TODAY) == [contract]
    links = ReminderLinks("https://e/a", "https://e/b", "https://e/c")
    message = reminder_of(contract, "DK-0001", links)
    assert message.subject == "Offre DK-0001 : la personne a-t-elle commencé ?"
    assert all(link in message.text for link in ("https://e/a", "https://e/b", "https://e/c"))
    assert person.identifier not in message.text
    followups.record_whereabouts(
        session, contract, Whereabouts.STARTED, TODAY - DAY, actor(team.officer), AT
    )
    assert (contract.state, contract.start_on) == (ContractState.STARTED, TODAY - DAY)
    assert followups.reminders_due(session, TODAY) == []
    followups.record_whereabouts(
        session, contract, Whereabouts.OVER, TODAY, actor(team.officer), AT
    )
    assert contract.state is ContractState.ENDED
    assert session.get_one(CandidateAvailability, person.id).available_from == TODAY + DAY


@pytest.mark.parametrize(("last", "at_risk"), [(Mark.HARD, True), (Mark.GOOD, False)])
def test_the_last_call_made_tells_who_is_in_difficulty_not_one_before(
    session: Session, team: Team, last: Mark, at_risk: bool
) -> None:
    contract = started(session, team, TODAY - 20 * DAY)
    made = calls(session, contract)
    for kind, mark in ((FollowUpKind.DAY_3, Mark.HARD), (FollowUpKind.DAY_15, last)):
        answers = Answers({Question.TRANSPORT: mark})
        followups.answer(session, made[kind], answers, team.officer, AT)
    lines = follow_up_day(session, team.officer, TODAY).at_risk
    assert [line.flag for line in lines] == [Flag.RED] * at_risk


def test_a_morning_costs_as_the_contracts_there_are_not_as_their_square(sqlite_url: str) -> None:
    few, more = (_steps_of_a_morning(sqlite_url, count) for count in (150, 450))
    assert more < 4 * few


def _steps_of_a_morning(url: str, count: int) -> int:
    """How much SQLite works for the morning of who follows so many contracts, all called."""
    engine = create_engine_from_url(url)
    with Session(engine) as session:
        owner, person = make_user(Role.OFFICER), make_candidate()
        session.add_all([owner, person])
        session.flush()
        contract = {
            "candidate_id": person.id,
            "employer_name": "Un employeur",
            "job_title": "Poste",
        }
        contract |= {"kind": ContractKind.CDI, "start_on": TODAY, "owner_id": owner.id}
        contract |= {"state": ContractState.ONGOING}
        session.execute(insert(Contract), [{**contract, "id": n + 1} for n in range(count)])
        call = {"due_on": TODAY, "state": FollowUpState.DONE, "flag": Flag.RED}
        kinds = [(n + 1, kind) for n in range(count) for kind in FollowUpKind]
        session.execute(
            insert(FollowUp), [{**call, "contract_id": n, "kind": kind} for n, kind in kinds]
        )
        steps = []
        raw = session.connection().connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        raw.set_progress_handler(lambda: steps.append(1), 100)
        assert len(follow_up_todo(session, owner, AT)) == MOST_LINES
        raw.set_progress_handler(None, 0)
    engine.dispose()
    return len(steps)


def test_a_difficulty_is_told_in_the_words_of_the_call(session: Session, team: Team) -> None:
    contract = started(session, team, TODAY - 5 * DAY)
    call = calls(session, contract)[FollowUpKind.DAY_3]
    marks = {Question.TASKS: Mark.GOOD, Question.TRANSPORT: Mark.HARD, Question.NEXT: Mark.HARD}
    followups.answer(session, call, Answers(marks, "pas de bus à 5 h"), team.officer, AT)
    words = "Transport, Suite : pas de bus à 5 h"
    assert [line.told for line in follow_up_day(session, team.officer, TODAY).at_risk] == [words]
    told = [item.detail for item in follow_up_todo(session, team.officer, AT)]
    assert words in told


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("0639984369", "06 39 98 43 69"),
        ("06.39.98.60.18", "06 39 98 60 18"),
        ("+33 6 39 98 60 18", "+33 6 39 98 60 18"),
        ("poste 12", "poste 12"),
        (None, None),
    ],
)
def test_a_telephone_reads_in_pairs(typed: str | None, shown: str | None) -> None:
    assert phone_words(typed) == shown


def test_who_did_not_start_is_noted_without_blame(session: Session, team: Team) -> None:
    introduction = sent(session, team, an_offer(session, team), a_person(session))
    contract = hire(session, introduction, terms(start=TODAY - 2 * DAY), actor(team.officer), AT)
    followups.record_whereabouts(
        session, contract, Whereabouts.NOT_STARTED, TODAY, actor(team.officer), AT
    )
    assert (contract.state, contract.break_motive) == (ContractState.BROKEN, BreakMotive.OTHER)


def test_the_script_greets_by_name_where_it_may_and_asks_five_questions() -> None:
    contract = Contract(job_title="cariste", employer_name="Agence", user_company="Halles")
    script = script_of(contract, FollowUpKind.DAY_3, "Ada")
    assert script.opening.startswith("Bonjour Ada, vous avez commencé chez Halles")
    assert [asked.question for asked in script.asked] == list(Question)
    assert set(script.closing) == set(Flag)
    assert script_of(contract, FollowUpKind.MONTH_4, None).opening.startswith("Bonjour, je")


def test_the_share_of_calls_made_counts_only_those_that_were_due(
    session: Session, team: Team
) -> None:
    contract = started(session, team, TODAY - 32 * DAY)
    each = calls(session, contract)
    good = Answers({Question.TASKS: Mark.GOOD})
    followups.answer(session, each[FollowUpKind.DAY_3], good, team.officer, AT)
    for _ in range(followups.MOST_ATTEMPTS):
        followups.unreachable(session, each[FollowUpKind.DAY_15], team.officer, AT)
    broken = started(session, team, TODAY - 32 * DAY)
    life.break_off(session, broken, BreakMotive.ABANDONED, TODAY, actor(team.officer), AT)
    shares = {one.kind: one for one in call_shares(session, team.officer, TODAY)}
    assert (shares[FollowUpKind.DAY_3].due, shares[FollowUpKind.DAY_3].share) == (1, 1.0)
    assert (shares[FollowUpKind.DAY_15].unreachable, shares[FollowUpKind.DAY_15].share) == (1, 0.0)
    assert shares[FollowUpKind.MONTH_1].share == 0.0  # due yesterday, not made
    assert shares[FollowUpKind.MONTH_2].share is None


def test_who_broke_off_is_asked_about_until_given_back(session: Session, team: Team) -> None:
    contract = started(session, team, TODAY - 10 * DAY)
    life.break_off(session, contract, BreakMotive.SCHEDULE, TODAY, actor(team.officer), AT)
    kinds = [item.kind for item in follow_up_todo(session, team.officer, AT)]
    assert kinds == ["Retours à préparer"]
    life.make_available(session, contract, team.officer, AT)
    assert follow_up_todo(session, team.officer, AT) == []


@pytest.mark.parametrize(
    ("news", "state"),
    [
        (StartNews.STARTED, ContractState.STARTED),
        (StartNews.NOT_STARTED, ContractState.BROKEN),
        (StartNews.OVER, ContractState.ENDED),
    ],
)
def test_what_the_employer_says_of_the_start_reaches_the_contract(
    session: Session, team: Team, news: StartNews, state: ContractState
) -> None:
    introduction = sent(session, team, an_offer(session, team), a_person(session))
    contract = hire(session, introduction, terms(start=TODAY - DAY), actor(team.officer), AT)
    assert start_told(session, introduction.id, news, None, AT) is contract
    assert contract.state is state
    assert start_told(session, introduction.id, StartNews.NOT_STARTED, None, AT) is None
    assert contract.state is state  # what is known already is not overturned by a click


def broken(session: Session, team: Team, days: int) -> Contract:
    """A CDI that started so many days ago and broke today."""
    contract = started(session, team, TODAY - days * DAY)
    life.break_off(session, contract, BreakMotive.SCHEDULE, TODAY, actor(team.officer), AT)
    return contract


def test_who_was_given_back_leaves_room_for_who_waits(session: Session, team: Team) -> None:
    given_back = [broken(session, team, days) for days in (9, 8, 7)]
    for contract in given_back:
        life.make_available(session, contract, team.officer, AT)
    waiting = [broken(session, team, days) for days in (6, 5)]
    day = follow_up_day(session, team.officer, TODAY, most=2)
    assert [line.contract for line in day.to_return] == waiting
    assert not day.is_cut
    assert follow_up_day(session, team.officer, TODAY, most=1).is_cut


def test_who_works_again_is_not_asked_about(session: Session, team: Team) -> None:
    contract = broken(session, team, 6)
    again = terms(ContractKind.CDD, TODAY, end_on=TODAY + 90 * DAY, weekly_hours=20.0)
    record_contract(
        session, session.get_one(Candidate, contract.candidate_id), again, team.officer, AT
    )
    assert follow_up_day(session, team.officer, TODAY).to_return == ()


def test_the_day_asks_the_base_as_often_for_many_as_for_few(session: Session, team: Team) -> None:
    def count() -> int:
        session.flush()
        session.expire_all()
        user = session.get_one(User, team.officer.id)
        asked: list[str] = []

        def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
            asked.append(statement)

        event.listen(session.get_bind(), "before_cursor_execute", note)
        follow_up_day(session, user, TODAY)
        event.remove(session.get_bind(), "before_cursor_execute", note)
        return len(asked)

    broken(session, team, 6)
    few = count()
    for days in (7, 8, 9, 10):
        broken(session, team, days)
    assert count() == few


def test_what_is_over_ended_on_the_day_signed(session: Session, team: Team) -> None:
    introduction = sent(session, team, an_offer(session, team), a_person(session))
    last = TODAY - 5 * DAY
    mission = terms(ContractKind.TEMP, TODAY - 20 * DAY, end_on=last)
    contract = hire(session, introduction, mission, actor(team.officer), AT)
    start_told(session, introduction.id, StartNews.OVER, None, AT)
    assert (contract.state, contract.ended_on) == (ContractState.ENDED, last)
