"""Scales of titles alone, weights of whole offers and the confidence, set on offers kept apart."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from matching.mixing import (
    ByTitle,
    ConfidenceSettings,
    Mixture,
    OfferViews,
    TitleScales,
    Views,
    evidence,
    knownness,
    offer_parts,
    title_distribution,
)
from matching.training.corpus import Example
from matching.training.model import marginal_loss

SEEN_WEIGHT = 0.1
"""Weight of an offer whose title training knows beside one whose title is new: what an officer
types is not what the coder has learnt by heart."""
_TITLE_STEPS, _OFFER_STEPS = 15, 30
_DECIMALS = 3


@dataclass(frozen=True, eq=False)
class Readings:
    """What models say of whole offers that they have not learnt.

    classes : those each offer may stand for
    is_new : (n,) whether training knows no offer of that title
    """

    views: Views
    offer: OfferViews
    classes: tuple[tuple[int, ...], ...]
    is_new: NDArray[np.bool_]


def joined(readings: Sequence[Readings]) -> Readings:
    """The readings of several models as one, each row with the prior of its own model."""

    def column(name: str) -> NDArray[np.float32]:
        return np.concatenate([getattr(each.views, name) for each in readings])

    def offer(name: str) -> NDArray[np.float32]:
        return np.concatenate([getattr(each.offer, name) for each in readings])

    prior = [np.tile(each.views.prior, (len(each.classes), 1)) for each in readings]
    return Readings(
        Views(column("classes"), np.concatenate(prior), column("nearest")),
        OfferViews(offer("words"), offer("description"), offer("topics")),
        tuple(classes for each in readings for classes in each.classes),
        np.concatenate([each.is_new for each in readings]),
    )


def fit_title_scales(views: Views, classes: Sequence[tuple[int, ...]]) -> TitleScales:
    """The scales that make the declared codes likeliest from titles alone; they also calibrate."""
    examples = [Example((), each) for each in classes]
    prior = np.broadcast_to(views.prior, views.classes.shape).copy()
    parts = [torch.from_numpy(part) for part in (views.classes, prior, views.nearest)]
    scales = torch.nn.Parameter(torch.tensor([10.0, 1.0, 10.0]).log())
    optimizer = torch.optim.LBFGS([scales], max_iter=_TITLE_STEPS, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        logits = sum(scale * part for scale, part in zip(scales.exp(), parts, strict=True))
        loss = marginal_loss(torch.as_tensor(logits), examples)
        torch.autograd.backward([loss])
        return loss

    optimizer.step(closure)  # type: ignore[no-untyped-call]  # torch leaves it untyped
    return TitleScales(*(round(float(scale), _DECIMALS) for scale in scales.exp().detach()))


def fit_offer_weights(readings: Readings) -> ByTitle:
    """The weights that make the declared codes of whole offers likeliest; they also calibrate."""
    parts = {
        name: torch.from_numpy(part)
        for name, part in offer_parts(readings.views, readings.offer).items()
    }
    spreads = torch.tensor([float(part.std()) or 1.0 for part in parts.values()])
    examples = [Example((), classes) for classes in readings.classes]
    counts = torch.from_numpy(np.where(readings.is_new, 1.0, SEEN_WEIGHT).astype(np.float32))
    known = torch.from_numpy(knownness(readings.views.best()))
    start = torch.tensor([[0.7, *[0.3] * (len(parts) - 1)]] * 2) / spreads
    weights = torch.nn.Parameter(start * spreads)
    optimizer = torch.optim.LBFGS([weights], max_iter=_OFFER_STEPS, line_search_fn="strong_wolfe")

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


def fit_confidence(real: Views, junk: Views, scales: TitleScales) -> ConfidenceSettings:
    """Logistic regression that tells real titles from words that name no occupation."""
    seen = [evidence(views, title_distribution(views, scales)) for views in (real, junk)]
    truth = np.repeat([1, 0], [len(rows) for rows in seen])
    model = LogisticRegression(class_weight="balanced", C=1.0).fit(np.concatenate(seen), truth)
    return ConfidenceSettings(
        nearest=round(float(model.coef_[0, 0]), _DECIMALS),
        named=round(float(model.coef_[0, 1]), _DECIMALS),
        intercept=round(float(model.intercept_[0]), _DECIMALS),
    )
