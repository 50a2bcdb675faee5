"""Criterion 6: licences and certificates that the offer asks, required ones weighing more.

What is required is a gate too (`matching/gates/titles.py`): the gate says who cannot start, the
criterion keeps who holds what is asked before who may not, inside a band.
"""

from dataclasses import dataclass

import numpy as np

from matching.arrays import shares
from matching.context import Comparison
from matching.credentials import MET, UNSURE, WORDS, Holding, holding
from matching.criteria import RowByRow
from matching.profiles import CREDENTIAL_IN_PROGRESS, BoolArray, FloatArray
from models.vocabulary import Necessity

IN_PROGRESS_CREDIT = 0.5
REQUIRED_WEIGHT = 2.0
"""Weight of a required title against a wished one."""


@dataclass(frozen=True)
class CredentialScore(RowByRow):
    score: FloatArray
    known: BoolArray
    required: tuple[Holding, ...]
    wished: tuple[Holding, ...]

    @property
    def weight(self) -> FloatArray:
        """(k,) weights of the required titles, then of the wished ones."""
        return np.array([REQUIRED_WEIGHT] * len(self.required) + [1.0] * len(self.wished))

    @property
    def knows_wished(self) -> BoolArray:
        """(n,) whether nothing is left to check of the wished titles."""
        known: BoolArray = ~np.any([title.state == UNSURE for title in self.wished], axis=0)
        return known

    def reason(self, row: int) -> str:
        asked = (*self.required, *self.wished)
        if not asked:
            return "Aucun permis ni titre n'est demandé."
        if not self.known[row]:
            return f"Permis et titres inconnus ; demandé : {_labels(asked)}."
        held = [h for h in asked if h.state[row] == MET]
        parts = [f"détenu : {_labels(held)}"] if held else []
        for word, kind in (("exigé", self.required), ("souhaité", self.wished)):
            said = [f"{h.label} {WORDS[int(h.what[row])]}" for h in kind if h.state[row] != MET]
            parts += [f"{word} : {', '.join(said)}"] if said else []
        text = " ; ".join(parts)
        return f"{text[:1].upper()}{text[1:]}."

    def question(self, row: int) -> str | None:
        unsure = [h for h in (*self.required, *self.wished) if h.state[row] == UNSURE]
        return f"La personne a-t-elle bien : {_labels(unsure)} ?"


def _labels(titles: list[Holding] | tuple[Holding, ...]) -> str:
    return ", ".join(title.label for title in titles)


def credentials(comparison: Comparison) -> CredentialScore:
    """Weighted share of the titles held; one in progress counts half; 1 where none is asked.

    Source: docs/decisions/0019.
    """
    count, offer = len(comparison.batch), comparison.offer
    asked = (*offer.facts.licences, *offer.legal_titles)
    required = tuple(holding(comparison, a) for a in asked if a.necessity is Necessity.REQUIRED)
    wished = tuple(holding(comparison, a) for a in asked if a.necessity is Necessity.WISHED)
    if not required and not wished:
        return CredentialScore(np.ones(count), np.ones(count, dtype=np.bool_), (), ())
    titles = (*required, *wished)
    weight = np.array([REQUIRED_WEIGHT] * len(required) + [1.0] * len(wished))
    credits = np.stack([credit(title) for title in titles], axis=1)
    known = ~np.any([title.state == UNSURE for title in titles], axis=0)
    return CredentialScore(shares(credits, weight), known, required, wished)


def credit(title: Holding) -> FloatArray:
    """(n,) what one title gives of what it can."""
    partly = np.where(title.what == CREDENTIAL_IN_PROGRESS, IN_PROGRESS_CREDIT, 0.0)
    given: FloatArray = np.where(title.state == MET, 1.0, partly)
    return given
