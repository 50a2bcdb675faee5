"""The words of the file against those of the offer: as said by chance, and what they are about."""

from typing import Any

import numpy as np
import pytest

from matching.background import cosine_quantiles
from matching.criteria.closeness import NEAR, SAME_SUBJECT, closeness
from matching.profiles import ProjectFact
from tests.matching.criteria.by_hand import place_words
from tests.matching.factories import compare, make_candidate, make_offer

QUANTILES = cosine_quantiles()
COUNT = len(QUANTILES)
ALONE: dict[str, Any] = {"experiences": (), "skills": ()}


def between(place: int) -> float:
    """A cosine half way between two neighbours of the frozen background."""
    return float(QUANTILES[place - 1] + QUANTILES[place]) / 2


def place(cosine: float) -> int:
    """How many of the background are less close."""
    return int((cosine > QUANTILES).sum())


@pytest.mark.parametrize(
    ("cosine", "expected", "words"),
    [
        pytest.param(-0.9, 0.0, "peu proches", id="under the whole background"),
        pytest.param(between(20), 20 / COUNT, "peu proches", id="low"),
        pytest.param(0.28, place(0.28) / COUNT, "proches", id="near"),
        pytest.param(0.99, 1.0, "très proches", id="over the whole background"),
    ],
)
def test_mean_of_the_share_of_the_background_and_of_the_subject(
    cosine: float, expected: float, words: str
) -> None:
    comparison = compare(make_offer(), [make_candidate(**ALONE)])
    result = closeness(place_words(comparison, {"Cariste": (cosine,)}))
    about = min(max(cosine / SAME_SUBJECT, 0.0), 1.0)
    assert result.known[0]
    assert result.score[0] == pytest.approx((expected + about) / 2)
    assert result.reason(0) == f"Les mots du dossier et ceux de l'offre sont {words}."


def test_the_background_is_a_rising_list_of_cosines() -> None:
    assert COUNT == 101
    assert (np.diff(QUANTILES) >= 0).all()
    assert (np.abs(QUANTILES) <= 1).all()


@pytest.mark.parametrize(
    ("offer", "person"),
    [
        pytest.param({}, {"projects": (), **ALONE}, id="a file without words"),
        pytest.param({"title": "", "description": ""}, {}, id="an offer without words"),
    ],
)
def test_no_words_on_one_side_is_unknown_and_nothing_to_ask(
    offer: dict[str, Any], person: dict[str, Any]
) -> None:
    result = closeness(compare(make_offer(**offer), [make_candidate(**person)]))
    assert not result.known[0]
    assert result.reason(0) == "Proximité inconnue : pas assez de mots à comparer."
    assert result.question(0) is None


def test_a_file_in_the_words_of_the_offer_stands_above_one_of_another_trade() -> None:
    hair = (ProjectFact("Coiffeuse", "D1202", True, None),)
    people = [make_candidate("C-1"), make_candidate("C-2", projects=hair, **ALONE)]
    near, other = closeness(compare(make_offer(), people)).score
    assert near > other
    assert near >= NEAR
