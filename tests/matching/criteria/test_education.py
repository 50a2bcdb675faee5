"""Level and languages: 1 at the level asked, a quarter less a level below."""

from typing import Any

import pytest

from matching.criteria.education import EducationScore, education
from models.vocabulary import Necessity
from tests.matching.factories import compare, make_candidate, make_offer

REQUIRED, WISHED = Necessity.REQUIRED, Necessity.WISHED


def level(asked: int, necessity: Necessity | None = REQUIRED) -> dict[str, Any]:
    return {"education_level": asked, "education": necessity}


def speaks(*languages: tuple[str, str | None]) -> dict[str, Any]:
    return {"languages": languages}


def tongue(code: str, asked: str | None, necessity: Necessity = REQUIRED) -> dict[str, Any]:
    return {"languages": ((code, asked, necessity),)}


def score_of(offer: dict[str, Any], person: dict[str, Any]) -> EducationScore:
    return education(compare(make_offer(**offer), [make_candidate(**person)]))


@pytest.mark.parametrize(
    ("offer", "person", "expected"),
    [
        pytest.param({}, {"education_level": None}, 1.0, id="nothing asked"),
        pytest.param(level(4), {"education_level": 4}, 1.0, id="at the level"),
        pytest.param(level(4), {"education_level": 6}, 1.0, id="above it"),
        pytest.param(level(4), {"education_level": 3}, 0.75, id="one below"),
        pytest.param(level(5), {"education_level": 3}, 0.5, id="two below"),
        pytest.param(level(7), {"education_level": 2}, 0.0, id="five below: never negative"),
        pytest.param(level(4, WISHED), {"education_level": 3}, 0.75, id="wished, one below"),
        pytest.param(level(7, WISHED), {"education_level": 2}, 0.5, id="wished floors at half"),
        pytest.param(level(7, None), {"education_level": 2}, 0.5, id="named without necessity"),
        pytest.param(tongue("en", "B2"), speaks(("en", "B2")), 1.0, id="language at the level"),
        pytest.param(tongue("en", "B2"), speaks(("en", "A2")), 0.5, id="language two below"),
        pytest.param(tongue("en", "B2"), speaks(("en", "native")), 1.0, id="native"),
        pytest.param(tongue("en", None), speaks(("en", "A2")), 0.75, id="no level said means B1"),
        pytest.param(tongue("en", "C2", WISHED), speaks(("en", "A0")), 0.5, id="wished language"),
        pytest.param(tongue("fr", "C1"), speaks(), 1.0, id="french is not asked about"),
        pytest.param(tongue("fr", "C1"), speaks(("fr", None)), 1.0, id="nor its level"),
        pytest.param(tongue("fr", "B2"), speaks(("fr", "A2")), 0.5, id="french said to be low"),
        pytest.param(
            {**level(4), **tongue("fr", "B1")}, {"education_level": 3}, 0.875, id="mean of both"
        ),
    ],
)
def test_level_and_languages(
    offer: dict[str, Any], person: dict[str, Any], expected: float
) -> None:
    result = score_of(offer, person)
    assert result.score[0] == pytest.approx(expected)
    assert result.known[0]


@pytest.mark.parametrize(
    ("offer", "person"),
    [
        pytest.param(level(4), {"education_level": None}, id="level"),
        pytest.param(tongue("nl", "A2"), speaks(("fr", "native")), id="language not in the list"),
        pytest.param(tongue("nl", "B1"), speaks(("nl", None)), id="language without a level"),
        pytest.param({**level(4), **tongue("nl", "A2")}, {}, id="one of the two"),
    ],
)
def test_what_the_file_does_not_say_is_unknown(
    offer: dict[str, Any], person: dict[str, Any]
) -> None:
    result = score_of(offer, person)
    assert not result.known[0]
    assert result.reason(0).startswith("Niveau ou langue inconnus ; demandé : ")
    assert result.question(0)


@pytest.mark.parametrize(
    ("necessity", "held", "missing", "unsure"),
    [
        pytest.param(REQUIRED, speaks(("en", "B1")), False, False, id="one level below"),
        pytest.param(REQUIRED, speaks(("en", "A2")), True, False, id="two levels below"),
        pytest.param(REQUIRED, speaks(), False, True, id="not said"),
        pytest.param(WISHED, speaks(("en", "A0")), False, False, id="wished, well below"),
        pytest.param(WISHED, speaks(), False, False, id="wished, not said"),
    ],
)
def test_a_required_language_lacks_only_two_levels_below(
    necessity: Necessity, held: dict[str, Any], missing: bool, unsure: bool
) -> None:
    result = score_of(tongue("en", "B2", necessity), held)
    assert (result.missing_language[0], result.unsure_language[0]) == (missing, unsure)


@pytest.mark.parametrize(
    ("offer", "person", "reason"),
    [
        ({}, {}, "L'offre ne demande ni niveau ni langue."),
        (level(3), {}, "Demandé : CAP ou BEP, atteint ; au dossier : CAP ou BEP."),
        (
            {**level(5), **tongue("nl", "A2")},
            speaks(("nl", "B1")),
            "Demandé : Bac+2, néerlandais, pas tout à fait atteint ; au dossier : CAP ou BEP.",
        ),
        (tongue("la", "A2"), speaks(("la", "A2")), "Demandé : autre langue, atteint."),
        (
            level(8),
            {"education_level": 8},
            "Demandé : Bac+5 ou plus, atteint ; au dossier : Bac+5 ou plus.",
        ),
    ],
)
def test_the_reason_says_what_is_asked_and_what_the_file_holds(
    offer: dict[str, Any], person: dict[str, Any], reason: str
) -> None:
    assert score_of(offer, person).reason(0) == reason
