"""Titles that the offer asks: the share held, required ones twice, one in progress half."""

from datetime import date
from typing import Any

import pytest

from matching.criteria.credentials import CredentialScore, credentials
from matching.profiles import CredentialFact, LicenceAsk
from models.vocabulary import CredentialState, Necessity
from tests.matching.factories import compare, make_candidate, make_offer

HELD, PROGRESS = CredentialState.HELD, CredentialState.IN_PROGRESS
EXPIRED, SUSPENDED = CredentialState.EXPIRED, CredentialState.SUSPENDED
FIRST_AID = LicenceAsk("SST", "sauveteur secouriste", Necessity.WISHED)
LORRY = LicenceAsk("permis_C", "permis C", Necessity.WISHED)
LIFT = LicenceAsk("CACES_R486_B", "CACES R486 catégorie B", Necessity.WISHED)
NEEDED = LicenceAsk("permis_D", "permis D", Necessity.REQUIRED)


def holds(*pairs: tuple[str, CredentialState], end: date | None = None) -> dict[str, Any]:
    return {"credentials": tuple(CredentialFact(code, state, end) for code, state in pairs)}


def score_of(asked: tuple[LicenceAsk, ...], person: dict[str, Any]) -> CredentialScore:
    return credentials(compare(make_offer(licences=asked), [make_candidate(**person)]))


@pytest.mark.parametrize(
    ("asked", "person", "expected"),
    [
        pytest.param((), {}, 1.0, id="none asked"),
        pytest.param((NEEDED,), holds(), 0.0, id="required and not held"),
        pytest.param((NEEDED,), holds(("permis_D", HELD)), 1.0, id="required and held"),
        pytest.param((LORRY,), holds(("permis_C", HELD)), 1.0, id="held"),
        pytest.param((LORRY,), holds(("permis_C", PROGRESS)), 0.5, id="in progress"),
        pytest.param((LORRY,), holds(("permis_C", EXPIRED)), 0.0, id="expired"),
        pytest.param((LORRY,), holds(("permis_C", SUSPENDED)), 0.0, id="suspended"),
        pytest.param(
            (LORRY,), holds(("permis_C", HELD), end=date(2026, 11, 22)), 0.0, id="ended yesterday"
        ),
        pytest.param(
            (LORRY,), holds(("permis_C", HELD), end=date(2026, 11, 23)), 1.0, id="ends today"
        ),
        pytest.param((LORRY,), holds(), 0.0, id="not in the list"),
        pytest.param((LORRY, FIRST_AID), holds(("SST", HELD)), 0.5, id="one of two"),
        pytest.param(
            (LORRY, FIRST_AID), holds(("SST", HELD), ("permis_C", PROGRESS)), 0.75, id="and a half"
        ),
        pytest.param((NEEDED, FIRST_AID), holds(("SST", HELD)), 1 / 3, id="required weighs twice"),
        pytest.param((NEEDED, FIRST_AID), holds(("permis_D", HELD)), 2 / 3, id="the wished one"),
    ],
)
def test_share_of_the_titles_asked(
    asked: tuple[LicenceAsk, ...], person: dict[str, Any], expected: float
) -> None:
    result = score_of(asked, person)
    assert result.score[0] == pytest.approx(expected)
    assert result.known[0]


@pytest.mark.parametrize(
    ("asked", "person"),
    [
        pytest.param((LORRY,), {"credentials": (), "credentials_listed": False}, id="no list"),
        pytest.param((LIFT,), holds(("CACES", HELD)), id="a CACES without category"),
        pytest.param((FIRST_AID, LIFT), holds(("CACES", HELD), ("SST", HELD)), id="one of two"),
    ],
)
def test_what_the_file_does_not_settle_is_unknown(
    asked: tuple[LicenceAsk, ...], person: dict[str, Any]
) -> None:
    result = score_of(asked, person)
    assert not result.known[0]
    labels = ", ".join(title.label for title in asked)
    assert result.reason(0) == f"Permis et titres inconnus ; demandé : {labels}."


def test_only_what_the_file_does_not_settle_is_asked() -> None:
    result = score_of((FIRST_AID, LIFT), holds(("CACES", HELD), ("SST", HELD)))
    assert result.question(0) == "La personne a-t-elle bien : CACES R486 catégorie B ?"


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        (
            holds(("permis_C", HELD)),
            "Détenu : permis C ; souhaité : sauveteur secouriste non détenu.",
        ),
        (holds(), "Souhaité : permis C non détenu, sauveteur secouriste non détenu."),
        (
            holds(("permis_C", EXPIRED), ("SST", PROGRESS)),
            "Souhaité : permis C périmé, sauveteur secouriste en cours.",
        ),
    ],
)
def test_the_reason_says_in_what_state_they_are(person: dict[str, Any], reason: str) -> None:
    assert score_of((LORRY, FIRST_AID), person).reason(0) == reason


def test_what_is_required_is_told_from_what_is_wished() -> None:
    reason = score_of((NEEDED, FIRST_AID), holds()).reason(0)
    assert reason == "Exigé : permis D non détenu ; souhaité : sauveteur secouriste non détenu."


def test_nothing_asked_is_said_in_words() -> None:
    assert score_of((), {}).reason(0) == "Aucun permis ni titre n'est demandé."
