"""Two people on one contract or one step at once: one wins, the other is told."""

import threading
from collections.abc import Callable
from itertools import pairwise

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.services.contracts import hire, record_contract
from api.services.contracts_hours import add_hours
from api.services.contracts_steps import NewStep, StepResult, conclude_step, plan_step
from api.services.exits import evaluate_exits
from api.services.exits_decisions import Piece, set_proof
from models.contract_lists import ContractKind, PreHireKind, PreHireResult
from models.contracts import Contract, MissionHours, PreHireStep, SkillEvidence
from models.database import transaction
from models.errors import ConcurrentChangeError, DomainError
from models.exit_lists import ProofKind, ProofStatus
from models.exits import Exit, ExitProof
from models.people import User
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


def at_once(
    factory: sessionmaker[Session], gestures: list[Callable[[Session], object]]
) -> list[str]:
    """Each gesture in a transaction of its own, at the same instant; what became of each."""
    results: list[str] = []
    gate = threading.Barrier(len(gestures))

    def one(gesture: Callable[[Session], object]) -> None:
        gate.wait()
        try:
            with transaction(factory) as session:
                gesture(session)
            results.append("done")
        except DomainError as error:
            results.append(str(error))

    threads = [threading.Thread(target=one, args=(each,)) for each in gestures]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(results)


def test_two_statements_of_the_same_days_never_both_count(factory: sessionmaker[Session]) -> None:
    with transaction(factory) as session:
        team = make_team(session)
        mission = terms(ContractKind.TEMP, TODAY - 30 * DAY, end_on=TODAY)
        contract = record_contract(session, a_person(session), mission, team.caseworker, AT)
        contract_id, officer = contract.id, team.officer.id

    def line(first: int) -> Callable[[Session], object]:
        def write(session: Session) -> object:
            wanted = session.get_one(Contract, contract_id)
            days = (TODAY - first * DAY, TODAY - (first - 6) * DAY, 35.0)
            return add_hours(session, wanted, days, session.get_one(User, officer), AT)

        return write

    results = at_once(factory, [line(20), line(18), line(16)])  # each overlaps the next
    with factory() as session:
        kept = session.scalars(select(MissionHours).order_by(MissionHours.first_on)).all()
    assert len(kept) == results.count("done")
    assert all(one.last_on < two.first_on for one, two in pairwise(kept))
    assert any("une ligne couvre déjà ces jours" in each for each in results)


def test_of_two_who_change_a_piece_at_once_one_is_told(factory: sessionmaker[Session]) -> None:
    with transaction(factory) as session:
        team = make_team(session)
        first = TODAY - 90 * DAY
        signed = terms(start=first, trial_ends_on=first + 59 * DAY)
        person = a_person(session)
        record_contract(session, person, signed, team.caseworker, AT)
        evaluate_exits(session, AT, [person.id])
        proof = session.scalars(select(ExitProof).where(ExitProof.kind == ProofKind.CONTRACT)).one()
        exit_id, seen, officer = proof.exit_id, Piece.mark(proof), team.officer.id

    def change(status: ProofStatus) -> Callable[[Session], object]:
        def write(session: Session) -> object:
            target = session.get_one(Exit, exit_id)
            session.scalars(select(ExitProof).where(ExitProof.exit_id == exit_id)).all()  # the page
            user = session.get_one(User, officer)
            return set_proof(session, target, Piece(ProofKind.CONTRACT, status, "", seen), user, AT)

        return write

    results = at_once(factory, [change(ProofStatus.CHECKED), change(ProofStatus.ASKED)])
    assert results.count("done") == 1, results
    assert any("entre-temps" in each for each in results)


@pytest.fixture
def team(session: Session) -> Team:
    return make_team(session)


def test_how_a_step_went_is_said_once_and_by_whom(session: Session, team: Team) -> None:
    introduction = sent(session, team, an_offer(session, team), a_person(session))
    new = NewStep(PreHireKind.PMSMP, TODAY - 5 * DAY, TODAY)
    step = plan_step(session, introduction, new, team.officer, AT)
    key, seen = str(step.key), StepResult.mark(step)
    passed = StepResult(PreHireResult.PASSED, "à l’aise", seen)
    conclude_step(session, introduction, key, passed, team.advisor, AT)
    failed = StepResult(PreHireResult.STOPPED, "", seen)
    with pytest.raises(ConcurrentChangeError) as error:
        conclude_step(session, introduction, key, failed, team.manager, AT)
    assert (error.value.who, error.value.when) == (team.advisor.name, AT)
    assert session.get_one(PreHireStep, step.id).result is PreHireResult.PASSED
    assert session.scalars(select(SkillEvidence)).all() != []  # what it shows stays shown
    corrected = StepResult(PreHireResult.STOPPED, "", StepResult.mark(step))
    conclude_step(session, introduction, key, corrected, team.manager, AT)
    assert session.scalars(select(SkillEvidence)).all() == []
    hire(session, introduction, terms(), actor(team.officer), AT)
