"""Weights of each domain, drawn towards those of all by as much as the domains resemble.

In log-ratio space, z_d ~ N(z, tau^2): a domain with few decisions stays with all of them. tau is
learnt from the domains themselves (expectation-maximisation, curvature around each optimum).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import numpy as np

from matching.learning.preferences import Pairs, Weights, as_vector, as_weights
from matching.learning.weights import (
    Fit,
    centred,
    fit,
    log_ratios,
    minimum,
    negative_log_likelihood,
    softmax,
    through_softmax,
)
from matching.profiles import FloatArray
from models.vocabulary import Domain

FEWEST = 200
"""Useful decisions under which nothing is learnt."""
FEWEST_POOLED = 2000
"""Useful decisions over which domains may part from each other."""
FIRST_SPREAD = 0.3
LEAST_SPREAD, MOST_SPREAD = 0.02, 1.5
ROUNDS = 8
DIRECTIONS = 7
"""Free directions of eight log-ratios."""


class Regime(Enum):
    """What so many decisions allow; values are words for screens."""

    PRIOR = "poids d'origine"
    GLOBAL = "mêmes poids pour tous les domaines"
    POOLED = "poids par domaine"


@dataclass(frozen=True)
class Learnt:
    """What was learnt: weights of all, and of the domains that have their own.

    spread : tau, how far the domains part; 0 outside the pooled regime
    """

    regime: Regime
    overall: Fit
    by_domain: Mapping[Domain, Weights]
    spread: float = 0.0

    def weights_in(self, domain: Domain) -> Weights:
        """The weights of a domain."""
        return self.by_domain.get(domain, self.overall.weights)


def regime_of(useful: int) -> Regime:
    """What may be learnt of so many useful decisions."""
    if useful < FEWEST:
        return Regime.PRIOR
    return Regime.GLOBAL if useful <= FEWEST_POOLED else Regime.POOLED


def learn(pairs: Pairs, prior: Weights, useful: int) -> Learnt:
    """Weights by the schedule: the prior, then one set for all, then one a domain.

    Parameters
    ----------
    pairs : preferences of the decisions
    prior : weights before any decision, positive, of sum 1
    useful : how many decisions the preferences come from
    """
    regime = regime_of(useful)
    nothing = Pairs(pairs.gaps[:0], pairs.weights[:0], pairs.domain[:0])
    overall = fit(nothing if regime is Regime.PRIOR else pairs, prior)
    if regime is Regime.PRIOR:
        return Learnt(regime, Fit(dict(prior), overall.slope), {})
    if regime is Regime.GLOBAL:
        return Learnt(regime, overall, {})
    by_domain, spread = _pooled(pairs, overall)
    return Learnt(regime, overall, by_domain, spread)


def _pooled(pairs: Pairs, overall: Fit) -> tuple[dict[Domain, Weights], float]:
    centre = log_ratios(as_vector(overall.weights))
    parts = {domain: pairs.of(domain) for domain in Domain}
    parts = {domain: part for domain, part in parts.items() if len(part.weights)}
    spread, places = FIRST_SPREAD, dict.fromkeys(parts, centre)
    for _ in range(ROUNDS):
        places = {
            domain: _place(part, centre, spread, overall.slope, places[domain])
            for domain, part in parts.items()
        }
        scatter = [
            float((place - centre) @ (place - centre))
            + _uncertainty(parts[domain], softmax(place), spread, overall.slope)
            for domain, place in places.items()
        ]
        spread = float(np.clip(np.sqrt(np.mean(scatter) / DIRECTIONS), LEAST_SPREAD, MOST_SPREAD))
    return {domain: as_weights(softmax(place)) for domain, place in places.items()}, spread


def _place(
    part: Pairs, centre: FloatArray, spread: float, slope: float, start: FloatArray
) -> FloatArray:
    """(8,) log-ratios of a domain, most probable around the centre."""

    def loss(logs: FloatArray) -> tuple[float, FloatArray]:
        shares = softmax(logs)
        cost, on_shares, _ = negative_log_likelihood(part, shares, slope)
        apart = logs - centre  # both of mean 0: the mean of `logs` changes no share
        cost += float(apart @ apart) / (2 * spread**2)
        return cost, through_softmax(shares, on_shares) + apart / spread**2

    found = minimum(loss, start)
    return centred(found)


def _uncertainty(part: Pairs, shares: FloatArray, spread: float, slope: float) -> float:
    """Trace of the covariance of a domain's log-ratios, by the curvature at its optimum."""
    turn = np.diag(shares) - np.outer(shares, shares)
    steps = slope * part.gaps @ turn
    chance = 1.0 / (1.0 + np.exp(-np.clip(slope * part.gaps @ shares, -500, 500)))
    heft = part.weights * chance * (1.0 - chance)
    curvature = (steps * heft[:, None]).T @ steps + np.eye(len(shares)) / spread**2
    return float(np.trace(np.linalg.inv(curvature)) - spread**2)
