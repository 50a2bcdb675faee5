"""Measures of a spread, on cases worked out by hand."""

import math

import pytest

from matching.allocation.measures import gini, ndcg, share_of_most_shown


def test_gini_of_equals_is_zero_and_of_one_holder_nearly_one() -> None:
    assert gini([5, 5, 5, 5]) == pytest.approx(0.0)
    assert gini([0, 0, 0, 8]) == pytest.approx(0.75)
    assert math.isnan(gini([0, 0]))


def test_share_of_the_most_shown_counts_at_least_one_person() -> None:
    assert share_of_most_shown([1, 1, 2, 4]) == pytest.approx(0.5)
    assert share_of_most_shown([3] * 99 + [30]) == pytest.approx(30 / 327)
    assert math.isnan(share_of_most_shown([]))


def test_ndcg_is_one_for_the_best_order_and_nan_where_nothing_is_gained() -> None:
    gains = {"a": 3.0, "b": 1.0}
    assert ndcg(["a", "b"], gains) == pytest.approx(1.0)
    swapped = (1.0 + 3.0 / math.log2(3)) / (3.0 + 1.0 / math.log2(3))
    assert ndcg(["b", "a"], gains) == pytest.approx(swapped)
    assert math.isnan(ndcg(["a"], {"a": 0.0}))
