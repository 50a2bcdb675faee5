"""What the page of one introduction before level 2 shows."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from api.services.interviews import notable
from api.services.interviews_cases import Case, is_open, receivers
from api.services.interviews_list import waiting_of_case
from api.services.interviews_marks import lines_of, seen_of
from api.services.synthesis import result_words
from models.days import PARIS
from models.interviews import (
    Interview,
    InterviewLine,
    InterviewResult,
    InterviewState,
    LineMark,
    Preparation,
)
from models.people import User
from models.vocabulary import DiscardMotive, IntroductionState


def case_page(session: Session, case: Case, user: User, now: datetime) -> dict[str, Any]:
    """The facts of `level2_case.html`."""
    interviews = list(
        session.scalars(
            select(Interview)
            .where(Interview.introduction_id == case.introduction.id)
            .order_by(Interview.id.desc())
            .options(joinedload(Interview.advisor), joinedload(Interview.decided_by))
        )
    )
    waiting = waiting_of_case(session, case, user, now)
    current = waiting.interview if waiting else (interviews[0] if interviews else None)
    lines = lines_of(session, current.id) if current else []
    is_to_come = current is not None and current.state is InterviewState.PLANNED
    is_planned = is_to_come and waiting is not None
    can_fill = current is not None and is_open(case, current)
    slot = current.slot.astimezone(PARIS) if current is not None and is_planned else None
    people = receivers(session, case)
    return {
        "case": case,
        "waiting": waiting,
        "interview": current,
        "earlier": [each for each in interviews if each is not current],
        "sections": sections(lines),
        "to_check": sum(each.mark is LineMark.TO_CHECK for each in lines),
        "is_own": case.is_own(user),
        "is_planned": is_planned,
        "is_void": is_to_come and waiting is None,
        "is_open": can_fill and not case.is_own(user),
        "may_plan": case.introduction.state is IntroductionState.LEVEL2_PENDING
        and not is_planned
        and not can_fill,
        "slot": slot,
        "notable": notable(current, now) if is_planned and current else (),
        "now": now,
        "receivers": people,
        "usual": current.advisor_id if is_planned and current else user.id,
        "usual_place": usual_place(session, user),
        "marks": list(LineMark),
        "results": list(InterviewResult),
        "preparations": list(Preparation),
        "motives": list(DiscardMotive),
        "seen_of": seen_of,
        "result_words": result_words,
        "reasons": {},
        "typed": {},
    }


def sections(lines: Sequence[InterviewLine]) -> list[tuple[Any, list[InterviewLine]]]:
    """The lines by section, in the order of the grid."""
    return [(section, list(group)) for section, group in groupby(lines, lambda line: line.section)]


def usual_place(session: Session, user: User) -> str:
    """Where the user last received somebody; "" at first."""
    place = session.scalar(
        select(Interview.place)
        .where(Interview.advisor_id == user.id)
        .order_by(Interview.id.desc())
        .limit(1)
    )
    return place or ""
