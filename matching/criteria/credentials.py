"""Criterion 6: licences and certificates that the offer wishes, without requiring them."""

from dataclasses import dataclass

import numpy as np

from matching.context import Comparison
from matching.credentials import MET, UNSURE, WORDS, Holding, holding
from matching.profiles import CREDENTIAL_IN_PROGRESS, BoolArray, FloatArray
from models.vocabulary import Necessity

IN_PROGRESS_CREDIT = 0.5


@dataclass(frozen=True)
class CredentialScore:
    score: FloatArray
    known: BoolArray
    wished: tuple[Holding, ...]

    def reason(self, row: int) -> str:
        if not self.wished:
            return "Aucun permis ni titre n'est souhaité en plus de ceux exigés."
        labels = [h.label for h in self.wished]
        if not self.known[row]:
            return f"Permis et titres inconnus ; souhaité : {', '.join(labels)}."
        held = [h.label for h in self.wished if h.state[row] == MET]
        if held:
            return f"Souhaité et détenu : {', '.join(held)}."
        said = [f"{h.label} {WORDS[int(h.what[row])]}" for h in self.wished]
        return f"Souhaité : {', '.join(said)}."

    def question(self, row: int) -> str | None:
        labels = ", ".join(h.label for h in self.wished)
        return f"La personne a-t-elle : {labels} ?"


def credentials(comparison: Comparison) -> CredentialScore:
    """Share of the wished titles held; one in progress counts half; 1 where none is wished."""
    count = len(comparison.batch)
    wished = tuple(
        holding(comparison, asked)
        for asked in comparison.offer.facts.licences
        if asked.necessity is Necessity.WISHED
    )
    if not wished:
        return CredentialScore(np.ones(count), np.ones(count, dtype=np.bool_), ())
    credit = [
        np.where(
            h.state == MET,
            1.0,
            np.where(h.what == CREDENTIAL_IN_PROGRESS, IN_PROGRESS_CREDIT, 0.0),
        )
        for h in wished
    ]
    known = ~np.any([h.state == UNSURE for h in wished], axis=0)
    return CredentialScore(np.mean(credit, axis=0), known, wished)
