"""Criterion 3: months lived in the occupation, the older ones counting less."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.arrays import owner_sum
from matching.context import Comparison
from matching.criteria import RowByRow
from matching.profiles import BoolArray, FloatArray
from models.vocabulary import Necessity

NEAR_ENOUGH = 0.6
"""Fit from which an experience counts as lived in the occupation."""

HALF_LIFE_YEARS = 5.0
"""Age at which a month of experience counts half."""

ASSUMED_AGE_YEARS = 3.0
"""Age of an experience that the file does not date."""

USUAL_MONTHS = {Necessity.REQUIRED: 12.0, Necessity.WISHED: 6.0}
"""Months meant by an offer that asks for experience without a figure."""

WISHED_FLOOR = 0.5
"""Least score where experience is only wished."""


@dataclass(frozen=True)
class ExperienceScore(RowByRow):
    comparison: Comparison
    score: FloatArray
    known: BoolArray
    months: FloatArray
    needed: float

    @property
    def asked(self) -> bool:
        return self.needed > 0

    def reason(self, row: int) -> str:
        lived = _span(float(self.months[row]))
        if not self.asked:
            beginner = self.comparison.offer.facts.experience is Necessity.NONE
            asks = "Débutants acceptés" if beginner else "L'offre ne dit rien de l'expérience"
            return f"{asks} ; {lived} dans le métier." if self.months[row] >= 1 else f"{asks}."
        wished = self.comparison.offer.facts.experience is Necessity.WISHED
        asked = f"{'souhaité' if wished else 'demandé'} : {_span(self.needed)}"
        if not self.known[row]:
            return f"Durée d'expérience inconnue ; {asked}."
        if self.months[row] < 1:
            return f"Pas d'expérience connue dans le métier ; {asked}."
        have = f"{lived[:1].upper()}{lived[1:]} dans le métier"
        return f"{have}, les plus anciens comptant moins ; {asked}."

    def question(self, row: int) -> str | None:
        return "Combien de mois la personne a-t-elle exercé ce métier, et quand ?"


def _span(months: float) -> str:
    whole = round(months)
    if whole >= 24 and whole % 12 == 0:
        return f"{whole // 12} ans"
    return f"{whole} mois" if whole >= 1 else "moins d'un mois"


def experience(comparison: Comparison) -> ExperienceScore:
    """min(1, months / months asked), months halved every five years of age.

    Unknown where near experiences have no duration and the dated ones do not suffice, or
    where the file lists no experience at all.
    """
    batch, facts = comparison.batch, comparison.offer.facts
    asked = facts.experience in (Necessity.REQUIRED, Necessity.WISHED)
    needed = float(facts.experience_months or 0) if asked else 0.0
    if asked and not needed and facts.experience is not None:
        needed = USUAL_MONTHS[facts.experience]
    near = np.flatnonzero((comparison.word_fit >= NEAR_ENOUGH)[batch.experience.item])
    months, unclear = _aged(comparison, near)
    if not asked:
        everyone = np.ones(len(batch), dtype=np.bool_)
        return ExperienceScore(comparison, np.ones(len(batch)), everyone, months, 0.0)
    score = np.minimum(months / needed, 1.0)
    if facts.experience is Necessity.WISHED:
        score = np.maximum(score, WISHED_FLOOR)
    listed = np.diff(batch.experience.start) > 0
    known = listed & (~unclear | (score >= 1.0))
    return ExperienceScore(comparison, score, known, months, needed)


def _aged(comparison: Comparison, near: NDArray[np.int64]) -> tuple[FloatArray, BoolArray]:
    """(n,) aged months of the experiences of `near`, (n,) whether one of them has no duration."""
    batch = comparison.batch
    end, lasted = batch.experience_end[near], batch.experience_months[near]
    age = np.where(np.isnan(end), ASSUMED_AGE_YEARS, np.maximum(comparison.today.year - end, 0.0))
    undated = np.isnan(lasted)
    aged = np.where(undated, 0.0, lasted * 0.5 ** (age / HALF_LIFE_YEARS))
    owner = batch.experience.owner[near]
    unclear = np.zeros(len(batch), dtype=np.bool_)
    unclear[owner[undated]] = True
    return owner_sum(owner, aged, len(batch)), unclear
