"""Steps on the post before the hire: PMSMP, MRS, POEI, AFPR, and what they show."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services.keys import found, key_of
from api.services.seen import first_by, is_overtaken, mark_of
from models.contract_lists import PreHireKind, PreHireResult
from models.contracts import PreHireStep, SkillEvidence
from models.days import day_of
from models.errors import InputRefusedError, TransitionRefusedError
from models.introductions import Introduction
from models.offers import Offer, OfferRequirement, RequirementKind
from models.people import User
from models.vocabulary import IntroductionState

STEP_STATES = frozenset(
    {
        IntroductionState.AGREED,
        IntroductionState.LEVEL2_PENDING,
        IntroductionState.LEVEL2_VALIDATED,
        IntroductionState.DISPATCHED,
    }
)
"""Introductions whose person agreed and is not hired yet."""


@dataclass(frozen=True, slots=True)
class NewStep:
    """A step before the hire, as planned."""

    kind: PreHireKind
    start_on: date
    end_on: date
    place: str = ""


@dataclass(frozen=True, slots=True)
class StepResult:
    """How a step went; `seen` is the mark of what the page showed (`mark`)."""

    result: PreHireResult
    note: str = ""
    seen: str | None = None

    @staticmethod
    def mark(step: PreHireStep) -> str:
        """What a page shows of a step, as its form carries it back."""
        return mark_of(*_shown(step))


def plan_step(
    session: Session, introduction: Introduction, new: NewStep, user: User, at: datetime
) -> PreHireStep:
    """A PMSMP, MRS, POEI or AFPR before the hire.

    Raises
    ------
    InputRefusedError : it ends before it starts
    TransitionRefusedError : the person has not agreed, or the introduction is over
    """
    if introduction.state not in STEP_STATES:
        raise TransitionRefusedError(
            "Prévoir une étape", introduction.state.label, "la personne n’a pas donné son accord"
        )
    if new.end_on < new.start_on:
        raise InputRefusedError("le dernier jour précède le premier", "Étape")
    step = PreHireStep(
        introduction_id=introduction.id,
        kind=new.kind,
        start_on=new.start_on,
        end_on=new.end_on,
        place=new.place.strip() or None,
        result=PreHireResult.PLANNED,
        recorded_by_id=user.id,
        recorded_at=at,
    )
    session.add(step)
    session.flush()
    return step


def conclude_step(
    session: Session, introduction: Introduction, key: str, said: StepResult, by: User, at: datetime
) -> PreHireStep:
    """How a step went; one that went well is kept as evidence of the skills of the offer.

    The row says who wrote it last, and when.

    Raises
    ------
    NotFoundError : the introduction has no such step
    InputRefusedError : it has not started, or no result is chosen
    ConcurrentChangeError : somebody noted it since the page was read
    """
    wanted = (
        select(PreHireStep)
        .where(
            PreHireStep.key == key_of(key, "Étape"), PreHireStep.introduction_id == introduction.id
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    step = found(session.scalar(wanted), "Étape", key)
    if is_overtaken(said.seen, *_shown(step)):
        raise first_by(session, step, step.result.label)
    if said.result is PreHireResult.PLANNED:
        raise InputRefusedError("choisissez un résultat", "Étape")
    if step.start_on > day_of(at):
        raise InputRefusedError("elle n’a pas encore commencé", "Étape")
    step.result, step.result_on, step.note = said.result, day_of(at), said.note.strip() or None
    step.recorded_by_id, step.recorded_at = by.id, at
    session.flush()
    _show_skills(session, introduction, step)
    return step


def _shown(step: PreHireStep) -> tuple[object, ...]:
    return (step.result.value, step.result_on, step.note)


def _show_skills(session: Session, introduction: Introduction, step: PreHireStep) -> None:
    """Keep what the step shows, or take back what it no longer does."""
    for known in session.scalars(select(SkillEvidence).where(SkillEvidence.step_id == step.id)):
        session.delete(known)
    session.flush()
    if step.result is not PreHireResult.PASSED:
        return
    offer = session.get_one(Offer, introduction.offer_id)
    labels = session.scalars(
        select(OfferRequirement.label)
        .where(
            OfferRequirement.offer_id == offer.id, OfferRequirement.kind == RequirementKind.SKILL
        )
        .order_by(OfferRequirement.position)
    )
    for label in dict.fromkeys([offer.title, *labels]):
        session.add(
            SkillEvidence(
                step_id=step.id,
                candidate_id=introduction.candidate_id,
                label=label,
                rome=offer.rome,
                shown_on=step.end_on,
            )
        )
    session.flush()
