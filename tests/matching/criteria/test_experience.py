"""Months in the occupation, the older ones counting less; what is not said stays unknown."""

from typing import Any

import pytest

from matching.criteria.experience import experience
from matching.profiles import ExperienceFact
from models.vocabulary import Necessity
from tests.matching.factories import compare, make_candidate, make_offer


def lived(months: float | None, end: int | None, title: str = "cariste") -> ExperienceFact:
    return ExperienceFact(title, months, end)


@pytest.mark.parametrize(
    ("asked", "experiences", "expected"),
    [
        ({"experience": None}, (), 1.0),
        ({"experience": Necessity.NONE}, (lived(1, 2026),), 1.0),
        ({"experience_months": 24}, (lived(24, 2026),), 1.0),
        ({"experience_months": 24}, (lived(24, 2021),), 0.5),
        ({"experience_months": 24}, (lived(12, 2026), lived(6, 2026)), 0.75),
        ({"experience_months": 24}, (lived(60, 2026, "coiffeuse"),), 0.0),
        ({"experience": Necessity.WISHED, "experience_months": 24}, (lived(1, 2026),), 0.5),
        ({}, (lived(6, 2026),), 0.5),
    ],
)
def test_months_against_what_is_asked(
    asked: dict[str, Any], experiences: tuple[ExperienceFact, ...], expected: float
) -> None:
    offer = make_offer(**{"experience": Necessity.REQUIRED, **asked})
    result = experience(compare(offer, [make_candidate(experiences=experiences)]))
    assert result.score[0] == pytest.approx(expected)
    assert result.known[0]


def test_an_experience_without_duration_is_unknown_unless_the_rest_suffices() -> None:
    offer = make_offer(experience=Necessity.REQUIRED, experience_months=12)
    people = [
        make_candidate("C-1", experiences=(lived(None, 2025),)),
        make_candidate("C-2", experiences=(lived(None, 2025), lived(24, 2026))),
        make_candidate("C-3", experiences=()),
    ]
    result = experience(compare(offer, people))
    assert result.known.tolist() == [False, True, False]
    assert result.question(0)
