"""Criterion 8: closeness of the whole text of the offer to the words of the person."""

from dataclasses import dataclass

import numpy as np

from matching.background import cosine_quantiles
from matching.context import Comparison
from matching.profiles import BoolArray, FloatArray


@dataclass(frozen=True)
class ClosenessScore:
    score: FloatArray
    known: BoolArray

    def reason(self, row: int) -> str:
        if not self.known[row]:
            return "Proximité inconnue : pas assez de mots à comparer."
        value = self.score[row]
        how = "très proches" if value >= 0.95 else "proches" if value >= 0.8 else "peu proches"
        return f"Les mots du dossier et ceux de l'offre sont {how}."

    def question(self, row: int) -> str | None:
        return None


def closeness(comparison: Comparison) -> ClosenessScore:
    """Percentile of the cosine against a frozen background of random pairs."""
    cosine = comparison.text_cosine
    known = ~np.isnan(cosine) & bool(comparison.offer.text_vector.any())
    quantiles = cosine_quantiles()
    place = np.searchsorted(quantiles, np.where(known, cosine, 0.0)) / len(quantiles)
    return ClosenessScore(np.clip(place, 0.0, 1.0), known)
