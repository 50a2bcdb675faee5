"""What was done since the last time, given out once for ABC Evolution, and what was given out."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from api.services.abc_acts import acts_of_batch, waiting_acts
from api.services.abc_lines import HEADERS, Act
from api.services.list_files import Table
from models.access import AbcBatch, AbcLine
from models.days import day_of
from models.errors import ConcurrentChangeError, NotFoundError
from models.people import User

SHOWN_BATCHES = 20


def give_out(session: Session, user: User, at: datetime) -> AbcBatch | None:
    """Mark what waits as given out, all together; None where nothing waits.

    Raises
    ------
    ConcurrentChangeError : a colleague gave some of it out at the same instant
    """
    acts = waiting_acts(session, user, day_of(at))
    if not acts:
        return None
    batch = AbcBatch(at=at, user_id=user.id, count=len(acts))
    session.add(batch)
    session.flush()
    session.add_all(
        AbcLine(
            batch_id=batch.id,
            event_id=act.event_id,
            interview_id=act.interview_id,
            follow_up_id=act.follow_up_id,
            is_withdrawal=act.is_withdrawal,
        )
        for act in acts
    )
    try:
        session.flush()
    except IntegrityError as error:
        raise ConcurrentChangeError("Un collègue", at, "donné pour ABC") from error
    return batch


def batches_of(session: Session) -> Sequence[AbcBatch]:
    """The last ones given out, the latest first."""
    return session.scalars(
        select(AbcBatch)
        .order_by(AbcBatch.at.desc(), AbcBatch.id.desc())
        .limit(SHOWN_BATCHES)
        .options(joinedload(AbcBatch.user))
    ).all()


def batch_of(session: Session, key: str) -> AbcBatch:
    """The batch of this key.

    Raises
    ------
    NotFoundError : none, or the key is no key
    """
    try:
        found = session.scalar(
            select(AbcBatch).where(AbcBatch.key == UUID(key)).options(joinedload(AbcBatch.user))
        )
    except ValueError:
        found = None
    if found is None:
        raise NotFoundError("Remise pour ABC", key)
    return found


def batch_table(session: Session, user: User, batch: AbcBatch, today: date) -> Table:
    """The lines of a batch."""
    return table_of(acts_of_batch(session, user, batch.id, today))


def table_of(acts: Sequence[Act]) -> Table:
    """The lines as ABC takes them in."""
    return Table("abc", HEADERS, [act.cells for act in acts])
