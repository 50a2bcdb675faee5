"""Criterion 1: the person's projects against the occupation of the offer."""

from dataclasses import dataclass

import numpy as np

from matching.arrays import segment_max, segment_sum
from matching.context import Comparison
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
class OccupationScore:
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

    @property
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
    batch = comparison.batch
    rows = batch.project_word
    absent = rows < 0
    fit = np.append(comparison.word_fit, 0.0)[rows]
    worth = np.where(batch.project_validated, np.array(PROJECT_VALUE), NOT_VALIDATED)
    values = np.where(absent, 0.0, fit * worth)
    lived_fit, lived_months = lived(comparison)
    lived_value = np.where(lived_months >= EXPERIENCE_MONTHS, EXPERIENCE_ONLY * lived_fit, 0.0)
    every = np.column_stack([values, lived_value])
    fits = np.column_stack([np.where(absent, 0.0, fit), np.where(lived_value > 0, lived_fit, 0.0)])
    people = np.arange(len(batch))
    source = np.argmax(every, axis=1).astype(np.int32)
    # Where everything is worth nothing, the first project says so; nobody's words stand for it.
    nothing = every[people, source] <= 0
    source = np.where(nothing, np.argmin(absent, axis=1), source).astype(np.int32)
    said = ~absent.all(axis=1) | (lived_value > 0)
    known = said & _names_an_occupation(comparison)
    return OccupationScore(
        comparison=comparison,
        score=every[people, source],
        known=known,
        fit=fits[people, source],
        source=np.where(said, source, -1).astype(np.int32),
        validated=np.append(batch.project_validated, np.zeros((len(batch), 1), bool), axis=1)[
            people, source
        ],
        project_fit=fits[:, : len(PROJECT_VALUE)].max(axis=1),
        lived_months=lived_months,
    )


def lived(comparison: Comparison) -> tuple[FloatArray, FloatArray]:
    """(n,) nearness of the nearest experience, (n,) months of all that are not far, unaged."""
    batch = comparison.batch
    fit = comparison.word_fit[batch.experience.item]
    months = np.where(np.isnan(batch.experience_months), 0.0, batch.experience_months)
    near = np.where(fit >= NOT_FAR, months, 0.0)
    return segment_max(fit, batch.experience), segment_sum(near, batch.experience)
