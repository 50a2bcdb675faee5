"""Who is near the 1,215 hours: told before it is reached, so that the missions go on."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.services.exits_facts import TEMP_KINDS
from api.services.interim_hours import (
    ALERT_FROM,
    TARGET_HOURS,
    Counter12,
    HoursLine,
    counter,
    window_start,
)
from api.services.scope import Condition
from models.candidates import Candidate
from models.contracts import Contract, MissionHours


@dataclass(frozen=True, slots=True)
class NearTarget:
    """A person whose temp hours of the last twelve months pass 80 % of the target."""

    candidate: Candidate
    counter: Counter12


def near_target(session: Session, people: Condition, today: date) -> list[NearTarget]:
    """Those of `people` (a condition on candidates) whom the alert is for, the nearest first."""
    lines: dict[int, list[HoursLine]] = defaultdict(list)
    enough = (
        select(Contract.candidate_id)
        .join(MissionHours, MissionHours.contract_id == Contract.id)
        .join(Candidate, Candidate.id == Contract.candidate_id)
        .where(people, Contract.kind.in_(TEMP_KINDS), MissionHours.last_on >= window_start(today))
        .group_by(Contract.candidate_id)
        .having(func.sum(MissionHours.hours) >= ALERT_FROM * TARGET_HOURS)
    )
    for candidate_id, line in session.execute(
        select(Contract.candidate_id, MissionHours)
        .join(Contract, Contract.id == MissionHours.contract_id)
        .where(Contract.candidate_id.in_(enough), Contract.kind.in_(TEMP_KINDS))
    ):
        lines[candidate_id].append(HoursLine(line.first_on, line.last_on, line.hours))
    counters = {key: counter(each, today) for key, each in lines.items()}
    found = session.scalars(
        select(Candidate).where(
            Candidate.id.in_([key for key, each in counters.items() if each.is_alert])
        )
    )
    near = [NearTarget(each, counters[each.id]) for each in found]
    return sorted(near, key=lambda each: (-each.counter.hours, each.candidate.identifier))
