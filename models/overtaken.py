"""What whoever comes second is told: who changed the object, when, and what it became."""

from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models.contracts import ContractEvent
from models.errors import ConcurrentChangeError
from models.exits import ExitEvent
from models.people import User

Story = type[ContractEvent] | type[ExitEvent]
"""Tables of steps: one row a gesture, in the order they were made."""


def overtaken(
    session: Session, story: Story, own: ColumnElement[bool], changed_at: datetime, state: str
) -> ConcurrentChangeError:
    """The refusal, with the author of the last step of the rows `own` of `story`.

    `changed_at`, `state` : of the object, as it is now
    """
    last = session.execute(
        select(User.name, story.at)
        .select_from(story)
        .outerjoin(User, User.id == story.actor_id)
        .where(own)
        .order_by(story.id.desc())
        .limit(1)
    ).first()
    who, when = (None, changed_at) if last is None else (last[0], last[1])
    return ConcurrentChangeError(who or "Le système", when, state)
