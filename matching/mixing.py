"""How the coder's views of a text are weighed together.

Each view has two weights, one for titles that the referential knows and one for titles far from
all it knows; a title in between gets weights in between. The further the title, the more the
words of the description decide. Set on offers kept apart from training (docs/decisions/0002).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

FARTHEST_TITLE, KNOWN_TITLE = 0.5, 1.0
"""Cosines with the nearest known title from which a title counts as unknown, and as known."""
_SHARPNESS = 1.05
"""The closer `1 - cosine` comes to nothing, the more it weighs; this keeps it finite."""


@dataclass(frozen=True, slots=True)
class Mixture:
    """Weights that turn the views into log-odds; those of a view that is missing are unused."""

    classes: float
    prior: float
    nearest: float
    words: float
    description: float = 0.0
    topics: float = 0.0


@dataclass(frozen=True, slots=True)
class ByTitle:
    """Weights for known titles and for titles far from all known ones."""

    known: Mixture
    unknown: Mixture


@dataclass(frozen=True, slots=True)
class ConfidenceSettings:
    """Log-odds that a text names an occupation: weights of the coder's `evidence`."""

    nearest: float
    named: float
    intercept: float


@dataclass(frozen=True, slots=True)
class CoderSettings:
    """Weights without and with a description, and those of the confidence."""

    title: ByTitle
    described: ByTitle
    confidence: ConfidenceSettings

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> "CoderSettings":
        """From the JSON that training wrote.

        Raises
        ------
        KeyError, TypeError : a weight is missing, or one too many
        """
        return cls(
            _by_title(raw["title"]),
            _by_title(raw["described"]),
            ConfidenceSettings(**raw["confidence"]),
        )


def _by_title(raw: Mapping[str, Any]) -> ByTitle:
    return ByTitle(Mixture(**raw["known"]), Mixture(**raw["unknown"]))


@dataclass(frozen=True, slots=True, eq=False)
class Views:
    """What each view says of n texts over the fiches and, last, "no occupation" (c columns).

    classes : (n, c) float32 cosines with the vectors of the fiches
    nearest : (n, c) float32 cosines with the nearest known title of each
    words : (n, c) float32 cosines with the nearest known title, word for word
    prior : (c,) float32 log-odds, or (n, c) where texts were read by several models
    description : (n, c) float32 log-odds, topics : (n, c) float32 cosines; None where no
        description was given
    """

    classes: NDArray[np.float32]
    prior: NDArray[np.float32]
    nearest: NDArray[np.float32]
    words: NDArray[np.float32]
    description: NDArray[np.float32] | None = None
    topics: NDArray[np.float32] | None = None

    def best(self) -> NDArray[np.float32]:
        """(n,) float32: cosine with the nearest known title of any fiche."""
        nearest: NDArray[np.float32] = self.nearest[:, :-1].max(axis=1)
        return nearest

    def parts(self) -> dict[str, NDArray[np.float32]]:
        """Each view as it is weighed, under the name of its weight."""
        parts = {
            "classes": self.classes,
            "prior": self.prior,
            "nearest": -np.log(_SHARPNESS - np.minimum(self.nearest, KNOWN_TITLE)),
            "words": self.words,
        }
        if self.description is not None:
            parts["description"] = self.description
        if self.topics is not None:
            parts["topics"] = self.topics
        return parts


def knownness(best: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n,) in [0, 1]: how far each title counts as known; `best` as of `Views.best`."""
    share = (best - FARTHEST_TITLE) / (KNOWN_TITLE - FARTHEST_TITLE)
    known: NDArray[np.float32] = np.clip(share, 0.0, 1.0).astype(np.float32)
    return known


def log_odds(views: Views, weights: ByTitle) -> NDArray[np.float32]:
    """(n, c) float32, up to a constant a row."""
    known = knownness(views.best())[:, None]
    total = np.zeros_like(views.nearest)
    for name, part in views.parts().items():
        near, far = getattr(weights.known, name), getattr(weights.unknown, name)
        total += (np.float32(far) + np.float32(near - far) * known) * part
    return total


def distribution(views: Views, settings: CoderSettings) -> NDArray[np.float32]:
    """(n, c) float32 probabilities, the last of "no occupation"."""
    logits = log_odds(views, settings.title if views.description is None else settings.described)
    odds: NDArray[np.float32] = np.exp(logits - logits.max(axis=1, keepdims=True))
    odds /= odds.sum(axis=1, keepdims=True)
    return odds


def evidence(views: Views, probabilities: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n, 2): nearest known title of any fiche, and log-odds of naming an occupation."""
    unnamed = np.clip(probabilities[:, -1], 1e-6, 1 - 1e-6)
    return np.column_stack([views.best(), np.log((1 - unnamed) / unnamed)]).astype(np.float32)
