"""How many decisions the log holds, counted by the base: what a page shows of it."""

from collections import Counter
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from api.services.learning_log import JUDGED, criterion_of, judged, standing
from models.introductions import Introduction, IntroductionEvent
from models.shortlists import Shortlist, ShortlistEntry
from models.vocabulary import IntroductionAction

_Told: TypeAlias = tuple[IntroductionAction, str | None]
"""What was decided, and the motive."""
_Rows: TypeAlias = Select[IntroductionAction, str | None, int]


@dataclass(frozen=True, slots=True)
class LogCounts:
    """How many decisions of each sort: the very counts of the `DecisionLog` of `read_log`."""

    useful: int
    kept: int
    silent: int
    unshown: int


def count_log(session: Session) -> LogCounts:
    """Everything decided so far that still stands."""
    made, shown = _counted(session, _made()), _counted(session, _shown())
    speaking = {told for told in made if _is_kept(told) or criterion_of(told[1]) is not None}
    return LogCounts(
        useful=sum(shown[told] for told in speaking),
        kept=sum(shown[told] for told in speaking if _is_kept(told)),
        silent=sum(made[told] for told in made.keys() - speaking),
        unshown=sum(made[told] - shown[told] for told in speaking),
    )


def _is_kept(told: _Told) -> bool:
    return told[0] is IntroductionAction.KEEP


def _counted(session: Session, rows: _Rows) -> Counter[_Told]:
    grouped = session.execute(rows.group_by(IntroductionEvent.action, IntroductionEvent.motive))
    return Counter({(action, motive): count for action, motive, count in grouped})


def _made() -> _Rows:
    return _grouped().where(IntroductionEvent.action.in_(JUDGED), standing())


def _grouped() -> _Rows:
    return select(IntroductionEvent.action, IntroductionEvent.motive, func.count())


def _shown() -> _Rows:
    """Those about a row of the list that was current when they were taken.

    Offers that were never listed are left out first: they may be nearly all of them.
    """
    event, listed = IntroductionEvent, select(Shortlist.offer_id)
    last = (
        select(Introduction.offer_id, Introduction.candidate_id, func.max(event.id).label("id"))
        .join(Introduction, Introduction.id == event.introduction_id)
        .where(judged(), Introduction.offer_id.in_(listed))
        .group_by(Introduction.id)
        .subquery()
    )
    current = (
        select(func.max(Shortlist.id))
        .where(Shortlist.offer_id == last.c.offer_id, Shortlist.generated_at <= event.at)
        .scalar_subquery()
    )
    row = and_(
        ShortlistEntry.shortlist_id == current,
        ShortlistEntry.candidate_id == last.c.candidate_id,
    )
    return _grouped().join(last, last.c.id == event.id).join(ShortlistEntry, row)
