"""Weights of the mixture and of the confidence, set on offers that training has not seen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from matching.mixing import (
    ByTitle,
    CoderSettings,
    ConfidenceSettings,
    Mixture,
    Views,
    distribution,
    evidence,
    knownness,
)
from matching.training.corpus import Example
from matching.training.model import marginal_loss

SEEN_WEIGHT = 0.1
"""Weight of an offer whose title training knows beside one whose title is new: what an officer
types is not what the coder has learnt by heart."""
_STEPS = 30
_DECIMALS = 3


@dataclass(frozen=True, eq=False)
class Readings:
    """What models say of texts that they have not learnt.

    views : of offers, with descriptions; classes : those each may stand for
    is_new : (n,) whether training knows no offer of that title; junk : views of words that
    name no occupation, without descriptions
    """

    views: Views
    classes: tuple[tuple[int, ...], ...]
    is_new: NDArray[np.bool_]
    junk: Views


def joined(readings: Sequence[Readings]) -> Readings:
    """The readings of several models as one."""
    return Readings(
        _stacked([each.views for each in readings]),
        tuple(classes for each in readings for classes in each.classes),
        np.concatenate([each.is_new for each in readings]),
        _stacked([each.junk for each in readings]),
    )


def _stacked(views: Sequence[Views]) -> Views:
    """The rows of all, each with the prior of its own model."""

    def column(name: str) -> NDArray[np.float32]:
        return np.concatenate([getattr(each, name) for each in views])

    prior = np.concatenate([np.tile(each.prior, (len(each.classes), 1)) for each in views])
    stacked = Views(column("classes"), prior, column("nearest"), column("words"))
    if views[0].description is None:
        return stacked
    return replace(stacked, description=column("description"), topics=column("topics"))


def titles_only(views: Views) -> Views:
    """The same as if no description had been given."""
    return replace(views, description=None, topics=None)


def fit_mixture(views: Views, readings: Readings) -> ByTitle:
    """The weights that make the declared codes likeliest; they also calibrate."""
    parts = {name: torch.from_numpy(part) for name, part in views.parts().items()}
    spreads = torch.tensor([float(part.std()) or 1.0 for part in parts.values()])
    examples = [Example((), classes) for classes in readings.classes]
    counts = torch.from_numpy(np.where(readings.is_new, 1.0, SEEN_WEIGHT).astype(np.float32))
    known = torch.from_numpy(knownness(views.best()))
    start = torch.tensor([[0.7, *[0.3] * (len(parts) - 1)]] * 2) / spreads
    weights = torch.nn.Parameter(start * spreads)
    optimizer = torch.optim.LBFGS([weights], max_iter=_STEPS, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        near, far = weights / spreads
        scales = far + (near - far) * known[:, None]
        logits = sum(scales[:, at, None] * part for at, part in enumerate(parts.values()))
        loss = marginal_loss(torch.as_tensor(logits), examples, counts)
        torch.autograd.backward([loss])
        return loss

    optimizer.step(closure)  # type: ignore[no-untyped-call]  # torch leaves it untyped
    found = (weights / spreads).detach().tolist()
    near, far = (
        Mixture(**{name: round(w, _DECIMALS) for name, w in zip(parts, row, strict=True)})
        for row in found
    )
    return ByTitle(known=near, unknown=far)


def fit_confidence(readings: Readings, settings: CoderSettings) -> ConfidenceSettings:
    """Logistic regression that tells real titles from words that name no occupation."""
    real = titles_only(readings.views)
    seen = [evidence(views, distribution(views, settings)) for views in (real, readings.junk)]
    truth = np.repeat([1, 0], [len(rows) for rows in seen])
    model = LogisticRegression(class_weight="balanced", C=1.0).fit(np.concatenate(seen), truth)
    return ConfidenceSettings(
        nearest=round(float(model.coef_[0, 0]), _DECIMALS),
        named=round(float(model.coef_[0, 1]), _DECIMALS),
        intercept=round(float(model.intercept_[0]), _DECIMALS),
    )
