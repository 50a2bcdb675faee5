"""Occupations that officers chose, weighed against what the coder proposes.

Each remembered choice counts as some observations of its code, the coder as one: fewer where the
titles are less alike, fewer where the employer is another. The sum of both, brought back to one,
is the new distribution (Dirichlet), so contradictory choices balance each other and no single
one can capture titles of another trade. The weights were set on offers in the order of their
days (docs/decisions/0008).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.encoder import TextEncoder
from matching.ngrams import stems

PLACES = 5
SAME_EMPLOYER = 1.5
"""Observations that one choice of the same employer for the same title is worth; more than one,
so that it comes before whatever the coder says."""
ANY_EMPLOYER = 0.25
"""The same, of another employer: few enough that no single one displaces a sure proposal."""
LEAST_ALIKE = 0.6
"""Cosine of two titles up to which a choice says nothing of the other title."""
SHARPNESS = 4.0
ALMOST_SAME = 0.7
"""Largest likeness of two titles that are not the same words."""
MOST_OBSERVATIONS = 20.0
"""A hundred choices are no surer than some: trades of an employer change."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A code and how likely it is, in [0, 1]."""

    rome: str
    probability: float


@dataclass(frozen=True, slots=True)
class Choice:
    """A code chosen `count` times for a title; `employer` is a key to compare by, or None."""

    employer: str | None
    title: str
    rome: str
    count: int = 1


class Memory:
    """The choices with the vectors of their titles; made once, asked for many offers."""

    def __init__(self, choices: Iterable[Choice], encoder: TextEncoder) -> None:
        named = [(choice, frozenset(stems(choice.title))) for choice in choices]
        kept = [(choice, words) for choice, words in named if words]
        self._choices = [choice for choice, _ in kept]
        self._words = [words for _, words in kept]
        self._encoder = encoder
        self._vectors = encoder.encode([choice.title for choice in self._choices])

    def __len__(self) -> int:
        return len(self._choices)

    def observations(self, title: str, employer: str | None) -> dict[str, float]:
        """What the choices weigh for an offer, by code; nothing for a title without words."""
        words = frozenset(stems(title))
        if not words or not self._choices:
            return {}
        found: dict[str, float] = defaultdict(float)
        alike = self._alike(title, words)
        for row in np.flatnonzero(alike > 0).tolist():
            choice = self._choices[row]
            is_theirs = employer is not None and choice.employer == employer
            weight = SAME_EMPLOYER if is_theirs else ANY_EMPLOYER
            found[choice.rome] += weight * float(alike[row]) * choice.count
        excess = sum(found.values()) / MOST_OBSERVATIONS
        return {rome: weight / max(excess, 1.0) for rome, weight in found.items()}

    def _alike(self, title: str, words: frozenset[str]) -> NDArray[np.float64]:
        """(choices,) in [0, 1]: 1 for the same words in any order."""
        cosines = (self._vectors @ self._encoder.encode([title])[0]).astype(np.float64)
        near = np.clip((cosines - LEAST_ALIKE) / (1 - LEAST_ALIKE), 0, 1) ** SHARPNESS
        same = np.array([each == words for each in self._words])
        return np.where(same, 1.0, ALMOST_SAME * near)


def proposals_with_memory(
    guesses: Sequence[Proposal], title: str, employer: str | None, memory: Memory
) -> list[Proposal]:
    """The likeliest proposals once the choices are heard, at most as many as `PLACES`.

    Parameters
    ----------
    guesses : what the coder says, probabilities adding up to 1 at most
    title : title of the offer, as the coder was given it
    employer : key of who offers, None if unknown: then nobody's choices weigh more
    """
    heard = memory.observations(title, employer)
    if not heard:
        return list(guesses)
    total = 1.0 + sum(heard.values())
    said = {guess.rome: guess.probability for guess in guesses}
    romes = list(dict.fromkeys([*said, *sorted(heard)]))
    updated = [
        Proposal(rome, (said.get(rome, 0.0) + heard.get(rome, 0.0)) / total) for rome in romes
    ]
    updated.sort(key=lambda each: -each.probability)
    return updated[:PLACES]
