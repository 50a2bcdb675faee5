"""The rows that acts for ABC Evolution are made of: whose, of which kind, given out or not."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from api.services.abc_lines import RESULTS
from api.services.scope import introductions_visible, stood_in_for
from models.access import AbcLine
from models.contract_lists import FollowUpState
from models.contracts import Contract, FollowUp
from models.interviews import Interview, InterviewState
from models.introductions import Introduction, IntroductionEvent
from models.people import User
from models.undone import taken_back
from models.vocabulary import IntroductionAction, IntroductionState, Role

ABC_EVERYBODY = frozenset({Role.MANAGER, Role.OFFICE})
Condition = ColumnElement[bool]
Source = InstrumentedAttribute[int | None]
OWN: dict[str, InstrumentedAttribute[int]] = {
    "event_id": IntroductionEvent.id,
    "interview_id": Interview.id,
    "follow_up_id": FollowUp.id,
}
"""The row that each column of `AbcLine` points at."""
CALLED_AT = func.coalesce(FollowUp.done_at, FollowUp.attempted_at)
IS_TOLD = and_(
    IntroductionEvent.action.in_(RESULTS),
    or_(
        IntroductionEvent.action != IntroductionAction.CLOSE,
        IntroductionEvent.from_state == IntroductionState.DISPATCHED,
    ),
)
"""Steps that ABC is told of; a closing, once the person was sent to the employer."""


@dataclass(frozen=True, slots=True)
class Mine:
    """The introductions and the contracts whose acts a user may take out; None: everybody's."""

    introductions: Condition | None
    contracts: Condition | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of each kind; `withdrawn` are steps that were given out, then undone."""

    events: Condition
    withdrawn: Condition
    interviews: Condition
    follow_ups: Condition


@dataclass(frozen=True, slots=True)
class Rows:
    """The ids of the rows of each kind; None: there are none, nothing is to be looked for."""

    events: Select[int] | None
    withdrawn: Select[int] | None
    interviews: Select[int] | None
    follow_ups: Select[int] | None


def seen_by(session: Session, user: User, today: date) -> Mine:
    """What a user may take out: everything where the role keeps the file of the house.

    An advisor's people are everybody, and so their contracts.
    """
    if user.role in ABC_EVERYBODY:
        return Mine(None, None)
    if user.role is not Role.ADVISOR:
        return Mine(false(), false())
    absent = stood_in_for(session, user, today)
    return Mine(introductions_visible(user, *absent), None)


def rows_of(mine: Mine, wanted: Wanted) -> Rows:
    """The rows wanted among those of a user."""
    return Rows(
        steps_of(mine, IS_TOLD, wanted.events),
        steps_of(mine, IS_TOLD, wanted.withdrawn),
        _interviews_over(mine, wanted.interviews),
        _calls_made(mine, wanted.follow_ups),
    )


def steps_of(mine: Mine, *wanted: Condition) -> Select[int]:
    """Steps of introductions of a user."""
    steps = select(IntroductionEvent.id).where(*wanted)
    return _among(steps, IntroductionEvent.introduction_id, mine)


def waiting() -> Wanted:
    """What was done and not given out yet; what was given out, then undone."""
    return Wanted(
        stands() & ~_is_given(AbcLine.event_id),
        ~stands() & _is_given(AbcLine.event_id) & ~_is_given(AbcLine.event_id, True),
        ~_is_given(AbcLine.interview_id),
        ~_is_given(AbcLine.follow_up_id),
    )


def stands() -> Condition:
    """Steps that nobody took back."""
    return IntroductionEvent.id.not_in(taken_back())


def given_out() -> Select[int | None]:
    """The ids of the steps that were given out, taken back or not since."""
    return select(AbcLine.event_id).where(AbcLine.event_id.is_not(None), ~AbcLine.is_withdrawal)


def _is_given(source: Source, is_withdrawal: bool = False) -> Condition:
    return (
        select(AbcLine.id)
        .where(source == OWN[source.key], AbcLine.is_withdrawal == is_withdrawal)
        .exists()
    )


def _among(rows: Select[int], column: InstrumentedAttribute[int], mine: Mine) -> Select[int]:
    """Rows about introductions of a user."""
    if mine.introductions is None:
        return rows
    return rows.where(column.in_(select(Introduction.id).where(mine.introductions)))


def _interviews_over(mine: Mine, wanted: Condition) -> Select[int]:
    """Interviews held and concluded, or to which somebody was absent or excused."""
    is_over = or_(
        Interview.result.is_not(None),
        Interview.state.in_((InterviewState.ABSENT, InterviewState.EXCUSED)),
    )
    rows = select(Interview.id).where(is_over, wanted)
    return _among(rows, Interview.introduction_id, mine)


def _calls_made(mine: Mine, wanted: Condition) -> Select[int]:
    """Calls that were made, and those where nobody answered three times."""
    rows = select(FollowUp.id).where(
        FollowUp.state.in_((FollowUpState.DONE, FollowUpState.UNREACHABLE)),
        CALLED_AT.is_not(None),
        wanted,
    )
    if mine.contracts is None:
        return rows
    return rows.join(Contract, Contract.id == FollowUp.contract_id).where(mine.contracts)
