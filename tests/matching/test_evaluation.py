"""The measures, against values worked out by hand."""

import math

import pytest

from matching.evaluation import bootstrap, mean, measure, paired_gain, summarise

GRADES = {"O-1": {"a": 3.0, "b": 0.0, "c": 2.0, "d": 1.0}}
IDEAL = 7 / math.log2(2) + 3 / math.log2(3) + 1 / math.log2(4)


@pytest.mark.parametrize(
    ("run", "gain"),
    [
        (["a", "c", "d", "b"], IDEAL),
        (["b", "a", "c", "d"], 7 / math.log2(3) + 3 / math.log2(4) + 1 / math.log2(5)),
        (["z", "a", "c", "d", "b"], IDEAL),
        (["c"], 3 / math.log2(2) + 7 / math.log2(3) + 1 / math.log2(5)),
    ],
    ids=["ideal", "worst first", "unjudged passed over", "missing ones last by key"],
)
def test_ndcg(run: list[str], gain: float) -> None:
    assert measure({"O-1": run}, GRADES)["O-1"].ndcg == pytest.approx(gain / IDEAL)


def test_hit_asks_for_the_best_grade_in_the_first_three() -> None:
    grades = {"O-1": {"a": 2.5, "b": 0, "c": 0, "d": 0, "e": 3.0}}
    assert measure({"O-1": ["b", "c", "a", "d", "e"]}, grades)["O-1"].hit == 1.0
    assert measure({"O-1": ["b", "c", "d", "a", "e"]}, grades)["O-1"].hit == 0.0


def test_recall_counts_grades_of_two_and_more_and_is_nan_without_any() -> None:
    many = {"O-1": {f"c{i:02d}": (2.0 if i < 12 else 0.0) for i in range(30)}}
    run = {"O-1": [f"c{i:02d}" for i in range(29, -1, -1)]}
    assert measure(run, many)["O-1"].recall == 0.0
    run = {"O-1": sorted(many["O-1"])}
    assert measure(run, many)["O-1"].recall == 1.0
    assert math.isnan(measure({"O-1": ["a"]}, {"O-1": {"a": 1.0}})["O-1"].recall)


def test_lists_without_a_grade_of_one_are_left_out() -> None:
    assert measure({}, {"O-1": {"a": 0.5, "b": 0.0}}) == {}


def test_summary_and_interval_are_those_of_the_offers() -> None:
    grades = {f"O-{i}": {"a": 3.0, "b": 0.0} for i in range(20)}
    run = {f"O-{i}": (["a", "b"] if i % 2 else ["b", "a"]) for i in range(20)}
    summary = summarise(measure(run, grades))
    assert summary.offers == 20
    assert summary.ndcg == pytest.approx((1 + 1 / math.log2(3)) / 2)
    low, high = summary.ndcg_interval
    assert low < summary.ndcg < high
    assert math.isnan(summarise({}).ndcg)


def test_two_rankings_are_compared_offer_by_offer() -> None:
    grades = {"O-1": {"a": 3.0, "b": 0.0}, "O-2": {"a": 3.0, "b": 0.0}}
    ours = measure({"O-1": ["a", "b"], "O-2": ["a", "b"]}, grades)
    theirs = measure({"O-1": ["b", "a"], "O-2": ["b", "a"]}, grades)
    gain, (low, high) = paired_gain(ours, theirs)
    assert gain == pytest.approx(1 - 1 / math.log2(3))
    assert (low, high) == pytest.approx((gain, gain))


def test_means_pass_over_what_is_no_number() -> None:
    assert mean([1.0, math.nan, 3.0]) == 2.0
    assert math.isnan(mean([math.nan]))
    assert bootstrap([0.5, 0.5]) == (0.5, 0.5)
