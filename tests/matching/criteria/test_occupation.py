"""The project against the occupation of the offer, each source at its worth."""

from datetime import date
from typing import Any

import pytest

from matching.criteria.occupation import EXPERIENCE_ONLY, NOT_VALIDATED, occupation
from matching.profiles import ExperienceFact, ProjectFact
from tests.matching.factories import compare, make_candidate, make_offer

DAY = date(2026, 3, 2)


def project(title: str, rome: str | None = None, *, validated: bool = True) -> ProjectFact:
    return ProjectFact(title, rome, validated, DAY if validated else None)


@pytest.mark.parametrize(
    ("changes", "low", "high"),
    [
        ({}, 1.0, 1.0),
        ({"projects": (project("Cariste", None),)}, 0.9, 1.0),
        ({"projects": (project("caristte"),)}, 0.8, 1.0),
        ({"projects": (project("Cariste", "N1101", validated=False),)}, 0.7, NOT_VALIDATED),
        ({"projects": (project("Coiffeuse", "D1202"), project("Cariste", "N1101"))}, 0.85, 0.9),
        ({"projects": (project("Préparateur de commandes", "N1103"),)}, 0.4, 0.85),
        ({"projects": (project("Aide à domicile", "K1304"),), "experiences": ()}, 0.0, 0.3),
        ({"projects": ()}, 0.5, EXPERIENCE_ONLY),
        ({"projects": (), "experiences": (ExperienceFact("cariste", 3.0, 2025),)}, 0.0, 0.0),
    ],
)
def test_each_source_counts_at_its_worth(changes: dict[str, Any], low: float, high: float) -> None:
    result = occupation(compare(make_offer(), [make_candidate(**changes)]))
    assert low - 1e-5 <= result.score[0] <= high + 1e-9
    assert result.known[0]


def test_nothing_said_is_unknown_not_another_trade() -> None:
    result = occupation(compare(make_offer(), [make_candidate(projects=(), experiences=())]))
    assert not result.known[0]
    assert "inconnu" in result.reason(0).lower()
    assert result.question(0)


def test_the_reason_quotes_the_project_and_its_date() -> None:
    result = occupation(compare(make_offer(), [make_candidate()]))
    assert result.reason(0) == "Projet « Cariste » (validé le 02/03/2026) : le même métier."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vendeur", "Vendeuse"),
        ("Aide-soignant", "Aide-soignante"),
        ("Conducteur de bus", "Conductrice de bus"),
        ("Serveur / Serveuse", "Serveuse"),
        ("Maçon", "Maçonne"),
    ],
)
def test_both_forms_of_a_title_give_the_same_score(one: str, other: str) -> None:
    for title in (one, other):
        offer = make_offer(
            title=title, description="", rome=None, rome_declared=False, rome_guesses=()
        )
        people = [
            make_candidate("C-1", projects=(project(one),), experiences=()),
            make_candidate("C-2", projects=(project(other),), experiences=()),
        ]
        result = occupation(compare(offer, people))
        assert result.score[0] == result.score[1]
