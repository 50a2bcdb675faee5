"""Ratios of groups: what they are worked out by hand, found where there is a bias, silent else."""

import numpy as np
import pytest

from matching.fairness.ratios import Observed, Ratio, is_out, ratios, resample
from matching.profiles import FloatArray, IntArray

COMPARISONS = 60
"""As many as a report of the office makes."""


def found(happened: FloatArray, chances: FloatArray, group: IntArray) -> tuple[Ratio, ...]:
    drawn = resample(Observed(happened, chances), np.random.default_rng(0))
    return ratios(drawn, group, int(group.max()) + 1)


def test_a_ratio_is_the_share_held_over_the_share_of_the_group() -> None:
    """Four of one domain, the first two hold 1 + 0.5 of 2: 0.75 over half of the persons."""
    happened = np.array([[1.0], [0.5], [0.5], [0.0]])
    one, other = found(happened, np.ones((4, 1)), np.array([0, 0, 1, 1], dtype=np.int32))
    assert one.ratio == pytest.approx(0.75 / 0.5)
    assert other.ratio == pytest.approx(0.25 / 0.5)
    assert one.people == 2
    assert one.rate == pytest.approx(0.75)
    assert one.low <= one.ratio <= one.high


def test_strata_are_compared_within_themselves() -> None:
    """A group that stands in a crowded domain is not worse off for that alone."""
    happened = np.array([[0.2, 0.0]] * 40 + [[0.0, 1.0]] * 20)
    chances = np.array([[1.0, 0.0]] * 40 + [[0.0, 1.0]] * 20)
    group = np.array([0] * 35 + [1] * 5 + [0] * 5 + [1] * 15, dtype=np.int32)
    for each in found(happened, chances, group):
        assert each.ratio == pytest.approx(1.0)


def test_nothing_expected_is_unknown_not_zero() -> None:
    (only,) = found(np.zeros((3, 1)), np.ones((3, 1)), np.zeros(3, dtype=np.int32))
    assert np.isnan(only.ratio)
    assert only.rate == 0.0
    assert not is_out(only, 1)
    empty = np.zeros((0, 1))
    (nobody,) = ratios(
        resample(Observed(empty, empty), np.random.default_rng(0)), np.zeros(0, dtype=np.int32), 1
    )
    assert nobody.people == 0
    assert np.isnan(nobody.rate)


def test_few_events_raise_no_alarm_many_do() -> None:
    """Nobody of a group retained: of 2 expected this is chance, of 40 it is not."""
    for size, alarm in ((4, False), (80, True)):
        kept = np.array([0.0] * size + [1.0, 0.0] * size)[:, None]
        group = np.array([0] * size + [1] * (2 * size), dtype=np.int32)
        assert is_out(found(kept, np.ones_like(kept), group)[0], COMPARISONS) is alarm


def test_tables_that_do_not_go_together_are_refused() -> None:
    with pytest.raises(ValueError, match="shape"):
        Observed(np.zeros((2, 1)), np.zeros((2, 2)))


def test_intervals_hold_what_is_true_about_nineteen_times_of_twenty() -> None:
    rng = np.random.default_rng(7)
    group = np.repeat(np.arange(2), 150).astype(np.int32)
    held = 0
    for _ in range(80):
        happened = rng.poisson(rng.gamma(2.0, 1.0, 300))[:, None].astype(float)
        each = found(happened, np.ones((300, 1)), group)[0]
        held += each.low <= 1.0 <= each.high
    assert held >= 72
