"""The grid of an interview filled line by line, complete or not, by one or by two."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services.interviews import refused
from api.services.interviews_cases import Case, check_judge
from models.errors import InputRefusedError
from models.interviews import Interview, InterviewLine, InterviewState, LineMark
from models.people import User


@dataclass(frozen=True, slots=True)
class Mark:
    """What the interview found on a line; `seen` is when it had been marked, on screen."""

    line_key: str
    mark: LineMark
    note: str = ""
    seen: str = ""


def mark_lines(
    session: Session,
    case: Case,
    interview: Interview,
    marks: Sequence[Mark],
    user: User,
    at: datetime,
) -> list[InterviewLine]:
    """Keep what the interview found, line by line; gives the lines that somebody else had
    marked since the page was read, which stay as they are.

    Raises
    ------
    OwnProposalError : the user put the person forward
    TransitionRefusedError : the interview is not open
    InputRefusedError : a line asks for words, or is not of this grid
    """
    check_judge(case, user)
    if interview.state is not InterviewState.PRESENT or interview.result is not None:
        raise refused("Remplir la grille", "l’entretien n’est pas en cours")
    lines = {str(each.key): each for each in lines_of(session, interview.id)}
    conflicts = []
    for mark in marks:
        line = lines.get(mark.line_key)
        if line is None:
            raise InputRefusedError("cette ligne n’est pas de cet entretien", "Grille")
        note = mark.note.strip() or None
        if (line.mark, line.note) == (mark.mark, note):
            continue
        if seen_of(line) != mark.seen:
            conflicts.append(line)
            continue
        if mark.mark is not LineMark.TO_CHECK and line.section.asks_words and note is None:
            raise InputRefusedError("écrivez la réponse avant de noter la ligne", line.label)
        line.mark, line.note = mark.mark, note
        line.marked_at, line.marked_by_id = at, user.id
    session.flush()
    return conflicts


def lines_of(session: Session, interview_id: int) -> list[InterviewLine]:
    """The lines of a grid, in order."""
    return list(
        session.scalars(
            select(InterviewLine)
            .where(InterviewLine.interview_id == interview_id)
            .order_by(InterviewLine.position)
        )
    )


def seen_of(line: InterviewLine) -> str:
    """When a line was last marked, as pages carry it; "" while nobody did."""
    return "" if line.marked_at is None else line.marked_at.isoformat()
