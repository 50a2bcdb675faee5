"""The project against the occupation of the offer, each source at its worth."""

from datetime import date
from typing import Any

import pytest

from matching.criteria.occupation import EXPERIENCE_ONLY, NOT_VALIDATED, occupation
from matching.profiles import ExperienceFact, ProjectFact, SkillFact
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
    ],
)
def test_each_source_counts_at_its_worth(changes: dict[str, Any], low: float, high: float) -> None:
    result = occupation(compare(make_offer(), [make_candidate(**changes)]))
    assert low - 1e-5 <= result.score[0] <= high + 1e-9
    assert result.known[0]


@pytest.mark.parametrize(
    "experiences",
    [(), (ExperienceFact("cariste", 3.0, 2025),), (ExperienceFact("cariste", None, 2025),)],
)
def test_no_project_is_unknown_not_another_trade(experiences: tuple[ExperienceFact, ...]) -> None:
    other = make_candidate("C-0", skills=(SkillFact("secret d'une autre personne", None),))
    person = make_candidate("C-1", projects=(), experiences=experiences)
    result = occupation(compare(make_offer(), [other, person]))
    assert not result.known[1]
    assert result.reason(1) == "Projet professionnel inconnu."
    assert result.question(1)


def test_a_project_worth_nothing_is_still_the_person_s_own() -> None:
    person = make_candidate(projects=(project("Coiffeuse", "D1202"),), experiences=())
    result = occupation(compare(make_offer(), [person]))
    assert result.reason(0).startswith("Projet « Coiffeuse »")


def test_a_code_without_a_title_is_shown_and_read_by_its_label() -> None:
    person = make_candidate(projects=(project("", "N1101"),))
    result = occupation(compare(make_offer(), [person]))
    assert result.reason(0).startswith("Projet « Cariste »")
    assert result.score[0] > 0.95


def test_an_offer_that_says_nothing_asks_for_its_occupation() -> None:
    offer = make_offer(title="", description="", rome=None, rome_declared=False, rome_guesses=())
    result = occupation(compare(offer, [make_candidate()]))
    assert not result.known[0]
    assert result.question(0) == "Quel est le métier du poste ?"


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
