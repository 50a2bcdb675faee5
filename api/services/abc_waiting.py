"""What waits to be given out for ABC Evolution: how much of each kind, and the oldest of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, case, func, select, union_all
from sqlalchemy.orm import Session, aliased

from api.services.abc_acts import acts_in
from api.services.abc_lines import FOLLOW_UP, RESULTS, Act
from api.services.abc_rows import (
    IS_TOLD,
    Mine,
    Rows,
    given_out,
    rows_of,
    seen_by,
    steps_of,
    waiting,
)
from api.services.synthesis import ACT
from models.access import AbcLine
from models.introductions import IntroductionEvent
from models.people import User
from models.undone import taken_back

_AGAIN = aliased(AbcLine)
"""Another line about the same step."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many acts of each kind wait, and the oldest of them in order."""

    counts: Counter[str]
    oldest: Sequence[Act]


def what_waits(session: Session, user: User, today: date, most: int) -> Waiting:
    """What `waiting_acts` lists, counted; of the acts themselves, no more than `most`."""
    mine = seen_by(session, user, today)
    rows = rows_of(mine, waiting())
    steps, withdrawn = _steps(session, mine), _withdrawn(session, mine)
    interviews, calls = _count(session, rows.interviews), _count(session, rows.follow_ups)
    sought = Rows(
        rows.events if steps else None,
        rows.withdrawn if withdrawn else None,
        rows.interviews if interviews else None,
        rows.follow_ups if calls else None,
    )
    others = Counter({ACT: interviews, FOLLOW_UP: calls})
    return Waiting(+(steps + withdrawn + others), acts_in(session, sought, most))


def _steps(session: Session, mine: Mine) -> Counter[str]:
    """All that ABC is told of, less what was taken back or given out.

    The base counts all of them by its index alone, and brings out none but those that are over.
    """
    settled = union_all(taken_back(), given_out())
    told = _by_act(session, steps_of(mine, IS_TOLD))
    return told - _by_act(session, steps_of(mine, IntroductionEvent.id.in_(settled)))


def _withdrawn(session: Session, mine: Mine) -> Counter[str]:
    """What was given out, then taken back, and not yet given out as such."""
    is_known = _AGAIN.is_withdrawal & (_AGAIN.event_id == AbcLine.event_id)
    wanted = (
        given_out()
        .where(AbcLine.event_id.in_(taken_back()))
        .where(~select(_AGAIN.id).where(is_known).exists())
    )
    return _by_act(session, steps_of(mine, IntroductionEvent.id.in_(wanted)))


def _by_act(session: Session, steps: Select[int]) -> Counter[str]:
    """How many of each act; steps that ABC is not told of are left out."""
    action = IntroductionEvent.action
    told = func.sum(case((IS_TOLD, 1), else_=0))
    found: Counter[str] = Counter()
    for done, count in session.execute(steps.with_only_columns(action, told).group_by(action)):
        if count:
            found[RESULTS[done][0]] += count
    return found


def _count(session: Session, rows: Select[int] | None) -> int:
    return 0 if rows is None else session.scalar(rows.with_only_columns(func.count())) or 0
