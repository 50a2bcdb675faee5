"""Weights of the mixture and of the confidence, set on offers that training has not seen."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from matching.coder import ConfidenceSettings, Mixture, OccupationCoder, Views
from matching.training.corpus import Corpus, Example
from matching.training.model import marginal_loss
from matching.training.sources import LabelledOffer

_STEPS = 15
_NEUTRAL = Mixture(class_scale=10.0, prior_scale=1.0, nearest_scale=10.0, description_scale=0.0)


def fit_mixture(
    coder: OccupationCoder, corpus: Corpus, offers: Sequence[LabelledOffer], described: bool
) -> Mixture:
    """The scales that make the declared codes of `offers` likeliest; they also calibrate."""
    kept = [(offer, corpus.classes(offer.code, offer.is_rome3)) for offer in offers]
    kept = [(offer, classes) for offer, classes in kept if classes]
    views = coder.views(
        [offer.title for offer, _ in kept],
        [offer.description for offer, _ in kept] if described else None,
    )
    examples = [Example((), classes) for _, classes in kept]
    parts = [torch.from_numpy(part) for part in _parts(views)]
    start = [_NEUTRAL.class_scale, _NEUTRAL.prior_scale, _NEUTRAL.nearest_scale, 0.5]
    scales = torch.nn.Parameter(torch.tensor(start[: len(parts)]).log())
    optimizer = torch.optim.LBFGS([scales], max_iter=_STEPS, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        logits = sum(scale * part for scale, part in zip(scales.exp(), parts, strict=True))
        loss = marginal_loss(torch.as_tensor(logits), examples)
        torch.autograd.backward([loss])
        return loss

    optimizer.step(closure)  # type: ignore[no-untyped-call]  # torch leaves it untyped
    found = [round(float(scale), 3) for scale in scales.exp().detach()]
    return Mixture(found[0], found[1], found[2], found[3] if described else 0.0)


def _parts(views: Views) -> list[NDArray[np.float32]]:
    prior = np.broadcast_to(views.prior, views.classes.shape).copy()
    parts = [views.classes, prior, views.nearest]
    return parts if views.description is None else [*parts, views.description]


def fit_confidence(
    coder: OccupationCoder, real: Sequence[str], junk: Sequence[str]
) -> ConfidenceSettings:
    """Logistic regression that tells real titles from words that name no occupation."""
    evidence = coder.evidence([*real, *junk])
    truth = np.array([1] * len(real) + [0] * len(junk))
    model = LogisticRegression(class_weight="balanced", C=1.0).fit(evidence, truth)
    return ConfidenceSettings(
        nearest=round(float(model.coef_[0, 0]), 3),
        named=round(float(model.coef_[0, 1]), 3),
        intercept=round(float(model.intercept_[0]), 3),
    )
