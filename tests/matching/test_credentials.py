"""Who holds what is asked, on the day of the ranking, and what lifts what lacks."""

from datetime import date, timedelta
from typing import Any

import pytest

from matching.credentials import MET, UNMET, UNSURE, holding, lever
from matching.profiles import (
    CREDENTIAL_ABSENT,
    CREDENTIAL_EXPIRED,
    CREDENTIAL_HELD,
    CREDENTIAL_IN_PROGRESS,
    CREDENTIAL_SUSPENDED,
    CredentialFact,
    LicenceAsk,
)
from models.vocabulary import CredentialState, Necessity
from tests.matching.factories import FORKLIFT, TODAY, compare, make_candidate, make_offer

HELD, PROGRESS = CredentialState.HELD, CredentialState.IN_PROGRESS
EXPIRED, SUSPENDED = CredentialState.EXPIRED, CredentialState.SUSPENDED
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def fact(state: CredentialState, end: date | None = None, code: str = FORKLIFT) -> CredentialFact:
    return CredentialFact(code, state, end)


@pytest.mark.parametrize(
    ("asked", "facts", "state", "what"),
    [
        pytest.param(FORKLIFT, (fact(HELD),), MET, CREDENTIAL_HELD, id="no end"),
        pytest.param(FORKLIFT, (fact(HELD, TOMORROW),), MET, CREDENTIAL_HELD, id="one day left"),
        pytest.param(FORKLIFT, (fact(HELD, TODAY),), MET, CREDENTIAL_HELD, id="its last day"),
        pytest.param(FORKLIFT, (fact(HELD, YESTERDAY),), UNMET, CREDENTIAL_EXPIRED, id="late"),
        pytest.param(FORKLIFT, (fact(EXPIRED),), UNMET, CREDENTIAL_EXPIRED, id="expired"),
        pytest.param(FORKLIFT, (fact(PROGRESS),), UNMET, CREDENTIAL_IN_PROGRESS, id="in progress"),
        pytest.param(
            FORKLIFT, (fact(PROGRESS, YESTERDAY),), UNMET, CREDENTIAL_IN_PROGRESS, id="exam gone by"
        ),
        pytest.param(FORKLIFT, (fact(SUSPENDED),), UNMET, CREDENTIAL_SUSPENDED, id="suspended"),
        pytest.param(FORKLIFT, (), UNMET, CREDENTIAL_ABSENT, id="not in the list"),
        pytest.param(
            FORKLIFT, (fact(HELD, None, "CACES_R489_1A"),), UNMET, CREDENTIAL_ABSENT, id="another"
        ),
        pytest.param(
            FORKLIFT, (fact(HELD, None, "CACES"),), UNSURE, CREDENTIAL_ABSENT, id="some category"
        ),
        pytest.param(
            FORKLIFT,
            (fact(HELD, YESTERDAY, "CACES"),),
            UNMET,
            CREDENTIAL_ABSENT,
            id="some category, late",
        ),
        pytest.param(
            FORKLIFT,
            (fact(EXPIRED), fact(HELD, None, "CACES")),
            UNSURE,
            CREDENTIAL_EXPIRED,
            id="late, and some category",
        ),
        pytest.param(
            "CACES", (fact(HELD, None, "CACES_R482_A"),), MET, CREDENTIAL_HELD, id="any category"
        ),
        pytest.param(
            "CACES",
            (fact(EXPIRED), fact(HELD, None, "CACES_R482_A")),
            MET,
            CREDENTIAL_HELD,
            id="best of several categories",
        ),
        pytest.param(
            "CACES",
            (fact(PROGRESS), fact(EXPIRED, None, "CACES_R482_A")),
            UNMET,
            CREDENTIAL_IN_PROGRESS,
            id="in progress before expired",
        ),
        pytest.param(
            "permis_C", (fact(HELD, None, "permis_B"),), UNMET, CREDENTIAL_ABSENT, id="other family"
        ),
    ],
)
def test_who_holds_what_is_asked(
    asked: str, facts: tuple[CredentialFact, ...], state: int, what: int
) -> None:
    ask = LicenceAsk(asked, "titre", Necessity.REQUIRED)
    held = holding(compare(make_offer(), [make_candidate(credentials=facts)]), ask)
    assert (held.state[0], held.what[0]) == (state, what)


SAYS_ALL: dict[str, Any] = {"credentials_listed": True, "diplomas_listed": True}


@pytest.mark.parametrize(
    ("is_diploma", "silence", "state"),
    [
        (False, {}, UNMET),
        (False, {"credentials_listed": False}, UNSURE),
        (False, {"diplomas_listed": False}, UNMET),
        (True, {"credentials_listed": False}, UNMET),
        (True, {"diplomas_listed": False}, UNSURE),
    ],
)
def test_absent_where_the_file_speaks_unsure_where_it_is_silent(
    is_diploma: bool, silence: dict[str, Any], state: int
) -> None:
    ask = LicenceAsk("DEAS", "titre", Necessity.REQUIRED, is_diploma)
    person = make_candidate(credentials=(), **{**SAYS_ALL, **silence})
    assert holding(compare(make_offer(), [person]), ask).state[0] == state


@pytest.mark.parametrize(
    ("code", "what", "words"),
    [
        ("CACES_R489_3", CREDENTIAL_ABSENT, "formation CACES chariots (3 à 5 jours)"),
        ("CACES_R484_1", CREDENTIAL_ABSENT, "formation CACES (3 à 5 jours)"),
        (
            "CACES_R489_3",
            CREDENTIAL_EXPIRED,
            "renouvellement : formation CACES chariots (3 à 5 jours)",
        ),
        ("CACES_R489_3", CREDENTIAL_SUSPENDED, None),
        ("permis_C", CREDENTIAL_ABSENT, None),
        ("permis_C", CREDENTIAL_EXPIRED, "renouvellement du titre"),
        (
            "permis_C",
            CREDENTIAL_IN_PROGRESS,
            "formation en cours : attendre l'examen ou l'avancer",
        ),
        ("permis_B", CREDENTIAL_SUSPENDED, None),
        ("DEAS", CREDENTIAL_ABSENT, None),
    ],
)
def test_what_lifts_a_missing_title_within_weeks(code: str, what: int, words: str | None) -> None:
    assert lever(code, what) == words
