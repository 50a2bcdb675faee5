"""Whether weights that were learnt may be put to a person: a rule, and its reasons in French.

Weights are learnt on the older offers and judged on the most recent fifth, which they have not
seen, beside the weights in force. What is promoted is what was judged, and a person signs.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from matching.learning.calibration import BINS, WeightsIn
from matching.learning.heldout import Difference, difference, split_by_date
from matching.learning.pooling import FEWEST, Learnt, Regime, learn
from matching.learning.preferences import Decision, Weights, preferences

FEWEST_OFFERS = 20
"""Recent offers with somebody retained under which nothing is judged."""
LEAST_GAIN = 0.005
"""Gain of nDCG@10 under which a change of weights is not worth a change for people."""
CHANCE = 0.5
"""Share of pairs that an order drawn at random puts right."""

ExposureCheck = Callable[[Learnt], Sequence[str]]
"""Says in French which exposure ratios leave their band under these weights; empty: none."""


def no_exposure_check(learnt: Learnt) -> Sequence[str]:
    """Nothing is known of exposure: nothing leaves its band."""
    return ()


@dataclass(frozen=True)
class Rivals:
    """What a trial compares: the weights in force, and those to learn from."""

    active: WeightsIn
    prior: Weights
    exposure: ExposureCheck = no_exposure_check


@dataclass(frozen=True)
class Trial:
    """What was learnt, what it does on the recent offers, and why it may not be promoted.

    decisions : useful decisions, learnt from or judged on
    refusals : reasons, in French; empty where the rule is met
    """

    learnt: Learnt
    decisions: int
    difference: Difference
    refusals: tuple[str, ...]

    @property
    def is_promotable(self) -> bool:
        """Whether a person may be asked."""
        return not self.refusals


def try_out(decisions: Sequence[Decision], seen: Mapping[int, float], rivals: Rivals) -> Trial:
    """Learn on the older offers, judge on the recent ones, and apply the rule."""
    older, recent = split_by_date(decisions)
    learnt = learn(preferences(older, seen), rivals.prior, len(decisions))
    found = difference(older, recent, rivals.active, learnt.weights_in)
    reasons = (*_refusals(learnt, len(decisions), found), *rivals.exposure(learnt))
    return Trial(learnt, len(decisions), found, reasons)


def _refusals(learnt: Learnt, decisions: int, found: Difference) -> tuple[str, ...]:
    """Why not; the first two leave nothing else to say."""
    if learnt.regime is Regime.PRIOR:
        return (f"il faut {FEWEST} décisions utiles, il y en a {decisions}",)
    if found.offers < FEWEST_OFFERS:
        return (
            f"il faut {FEWEST_OFFERS} offres récentes où quelqu’un est retenu, "
            f"il y en a {found.offers}",
        )
    low, _ = found.gain_interval
    follows, _ = found.after.accuracy_interval
    worse = found.after.calibration_error - found.before.calibration_error
    noise = math.sqrt(0.25 * BINS / found.rows) / 2  # half of what a bin's own chance moves
    reasons = {
        "les décisions récentes ne suivent pas les critères": not follows > CHANCE,
        "l’ordre ne gagne rien de sûr : l’intervalle du gain contient 0": not low > 0,
        "le gain est trop petit pour changer l’ordre des personnes": found.gain < LEAST_GAIN,
        "les chances annoncées seraient moins justes": not worse <= noise,
    }
    return tuple(reason for reason, holds in reasons.items() if holds)
