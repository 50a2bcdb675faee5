"""What comes out of an interview, and the step of the introduction that follows."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from api.rendering import date_fr
from api.services.interviews import change, refused
from api.services.interviews_cases import Case, check_judge, is_open
from api.services.interviews_marks import lines_of
from api.services.synthesis_draft import draft
from models.days import day_of
from models.errors import InputRefusedError, MotiveMissingError
from models.interviews import (
    DECIDING,
    Interview,
    InterviewResult,
    InterviewState,
    Preparation,
    is_grid_complete,
)
from models.moves import Actor, Step, move
from models.people import User
from models.vocabulary import DiscardMotive, IntroductionAction

LONGEST_ACTION = 300


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was decided; only the fields of its result are read.

    action, action_on : what a validation is subject to, and until when
    """

    result: InterviewResult
    version: int
    action: str = ""
    action_on: date | None = None
    preparation: Preparation | None = None
    motive: DiscardMotive | None = None
    note: str = ""


def decide(
    session: Session, case: Case, interview: Interview, outcome: Outcome, user: User, at: datetime
) -> None:
    """Keep the outcome, move the introduction, draft the synthesis.

    To prepare somebody leaves them waiting for another interview.

    Raises
    ------
    OwnProposalError : the user put the person forward
    TransitionRefusedError : nobody was received, or lines of the grid are left to check
    InputRefusedError : a reserve without its action or its day, a preparation without a name
    MotiveMissingError : not validated, without a motive
    ConcurrentChangeError : somebody decided in the meantime
    """
    check_judge(case, user)
    action = f"Conclure : {outcome.result.label}"
    if interview.state is not InterviewState.PRESENT:
        raise refused(action, "la personne n’a pas été reçue")
    if not is_open(case, interview):
        label = interview.result.label if interview.result else case.introduction.state.label
        raise refused(action, f"l’entretien est conclu : {label}")
    if outcome.result in DECIDING and not is_grid_complete(session, interview.id):
        raise refused(action, "la grille n’est pas complète")
    values = {
        **_values(outcome, day_of(at)),
        "result": outcome.result,
        "decided_at": at,
        "decided_by_id": user.id,
        "delegated_by_id": case.stands_in_for.id if case.stands_in_for else None,
    }
    change(session, interview, outcome.version, values, at)
    interview.summary, interview.next_steps = draft(interview, lines_of(session, interview.id))
    step = _step(case, outcome)
    if step is not None:
        move(session, case.introduction, step, Actor(user.id, user.role), at)
    session.flush()


def _values(outcome: Outcome, today: date) -> dict[str, object]:
    """The columns of a result, checked; those of the others are emptied."""
    nothing = dict.fromkeys(("action", "action_on", "preparation", "motive"))
    match outcome.result:
        case InterviewResult.RESERVED:
            action = outcome.action.strip()
            if not action or outcome.action_on is None:
                raise InputRefusedError("dites l’action attendue et son jour", "Sous réserve")
            if outcome.action_on < today:
                raise InputRefusedError("le jour de l’action est passé", "Sous réserve")
            return nothing | {"action": action[:LONGEST_ACTION], "action_on": outcome.action_on}
        case InterviewResult.TO_PREPARE:
            if outcome.preparation is None:
                raise InputRefusedError("choisissez ce qui prépare la personne", "À préparer")
            return nothing | {"preparation": outcome.preparation}
        case InterviewResult.REFUSED:
            if outcome.motive is None:
                raise MotiveMissingError(IntroductionAction.REFUSE.label)
            return nothing | {"motive": outcome.motive.value}
    return nothing


def _step(case: Case, outcome: Outcome) -> Step | None:
    notes = [outcome.note.strip()]
    if case.stands_in_for is not None:
        notes.append(f"Par délégation de {case.stands_in_for.name}.")
    match outcome.result:
        case InterviewResult.TO_PREPARE:
            return None
        case InterviewResult.REFUSED:
            assert outcome.motive is not None
            note = " ".join(filter(None, notes)) or None
            return Step(IntroductionAction.REFUSE, motive=outcome.motive.value, note=note)
        case InterviewResult.RESERVED:
            assert outcome.action_on is not None
            until = f"avant le {date_fr(outcome.action_on)}"
            notes.insert(0, f"Sous réserve : {outcome.action.strip()}, {until}.")
    return Step(IntroductionAction.VALIDATE, note=" ".join(filter(None, notes)) or None)
