"""From points to "so many of ten are retained": sigmoid by domain, isotonic once there is enough.

p = sigmoid(a + b S). A domain with few decisions is drawn towards all of them. Nothing is said
to anybody before FEWEST decisions. Source: docs/decisions/0015.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from sklearn.isotonic import IsotonicRegression

from matching.learning.preferences import Decision, Weights, as_vector
from matching.profiles import BoolArray, FloatArray
from models.vocabulary import Band, Domain

FEWEST = 300
"""Decisions before which no share is told."""
FEWEST_ISOTONIC = 1000
"""Decisions of a domain over which the sigmoid gives way to a free rising curve."""
FEWEST_AT_LEVEL = 20
"""Decisions at a level under which nothing is told of it."""
BINS = 10
SPREAD = 0.5
"""Standard deviation of a domain's (a, b) around those of all, b counted per 0.2 points."""
OVERALL_SPREAD = 3.0
POINT_UNIT = 0.2


WeightsIn = Callable[[Domain], Weights]
"""The weights of a domain."""


@dataclass(frozen=True)
class Curve:
    """p = sigmoid(level + slope x (S - 0.5) / POINT_UNIT), or the knots of a rising curve."""

    level: float
    slope: float
    knots: tuple[FloatArray, FloatArray] | None = None

    def at(self, scores: FloatArray) -> FloatArray:
        """(n,) chance of being retained at these points."""
        if self.knots is not None:
            rising: FloatArray = np.interp(scores, *self.knots)
            return rising
        return _sigmoid(self.level + self.slope * (scores - 0.5) / POINT_UNIT)


@dataclass(frozen=True)
class Calibration:
    """A curve for all, and one a domain that has decisions."""

    overall: Curve
    by_domain: Mapping[Domain, Curve]

    def at(self, scores: FloatArray, domains: Sequence[Domain]) -> FloatArray:
        """(n,) chances of rows of these domains."""
        chances = self.overall.at(scores)
        for domain, curve in self.by_domain.items():
            rows = np.array([each is domain for each in domains], dtype=np.bool_)
            chances[rows] = curve.at(scores[rows])
        return chances


@dataclass(frozen=True, slots=True)
class Level:
    """At this band of this domain (None: all), so many of ten, on so many decisions."""

    domain: Domain | None
    band: Band
    in_ten: int
    decisions: int


def totals(decisions: Sequence[Decision], weights_in: WeightsIn) -> FloatArray:
    """(n,) points of each decided row under weights."""
    values = np.array([each.values for each in decisions], dtype=np.float64).reshape(-1, 8)
    vectors = {domain: as_vector(weights_in(domain)) for domain in Domain}
    weights = np.array([vectors[each.domain] for each in decisions]).reshape(-1, 8)
    points: FloatArray = (values * weights).sum(axis=1)
    return points


def calibrate(scores: FloatArray, decisions: Sequence[Decision]) -> Calibration:
    """Curves of these decided rows, whose points are `scores` (n,)."""
    kept = np.array([each.is_kept for each in decisions], dtype=np.bool_)
    overall = _curve(scores, kept, (0.0, 1.0), OVERALL_SPREAD)
    curves: dict[Domain, Curve] = {}
    for domain in Domain:
        rows = np.array([each.domain is domain for each in decisions], dtype=np.bool_)
        if rows.any():
            around = (overall.level, overall.slope)
            curves[domain] = _curve(scores[rows], kept[rows], around, SPREAD)
    return Calibration(overall, curves)


def levels(
    calibration: Calibration, scores: FloatArray, decisions: Sequence[Decision]
) -> list[Level]:
    """What may be told at each band, for all and by domain; nothing before FEWEST decisions."""
    if len(decisions) < FEWEST:
        return []
    chances = calibration.at(scores, [each.domain for each in decisions])
    told = []
    for domain in (None, *Domain):
        for band in Band:
            rows = [
                row
                for row, each in enumerate(decisions)
                if each.band is band and domain in (None, each.domain)
            ]
            if len(rows) >= FEWEST_AT_LEVEL:
                share = float(chances[rows].mean())
                told.append(Level(domain, band, round(10 * share), len(rows)))
    return told


def calibration_error(chances: FloatArray, kept: BoolArray) -> float:
    """Mean gap between chances and outcomes over BINS bins of equal mass; NaN of no row."""
    if not len(chances):
        return float("nan")
    ranked = np.argsort(chances, kind="stable")
    bins = [rows for rows in np.array_split(ranked, BINS) if len(rows)]
    gaps = [len(rows) * abs(chances[rows].mean() - kept[rows].mean()) for rows in bins]
    return float(sum(gaps) / len(chances))


def _curve(
    scores: FloatArray, kept: BoolArray, around: tuple[float, float], spread: float
) -> Curve:
    units = (scores - 0.5) / POINT_UNIT
    sign = np.where(kept, 1.0, -1.0)

    def loss(point: FloatArray) -> tuple[float, FloatArray]:
        margin = sign * (point[0] + point[1] * units)
        apart = point - around
        pull = -sign * _sigmoid(-margin)
        cost = float(np.logaddexp(0.0, -margin).sum() + apart @ apart / (2 * spread**2))
        return cost, np.array([pull.sum(), pull @ units]) + apart / spread**2

    bounds = [(None, None), (0.0, None)]  # more points never mean a smaller chance
    found = minimize(loss, np.array(around), jac=True, method="L-BFGS-B", bounds=bounds)
    level, slope = found.x.tolist()
    if len(scores) <= FEWEST_ISOTONIC:
        return Curve(level, slope)
    free = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip").fit(scores, kept)
    return Curve(level, slope, (free.X_thresholds_, free.y_thresholds_))


def _sigmoid(margin: FloatArray) -> FloatArray:
    chance: FloatArray = 1.0 / (1.0 + np.exp(-np.clip(margin, -500, 500)))
    return chance
