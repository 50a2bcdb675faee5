"""Criterion 8: closeness of the whole text of the offer to the words of the person."""

from dataclasses import dataclass

import numpy as np

from matching.background import quantiles_under
from matching.context import Comparison
from matching.criteria import FULL_CREDIT, RowByRow
from matching.profiles import BoolArray, FloatArray

VERY_NEAR, NEAR = 0.8, 0.6
"""Scores from which the words are said to be very near, and near."""

SAME_SUBJECT = 0.5
"""Cosine of topics from which a file and an offer speak of the same work."""


@dataclass(frozen=True)
class ClosenessScore(RowByRow):
    score: FloatArray
    known: BoolArray

    def reason(self, row: int) -> str:
        if not self.known[row]:
            return "Proximité inconnue : pas assez de mots à comparer."
        value = self.score[row]
        how = (
            "très proches" if value >= VERY_NEAR else "proches" if value >= NEAR else "peu proches"
        )
        return f"Les mots du dossier et ceux de l'offre sont {how}."

    def question(self, row: int) -> str | None:
        return None


def closeness(comparison: Comparison) -> ClosenessScore:
    """Mean of two: percentile of the cosine of words against a frozen background of random
    pairs, and the cosine of what they are about up to `SAME_SUBJECT`.

    Source: docs/decisions/0019.
    """
    cosine = comparison.text_cosine
    known = _known(comparison)
    place = quantiles_under(np.where(known, cosine, 0.0))
    topics = comparison.topic_cosine
    about = np.where(np.isnan(topics), 0.0, topics) / SAME_SUBJECT
    return ClosenessScore((place + np.clip(about, 0.0, 1.0)) / 2, known)


def closeness_at_most(comparison: Comparison) -> ClosenessScore:
    """What closeness can give at most, no vector read: 1 to whoever has words."""
    return ClosenessScore(np.full(len(comparison.batch), FULL_CREDIT), _known(comparison))


def _known(comparison: Comparison) -> BoolArray:
    """(n,) whether both sides have words."""
    known: BoolArray = (comparison.batch.profile_norm > 0) & bool(
        comparison.offer.text_vector.any()
    )
    return known
