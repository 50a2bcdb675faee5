"""Rows of an introduction and of its story: read last, changed on a condition, added to."""

from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from models.errors import ConcurrentChangeError
from models.introductions import Introduction, IntroductionEvent
from models.people import User
from models.steps import Actor, Step
from models.vocabulary import IntroductionState


def last_event(session: Session, introduction_id: int) -> IntroductionEvent | None:
    """The last step of an introduction."""
    return session.scalar(
        select(IntroductionEvent)
        .where(IntroductionEvent.introduction_id == introduction_id)
        .order_by(IntroductionEvent.id.desc())
        .limit(1)
    )


def step_before(session: Session, event: IntroductionEvent) -> IntroductionEvent | None:
    """The step that came before this one."""
    return session.scalar(
        select(IntroductionEvent)
        .where(
            IntroductionEvent.introduction_id == event.introduction_id,
            IntroductionEvent.id < event.id,
        )
        .order_by(IntroductionEvent.id.desc())
        .limit(1)
    )


def check_version(session: Session, introduction: Introduction, expected: int | None) -> None:
    """Stop whoever decides on a page that is no longer true.

    Raises
    ------
    ConcurrentChangeError
    """
    if expected is not None and expected != introduction.version:
        raise _overtaken(session, introduction)


def change(
    session: Session,
    introduction: Introduction,
    to_state: IntroductionState,
    values: dict[str, Any],
    actor: Actor,
    at: datetime,
) -> None:
    """One conditional UPDATE: nobody changed the introduction since it was read, or it is refused.

    Raises
    ------
    ConcurrentChangeError
    """
    result = session.execute(
        update(Introduction)
        .where(
            Introduction.id == introduction.id,
            Introduction.state == introduction.state,
            Introduction.version == introduction.version,
        )
        .values(
            state=to_state,
            version=introduction.version + 1,
            changed_at=at,
            changed_by_id=actor.user_id,
            **values,
        )
        .execution_options(synchronize_session=False)
    )
    assert isinstance(result, CursorResult)
    session.refresh(introduction)
    if result.rowcount != 1:
        raise _overtaken(session, introduction)


def _overtaken(session: Session, introduction: Introduction) -> ConcurrentChangeError:
    last = last_event(session, introduction.id)
    who = None
    if last is not None and last.actor_id is not None:
        who = session.scalar(select(User.name).where(User.id == last.actor_id))
    when = introduction.changed_at if last is None else last.at
    return ConcurrentChangeError(who or "Le système", when, introduction.state.label)


def record(
    session: Session,
    introduction: Introduction,
    from_state: IntroductionState | None,
    to_state: IntroductionState,
    step: Step,
    actor: Actor,
    at: datetime,
    undoes_id: int | None = None,
) -> IntroductionEvent:
    """Add the step to the story."""
    event = IntroductionEvent(
        introduction_id=introduction.id,
        at=at,
        actor_id=actor.user_id,
        action=step.action,
        from_state=from_state,
        to_state=to_state,
        motive=step.motive,
        detail=step.detail,
        note=step.note,
        batch=step.batch,
        undoes_id=undoes_id,
    )
    session.add(event)
    session.flush()
    return event
