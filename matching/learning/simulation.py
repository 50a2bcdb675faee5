"""Advisors whose weights are known: what a learner must find again before it is trusted.

Scores of the criteria are drawn, not computed: nothing of the ranking is called. Lists are shown
in the order of the weights in force, lower ranks are looked at less, and whoever is looked at is
retained or set aside by the hidden weights, with a motive for the criterion that costs most.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from matching.learning.exposure import Shown, swap_of
from matching.learning.motives import motive_criteria
from matching.learning.preferences import CRITERIA, Decision, Weights, as_vector
from matching.profiles import FloatArray
from models.vocabulary import Band, Domain

FIRST_DAY = date(2026, 1, 5)
OFFERS_A_DAY = 6
POOL, SHOWN = 60, 15
"""Persons an offer, and how many of them the list shows first."""
MEANS = np.array([0.6, 0.35, 0.5, 0.65, 0.8, 0.4, 0.85, 0.7])
SPREADS = np.array([0.25, 0.25, 0.3, 0.25, 0.2, 0.3, 0.15, 0.2])
BANDS = (Band.VERY_SUITABLE, Band.SUITABLE, Band.TO_CHECK)
BAND_SHARES = (0.15, 0.20, 0.65)
TOLD_MOTIVES = 0.7
"""Share of refusals that name the criterion that costs most; the others name one at random."""
NAMED = np.array(sorted({CRITERIA.index(c) for c in motive_criteria().values() if c is not None}))
"""Places of the criteria that some motive names."""
DOMAINS = tuple(Domain)[:6]


@dataclass(frozen=True)
class Office:
    """How advisors decide: weights by domain, how sharply, and how fast their eyes tire.

    slope 0 : at random, whatever the weights
    tiring : P(seen) at rank r is 1 / (1 + tiring x (r - 1))
    """

    hidden: Mapping[Domain, Weights]
    shown_by: Weights
    slope: float = 12.0
    tiring: float = 0.05
    seed: int = 0


@dataclass
class History:
    """What an office leaves behind: decisions, and rows shown, decided on or not."""

    decisions: list[Decision] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)


def history(office: Office, offers: int) -> History:
    """The decisions of an office on so many offers; the same seed gives the same ones."""
    draw = np.random.default_rng(office.seed)
    made = History()
    for number in range(offers):
        _decide(office, number, draw, made)
    return made


def _decide(office: Office, number: int, draw: np.random.Generator, made: History) -> None:
    domain = DOMAINS[number % len(DOMAINS)]
    offer, day = f"O-{number:05d}", FIRST_DAY + timedelta(days=number // OFFERS_A_DAY)
    values = np.clip(MEANS + SPREADS * draw.standard_normal((POOL, len(CRITERIA))), 0.0, 1.0)
    band = draw.choice(len(BANDS), POOL, p=BAND_SHARES)
    natural = np.lexsort((-(values @ as_vector(office.shown_by)), band))[:SHOWN]
    order = natural.copy()
    swap = swap_of(band[natural].tolist(), f"{office.seed}:{offer}")
    if swap is not None:
        order[[swap.first - 1, swap.second - 1]] = natural[[swap.second - 1, swap.first - 1]]
    hidden = as_vector(office.hidden[domain])
    middle = float(np.median(values[natural] @ hidden))
    place = {int(row): rank for rank, row in enumerate(natural, start=1)}
    for rank, row in enumerate(order.tolist(), start=1):
        is_seen = draw.random() < 1.0 / (1.0 + office.tiring * (rank - 1))
        made.shown.append(Shown(place[row], rank, is_seen))
        if not is_seen:
            continue
        lead = office.slope * float(values[row] @ hidden - middle)
        is_kept = bool(draw.random() < 1.0 / (1.0 + np.exp(-lead)))
        motive = None if is_kept else CRITERIA[_motive(values[row], hidden, office, draw)]
        made.decisions.append(
            Decision(
                offer=offer,
                candidate=f"P-{row:03d}",
                day=day,
                domain=domain,
                band=BANDS[int(band[row])],
                rank=rank,
                values=tuple(values[row].tolist()),
                is_kept=is_kept,
                motive=motive,
            )
        )


def _motive(
    values: FloatArray, hidden: FloatArray, office: Office, draw: np.random.Generator
) -> int:
    """Place of the criterion named: the one that costs most, or any that a motive names."""
    if office.slope == 0 or draw.random() > TOLD_MOTIVES:
        return int(draw.choice(NAMED))
    return int(NAMED[int(np.argmax((hidden * (1.0 - values))[NAMED]))])
