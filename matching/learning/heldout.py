"""Two sets of weights on decisions that neither has seen: orders, pairs, calibration."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching.evaluation import OfferMeasures, bootstrap, mean, measure, paired_gain
from matching.learning.calibration import WeightsIn, calibrate, calibration_error, totals
from matching.learning.preferences import Decision
from models.vocabulary import Band

RECENT_SHARE = 0.20
KEPT_GRADE = 2.0
"""Grade of a person retained; one set aside has 0."""
BANDS = tuple(Band)


@dataclass(frozen=True, slots=True)
class Figures:
    """One set of weights: nDCG@10 and share of pairs in order (means over offers), ECE.

    accuracy_interval : 95 %; 0.5 inside it says that the decisions follow no such order
    """

    ndcg: float
    accuracy: float
    accuracy_interval: tuple[float, float]
    calibration_error: float


@dataclass(frozen=True, slots=True)
class Difference:
    """Before, after, and what changed offer by offer, with 95 % intervals.

    offers : how many hold somebody retained, and were measured; rows : recent decisions
    """

    offers: int
    rows: int
    before: Figures
    after: Figures
    gain: float
    gain_interval: tuple[float, float]
    accuracy_gain: float
    accuracy_interval: tuple[float, float]


def split_by_date(decisions: Sequence[Decision]) -> tuple[list[Decision], list[Decision]]:
    """Decisions of the older offers, and of the most recent fifth by their last day."""
    last = {each.offer: each.day for each in sorted(decisions, key=lambda each: each.day)}
    ranked = sorted(last, key=lambda offer: (last[offer], offer))
    recent = set(ranked[len(ranked) - math.ceil(RECENT_SHARE * len(ranked)) :])
    return (
        [each for each in decisions if each.offer not in recent],
        [each for each in decisions if each.offer in recent],
    )


def difference(
    older: Sequence[Decision], recent: Sequence[Decision], before: WeightsIn, after: WeightsIn
) -> Difference:
    """What `after` changes to `before` on the recent decisions; calibrated on the older ones."""
    grades = _grades(recent)
    old = measure(_lists(recent, before), grades)
    new = measure(_lists(recent, after), grades)
    gain, interval = paired_gain(new, old)
    old_pairs, new_pairs = pair_accuracy(recent, before), pair_accuracy(recent, after)
    steps = [new_pairs[offer] - old_pairs[offer] for offer in old_pairs]
    return Difference(
        offers=len(new),
        rows=len(recent),
        before=_figures(old, old_pairs, _error(older, recent, before)),
        after=_figures(new, new_pairs, _error(older, recent, after)),
        gain=gain,
        gain_interval=interval,
        accuracy_gain=mean(steps),
        accuracy_interval=bootstrap(steps),
    )


def pair_accuracy(decisions: Sequence[Decision], weights_in: WeightsIn) -> dict[str, float]:
    """Share of pairs (retained, set aside) of one band in order, by offer; ties count half."""
    found: dict[tuple[str, Band], tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    for each, score in zip(decisions, totals(decisions, weights_in).tolist(), strict=True):
        found[each.offer, each.band][each.is_kept].append(score)
    shares: dict[str, list[float]] = defaultdict(list)
    for (offer, _), (refused, kept) in found.items():
        shares[offer] += [0.5 * ((a > b) + (a >= b)) for a in kept for b in refused]
    return {offer: mean(values) for offer, values in shares.items() if values}


def _figures(
    measures: Mapping[str, OfferMeasures], pairs: Mapping[str, float], error: float
) -> Figures:
    shares = list(pairs.values())
    return Figures(mean(m.ndcg for m in measures.values()), mean(shares), bootstrap(shares), error)


def _lists(decisions: Sequence[Decision], weights_in: WeightsIn) -> dict[str, list[str]]:
    """The decided rows of each offer in the order that weights give them, bands first."""
    scores = totals(decisions, weights_in).tolist()
    rows = sorted(
        zip(decisions, scores, strict=True),
        key=lambda row: (BANDS.index(row[0].band), -row[1], row[0].candidate),
    )
    lists: dict[str, list[str]] = defaultdict(list)
    for decision, _ in rows:
        lists[decision.offer].append(decision.candidate)
    return lists


def _grades(decisions: Sequence[Decision]) -> dict[str, dict[str, float]]:
    grades: dict[str, dict[str, float]] = defaultdict(dict)
    for each in decisions:
        grades[each.offer][each.candidate] = KEPT_GRADE if each.is_kept else 0.0
    return grades


def _error(older: Sequence[Decision], recent: Sequence[Decision], weights_in: WeightsIn) -> float:
    if not older:
        return math.nan
    fitted = calibrate(totals(older, weights_in), older)
    chances = fitted.at(totals(recent, weights_in), [each.domain for each in recent])
    return calibration_error(chances, np.array([each.is_kept for each in recent], dtype=np.bool_))
