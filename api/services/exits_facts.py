"""The history of people as the base holds it, read for many at once."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services.exits_history import Business, Course, History, Job
from api.services.interim_hours import Counter12, HoursLine, counter
from models.case_files import CandidateFollow
from models.contract_lists import ContractKind, ContractState
from models.contracts import Contract, MissionHours
from models.exits import BusinessCreation, Training

TEMP_KINDS = frozenset({ContractKind.TEMP, ContractKind.CDI_TEMP})
"""Contracts whose hours count towards the 1,215."""


def histories(session: Session, ids: Sequence[int] | None = None) -> dict[int, History]:
    """The history of each person who has one, by candidate; `ids` None: everybody."""
    jobs: dict[int, list[Job]] = defaultdict(list)
    hours: dict[int, list[tuple[ContractKind, HoursLine]]] = defaultdict(list)
    courses: dict[int, list[Course]] = defaultdict(list)
    businesses: dict[int, list[Business]] = defaultdict(list)
    contracts = select(Contract).order_by(Contract.start_on, Contract.id)
    lines = (
        select(Contract.candidate_id, Contract.kind, MissionHours)
        .join(Contract, Contract.id == MissionHours.contract_id)
        .order_by(MissionHours.first_on, MissionHours.id)
    )
    trainings = select(Training).order_by(Training.starts_on, Training.id)
    created = select(BusinessCreation).order_by(BusinessCreation.id)
    if ids is not None:
        contracts = contracts.where(Contract.candidate_id.in_(ids))
        lines = lines.where(Contract.candidate_id.in_(ids))
        trainings = trainings.where(Training.candidate_id.in_(ids))
        created = created.where(BusinessCreation.candidate_id.in_(ids))
    for contract in session.scalars(contracts):
        jobs[contract.candidate_id].append(_job(contract))
    for candidate_id, kind, line in session.execute(lines):
        hours[candidate_id].append((kind, HoursLine(line.first_on, line.last_on, line.hours)))
    for training in session.scalars(trainings):
        courses[training.candidate_id].append(_course(training))
    for each in session.scalars(created):
        known = Business(each.activity, each.registered_on, each.stopped_on)
        businesses[each.candidate_id].append(known)
    return {
        candidate_id: History(
            tuple(jobs[candidate_id]),
            tuple(hours[candidate_id]),
            tuple(courses[candidate_id]),
            tuple(businesses[candidate_id]),
        )
        for candidate_id in sorted({*jobs, *hours, *courses, *businesses})
    }


def entry_days(session: Session, ids: Sequence[int] | None = None) -> dict[int, date | None]:
    """When each person entered, by candidate; a person without a line is not there."""
    query = select(CandidateFollow.candidate_id, CandidateFollow.entered_on)
    if ids is not None:
        query = query.where(CandidateFollow.candidate_id.in_(ids))
    return {row.candidate_id: row.entered_on for row in session.execute(query)}


def temp_counter(session: Session, candidate_id: int, today: date) -> Counter12 | None:
    """The temp hours of a person; None where they have no mission at all."""
    history = histories(session, [candidate_id]).get(candidate_id, History())
    missions = [job for job in history.jobs if job.kind in TEMP_KINDS and job.first <= today]
    if not missions:
        return None
    lines = [line for kind, line in history.hours if kind in TEMP_KINDS]
    told = set(
        session.scalars(
            select(MissionHours.contract_id)
            .join(Contract, Contract.id == MissionHours.contract_id)
            .where(Contract.candidate_id == candidate_id)
        )
    )
    return counter(lines, today, sum(job.contract_id not in told for job in missions))


def _job(contract: Contract) -> Job:
    return Job(
        kind=contract.kind,
        employer=contract.employer_name,
        first=contract.start_on,
        last=contract.last_day,
        trial_end=contract.trial_ends_on,
        weekly_hours=contract.weekly_hours,
        is_part_time_chosen=contract.is_part_time_chosen,
        has_begun=contract.state is not ContractState.PLANNED,
        contract_id=contract.id,
    )


def _course(training: Training) -> Course:
    return Course(
        title=training.title,
        first=training.starts_on,
        last=training.stopped_on or training.ends_on,
        result=training.result,
        is_qualifying=training.is_qualifying,
    )
