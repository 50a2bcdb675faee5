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


@dataclass(frozen=True)
class Resampled:
    """Tables with the rates of everybody, as they are (first) and in resamples of the persons.

    concerned : (n,) whom it could happen to, m of them; times : (1 + DRAWS, m) how often each is
    counted; rate : (1 + DRAWS, s); event : what one event weighs on average
    """

    observed: Observed
    concerned: BoolArray
    times: FloatArray
    rate: FloatArray
    event: float


def resample(observed: Observed, rng: np.random.Generator) -> Resampled:
    """Draw persons with replacement; the same seed gives the same resamples."""
    concerned = observed.concerned
    happened, chances = observed.happened[concerned], observed.chances[concerned]
    people = len(happened)
    times = np.ones((1 + DRAWS, people))
    if people:
        times[1:] = rng.multinomial(people, np.full(people, 1 / people), DRAWS)
    among = times @ chances
    rate = np.divide(times @ happened, among, out=np.zeros_like(among), where=among > 0)
    events = happened[happened > 0]
    event = float(events.mean()) if len(events) else 1.0
    return Resampled(observed, concerned, times, rate, event)


def ratios(drawn: Resampled, group: IntArray, count: int) -> tuple[Ratio, ...]:
    """The ratio of each group, with an interval by bootstrap over persons.

    Parameters
    ----------
    drawn : tables of n persons
    group : (n,) number of the group of each person, in [0, count)
    count : groups

    Returns
    -------
    one `Ratio` a group, in order
    """
    mine = group[drawn.concerned]
    return tuple(_ratio(_parts(drawn, mine == number), drawn.event) for number in range(count))


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
    """What a group had, would have had, and among how many; (1 + DRAWS,), as it is first."""

    people: int
    had: FloatArray
    expected: FloatArray
    chances: FloatArray


def _parts(drawn: Resampled, mine: BoolArray) -> _Parts:
    times = drawn.times[:, mine]
    happened = drawn.observed.happened[drawn.concerned][mine]
    own = times @ drawn.observed.chances[drawn.concerned][mine]
    return _Parts(
        int(mine.sum()),
        (times @ happened).sum(axis=1),
        (own * drawn.rate).sum(axis=1),
        own.sum(axis=1),
    )


def _ratio(parts: _Parts, event: float) -> Ratio:
    had, expected, among = (float(part[0]) for part in (parts.had, parts.expected, parts.chances))
    rate = had / among if among else math.nan
    if not expected:
        return Ratio(parts.people, rate, *[math.nan] * 5)
    half = event / 2  # half an event keeps the logarithm of nothing finite
    logs = np.log((parts.had + half) / (parts.expected + half))
    centre = float(logs[0])
    # Few events vary more than their resamples do: at least as much as a count of them.
    counted = 1 / math.sqrt(max(had, expected) / event + 0.5)
    spread = max(float(logs[1:].std(ddof=1)), counted)
    reach = NormalDist().inv_cdf((1 + CONFIDENCE) / 2) * spread
    ratio = had / expected
    low, high = math.exp(centre - reach), math.exp(centre + reach)
    return Ratio(parts.people, rate, ratio, min(low, ratio), max(high, ratio), centre, spread)
