"""What happens to a group beside what happens to everybody in the same strata.

A ratio is what the group had over what it would have had at the rate of everybody, stratum by
stratum: a domain for the places at the head of lists, a level of score for what is retained.
Source: docs/decisions/0018.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from matching.profiles import BoolArray, FloatArray, IntArray

LOWEST, HIGHEST = 0.80, 1.25
"""The band of ratios: four fifths, and its inverse."""
DRAWS = 300
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Observed:
    """What happened to n persons in s strata.

    happened : (n, s) float64, >= 0: places held, rows held back, people retained...
    chances : (n, s) float64, >= 0: among how many; 0 for who is not concerned
    """

    happened: FloatArray
    chances: FloatArray

    def __post_init__(self) -> None:
        """Refuse tables that do not go together."""
        if self.happened.shape != self.chances.shape:
            raise ValueError("what happened and its chances differ in shape")

    @property
    def concerned(self) -> BoolArray:
        """(n,) whom it could happen to."""
        found: BoolArray = np.any(self.chances > 0, axis=1)
        return found


@dataclass(frozen=True, slots=True)
class Ratio:
    """A group beside everybody.

    people : persons concerned; rate : happened over chances, NaN without chances; ratio : over
    what was expected, NaN where nothing was; low, high : its interval at 95 %; spread : standard
    error of its logarithm; centre : that logarithm
    """

    people: int
    rate: float
    ratio: float
    low: float
    high: float
    centre: float
    spread: float

    @property
    def is_outside(self) -> bool:
        """The ratio itself is out of the band, be it by chance."""
        return not math.isnan(self.ratio) and not LOWEST <= self.ratio <= HIGHEST


def ratios(
    observed: Observed, group: IntArray, count: int, rng: np.random.Generator
) -> tuple[Ratio, ...]:
    """The ratio of each group, with an interval by bootstrap over persons.

    Parameters
    ----------
    observed : (n, s) tables
    group : (n,) number of the group of each person, in [0, count)
    count : groups
    rng : draws the resamples; the same seed gives the same intervals

    Returns
    -------
    one `Ratio` a group, in order
    """
    concerned = observed.concerned
    happened, chances = observed.happened[concerned], observed.chances[concerned]
    group = group[concerned]
    everybody = np.ones((1, len(group)))
    drawn = _draws(len(group), rng)
    event = _event(happened)
    return tuple(
        _ratio(
            _parts(everybody, happened, chances, group == number),
            _parts(drawn, happened, chances, group == number),
            int((group == number).sum()),
            event,
        )
        for number in range(count)
    )


def is_out(ratio: Ratio, comparisons: int) -> bool:
    """Whether a group is out of the band, and not by chance among so many comparisons.

    The ratio is outside and its interval, widened so that all the intervals of the report hold
    together nineteen times of twenty (Bonferroni), leaves 1 out.
    """
    if not ratio.is_outside or math.isnan(ratio.centre):
        return False
    reach = NormalDist().inv_cdf(1 - (1 - CONFIDENCE) / (2 * max(comparisons, 1)))
    return abs(ratio.centre) > reach * ratio.spread


@dataclass(frozen=True)
class _Parts:
    """(draws,) what a group had, would have had, and among how many."""

    had: FloatArray
    expected: FloatArray
    chances: FloatArray


def _draws(people: int, rng: np.random.Generator) -> FloatArray:
    """(DRAWS, n) how often each person is drawn, with replacement."""
    if not people:
        return np.zeros((DRAWS, 0))
    drawn: FloatArray = rng.multinomial(people, np.full(people, 1 / people), DRAWS).astype(float)
    return drawn


def _parts(times: FloatArray, happened: FloatArray, chances: FloatArray, mine: BoolArray) -> _Parts:
    among = times @ chances
    rate = np.divide(times @ happened, among, out=np.zeros_like(among), where=among > 0)
    own = times[:, mine] @ chances[mine]
    return _Parts(
        (times[:, mine] @ happened[mine]).sum(axis=1), (own * rate).sum(axis=1), own.sum(axis=1)
    )


def _event(happened: FloatArray) -> float:
    """What one event weighs on average."""
    values = happened[happened > 0]
    return float(values.mean()) if len(values) else 1.0


def _ratio(found: _Parts, drawn: _Parts, people: int, event: float) -> Ratio:
    had, expected, among = (float(part[0]) for part in (found.had, found.expected, found.chances))
    rate = had / among if among else math.nan
    if not expected:
        return Ratio(people, rate, math.nan, math.nan, math.nan, math.nan, math.nan)
    half = event / 2  # half an event keeps the logarithm of nothing finite
    centre = math.log((had + half) / (expected + half))
    logs = np.log((drawn.had + half) / (drawn.expected + half))
    # Few events vary more than their resamples do: at least as much as a count of them.
    spread = max(float(logs.std(ddof=1)), 1 / math.sqrt(max(had, expected) / event + 0.5))
    reach = NormalDist().inv_cdf((1 + CONFIDENCE) / 2) * spread
    ratio = had / expected
    low, high = math.exp(centre - reach), math.exp(centre + reach)
    return Ratio(people, rate, ratio, min(low, ratio), max(high, ratio), centre, spread)
