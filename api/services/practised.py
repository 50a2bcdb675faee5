"""What steps before a hire showed a person can do: read by the ranking beside the file.

A success adds and never takes away. Where the file lists experiences, the days on the post are
one more; where it lists none, what was lived before stays unknown, and the trade practised is
read among the skills. Nothing of it enters the file, nor what is exported of it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from ingestion.skills import skill_code
from matching.profiles import CandidateFacts, ExperienceFact, SkillFact
from models.contract_lists import PreHireKind
from models.contracts import PreHireStep, SkillEvidence

MONTH_DAYS = 365.25 / 12

Practices = Mapping[int, Sequence["Practice"]]
"""By id of the person, in the order of the days."""


@dataclass(frozen=True, slots=True)
class Practice:
    """A step that went well: the trade practised, the skills of the offer, and when."""

    kind: PreHireKind
    trade: str
    skills: tuple[str, ...]
    start_on: date
    end_on: date

    @property
    def months(self) -> float:
        """How long it lasted."""
        return ((self.end_on - self.start_on).days + 1) / MONTH_DAYS


def practices(session: Session, candidate_ids: Sequence[int] | None = None) -> Practices:
    """What was practised with success, by everybody or by these people."""
    asked = (
        select(SkillEvidence.candidate_id, SkillEvidence.label, PreHireStep)
        .join(PreHireStep, PreHireStep.id == SkillEvidence.step_id)
        .order_by(PreHireStep.end_on, PreHireStep.id, SkillEvidence.id)
    )
    if candidate_ids is not None:
        asked = asked.where(SkillEvidence.candidate_id.in_(candidate_ids))
    steps: dict[tuple[int, int], tuple[PreHireStep, list[str]]] = {}
    for candidate, label, step in session.execute(asked):
        steps.setdefault((candidate, step.id), (step, []))[1].append(label)
    found: dict[int, list[Practice]] = defaultdict(list)
    for (candidate, _), (step, (trade, *skills)) in steps.items():
        found[candidate].append(
            Practice(step.kind, trade, tuple(skills), step.start_on, step.end_on)
        )
    return found


def with_practices(facts: CandidateFacts, done: Sequence[Practice]) -> CandidateFacts:
    """The facts of a person with what they practised."""
    if not done:
        return facts
    words = [skill for each in done for skill in each.skills]
    if not facts.experiences:
        words = [each.trade for each in done] + words
    known = {skill.label for skill in facts.skills}
    new = [SkillFact(word, skill_code(word)) for word in dict.fromkeys(words) if word not in known]
    lived = [ExperienceFact(each.trade, each.months, each.end_on.year) for each in done]
    return replace(
        facts,
        skills=(*facts.skills, *new),
        experiences=(*facts.experiences, *lived) if facts.experiences else (),
    )


def practised_stamp() -> tuple[ScalarSelect[Any], ScalarSelect[Any]]:
    """Two values of the base, one of which changes when a step that counts does."""
    steps = SkillEvidence.__table__.join(
        PreHireStep.__table__, PreHireStep.id == SkillEvidence.step_id
    )
    return (
        select(func.count(SkillEvidence.id)).scalar_subquery(),
        select(func.max(PreHireStep.recorded_at)).select_from(steps).scalar_subquery(),
    )
