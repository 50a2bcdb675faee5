"""Weights by maximum a posteriori on preferences: a prior, a slope, and eight shares.

P(i before j) = sigmoid(slope x (S_i - S_j)). The slope says how much advisors follow points at
all and is learnt too: where decisions owe nothing to the criteria it falls, and the weights stay
where the prior puts them. Shares are searched as log-ratios, w = softmax(z), where a Dirichlet
of parameter 50 w0 is highest at w0 itself. Source: docs/decisions/0015.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from matching.learning.preferences import Pairs, Weights, as_vector, as_weights
from matching.profiles import FloatArray

PRIOR_STRENGTH = 50.0
"""Parameter of the Dirichlet: as many decisions as the prior weighs."""
USUAL_SLOPE = 12.0
"""Slope before any decision: 0.2 points apart, the better is retained 11 times of 12."""
SLOPE_SPREAD = 1.0
"""Standard deviation of the logarithm of the slope around the usual one."""
STEPS = 300
_LOWEST, _HIGHEST = -8.0, 6.0


Loss = Callable[[FloatArray], tuple[float, FloatArray]]
"""The cost of a point and its gradient."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Weights, and the slope they were learnt with."""

    weights: Weights
    slope: float


def fit(pairs: Pairs, prior: Weights) -> Fit:
    """Weights most probable after these preferences; without any, the prior to 1e-6.

    Raises
    ------
    ValueError : a weight of the prior is not positive
    """
    start = as_vector(prior)
    if (start <= 0).any():
        raise ValueError("every weight of the prior must be positive")

    def loss(point: FloatArray) -> tuple[float, FloatArray]:
        shares, slope = softmax(point[:-1]), float(np.exp(point[-1]))
        cost, on_shares, on_slope = negative_log_likelihood(pairs, shares, slope)
        apart = point[-1] - np.log(USUAL_SLOPE)
        cost += float(-PRIOR_STRENGTH * start @ np.log(shares)) + apart**2 / (2 * SLOPE_SPREAD**2)
        on_logs = through_softmax(shares, on_shares) + PRIOR_STRENGTH * (shares - start)
        return cost, np.append(on_logs, slope * on_slope + apart / SLOPE_SPREAD**2)

    found = minimum(loss, np.append(log_ratios(start), np.log(USUAL_SLOPE)))
    return Fit(as_weights(softmax(found[:-1])), float(np.exp(found[-1])))


def negative_log_likelihood(
    pairs: Pairs, shares: FloatArray, slope: float
) -> tuple[float, FloatArray, float]:
    """Cost of the preferences under these shares and slope, and its two gradients.

    Returns
    -------
    (cost, (8,) gradient on the shares, gradient on the slope)
    """
    leads = pairs.gaps @ shares
    margin = slope * leads
    cost = float(pairs.weights @ np.logaddexp(0.0, -margin))
    pull = -pairs.weights / (1.0 + np.exp(np.clip(margin, -500, 500)))
    return cost, slope * (pull @ pairs.gaps), float(pull @ leads)


def through_softmax(shares: FloatArray, gradient: FloatArray) -> FloatArray:
    """(8,) gradient on log-ratios of a gradient on shares."""
    turned: FloatArray = shares * (gradient - float(shares @ gradient))
    return turned


def softmax(logs: FloatArray) -> FloatArray:
    """(8,) shares of these log-ratios."""
    raised = np.exp(logs - logs.max())
    shares: FloatArray = raised / raised.sum()
    return shares


def log_ratios(shares: FloatArray) -> FloatArray:
    """(8,) logarithms of shares, of mean 0."""
    return centred(np.log(shares))


def centred(logs: FloatArray) -> FloatArray:
    """(8,) the same log-ratios, of mean 0."""
    apart: FloatArray = logs - logs.mean()
    return apart


def minimum(loss: Loss, start: FloatArray) -> FloatArray:
    """Where a loss that gives its gradient is least, from `start`."""
    bounds = [(_LOWEST, _HIGHEST)] * len(start)
    options = {"maxiter": STEPS, "ftol": 1e-13, "gtol": 1e-9}
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
    place: FloatArray = found.x
    return place
