"""Criterion 1: the person's projects against the occupation of the offer."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matching.arrays import list_max, owner_sum
from matching.context import Comparison
from matching.criteria import RowByRow
from matching.dates import french_day
from matching.profiles import BoolArray, FloatArray, IntArray

PROJECT_VALUE = (1.0, 0.9, 0.9)
"""Worth of the first, second and third project when validated."""

NOT_VALIDATED = 0.75
"""Worth of a project that no advisor has validated."""

EXPERIENCE_ONLY = 0.6
"""Worth of the occupation lived, when the project says another one or is not there."""

EXPERIENCE_MONTHS = 6.0
"""Months in the occupation from which what was lived stands for a project."""

NOT_FAR = 0.35
"""Fit from which what was lived carries over to the occupation of the offer."""

SAME, NEAR = 0.7, 0.45
"""Fits from which words say "the same occupation" and "a near occupation"."""


@dataclass(frozen=True)
class OccupationScore(RowByRow):
    """`fit` is the nearness of the best source, before its worth is counted.

    source : (n,) 0..2 project, 3 experience, -1 nothing said
    project_fit : (n,) nearness of the nearest project, 0 without one
    lived_months : (n,) months lived in occupations not far, whatever their age
    """

    comparison: Comparison
    score: FloatArray
    known: BoolArray
    fit: FloatArray
    source: IntArray
    validated: BoolArray
    project_fit: FloatArray
    lived_months: FloatArray

    def reason(self, row: int) -> str:
        source = int(self.source[row])
        if not self.offer_says:
            return "Métier de l'offre inconnu."
        if source < 0:
            return "Projet professionnel inconnu."
        batch = self.comparison.batch
        nearness = _nearness(float(self.fit[row]))
        if source == len(PROJECT_VALUE):
            return f"Pas de projet dans ce métier ; expérience dans {nearness}."
        title = batch.words.texts[batch.project_word[row, source]]
        if not self.validated[row]:
            status = "non validé"
        elif np.isnat(batch.project_date[row, source]):
            status = "validé"
        else:
            status = f"validé le {french_day(batch.project_date[row, source])}"
        return f"Projet « {title} » ({status}) : {nearness}."

    def question(self, row: int) -> str | None:
        if not self.offer_says:
            return "Quel est le métier du poste ?"
        return "Quel est le projet professionnel de la personne ?"

    @cached_property
    def offer_says(self) -> bool:
        """Whether anything in the offer names an occupation."""
        return _names_an_occupation(self.comparison)


def _names_an_occupation(comparison: Comparison) -> bool:
    offer = comparison.offer
    return bool(offer.occupation_weights.any() or offer.title_vector.any())


def _nearness(fit: float) -> str:
    if fit >= SAME:
        return "le même métier"
    if fit >= NEAR:
        return "un métier proche"
    return "un autre métier"


def occupation(comparison: Comparison) -> OccupationScore:
    """Best of the projects, each at its worth, and of what was lived.

    Source: docs/decisions/0004.
    """
    batch, count = comparison.batch, len(comparison.batch)
    fit_of = np.append(comparison.word_fit, 0.0)  # no project, -1, is the last: nothing
    best, fit, project_fit = np.zeros(count), np.zeros(count), np.zeros(count)
    source, validated = np.full(count, -1, dtype=np.int32), np.zeros(count, dtype=np.bool_)
    for column, worth in enumerate(PROJECT_VALUE):
        word, is_validated = batch.project_word[:, column], batch.project_validated[:, column]
        if not (word >= 0).any():
            continue
        own_fit = fit_of.take(word)
        value = own_fit * np.where(is_validated, worth, NOT_VALIDATED)
        # Where everything is worth nothing, the first project says so.
        better = (value > best) | ((source < 0) & (word >= 0))
        source[better] = column
        best, fit = np.where(better, value, best), np.where(better, own_fit, fit)
        validated = (better & is_validated) | (~better & validated)
        project_fit = np.maximum(project_fit, own_fit)
    lived_fit, lived_months = lived(comparison)
    value = np.where(lived_months >= EXPERIENCE_MONTHS, EXPERIENCE_ONLY * lived_fit, 0.0)
    better = value > best
    source[better] = len(PROJECT_VALUE)
    return OccupationScore(
        comparison=comparison,
        score=np.where(better, value, best),
        known=(source >= 0) & _names_an_occupation(comparison),
        fit=np.where(better, lived_fit, fit),
        source=source,
        validated=validated & ~better,
        project_fit=project_fit,
        lived_months=lived_months,
    )


def lived(comparison: Comparison) -> tuple[FloatArray, FloatArray]:
    """(n,) nearness of the nearest experience, (n,) months of all that are not far, unaged."""
    batch = comparison.batch
    near = np.flatnonzero((comparison.word_fit >= NOT_FAR)[batch.experience.item])
    lasted = batch.experience_months[near]
    lasted = np.where(np.isnan(lasted), 0.0, lasted)
    months = owner_sum(batch.experience.owner[near], lasted, len(batch))
    return list_max(comparison.word_fit, batch.experience), months
