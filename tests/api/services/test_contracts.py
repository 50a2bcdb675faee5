"""Hires and what they bring about: posts, hours of the week, the other introductions, the end."""

import threading
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.services import contracts_life as life
from api.services.contracts import hire, record_contract
from api.services.contracts_guards import Span, busiest_week, posts_of
from api.services.contracts_night import run_night
from api.services.contracts_terms import terms_of_offer
from api.services.followups_plan import due_day
from models.candidates import Candidate, CandidateAvailability
from models.contract_lists import ContractKind, ContractState, FollowUpKind, FollowUpState
from models.contract_transitions import CONTRACT_TRANSITIONS, contract_transition
from models.contracts import Contract, ContractEvent, FollowUp, HireClosure
from models.database import transaction
from models.endings import EndMotive
from models.errors import (
    ConcurrentChangeError,
    DomainError,
    InputRefusedError,
    MotiveMissingError,
    RoleRefusedError,
    TransitionRefusedError,
)
from models.introductions import Introduction
from models.motives import BreakMotive
from models.offers import Offer
from models.vocabulary import ContractType, IntroductionState, OfferState, Role
from tests.api.services.hired import (
    AT,
    DAY,
    TODAY,
    Team,
    a_person,
    actor,
    an_offer,
    kept,
    make_team,
    sent,
    terms,
)


@pytest.fixture
def team(session: Session) -> Team:
    return make_team(session)


def test_a_hire_closes_the_introduction_and_plans_the_calls(session: Session, team: Team) -> None:
    introduction = sent(session, team, an_offer(session, team), a_person(session))
    contract = hire(session, introduction, terms(), actor(team.advisor), AT)
    assert (introduction.state, introduction.close_reason) == (
        IntroductionState.CLOSED,
        EndMotive.HIRED,
    )
    assert contract.state is ContractState.PLANNED
    assert contract.owner_id == team.officer.id  # who negotiated the offer follows it up
    calls = session.scalars(select(FollowUp).where(FollowUp.contract_id == contract.id)).all()
    assert len(calls) == 8
    assert {call.state for call in calls} == {FollowUpState.TO_DO}


def test_nobody_is_hired_who_was_not_sent(session: Session, team: Team) -> None:
    introduction = kept(session, team, an_offer(session, team), a_person(session))
    with pytest.raises(TransitionRefusedError, match="pas transmise"):
        hire(session, introduction, terms(), actor(team.officer), AT)


def test_a_caseworker_does_not_record_what_the_employer_decides(
    session: Session, team: Team
) -> None:
    introduction = sent(session, team, an_offer(session, team), a_person(session))
    with pytest.raises(RoleRefusedError):
        hire(session, introduction, terms(), actor(team.caseworker), AT)


def test_no_more_people_are_hired_than_there_are_posts(session: Session, team: Team) -> None:
    offer = an_offer(session, team, positions=2)
    introductions = [sent(session, team, offer, a_person(session)) for _ in range(3)]
    contracts = [
        hire(session, each, terms(), actor(team.officer), AT) for each in introductions[:2]
    ]
    assert posts_of(session, offer).left == 0
    with pytest.raises(TransitionRefusedError, match="les 2 postes sont déjà pourvus"):
        hire(session, introductions[2], terms(), actor(team.officer), AT)
    life.break_off(session, contracts[0], BreakMotive.ABANDONED, TODAY, actor(team.officer), AT)
    hire(session, introductions[2], terms(), actor(team.officer), AT)  # the post is free again


def test_several_missions_hang_on_one_introduction(session: Session, team: Team) -> None:
    introduction = sent(session, team, an_offer(session, team), a_person(session))
    week = terms(ContractKind.TEMP, TODAY, end_on=TODAY + 6 * DAY)
    next_week = terms(ContractKind.TEMP, TODAY + 7 * DAY, end_on=TODAY + 13 * DAY)
    for each in (week, next_week):
        hire(session, introduction, each, actor(team.officer), AT)
    found = session.scalars(
        select(Contract).where(Contract.introduction_id == introduction.id)
    ).all()
    assert [each.start_on for each in found] == [TODAY, TODAY + 7 * DAY]


def test_two_half_times_are_allowed_and_49_hours_are_not(session: Session, team: Team) -> None:
    person = a_person(session)
    first, second = (
        sent(session, team, an_offer(session, team, weekly_hours=17.5), person) for _ in range(2)
    )
    half = terms(weekly_hours=24.0)
    hire(session, first, half, actor(team.officer), AT)
    hire(session, second, half, actor(team.officer), AT)
    with pytest.raises(TransitionRefusedError, match="49 heures par semaine"):
        record_contract(session, person, terms(weekly_hours=1.0), team.advisor, AT)


def test_unknown_hours_count_as_a_legal_week_and_the_refusal_says_so(
    session: Session, team: Team
) -> None:
    person = a_person(session)
    offer = an_offer(session, team, weekly_hours=10.0)
    other = an_offer(session, team, weekly_hours=10.0)
    first, second = (sent(session, team, each, person) for each in (offer, other))
    hire(session, first, terms(weekly_hours=None), actor(team.officer), AT)
    with pytest.raises(TransitionRefusedError, match="durée inconnue comptée 35 heures"):
        hire(session, second, terms(weekly_hours=20.0), actor(team.officer), AT)


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([], 20.0),
        ([Span(TODAY + 10 * DAY, TODAY + 20 * DAY, 20.0)], 40.0),
        ([Span(TODAY - 10 * DAY, TODAY - DAY, 20.0)], 20.0),
        ([Span(TODAY, TODAY + DAY, 15.0), Span(TODAY + 2 * DAY, None, 15.0)], 35.0),
        ([Span(TODAY, None, 15.0), Span(TODAY + 30 * DAY, None, 13.0)], 48.0),
        ([Span(TODAY + 31 * DAY, None, 48.0)], 20.0),
    ],
)
def test_the_busiest_week_is_the_one_that_counts(others: list[Span], expected: float) -> None:
    assert busiest_week(Span(TODAY, TODAY + 30 * DAY, 20.0), others) == expected


def test_a_full_time_hire_closes_what_its_hours_exclude_and_a_break_brings_it_back(
    session: Session, team: Team
) -> None:
    person = a_person(session)
    elsewhere = kept(session, team, an_offer(session, team), person)
    evenings = kept(session, team, an_offer(session, team, weekly_hours=10.0), person)
    later = kept(session, team, an_offer(session, team, start_date=TODAY + 60 * DAY), person)
    over = kept(session, team, an_offer(session, team), person)
    introduction = sent(session, team, an_offer(session, team), person)
    six_weeks = terms(ContractKind.CDD, TODAY, end_on=TODAY + 41 * DAY)
    contract = hire(session, introduction, six_weeks, actor(team.officer), AT)
    assert elsewhere.close_reason is EndMotive.HIRED_ELSEWHERE
    assert over.close_reason is EndMotive.HIRED_ELSEWHERE
    assert evenings.state is IntroductionState.KEPT  # 45 hours a week
    assert later.state is IntroductionState.KEPT  # it starts once this one is over
    assert len(session.scalars(select(HireClosure)).all()) == 2
    session.get_one(Offer, over.offer_id).state = OfferState.CANCELLED
    session.flush()
    back = life.break_off(
        session, contract, BreakMotive.TRIAL_EMPLOYER, TODAY, actor(team.officer), AT
    )
    assert back == 1
    assert elsewhere.state is IntroductionState.KEPT
    assert elsewhere.kept_by_id == team.advisor.id
    assert over.state is IntroductionState.CLOSED  # its offer is over
    assert introduction.close_reason is EndMotive.HIRED  # the hire did happen


def test_a_late_break_out_of_trial_brings_nothing_back(session: Session, team: Team) -> None:
    person = a_person(session)
    elsewhere = kept(session, team, an_offer(session, team), person)
    introduction = sent(session, team, an_offer(session, team), person)
    trial = TODAY + 60 * DAY
    contract = hire(session, introduction, terms(trial_ends_on=trial), actor(team.officer), AT)
    life.start(session, contract, TODAY, actor(team.officer), AT)
    after = AT + 61 * DAY
    life.break_off(
        session, contract, BreakMotive.OTHER_JOB, trial + DAY, actor(team.officer), after
    )
    assert elsewhere.state is IntroductionState.CLOSED


def test_a_break_within_the_trial_brings_back_after_30_days_too(
    session: Session, team: Team
) -> None:
    person = a_person(session)
    elsewhere = kept(session, team, an_offer(session, team), person)
    introduction = sent(session, team, an_offer(session, team), person)
    trial = TODAY + 60 * DAY
    contract = hire(session, introduction, terms(trial_ends_on=trial), actor(team.officer), AT)
    life.start(session, contract, TODAY, actor(team.officer), AT)
    last = AT + 50 * DAY
    life.break_off(
        session, contract, BreakMotive.TRANSPORT, TODAY + 50 * DAY, actor(team.officer), last
    )
    assert elsewhere.state is IntroductionState.KEPT


def test_who_has_a_cdi_is_not_proposed_until_given_back(session: Session, team: Team) -> None:
    person = a_person(session)
    introduction = sent(session, team, an_offer(session, team), person)
    contract = hire(session, introduction, terms(), actor(team.officer), AT)
    assert not person.is_active
    life.start(session, contract, TODAY, actor(team.officer), AT)
    with pytest.raises(TransitionRefusedError):
        life.make_available(session, contract, team.officer, AT)  # still at work
    later = AT + 5 * DAY
    life.break_off(
        session, contract, BreakMotive.SCHEDULE, TODAY + 5 * DAY, actor(team.officer), later
    )
    assert not person.is_active  # one more click: they may need time
    life.make_available(session, contract, team.officer, later)
    availability = session.get_one(CandidateAvailability, person.id)
    assert person.is_active
    assert availability.available_from == TODAY + 6 * DAY


def test_a_dated_contract_makes_available_the_day_after_it(session: Session, team: Team) -> None:
    person = a_person(session)
    introduction = sent(session, team, an_offer(session, team), person)
    last = TODAY + 20 * DAY
    contract = hire(
        session, introduction, terms(ContractKind.TEMP, end_on=last), actor(team.officer), AT
    )
    availability = session.get_one(CandidateAvailability, person.id)
    assert person.is_active
    assert availability.available_from == last + DAY
    life.start(session, contract, TODAY, actor(team.officer), AT)
    life.extend(session, contract, last + 7 * DAY, actor(team.officer), AT)
    assert availability.available_from == last + 8 * DAY


def test_a_half_time_leaves_the_person_in_the_lists(session: Session, team: Team) -> None:
    person = a_person(session)
    introduction = sent(session, team, an_offer(session, team), person)
    hire(session, introduction, terms(weekly_hours=24.0), actor(team.officer), AT)
    assert person.is_active
    assert session.get_one(CandidateAvailability, person.id).available_from is None


def test_the_real_first_day_moves_the_trial_and_the_calls(session: Session, team: Team) -> None:
    introduction = sent(session, team, an_offer(session, team), a_person(session))
    planned = terms(trial_ends_on=TODAY + 59 * DAY)
    contract = hire(session, introduction, planned, actor(team.officer), AT)
    later = AT + 2 * DAY
    life.start(session, contract, TODAY + DAY, actor(team.officer), later)
    assert (contract.start_on, contract.trial_ends_on) == (TODAY + DAY, TODAY + 60 * DAY)
    first = session.scalars(
        select(FollowUp.due_on).where(FollowUp.contract_id == contract.id).order_by(FollowUp.due_on)
    ).first()
    assert first == TODAY + 4 * DAY


def test_a_contract_becomes_a_cdi_with_a_follow_up_of_its_own(session: Session, team: Team) -> None:
    introduction = sent(session, team, an_offer(session, team), a_person(session))
    mission = terms(
        ContractKind.TEMP,
        end_on=TODAY + 20 * DAY,
        employer_name="Agence du Phare",
        user_company="Verrerie du Large",
    )
    contract = hire(session, introduction, mission, actor(team.officer), AT)
    life.start(session, contract, TODAY, actor(team.officer), AT)
    later = AT + 14 * DAY
    made = life.transform(session, contract, TODAY + 14 * DAY, actor(team.officer), later)
    assert (contract.state, contract.ended_on) == (
        ContractState.TRANSFORMED,
        TODAY + 13 * DAY,
    )
    assert (made.kind, made.employer_name, made.state) == (
        ContractKind.CDI,
        "Verrerie du Large",
        ContractState.STARTED,
    )
    assert made.previous_id == contract.id
    with pytest.raises(TransitionRefusedError, match="un CDI"):
        life.transform(session, made, TODAY + 14 * DAY, actor(team.officer), later)


def test_days_between_a_contract_and_the_cdi_after_it_are_not_worked(
    session: Session, team: Team
) -> None:
    introduction = sent(session, team, an_offer(session, team), a_person(session))
    last = TODAY + 10 * DAY
    contract = hire(
        session, introduction, terms(ContractKind.CDD, end_on=last), actor(team.officer), AT
    )
    life.start(session, contract, TODAY, actor(team.officer), AT)
    first = TODAY + 14 * DAY
    life.transform(session, contract, first, actor(team.officer), AT + 14 * DAY)
    assert contract.ended_on == last


def test_an_end_noted_by_mistake_is_taken_back(session: Session, team: Team) -> None:
    person = a_person(session)
    introduction = sent(session, team, an_offer(session, team), person)
    contract = hire(session, introduction, terms(), actor(team.officer), AT)
    life.start(session, contract, TODAY, actor(team.officer), AT)
    life.end(session, contract, TODAY, actor(team.officer), AT)
    assert person.is_active
    life.resume(session, contract, actor(team.officer), AT)
    assert (contract.state, contract.ended_on, person.is_active) == (
        ContractState.ONGOING,
        None,
        False,
    )
    life.end(session, contract, TODAY, actor(team.officer), AT)
    with pytest.raises(TransitionRefusedError, match="plus de 30 jours"):
        life.resume(session, contract, actor(team.officer), AT + 31 * DAY)


def test_the_night_passes_trials_and_ends_what_is_over_once(
    factory: sessionmaker[Session],
) -> None:
    with transaction(factory) as session:
        team = make_team(session)
        introduction = sent(session, team, an_offer(session, team), a_person(session))
        planned = terms(ContractKind.CDD, end_on=TODAY + 40 * DAY, trial_ends_on=TODAY + 13 * DAY)
        contract = hire(session, introduction, planned, actor(team.officer), AT)
        life.start(session, contract, TODAY, actor(team.officer), AT)

    def night(days: int) -> dict[str, int]:
        return dict(run_night(lambda: transaction(factory), AT + days * DAY))

    assert night(13) == {}  # too short for an exit, and still in trial
    assert night(14) == {"confirmed": 1}
    assert night(43) == {}  # it may be renewed
    assert night(44)["ended"] == 1
    assert night(44) == {}
    with factory() as session:
        found = session.get_one(Contract, contract.id)
        assert (found.state, found.ended_on) == (ContractState.ENDED, TODAY + 40 * DAY)


def test_a_contract_found_without_us_is_recorded_as_it_is_today(
    session: Session, team: Team
) -> None:
    person = a_person(session)
    past = terms(ContractKind.CDD, TODAY - 200 * DAY, end_on=TODAY - 10 * DAY)
    over = record_contract(session, person, past, team.caseworker, AT)
    assert (over.state, over.owner_id) == (ContractState.ENDED, team.caseworker.id)
    assert person.is_active
    calls = session.scalars(select(FollowUp.state).where(FollowUp.contract_id == over.id))
    assert set(calls) == {FollowUpState.VOID}
    going = record_contract(session, person, terms(start=TODAY - 5 * DAY), team.caseworker, AT)
    assert going.state is ContractState.STARTED


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"end_on": TODAY + DAY}, "Dernier jour"),
        ({"kind": ContractKind.CDD, "end_on": TODAY - DAY}, "Dernier jour"),
        ({"weekly_hours": 49.0}, "Heures par semaine"),
        ({"employer_name": " "}, "Employeur"),
        ({"job_title": ""}, "Poste"),
        ({"start": date(2031, 1, 1)}, "Premier jour"),
        ({"trial_ends_on": TODAY - DAY}, "Fin de la période d’essai"),
    ],
)
def test_terms_that_cannot_be_are_refused_where_they_err(
    session: Session, team: Team, values: dict[str, object], place: str
) -> None:
    introduction = sent(session, team, an_offer(session, team), a_person(session))
    with pytest.raises(InputRefusedError) as error:
        hire(session, introduction, terms(**values), actor(team.officer), AT)
    assert error.value.place == place


def test_every_gesture_refuses_what_its_row_does_not_allow() -> None:
    for row in CONTRACT_TRANSITIONS:
        motive = BreakMotive.OTHER if row.needs_motive else None
        for state in (None, *ContractState):
            for role in (None, *Role):
                allowed_from = state in row.from_states or (state is None and not row.from_states)
                allowed_role = role in row.roles if role is not None else row.by_system
                if allowed_from and allowed_role:
                    assert contract_transition(row.action, state, role, motive) is row
                    continue
                with pytest.raises((RoleRefusedError, TransitionRefusedError)):
                    contract_transition(row.action, state, role, motive)
        if row.needs_motive:
            for missing in (None, "", "inconnu"):
                with pytest.raises(MotiveMissingError):
                    contract_transition(
                        row.action, next(iter(row.from_states)), Role.MANAGER, missing
                    )


def test_a_page_that_is_out_of_date_decides_nothing(session: Session, team: Team) -> None:
    introduction = sent(session, team, an_offer(session, team), a_person(session))
    contract = hire(session, introduction, terms(), actor(team.officer), AT)
    seen = contract.version
    life.start(session, contract, TODAY, actor(team.officer), AT, seen)
    with pytest.raises(ConcurrentChangeError) as error:
        life.end(session, contract, TODAY, actor(team.manager), AT, seen)
    assert error.value.who == team.officer.name
    assert contract.state is ContractState.STARTED


def test_of_two_people_hired_at_once_on_one_post_one_is(factory: sessionmaker[Session]) -> None:
    with transaction(factory) as session:
        team = make_team(session)
        offer = an_offer(session, team)
        ids = [sent(session, team, offer, a_person(session)).id for _ in range(2)]
        officer = actor(team.officer)
    results: list[str] = []
    gate = threading.Barrier(2)

    def one(introduction_id: int) -> None:
        gate.wait()
        try:
            with transaction(factory) as session:
                introduction = session.get_one(Introduction, introduction_id)
                hire(session, introduction, terms(), officer, AT)
            results.append("hired")
        except DomainError as error:
            results.append(str(error))

    threads = [threading.Thread(target=one, args=(each,)) for each in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results.count("hired") == 1, results
    assert any("le poste est déjà pourvu" in each for each in results)
    with factory() as session:
        assert len(session.scalars(select(Contract)).all()) == 1


def test_the_story_is_never_rewritten(session: Session, team: Team) -> None:
    introduction = sent(session, team, an_offer(session, team), a_person(session))
    contract = hire(session, introduction, terms(), actor(team.officer), AT)
    event = session.scalars(
        select(ContractEvent).where(ContractEvent.contract_id == contract.id)
    ).one()
    event.note = "autre chose"
    with pytest.raises(RuntimeError, match="never changed"):
        session.flush()
    session.expunge(event)


def test_what_a_person_has_follows_them_when_they_are_erased(session: Session, team: Team) -> None:
    person = a_person(session)
    introduction = sent(session, team, an_offer(session, team), person)
    hire(session, introduction, terms(), actor(team.officer), AT)
    session.flush()
    session.expunge_all()
    session.delete(session.get_one(Candidate, person.id))
    session.flush()
    assert session.scalars(select(Contract).where(Contract.candidate_id == person.id)).all() == []


def test_a_month_is_thirty_days_for_nobody() -> None:
    assert due_day(FollowUpKind.MONTH_1, date(2027, 1, 31)) == date(2027, 2, 28)
    assert due_day(FollowUpKind.MONTH_1, date(2028, 1, 31)) == date(2028, 2, 29)
    assert due_day(FollowUpKind.MONTH_6, date(2026, 8, 31)) == date(2027, 2, 28)
    assert due_day(FollowUpKind.DAY_15, date(2026, 12, 20)) == date(2027, 1, 4)
    assert due_day(FollowUpKind.DAY_3, TODAY) == TODAY + 3 * DAY


def test_the_terms_of_an_offer_name_who_signs_and_where_the_work_is(
    session: Session, team: Team
) -> None:
    offer = an_offer(
        session,
        team,
        contract_type=ContractType.TEMP,
        agency_name="Agence du Phare",
        duration_days=14,
        weekly_hours=60.0,
    )
    found = terms_of_offer(offer, TODAY)
    assert (found.kind, found.employer_name) == (ContractKind.TEMP, "Agence du Phare")
    assert (found.user_company, found.end_on) == ("Verrerie du Large", TODAY + 13 * DAY)
    assert found.weekly_hours is None  # nobody signs 60 hours
    hire(session, sent(session, team, offer, a_person(session)), found, actor(team.officer), AT)


def two_contracts(session: Session, team: Team) -> tuple[Contract, Contract]:
    """Two weeks full time that are over in two days, then a full time from the third day on."""
    person = a_person(session)
    first = terms(ContractKind.CDD, TODAY - 12 * DAY, end_on=TODAY - 3 * DAY)
    before = hire(
        session,
        sent(session, team, an_offer(session, team), person),
        first,
        actor(team.officer),
        AT,
    )
    life.start(session, before, TODAY - 12 * DAY, actor(team.officer), AT)
    second = terms(ContractKind.CDI, TODAY - 2 * DAY)
    after = record_contract(session, person, second, team.officer, AT)
    return before, after


def test_a_contract_that_went_on_is_not_ended_over_another(session: Session, team: Team) -> None:
    before, _ = two_contracts(session, team)
    with pytest.raises(TransitionRefusedError, match="70 heures par semaine"):
        life.end(session, before, TODAY, actor(team.officer), AT)
    life.end(session, before, TODAY - 3 * DAY, actor(team.officer), AT)
    assert before.state is ContractState.ENDED


def test_a_contract_does_not_start_before_its_day_over_another(
    session: Session, team: Team
) -> None:
    person = a_person(session)
    mission = terms(ContractKind.TEMP, TODAY - 10 * DAY, end_on=TODAY)
    going = record_contract(session, person, mission, team.officer, AT)
    life.extend(session, going, TODAY - 2 * DAY, actor(team.officer), AT)
    introduction = sent(session, team, an_offer(session, team), person)
    planned = hire(session, introduction, terms(start=TODAY - DAY), actor(team.officer), AT)
    with pytest.raises(TransitionRefusedError, match="70 heures par semaine"):
        life.start(session, planned, TODAY - 4 * DAY, actor(team.officer), AT)
    life.start(session, planned, TODAY - DAY, actor(team.officer), AT)
    assert planned.start_on == TODAY - DAY


def test_a_start_after_the_signed_end_says_what_to_do(session: Session, team: Team) -> None:
    introduction = sent(session, team, an_offer(session, team), a_person(session))
    mission = terms(
        ContractKind.TEMP,
        TODAY - 6 * DAY,
        end_on=TODAY - 2 * DAY,
        trial_ends_on=TODAY - 4 * DAY,
    )
    contract = hire(session, introduction, mission, actor(team.officer), AT)
    with pytest.raises(InputRefusedError, match="changez d’abord la date de fin") as error:
        life.start(session, contract, TODAY, actor(team.officer), AT)
    assert error.value.place == "Premier jour"
    life.start(session, contract, TODAY - 2 * DAY, actor(team.officer), AT)
    assert contract.trial_ends_on == TODAY - 2 * DAY  # never after the last day
