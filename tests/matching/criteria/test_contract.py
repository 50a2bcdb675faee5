"""Contract, hours and start against what the person wishes: the mean of what can be said."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from matching.criteria.contract import ContractScore, contract, days_of_wait
from models.vocabulary import ContractType, WorkingTimeWish
from tests.matching.factories import TODAY, compare, make_candidate, make_offer

PART = {"weekly_hours": 20.0, "full_time": False}
CDD_ONLY = {"contracts": frozenset({ContractType.CDD})}
SAYS_NOTHING: dict[str, Any] = {"contract": None, "weekly_hours": None, "full_time": None}


def after(days: int) -> date:
    return TODAY + timedelta(days=days)


def score_of(offer: dict[str, Any], person: dict[str, Any]) -> ContractScore:
    return contract(compare(make_offer(**offer), [make_candidate(**person)]))


# Three parts: contract 1 or 0; hours 1, less a tenth an hour beyond two, at least 0.2;
# start 1, less a thirtieth a day of wait.
@pytest.mark.parametrize(
    ("offer", "person", "expected"),
    [
        pytest.param({}, {}, 1.0, id="all as wished"),
        pytest.param({}, CDD_ONLY, 2.0 / 3, id="another contract"),
        pytest.param({}, {"contracts": None}, 1.0, id="no wish of contract"),
        pytest.param({"contract": None}, CDD_ONLY, 1.0, id="contract not said: of two parts"),
        pytest.param({"contract": ContractType.SUBSIDISED}, CDD_ONLY, 1.0, id="no list names it"),
        pytest.param(PART, {}, 2.2 / 3, id="part time for who wants full"),
        pytest.param({}, {"working_time": WorkingTimeWish.PART}, 2.2 / 3, id="the other way"),
        pytest.param(PART, {"working_time": WorkingTimeWish.PART}, 1.0, id="part time wished"),
        pytest.param(PART, {"working_time": WorkingTimeWish.ANY}, 1.0, id="any time"),
        pytest.param(PART, {"working_time": None}, 1.0, id="no wish of hours"),
        pytest.param({**PART, "weekly_hours": None}, {}, 2.2 / 3, id="part time without hours"),
        pytest.param({"weekly_hours": 34.5}, {}, 1.0, id="just full time"),
        pytest.param({"weekly_hours": 34.4}, {}, 2.2 / 3, id="just under full time"),
        pytest.param({"weekly_hours": 28.0}, {"hours_min": 35.0}, 2.5 / 3, id="7 h less: 5 lost"),
        pytest.param({"weekly_hours": 25.0}, {"hours_max": 20.0}, 2.7 / 3, id="5 h more: 3 lost"),
        pytest.param({"weekly_hours": 33.0}, {"hours_min": 35.0}, 1.0, id="2 h nobody minds"),
        pytest.param({"weekly_hours": 10.0}, {"hours_min": 35.0}, 2.2 / 3, id="never below 0.2"),
        pytest.param({}, {"available_from": after(15)}, 2.5 / 3, id="free in 15 days"),
        pytest.param({}, {"available_from": after(30)}, 2.0 / 3, id="free in 30 days"),
        pytest.param({}, {"available_from": after(90)}, 2.0 / 3, id="free in 90 days"),
        pytest.param({}, {"available_from": after(-90)}, 1.0, id="free for long"),
        pytest.param(
            {"start_date": after(15)}, {"available_from": after(15)}, 1.0, id="free at the start"
        ),
        pytest.param(
            {"start_date": after(-60)}, {"available_from": after(15)}, 2.5 / 3, id="start gone by"
        ),
    ],
)
def test_the_mean_of_what_can_be_said(
    offer: dict[str, Any], person: dict[str, Any], expected: float
) -> None:
    result = score_of(offer, person)
    assert result.score[0] == pytest.approx(expected)
    assert result.known[0]


def test_an_offer_that_says_nothing_is_unknown_but_a_late_start_is_known() -> None:
    people = [make_candidate("C-1"), make_candidate("C-2", available_from=after(15))]
    result = contract(compare(make_offer(**SAYS_NOTHING), people))
    assert result.known.tolist() == [False, True]
    assert result.score[1] == pytest.approx(0.5)
    assert result.question(0) == "Quel type de contrat l'employeur propose-t-il ?"


def test_days_of_wait_count_from_the_start_and_never_below_none() -> None:
    free = [None, after(-3), after(0), after(12)]
    people = [make_candidate(f"C-{i}", available_from=day) for i, day in enumerate(free)]
    waits = days_of_wait(compare(make_offer(start_date=after(10)), people))
    np.testing.assert_array_equal(waits, [0.0, 0.0, 0.0, 2.0])


@pytest.mark.parametrize(
    ("offer", "person", "reason"),
    [
        ({}, {}, "Contrat recherché (Intérim), temps de travail qui convient, disponible."),
        (
            PART,
            {**CDD_ONLY, "available_from": after(15)},
            "Contrat non recherché (Intérim), temps de travail à discuter, "
            "disponible le 08/12/2026.",
        ),
        (
            {},
            {"contracts": None, "working_time": None},
            "Contrat accepté, aucun souhait précisé (Intérim), disponible.",
        ),
        (
            {"contract": ContractType.SUBSIDISED},
            {"working_time": None},
            "Contrat proposé : Contrat aidé, souhait non précisé, disponible.",
        ),
        (SAYS_NOTHING, {}, "Contrat non précisé par l'offre, disponible."),
    ],
)
def test_the_reason_says_each_part(
    offer: dict[str, Any], person: dict[str, Any], reason: str
) -> None:
    assert score_of(offer, person).reason(0) == reason
