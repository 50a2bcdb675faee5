"""One step on many introductions of an offer at once: the same table, checks and history as
`models.moves`, in a few statements instead of a dozen for each.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from models.candidates import Candidate
from models.errors import ConcurrentChangeError, DomainError, TransitionRefusedError
from models.introductions import Introduction, IntroductionEvent
from models.move_guards import Case
from models.move_rows import check_version
from models.moves import (
    NOT_IN_POOL,
    check_guards,
    check_suggester,
    check_undo_role,
    effects_of,
    former_values,
    may_undo,
)
from models.offers import Offer
from models.steps import Actor, Step
from models.transitions import introduction_transition
from models.vocabulary import IntroductionAction, IntroductionState, Origin

CHUNK = 500
"""Ids in one `IN (...)`."""
ACTIONS = frozenset({IntroductionAction.KEEP, IntroductionAction.DISCARD})
"""Steps whose effects are the same for everybody, and lead to no other step."""

Refused = list[tuple[Introduction, DomainError]]


@dataclass(frozen=True, slots=True)
class _Change:
    """What one introduction becomes: `values` beside the state, `undoes` the step taken back."""

    introduction: Introduction
    to_state: IntroductionState
    values: tuple[tuple[str, Any], ...]
    undoes: int | None = None


def refused_before(
    session: Session,
    offer: Offer,
    people: Iterable[Candidate],
    step: Step,
    actor: Actor,
    at: datetime,
) -> dict[int, DomainError]:
    """Of people who have no introduction on the offer, those whom the step would not reach, by id.

    Asked before their introductions are made: a step that is refused leaves nothing behind.
    """
    refused: dict[int, DomainError] = {}
    for person in people:
        pair = {"offer_id": offer.id, "candidate_id": person.id}
        wanted = Introduction(**pair, state=IntroductionState.SUGGESTED, version=1)
        try:
            if not person.is_active:
                raise TransitionRefusedError(step.action.label, "", NOT_IN_POOL)
            check_suggester(actor)
            row = introduction_transition(
                step.action, wanted.state, actor.role, step.motive, step.detail
            )
            check_guards(row, Case(session, wanted, offer, step, actor, at))
        except DomainError as error:
            refused[person.id] = error
    return refused


def suggest_together(
    session: Session, offer: Offer, candidate_ids: Sequence[int], actor: Actor, at: datetime,
    shortlist_id: int | None,
) -> None:  # fmt: skip
    """Make the introductions of people who have none on the offer.

    Raises
    ------
    sqlalchemy.exc.IntegrityError : somebody made one in the same instant
    """
    if not candidate_ids:
        return
    common = {
        "offer_id": offer.id,
        "state": IntroductionState.SUGGESTED,
        "version": 1,
        "origin": Origin.MANUAL if shortlist_id is None else Origin.ENGINE,
        "shortlist_id": shortlist_id,
        "created_at": at,
        "changed_at": at,
        "changed_by_id": actor.user_id,
    }
    session.execute(insert(Introduction), [common | {"candidate_id": id_} for id_ in candidate_ids])
    made = introductions_of(session, offer, candidate_ids)
    step = Step(IntroductionAction.SUGGEST)
    _record(session, [(each.id, None, each.state, None) for each in made.values()], step, actor, at)


def introductions_of(
    session: Session, offer: Offer, candidate_ids: Sequence[int]
) -> dict[int, Introduction]:
    """The introductions of people on an offer, by candidate, as the base has them now."""
    return {
        each.candidate_id: each
        for chunk in _chunks(candidate_ids)
        for each in session.scalars(
            select(Introduction)
            .where(Introduction.offer_id == offer.id, Introduction.candidate_id.in_(chunk))
            .execution_options(populate_existing=True)
        )
    }


def move_together(
    session: Session,
    offer: Offer,
    asked: Sequence[tuple[Introduction, int]],
    step: Step,
    actor: Actor,
    at: datetime,
) -> Refused:
    """Take one step on every introduction; those that could not be, and why.

    asked : introductions of the offer, each with the version on screen
    step : « Retenir » or « Écarter »

    Raises
    ------
    ValueError : another step
    """
    if step.action not in ACTIONS:
        raise ValueError(f"{step.action} is not taken together")
    refused: Refused = []
    changes = []
    for introduction, version in asked:
        case = Case(session, introduction, offer, step, actor, at)
        try:
            check_version(session, introduction, version)
            row = introduction_transition(
                step.action, introduction.state, actor.role, step.motive, step.detail
            )
            check_guards(row, case)
        except DomainError as error:
            refused.append((introduction, error))
            continue
        assert row.to_state is not None
        changes.append(_Change(introduction, row.to_state, tuple(effects_of(case).items())))
    return refused + _apply(session, changes, step, actor, at)


def undo_together(
    session: Session,
    introductions: Sequence[Introduction],
    batch: UUID,
    actor: Actor,
    at: datetime,
) -> Refused:
    """Take the steps of a batch back where nothing came after; those that could not be, and why."""
    last = _last_events(session, [each.id for each in introductions])
    refused: Refused = []
    changes = []
    for introduction in introductions:
        event = last.get(introduction.id)
        try:
            if event is None or event.batch != batch:
                raise DomainError("Quelqu’un a changé cette décision depuis.")
            if (
                event.action not in ACTIONS
                or event.from_state is None
                or not may_undo(event, actor)
            ):
                raise TransitionRefusedError(
                    IntroductionAction.UNDO.label,
                    introduction.state.label,
                    "le dernier geste ne se reprend pas",
                )
            check_undo_role(event, actor)
        except DomainError as error:
            refused.append((introduction, error))
            continue
        values = former_values(session, introduction, event)
        changes.append(_Change(introduction, event.from_state, tuple(values.items()), event.id))
    return refused + _apply(session, changes, Step(IntroductionAction.UNDO), actor, at)


def _apply(
    session: Session, changes: Sequence[_Change], step: Step, actor: Actor, at: datetime
) -> Refused:
    """Conditional updates, one for those that are alike; and the story of each that changed."""
    alike: dict[Any, list[_Change]] = defaultdict(list)
    for each in changes:
        start = each.introduction
        alike[start.state, start.version, each.to_state, each.values].append(each)
    refused: Refused = []
    story: list[tuple[int, IntroductionState | None, IntroductionState, int | None]] = []
    for (state, version, to_state, values), group in alike.items():
        changed = set()
        for chunk in _chunks([each.introduction.id for each in group]):
            changed |= set(
                session.scalars(
                    update(Introduction)
                    .where(
                        Introduction.id.in_(chunk),
                        Introduction.state == state,
                        Introduction.version == version,
                    )
                    .values(
                        state=to_state,
                        version=version + 1,
                        changed_at=at,
                        changed_by_id=actor.user_id,
                        **dict(values),
                    )
                    .returning(Introduction.id)
                    .execution_options(synchronize_session=False)
                )
            )
        for each in group:
            if each.introduction.id in changed:
                story.append((each.introduction.id, state, to_state, each.undoes))
            else:
                error = ConcurrentChangeError("Quelqu’un", at, state.label)
                refused.append((each.introduction, error))
    _record(session, story, step, actor, at)
    for each in changes:
        session.expire(each.introduction)
    return refused


def _record(
    session: Session,
    story: Sequence[tuple[int, IntroductionState | None, IntroductionState, int | None]],
    step: Step,
    actor: Actor,
    at: datetime,
) -> None:
    common = {
        "at": at,
        "actor_id": actor.user_id,
        "action": step.action,
        "motive": step.motive,
        "detail": step.detail,
        "note": step.note,
        "batch": step.batch,
    }
    rows = [
        common
        | {"introduction_id": id_, "from_state": start, "to_state": to_state, "undoes_id": undoes}
        for id_, start, to_state, undoes in story
    ]
    if rows:
        session.execute(insert(IntroductionEvent), rows)


def _last_events(session: Session, ids: Sequence[int]) -> dict[int, IntroductionEvent]:
    found = {}
    for chunk in _chunks(ids):
        last = (
            select(func.max(IntroductionEvent.id))
            .where(IntroductionEvent.introduction_id.in_(chunk))
            .group_by(IntroductionEvent.introduction_id)
        )
        asked = select(IntroductionEvent).where(IntroductionEvent.id.in_(last))
        found.update({each.introduction_id: each for each in session.scalars(asked)})
    return found


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]
