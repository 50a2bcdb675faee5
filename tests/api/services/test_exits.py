"""Exits in the base: found, lost and found again by night, proved, decided by the committee."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services import contracts_life as life
from api.services.contracts import record_contract
from api.services.contracts_hours import add_hours
from api.services.exits import evaluate_exits
from api.services.exits_decisions import Decision, Piece, decide, set_proof
from api.services.exits_list import exits_todo
from api.services.exits_records import (
    NewTraining,
    TrainingEnd,
    add_training,
    conclude_training,
)
from api.services.todo_items import TodoItem
from models.candidates import Candidate
from models.case_files import CandidateFollow
from models.contract_lists import ContractKind
from models.contracts import Contract
from models.errors import (
    ConcurrentChangeError,
    InputRefusedError,
    RoleRefusedError,
    TransitionRefusedError,
)
from models.exit_lists import ExitAction, ExitState, ProofKind, ProofStatus, TrainingResult
from models.exit_transitions import EXIT_TRANSITIONS, exit_transition
from models.exits import Exit, ExitEvent, ExitProof
from models.motives import BreakMotive
from models.vocabulary import Role
from tests.api.services.hired import AT, DAY, TODAY, Team, a_person, actor, make_team, terms


@pytest.fixture
def team(session: Session) -> Team:
    return make_team(session)


def followed(session: Session, team: Team, entered_on: date | None = date(2023, 1, 9)) -> Candidate:
    person = a_person(session)
    session.add(
        CandidateFollow(
            candidate_id=person.id, caseworker=team.caseworker.name, entered_on=entered_on
        )
    )
    session.flush()
    return person


def cdi(session: Session, team: Team, person: Candidate, days: int) -> Contract:
    """A CDI that started so many days ago, with a trial of 60 days."""
    first = TODAY - days * DAY
    signed = terms(start=first, trial_ends_on=first + 59 * DAY)
    return record_contract(session, person, signed, team.caseworker, AT)


def exit_of_(session: Session, person: Candidate) -> Exit:
    query = select(Exit).where(Exit.candidate_id == person.id).order_by(Exit.id.desc()).limit(1)
    return session.scalars(query).one()


def judged(session: Session, person: Candidate, days: int = 0) -> Exit:
    evaluate_exits(session, AT + days * DAY, [person.id])
    return exit_of_(session, person)


def proved(session: Session, target: Exit, team: Team) -> None:
    for proof in session.scalars(select(ExitProof).where(ExitProof.exit_id == target.id)):
        set_proof(session, target, Piece(proof.kind, ProofStatus.CHECKED), team.caseworker, AT)


def test_a_cdi_is_under_way_then_to_prove_the_day_after_its_trial(
    session: Session, team: Team
) -> None:
    person = followed(session, team)
    cdi(session, team, person, 30)
    found = judged(session, person)
    assert (found.state, found.expected_on) == (ExitState.ACQUIRING, TODAY + 30 * DAY)
    assert judged(session, person, 29).state is ExitState.ACQUIRING
    found = judged(session, person, 30)
    assert (found.state, found.acquired_on) == (ExitState.TO_PROVE, TODAY + 30 * DAY)
    actions = session.scalars(
        select(ExitEvent.action).where(ExitEvent.exit_id == found.id).order_by(ExitEvent.id)
    ).all()
    assert actions == [ExitAction.BEGIN, ExitAction.ACQUIRE]


def test_a_break_in_trial_loses_it_and_a_new_contract_brings_it_back(
    session: Session, team: Team
) -> None:
    person = followed(session, team)
    contract = cdi(session, team, person, 30)
    judged(session, person)
    life.break_off(session, contract, BreakMotive.TRIAL_EMPLOYER, TODAY, actor(team.manager), AT)
    lost = judged(session, person)
    assert lost.state is ExitState.LOST
    cdi(session, team, person, 0)
    again = judged(session, person)
    assert (again.id, again.state) == (lost.id, ExitState.ACQUIRING)
    assert again.expected_on == TODAY + 60 * DAY


def test_the_nearest_exit_stands_and_its_proofs_follow(session: Session, team: Team) -> None:
    person = followed(session, team)
    last = TODAY + 300 * DAY
    signed = terms(ContractKind.CDD, TODAY - 10 * DAY, end_on=last, weekly_hours=20.0)
    record_contract(session, person, signed, team.caseworker, AT)
    first = judged(session, person)
    assert (first.rule, first.expected_on) == ("cdd_gt_6m", None)  # part time: chosen or not?
    assert "choisi ou subi" in first.story
    session.scalars(select(Contract)).one().is_part_time_chosen = True
    session.flush()
    assert judged(session, person).expected_on is not None


def test_a_person_without_a_day_of_entry_is_judged_and_told_so(
    session: Session, team: Team
) -> None:
    person = followed(session, team, entered_on=None)
    cdi(session, team, person, 90)
    found = judged(session, person)
    assert found.state is ExitState.TO_PROVE
    assert "date d’entrée inconnue" in found.story


def test_the_committee_says_yes_and_the_person_leaves(session: Session, team: Team) -> None:
    person = followed(session, team)
    cdi(session, team, person, 90)
    found = judged(session, person)
    yes = Decision(ExitAction.VALIDATE, TODAY)
    with pytest.raises(RoleRefusedError):
        decide(session, found, yes, team.advisor, AT)
    with pytest.raises(TransitionRefusedError, match="il manque"):
        decide(session, found, yes, team.manager, AT)
    proved(session, found, team)
    for day in (None, TODAY + DAY, TODAY - 60 * DAY):  # missing, to come, before it was acquired
        with pytest.raises(InputRefusedError) as error:
            decide(session, found, Decision(ExitAction.VALIDATE, day), team.manager, AT)
        assert error.value.place == "Comité"
    decide(session, found, yes, team.manager, AT)
    assert (found.state, person.is_active) == (ExitState.VALIDATED, False)
    contract = session.scalars(select(Contract)).one()
    life.end(session, contract, TODAY, actor(team.manager), AT)
    assert not person.is_active  # they left: the end of the contract does not bring them back
    assert judged(session, person, 400).state is ExitState.VALIDATED


def test_what_the_committee_refused_is_not_brought_back_the_next_night(
    session: Session, team: Team
) -> None:
    person = followed(session, team)
    contract = cdi(session, team, person, 90)
    found = judged(session, person)
    no = Decision(ExitAction.REFUSE, TODAY)
    with pytest.raises(InputRefusedError, match="raison"):
        decide(session, found, no, team.manager, AT)
    decide(
        session, found, Decision(ExitAction.REFUSE, TODAY, "dossier incomplet"), team.manager, AT
    )
    assert judged(session, person).state is ExitState.REFUSED
    life.end(session, contract, TODAY, actor(team.manager), AT)
    cdi(session, team, person, 0)
    new = judged(session, person)
    assert new.id != found.id  # other facts
    revise = Decision(ExitAction.REVISE, None, "pièce retrouvée")
    with pytest.raises(TransitionRefusedError, match="une autre sortie"):
        decide(session, found, revise, team.manager, AT)


def test_a_decision_is_taken_back_with_its_reason(session: Session, team: Team) -> None:
    person = followed(session, team)
    contract = cdi(session, team, person, 90)
    found = judged(session, person)
    proved(session, found, team)
    decide(session, found, Decision(ExitAction.VALIDATE, TODAY), team.manager, AT)
    decide(session, found, Decision(ExitAction.REVISE, None, "erreur de dossier"), team.manager, AT)
    assert found.state is ExitState.TO_PROVE
    assert not person.is_active  # still in the CDI
    life.end(session, contract, TODAY, actor(team.manager), AT)
    assert person.is_active


def test_the_manager_is_told_whole_files_and_the_others_what_lacks(
    session: Session, team: Team
) -> None:
    person = followed(session, team)
    cdi(session, team, person, 90)
    found = judged(session, person)
    told = [
        item for item in exits_todo(session, team.caseworker, AT) if str(found.key) in item.href
    ]
    assert [item.kind for item in told] == ["Pièces de sortie à réunir"]
    assert told[0].detail == "contrat de travail signé, bulletin de salaire"
    assert str(found.key) not in str(exits_todo(session, team.manager, AT))
    proved(session, found, team)
    mine = [item for item in exits_todo(session, team.manager, AT) if str(found.key) in item.href]
    assert [(item.kind, item.urgent) for item in mine] == [("Sorties à valider", False)]
    late = exits_todo(session, team.manager, AT + 50 * DAY)
    assert [item.urgent for item in late if str(found.key) in item.href] == [True]
    assert str(found.key) not in str(exits_todo(session, team.caseworker, AT))


def test_a_piece_received_keeps_its_day(session: Session, team: Team) -> None:
    person = followed(session, team)
    cdi(session, team, person, 90)
    found = judged(session, person)
    copy = Piece(ProofKind.CONTRACT, ProofStatus.RECEIVED, "copie")
    proof = set_proof(session, found, copy, team.caseworker, AT)
    assert proof.received_on == TODAY
    checked = Piece(ProofKind.CONTRACT, ProofStatus.CHECKED)
    set_proof(session, found, checked, team.manager, AT + DAY)
    assert proof.received_on == TODAY
    missing = Piece(ProofKind.CONTRACT, ProofStatus.MISSING)
    set_proof(session, found, missing, team.manager, AT + DAY)
    assert proof.received_on is None


def test_of_two_pages_on_one_piece_the_second_is_told_who_was_first(
    session: Session, team: Team
) -> None:
    person = followed(session, team)
    cdi(session, team, person, 90)
    found = judged(session, person)
    proofs = {
        each.kind: each
        for each in session.scalars(select(ExitProof).where(ExitProof.exit_id == found.id))
    }
    seen = {kind: Piece.mark(each) for kind, each in proofs.items()}
    kind, other = ProofKind.CONTRACT, ProofKind.PAYSLIP
    checked = Piece(kind, ProofStatus.CHECKED, "original vu", seen[kind])
    set_proof(session, found, checked, team.caseworker, AT)
    with pytest.raises(ConcurrentChangeError) as error:
        set_proof(session, found, Piece(kind, ProofStatus.ASKED, "", seen[kind]), team.manager, AT)
    assert (error.value.who, error.value.state) == (team.caseworker.name, "Vérifiée")
    assert (proofs[kind].status, proofs[kind].note) == (ProofStatus.CHECKED, "original vu")
    set_proof(session, found, Piece(other, ProofStatus.ASKED, "", seen[other]), team.manager, AT)
    assert proofs[other].status is ProofStatus.ASKED  # the other piece was not touched meanwhile


def test_how_a_training_ended_is_said_once(session: Session, team: Team) -> None:
    person = followed(session, team)
    new = NewTraining("Titre", TODAY - 250 * DAY, TODAY - DAY, TrainingResult.ONGOING)
    training = add_training(session, person, new, team.caseworker, AT)
    key, seen = str(training.key), TrainingEnd.mark(training)
    passed = TrainingEnd(TrainingResult.PASSED, seen=seen)
    conclude_training(session, person, key, passed, team.advisor, AT)
    left = TrainingEnd(TrainingResult.STOPPED, TODAY - 30 * DAY, seen)
    with pytest.raises(ConcurrentChangeError) as error:
        conclude_training(session, person, key, left, team.manager, AT)
    assert error.value.who == team.advisor.name
    assert (training.result, training.stopped_on) == (TrainingResult.PASSED, None)
    again = TrainingEnd(TrainingResult.STOPPED, TODAY - 30 * DAY, TrainingEnd.mark(training))
    conclude_training(session, person, key, again, team.manager, AT)
    assert training.stopped_on == TODAY - 30 * DAY


def test_every_step_refuses_what_its_row_does_not_allow() -> None:
    for row in EXIT_TRANSITIONS:
        for state in (None, *ExitState):
            for role in (None, *Role):
                allowed_from = state in row.from_states or (state is None and not row.from_states)
                allowed_role = role in row.roles if role is not None else not row.roles
                if allowed_from and allowed_role:
                    assert exit_transition(row.action, state, role) is row
                    continue
                with pytest.raises((RoleRefusedError, TransitionRefusedError)):
                    exit_transition(row.action, state, role)


def test_the_caseworker_is_told_before_the_1215_hours_are_reached(
    session: Session, team: Team
) -> None:
    person = followed(session, team)
    first = TODAY - 200 * DAY
    missions = terms(ContractKind.TEMP, first, end_on=TODAY + 30 * DAY)
    contract = record_contract(session, person, missions, team.caseworker, AT)
    for week in range(28):
        start = first + week * 7 * DAY
        add_hours(session, contract, (start, start + 6 * DAY, 34.7), team.caseworker, AT)

    def told() -> list[TodoItem]:
        items = exits_todo(session, team.caseworker, AT)
        return [item for item in items if str(person.key) in item.href]

    assert told() == []  # 971.6 hours
    last = first + 196 * DAY
    add_hours(session, contract, (last, last, 0.5), team.caseworker, AT)
    assert [item.kind for item in told()] == ["Intérim : 1 215 heures en vue"]
    assert told()[0].due is not None
    assert exits_todo(session, team.manager, AT) == []
