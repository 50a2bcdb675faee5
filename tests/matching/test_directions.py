"""What is said of one person and one offer beside the list: order, halves, feasibility."""

import pytest

from matching.directions import Balance, Facing, balance, best_first
from models.vocabulary import Band, Criterion, Half

HALVES = {
    Half.PERSON: (Criterion.OCCUPATION, Criterion.MOBILITY, Criterion.CONTRACT),
    Half.POST: tuple(
        each
        for each in Criterion
        if each not in (Criterion.OCCUPATION, Criterion.MOBILITY, Criterion.CONTRACT)
    ),
}
WEIGHTS = dict.fromkeys(Criterion, 0.125)


def shares(person: float, post: float) -> Balance:
    points = {each: 0.125 * (person if each in HALVES[Half.PERSON] else post) for each in Criterion}
    return balance(points, WEIGHTS, HALVES)


@pytest.mark.parametrize(
    ("person", "post", "low"),
    [
        (0.9, 0.39, Half.POST),
        (0.39, 0.9, Half.PERSON),
        (0.41, 0.41, None),
        (0.2, 0.3, None),
        (0.9, 0.9, None),
    ],
)
def test_a_row_is_unbalanced_where_one_half_alone_stands_under_two_fifths(
    person: float, post: float, low: Half | None
) -> None:
    found = shares(person, post)
    assert found.person == pytest.approx(person)
    assert found.post == pytest.approx(post)
    assert found.low is low


def test_a_half_that_weighs_nothing_is_unknown_not_empty() -> None:
    weights = WEIGHTS | dict.fromkeys(HALVES[Half.POST], 0.0)
    found = balance(dict.fromkeys(Criterion, 0.0), weights, HALVES)
    assert found == Balance(0.0, None)
    assert found.low is Half.PERSON


def test_bands_come_before_scores_and_references_settle_ties() -> None:
    found = [
        Facing("C", Band.REMOTE, 0.9, True),
        Facing("B", Band.SUITABLE, 0.5, True),
        Facing("A", Band.SUITABLE, 0.5, True),
        Facing("D", Band.SUITABLE, 0.6, True),
    ]
    assert [each.offer for each in best_first(found)] == ["D", "A", "B", "C"]


@pytest.mark.parametrize(
    ("band", "eligible", "feasible"),
    [
        (Band.VERY_SUITABLE, True, True),
        (Band.TO_CHECK, True, True),
        (Band.WITH_LEVER, False, False),
        (Band.REMOTE, True, False),
    ],
)
def test_what_is_known_to_be_impossible_or_of_another_trade_is_not_feasible(
    band: Band, eligible: bool, feasible: bool
) -> None:
    assert Facing("A", band, 0.5, eligible).is_feasible is feasible
