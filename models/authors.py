"""Who put somebody forward on an offer: four eyes ask for somebody else to judge."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from models.introductions import Introduction, IntroductionEvent
from models.vocabulary import IntroductionAction

PUT_FORWARD = (IntroductionAction.KEEP, IntroductionAction.PROPOSE, IntroductionAction.AGREE)
"""Steps whose author does not judge, whoever is away."""


def authors_of(
    session: Session, introductions: Iterable[Introduction]
) -> dict[int, frozenset[int]]:
    """Introduction id -> ids of those who put the person forward, steps undone left out.

    Those whom the introduction itself names are among them.
    """
    found = {each.id: _named(each) for each in introductions}
    wanted = IntroductionEvent.introduction_id.in_(list(found))
    for introduction_id, actor_id in session.execute(_steps().where(wanted)):
        if actor_id is not None:
            found[introduction_id].add(actor_id)
    return {key: frozenset(people) for key, people in found.items()}


def put_forward_by(user_id: int) -> ColumnElement[bool]:
    """The introductions of people whom this user put forward.

    Asked of the steps of one introduction: SQLite would read for each those of the user's life.
    """
    own = _steps().where(
        IntroductionEvent.introduction_id == Introduction.id,
        func.coalesce(IntroductionEvent.actor_id, 0) == user_id,
    )
    return or_(
        Introduction.kept_by_id.is_not_distinct_from(user_id),
        Introduction.proposed_by_id.is_not_distinct_from(user_id),
        Introduction.agreement_by_id.is_not_distinct_from(user_id),
        own.correlate(Introduction).exists(),
    )


def _steps() -> Select[int, int | None]:
    undone = aliased(IntroductionEvent)
    return select(IntroductionEvent.introduction_id, IntroductionEvent.actor_id).where(
        IntroductionEvent.action.in_(PUT_FORWARD),
        ~exists().where(undone.undoes_id == IntroductionEvent.id),
    )


def _named(introduction: Introduction) -> set[int]:
    """Who the introduction itself says put the person forward."""
    named = (introduction.kept_by_id, introduction.proposed_by_id, introduction.agreement_by_id)
    return {each for each in named if each is not None}
