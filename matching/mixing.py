"""How the coder's views of a text are weighed together.

A title alone has one scale a view. In a whole offer each view has two weights, one for titles that
the referential knows and one for titles far from all it knows; a title in between gets weights in
between. The further the title, the more the words of the description decide. Both were set on
offers kept apart from training (docs/decisions/0002).
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
class TitleScales:
    """Scales that turn the views of a title alone into log-odds."""

    class_scale: float
    prior_scale: float
    nearest_scale: float


@dataclass(frozen=True, slots=True)
class Mixture:
    """Weights that turn the views of a whole offer into log-odds."""

    classes: float
    prior: float
    nearest: float
    words: float
    description: float
    topics: float


@dataclass(frozen=True, slots=True)
class ByTitle:
    """Weights for known titles and for titles far from all known ones."""

    known: Mixture
    unknown: Mixture

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> "ByTitle":
        """From the JSON that training wrote.

        Raises
        ------
        KeyError, TypeError : a weight is missing, or one too many
        """
        return cls(Mixture(**raw["known"]), Mixture(**raw["unknown"]))


@dataclass(frozen=True, slots=True)
class ConfidenceSettings:
    """Log-odds that a text names an occupation: weights of the coder's `evidence`."""

    nearest: float
    named: float
    intercept: float


@dataclass(frozen=True, slots=True, eq=False)
class Views:
    """What each view says of n texts over the fiches and, last, "no occupation" (c columns).

    classes : (n, c) float32 cosines with the vectors of the fiches
    prior : (c,) float32 log-odds, or (n, c) where texts were read by several models
    nearest : (n, c) float32 cosines with the nearest known title of each
    """

    classes: NDArray[np.float32]
    prior: NDArray[np.float32]
    nearest: NDArray[np.float32]

    def best(self) -> NDArray[np.float32]:
        """(n,) float32: cosine with the nearest known title of any fiche."""
        nearest: NDArray[np.float32] = self.nearest[:, :-1].max(axis=1)
        return nearest


@dataclass(frozen=True, slots=True, eq=False)
class OfferViews:
    """What whole offers say beside their titles, (n, c) float32 each.

    words : cosines of the title with the nearest known title of each fiche, word for word
    description : log-odds by the words of title and description
    topics : cosines by what these words are about
    """

    words: NDArray[np.float32]
    description: NDArray[np.float32]
    topics: NDArray[np.float32]


def offer_parts(views: Views, offer: OfferViews) -> dict[str, NDArray[np.float32]]:
    """Each view of whole offers as it is weighed, under the name of its weight."""
    return {
        "classes": views.classes,
        "prior": views.prior,
        "nearest": -np.log(_SHARPNESS - np.minimum(views.nearest, KNOWN_TITLE)),
        "words": offer.words,
        "description": offer.description,
        "topics": offer.topics,
    }


def knownness(best: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n,) in [0, 1]: how far each title counts as known; `best` as of `Views.best`."""
    share = (best - FARTHEST_TITLE) / (KNOWN_TITLE - FARTHEST_TITLE)
    known: NDArray[np.float32] = np.clip(share, 0.0, 1.0).astype(np.float32)
    return known


def title_distribution(views: Views, scales: TitleScales) -> NDArray[np.float32]:
    """(n, c) float32 probabilities by titles alone, the last of "no occupation"."""
    logits = scales.class_scale * views.classes + scales.nearest_scale * views.nearest
    logits += scales.prior_scale * views.prior
    return _shares(logits)


def offer_distribution(views: Views, offer: OfferViews, weights: ByTitle) -> NDArray[np.float32]:
    """(n, c) float32 probabilities by whole offers, the last of "no occupation"."""
    known = knownness(views.best())[:, None]
    logits = np.zeros_like(views.nearest)
    for name, part in offer_parts(views, offer).items():
        near, far = getattr(weights.known, name), getattr(weights.unknown, name)
        logits += (np.float32(far) + np.float32(near - far) * known) * part
    return _shares(logits)


def _shares(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    odds: NDArray[np.float32] = np.exp(logits - logits.max(axis=1, keepdims=True))
    odds /= odds.sum(axis=1, keepdims=True)
    return odds


def evidence(views: Views, probabilities: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n, 2): nearest known title of any fiche, and log-odds of naming an occupation."""
    unnamed = np.clip(probabilities[:, -1], 1e-6, 1 - 1e-6)
    return np.column_stack([views.best(), np.log((1 - unnamed) / unnamed)]).astype(np.float32)
