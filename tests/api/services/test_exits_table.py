"""The table of exits of 2009, path by path: 675 that count, 675 that just miss."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session, sessionmaker

from api.services.exits import evaluate_exits, find
from api.services.exits_history import Job
from models.candidates import Candidate
from models.case_files import CandidateFollow
from models.contract_lists import ContractState
from models.contracts import Contract, MissionHours
from models.database import create_engine_from_url, create_session_factory, transaction
from models.exit_lists import ExitState, TrainingResult
from models.exits import BusinessCreation, Exit, Training
from models.motives import BreakMotive
from tests.api.services.exits_paths import ENTERED_ON, JUDGED_ON, REPORT, Path, paths

AT = datetime.combine(JUDGED_ON, time(2), UTC)


def test_the_report_adds_up() -> None:
    assert sum(REPORT.values()) == 675
    assert sum(list(REPORT.values())[:4]) == 612


@pytest.mark.parametrize("seed", [2009, 1])
def test_each_path_is_classed_as_the_report_would(seed: int) -> None:
    wrong = []
    for path in paths(seed):
        finding = find(path.history, ENTERED_ON, JUDGED_ON)
        assert finding.protocol.name == "2009"
        verdict = finding.verdict
        code = verdict.rule.code if verdict and verdict.acquired_on else None
        if code != path.exit:
            wrong.append(f"{path.name} : {code}, {finding.story}")
    assert wrong == []


@pytest.fixture
def filled(sqlite_url: str) -> Iterator[sessionmaker[Session]]:
    engine = create_engine_from_url(sqlite_url)
    factory = create_session_factory(engine)
    with transaction(factory) as session:
        write_paths(session, paths())
    yield factory
    engine.dispose()


def test_the_nightly_round_finds_the_same_in_the_base(filled: sessionmaker[Session]) -> None:
    with transaction(filled) as session:
        evaluate_exits(session, AT)
    with filled() as session:
        found = {
            identifier: (rule, state)
            for identifier, rule, state in session.execute(
                select(Candidate.identifier, Exit.rule, Exit.state).join(
                    Exit, Exit.candidate_id == Candidate.id
                )
            )
        }
    acquired = {name: rule for name, (rule, state) in found.items() if state is ExitState.TO_PROVE}
    assert acquired == {path.name: path.exit for path in paths() if path.exit}
    assert Counter(acquired.values()) == REPORT
    with transaction(filled) as session:
        assert evaluate_exits(session, AT) == Counter()  # the same night again changes nothing


def write_paths(session: Session, found: list[Path]) -> None:
    """The paths as rows of the base, as the screens would leave them."""
    people: list[dict[str, Any]] = []
    rows: dict[type, list[dict[str, Any]]] = {
        table: [] for table in (Contract, MissionHours, Training, BusinessCreation)
    }
    for number, path in enumerate(found, start=1):
        people.append({"id": number, "identifier": path.name, "record_hash": f"{number:064d}"})
        lines = {line.first: line for _, line in path.history.hours}
        for job in path.history.jobs:
            contract_id = len(rows[Contract]) + 1
            rows[Contract].append(contract_row(contract_id, number, job))
            if job.first in lines:
                line = lines[job.first]
                rows[MissionHours].append(
                    {
                        "contract_id": contract_id,
                        "first_on": line.first,
                        "last_on": line.last,
                        "hours": line.hours,
                    }
                )
        for course in path.history.courses:
            is_left = course.result is TrainingResult.STOPPED
            rows[Training].append(
                {
                    "candidate_id": number,
                    "title": course.title,
                    "is_qualifying": course.is_qualifying,
                    "starts_on": course.first,
                    "ends_on": course.last,
                    "stopped_on": course.last if is_left else None,
                    "result": course.result,
                }
            )
        for business in path.history.businesses:
            rows[BusinessCreation].append(
                {
                    "candidate_id": number,
                    "activity": business.activity,
                    "registered_on": business.since,
                }
            )
    session.execute(insert(Candidate), people)
    session.execute(
        insert(CandidateFollow),
        [{"candidate_id": each["id"], "entered_on": ENTERED_ON} for each in people],
    )
    for table, values in rows.items():
        session.execute(insert(table), values)


def contract_row(contract_id: int, candidate_id: int, job: Job) -> dict[str, Any]:
    in_trial = job.trial_end is not None and job.last is not None and job.last <= job.trial_end
    is_over = job.last is not None and job.last < JUDGED_ON
    state = ContractState.ENDED if is_over else ContractState.ONGOING
    return {
        "id": contract_id,
        "candidate_id": candidate_id,
        "employer_name": job.employer,
        "job_title": "agent de production",
        "kind": job.kind,
        "start_on": job.first,
        "end_on": None if in_trial else job.last,
        "trial_ends_on": job.trial_end,
        "weekly_hours": job.weekly_hours,
        "state": ContractState.BROKEN if in_trial else state,
        "break_motive": BreakMotive.TRIAL_EMPLOYER if in_trial else None,
        "ended_on": job.last if is_over or in_trial else None,
    }
