"""One decision on several rows of a list at once, and its undoing as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from api.services.decisions import Target, decide
from api.services.introductions import actor_of
from api.services.rows import candidate_of
from api.services.scope import check_decides
from models.candidates import Candidate
from models.days import day_of
from models.errors import DomainError, InputRefusedError, MotiveMissingError, RoleRefusedError
from models.introductions import Introduction, IntroductionEvent
from models.moves import Step, undo
from models.offers import Offer
from models.people import User
from models.vocabulary import DiscardMotive, IntroductionAction, IntroductionState

TOGETHER = frozenset({IntroductionAction.KEEP, IntroductionAction.DISCARD})
MOST_TOGETHER = 100
"""Rows decided at once: more than a page shows, less than a list decided unread."""


@dataclass(frozen=True, slots=True)
class Together:
    """What is decided for everybody who is ticked; `who` is (candidate key, version on screen)."""

    action: IntroductionAction
    who: tuple[tuple[str, int], ...]
    motive: DiscardMotive | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Somebody ticked whom the decision did not reach, and why, in French."""

    candidate: Candidate
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a decision together did: its batch, how many, and whom it did not reach."""

    batch: UUID
    done: int
    skipped: tuple[Skipped, ...]


def decide_together(
    session: Session, user: User, offer: Offer, asked: Together, at: datetime
) -> Outcome:
    """Keep or set aside everybody who is ticked; one that cannot be holds no other back.

    Raises
    ------
    InputRefusedError : nobody is ticked, or too many
    MotiveMissingError : people are set aside without a motive
    RoleRefusedError : this is not decided together
    NotFoundError : somebody ticked is in no file
    """
    if asked.action not in TOGETHER:
        raise RoleRefusedError(asked.action.label, user.role.label)
    if asked.action is IntroductionAction.DISCARD and asked.motive is None:
        raise MotiveMissingError(asked.action.label)
    if not asked.who:
        raise InputRefusedError("cochez au moins une personne", "Ensemble")
    if len(asked.who) > MOST_TOGETHER:
        raise InputRefusedError(f"{MOST_TOGETHER} personnes au plus à la fois", "Ensemble")
    batch = uuid4()
    skipped = []
    for key, version in asked.who:
        candidate = candidate_of(session, key)
        target = Target(offer, candidate.id, version)
        try:
            with session.begin_nested():
                decide(session, user, target, _step(asked, version, batch), at)
        except DomainError as error:
            skipped.append(Skipped(candidate, str(error)))
    return Outcome(batch, len(asked.who) - len(skipped), tuple(skipped))


def undo_together(session: Session, user: User, offer: Offer, batch: UUID, at: datetime) -> Outcome:
    """Take a whole decision back; what somebody changed since stays as it is, and is told."""
    steps = batch_steps(session, offer, batch)
    skipped = []
    for introduction, candidate in steps:
        try:
            with session.begin_nested():
                check_decides(session, user, offer.id, candidate.id, day_of(at))
                if _last_batch(session, introduction.id) != batch:
                    raise DomainError("Quelqu’un a changé cette décision depuis.")
                undo(session, introduction, actor_of(user), at)
        except DomainError as error:
            skipped.append(Skipped(candidate, str(error)))
    return Outcome(batch, len(steps) - len(skipped), tuple(skipped))


def batch_steps(
    session: Session, offer: Offer, batch: UUID
) -> Sequence[tuple[Introduction, Candidate]]:
    """The introductions of an offer that a batch decided on, those taken back left out."""
    undone = aliased(IntroductionEvent)
    rows = session.execute(
        select(Introduction, Candidate)
        .join(IntroductionEvent, IntroductionEvent.introduction_id == Introduction.id)
        .join(Candidate, Candidate.id == Introduction.candidate_id)
        .where(
            Introduction.offer_id == offer.id,
            IntroductionEvent.batch == batch,
            ~select(undone.id).where(undone.undoes_id == IntroductionEvent.id).exists(),
        )
        .order_by(Introduction.id)
    )
    return [(introduction, candidate) for introduction, candidate in rows]


@dataclass(frozen=True, slots=True)
class BatchView:
    """A decision together as the list tells it: `standing` people it still holds for.

    state : what they became, or None where it was taken back; `skipped` it did not reach
    """

    batch: UUID
    standing: int
    state: IntroductionState | None
    skipped: tuple[Candidate, ...]


def batch_view(
    session: Session, offer: Offer, batch: str, skipped: Sequence[str] = ()
) -> BatchView | None:
    """What the page says after a decision together; None for a batch of no step here."""
    try:
        key = UUID(batch)
        keys = [UUID(each) for each in skipped[:MOST_TOGETHER]]
    except ValueError:
        return None
    steps = batch_steps(session, offer, key)
    known = session.scalar(
        select(IntroductionEvent.id).where(IntroductionEvent.batch == key).limit(1)
    )
    if known is None and not keys:
        return None
    missed = session.scalars(
        select(Candidate).where(Candidate.key.in_(keys)).order_by(Candidate.identifier)
    ).all()
    state = steps[0][0].state if steps else None
    return BatchView(key, len(steps), state, tuple(missed))


def _last_batch(session: Session, introduction_id: int) -> UUID | None:
    return session.scalar(
        select(IntroductionEvent.batch)
        .where(IntroductionEvent.introduction_id == introduction_id)
        .order_by(IntroductionEvent.id.desc())
        .limit(1)
    )


def _step(asked: Together, version: int, batch: UUID) -> Step:
    return Step(
        asked.action,
        motive=None if asked.motive is None else asked.motive.value,
        note=asked.note or None,
        expected_version=version,
        batch=batch,
    )
