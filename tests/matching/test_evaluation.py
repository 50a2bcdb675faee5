"""The measures, against values worked out by hand."""

import math
import random

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


@pytest.mark.parametrize(
    ("run", "first"),
    [(["c", "b"], 1.0), (["b", "d", "a"], 1 / 3), (["b"], 1 / 2), (["z", "d", "c"], 1 / 2)],
    ids=["first", "third", "missing ones by key", "unjudged passed over"],
)
def test_the_rank_of_the_first_good_person_is_read(run: list[str], first: float) -> None:
    assert measure({"O-1": run}, GRADES)["O-1"].first == pytest.approx(first)


def test_without_a_good_person_there_is_no_rank_to_read() -> None:
    assert math.isnan(measure({"O-1": ["a"]}, {"O-1": {"a": 1.0}})["O-1"].first)


def test_three_lists_worked_out_by_hand() -> None:
    """O-1: c (2), a (3), b (0), d (1). O-2: best grade 1, no good person. O-3: means of readers."""
    grades = {
        "O-1": {"a": 3.0, "b": 0.0, "c": 2.0, "d": 1.0},
        "O-2": {"a": 0.0, "b": 1.0, "c": 0.0, "d": 0.5},
        "O-3": {"a": 1.5, "b": 2.5, "c": 0.0, "d": 2.0},
    }
    order = {"O-1": ["c", "a", "b", "d"], "O-2": ["a", "c", "d", "b"], "O-3": ["c", "b", "a", "d"]}
    summary = summarise(measure(order, grades))
    log3, log5 = math.log2(3), math.log2(5)
    half, most = 2**0.5 - 1, 2**2.5 - 1
    some = 2**1.5 - 1
    expected = (
        (3 + 7 / log3 + 1 / log5) / (7 + 3 / log3 + 1 / 2),
        (half / 2 + 1 / log5) / (1 + half / log3),
        (most / log3 + some / 2 + 3 / log5) / (most + 3 / log3 + some / 2),
    )
    assert summary.ndcg == pytest.approx(sum(expected) / 3)
    assert summary.hit == pytest.approx(2 / 3)
    assert summary.recall == pytest.approx(1.0)
    assert summary.first == pytest.approx((1 + 1 / 2) / 2)


def test_an_interval_is_that_of_means_over_offers_drawn_again() -> None:
    values = [0.1, 0.9, math.nan, 0.4, 1.0, 0.35, 0.8]
    draw = random.Random(7)
    means = sorted(mean([draw.choice(values) for _ in values]) for _ in range(2000))
    assert bootstrap(values) == pytest.approx((means[50], means[1950]))


def test_nothing_measured_has_no_interval() -> None:
    assert all(math.isnan(bound) for bound in (*bootstrap([]), *bootstrap([math.nan])))
    summary = summarise(measure({"O-1": ["a"]}, {"O-1": {"a": 1.0}}))
    assert math.isnan(summary.first)
    assert all(math.isnan(bound) for bound in (*summary.recall_interval, *summary.first_interval))


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
