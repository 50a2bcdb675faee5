"""The grid of an interview filled line by line, complete or not, by one or by two."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from api.services.interviews import refused
from api.services.interviews_cases import Case, check_judge, is_open
from models.errors import InputRefusedError
from models.interviews import Interview, InterviewLine, LineMark
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
) -> dict[str, str]:
    """Keep what the interview found, line by line; a line that cannot be kept stays as it is.

    Gives the reason, in French, of each line that was not kept, by its key: somebody else
    marked it since the page was read, or a mark there says nothing without words.

    Raises
    ------
    OwnProposalError : the user put the person forward
    TransitionRefusedError : the interview is not open
    InputRefusedError : a line is not of this grid
    """
    check_judge(case, user)
    if not is_open(case, interview):
        raise refused("Remplir la grille", "l’entretien n’est pas en cours")
    held = _lines(interview.id).with_for_update().execution_options(populate_existing=True)
    lines = {str(each.key): each for each in session.scalars(held)}
    if any(mark.line_key not in lines for mark in marks):
        raise InputRefusedError("cette ligne n’est plus de cet entretien", "Grille")
    reasons = {}
    for mark in marks:
        line, note = lines[mark.line_key], mark.note.strip() or None
        if (line.mark, line.note) == (mark.mark, note):
            continue
        reason = _reason(line, mark, note)
        if reason is not None:
            reasons[mark.line_key] = reason
            continue
        line.mark, line.note = mark.mark, note
        line.marked_at, line.marked_by_id = at, user.id
    session.flush()
    return reasons


def _reason(line: InterviewLine, mark: Mark, note: str | None) -> str | None:
    if seen_of(line) != mark.seen:
        return f"notée entre-temps « {line.mark.words(line.section)} » par quelqu’un d’autre"
    if mark.mark is not LineMark.TO_CHECK and line.section.asks_words and note is None:
        return "écrivez la réponse en quelques mots"
    return None


def lines_of(session: Session, interview_id: int) -> list[InterviewLine]:
    """The lines of a grid, in order."""
    return list(session.scalars(_lines(interview_id)))


def _lines(interview_id: int) -> Select[InterviewLine]:
    return (
        select(InterviewLine)
        .where(InterviewLine.interview_id == interview_id)
        .order_by(InterviewLine.position)
    )


def seen_of(line: InterviewLine) -> str:
    """When a line was last marked, as pages carry it; "" while nobody did."""
    return "" if line.marked_at is None else line.marked_at.isoformat()
