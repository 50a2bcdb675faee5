"""The contract that all eight criteria keep, whatever they measure."""

import random
import re
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pytest

from matching.engine import packaged_engine
from matching.profiles import (
    CandidateFacts,
    CredentialFact,
    ExperienceFact,
    LicenceAsk,
    ProjectFact,
    SkillFact,
)
from matching.score import Scores
from matching.shortlist import entries
from models.vocabulary import (
    ContractType,
    CredentialState,
    Criterion,
    Domain,
    Necessity,
    TravelMode,
    WorkingTimeWish,
)
from tests.matching.factories import (
    BOURBOURG,
    LOON_PLAGE,
    make_candidate,
    make_offer,
    only,
    scored,
)

FIRST_AID = LicenceAsk("SST", "sauveteur secouriste du travail", Necessity.WISHED)
STOCK = SkillFact("gestion des stocks", None)

DEMANDING: dict[str, Any] = {
    "skills": ((STOCK, True), (SkillFact("lecture de plan", None), False)),
    "experience": Necessity.REQUIRED,
    "experience_months": 18,
    "education_level": 4,
    "education": Necessity.REQUIRED,
    "languages": (("nl", "A2", Necessity.WISHED),),
    "licences": (FIRST_AID,),
}
SILENT_OFFER: dict[str, Any] = {
    "title": "",
    "description": "",
    "rome": None,
    "rome_declared": False,
    "rome_guesses": (),
    "licences": (),
    "workplace": None,
    "contract": None,
    "weekly_hours": None,
    "full_time": None,
}
OFFERS = {
    "plain": make_offer(),
    "demanding": make_offer(**DEMANDING),
    "silent": make_offer(**SILENT_OFFER),
}


def pool() -> list[CandidateFacts]:
    hair = ProjectFact("Coiffeuse", "D1202", False, None)
    picker = ProjectFact("Préparateur de commandes", "N1103", True, date(2026, 1, 12))
    return [
        make_candidate("C-1"),
        make_candidate("C-2", projects=(hair, picker), skills=(STOCK,), education_level=5),
        make_candidate("C-3", projects=(), experiences=(ExperienceFact("cariste", None, 2020),)),
        make_candidate("C-4", origin=BOURBOURG, travel_modes=frozenset({TravelMode.BUS})),
        make_candidate("C-5", origin=LOON_PLAGE, trip_limit_minutes=None, trip_limit_km=15.0),
        make_candidate("C-6", credentials=(), languages=(("nl", "A1"), ("fr", "B1"))),
        make_candidate(
            "C-7",
            credentials=(CredentialFact("SST", CredentialState.IN_PROGRESS, None),),
            available_from=date(2026, 12, 14),
            working_time=WorkingTimeWish.PART,
            contracts=frozenset({ContractType.CDI}),
            hours_max=24.0,
        ),
        replace(CandidateFacts(key="C-8"), travel_modes=frozenset()),
        CandidateFacts(key="C-9"),
    ]


POOL = {person.key: person for person in pool()}


@cache
def scores(offer: str, keys: tuple[str, ...]) -> Scores:
    """One offer against some persons of the pool; every criterion reads the same comparison."""
    return scored(OFFERS[offer], [POOL[key] for key in keys])


@pytest.fixture(params=OFFERS)
def offer(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=Criterion, ids=lambda criterion: criterion.name.lower())
def criterion(request: pytest.FixtureRequest) -> Criterion:
    return Criterion(request.param)


def readings(
    offer: str, keys: tuple[str, ...], criterion: Criterion
) -> dict[str, tuple[float, bool]]:
    result = scores(offer, keys).criteria[criterion]
    pairs = zip(result.score.tolist(), result.known.tolist(), strict=True)
    return dict(zip(keys, pairs, strict=True))


def test_bounded(offer: str, criterion: Criterion) -> None:
    result = scores(offer, tuple(POOL)).criteria[criterion]
    known = result.score[result.known]
    assert not np.isnan(known).any()
    assert ((known >= 0.0) & (known <= 1.0)).all()
    assert result.known.dtype == np.bool_


def test_the_same_bits_alone_or_among_others_in_any_order(offer: str, criterion: Criterion) -> None:
    together = readings(offer, tuple(POOL), criterion)
    shuffled = tuple(random.Random(11).sample(list(POOL), len(POOL)))
    assert shuffled != tuple(POOL)
    assert readings(offer, shuffled, criterion) == together
    for key in POOL:
        assert readings(offer, (key,), criterion) == {key: together[key]}


def test_nobody_to_score_is_no_error(offer: str, criterion: Criterion) -> None:
    result = scores(offer, ()).criteria[criterion]
    assert result.score.shape == result.known.shape == (0,)


NOT_FRENCH = re.compile(
    r"_"  # codes of licences, patterns and modes
    r"|\b[A-Z]\d{4}\b"  # ROME codes
    r"|\b(?:nl|native|A1|A2|B1|B2)\b"  # codes of languages and their levels
    r"|\b(?:interim|velo|required|wished|temp|held|expired|full|part|None|True|False|nan|inf)\b"
)


def test_explained_in_french_sentences_without_codes(offer: str, criterion: Criterion) -> None:
    result = scores(offer, tuple(POOL))
    for entry in entries(result, packaged_engine(), range(len(POOL))):
        reason = entry.contributions[criterion].reason
        assert reason.endswith(".")
        assert reason[0].isupper() or reason[0].isdigit()
        assert not NOT_FRENCH.search(reason), reason


NOTHING_READ: dict[str, Any] = {"projects": (), "experiences": (), "skills": ()}
UNKNOWN: dict[Criterion, tuple[dict[str, Any], dict[str, Any]]] = {
    Criterion.OCCUPATION: ({}, {"projects": (), "experiences": ()}),
    Criterion.SKILLS: ({"skills": ((STOCK, True),)}, {"skills": ()}),
    Criterion.EXPERIENCE: ({"experience": Necessity.REQUIRED}, {"experiences": ()}),
    Criterion.MOBILITY: ({}, {"travel_modes": None}),
    Criterion.CONTRACT: ({"contract": None, "weekly_hours": None, "full_time": None}, {}),
    Criterion.CREDENTIALS: ({"licences": (FIRST_AID,)}, {"credentials_listed": False}),
    Criterion.EDUCATION: ({"education_level": 4}, {"education_level": None}),
    Criterion.CLOSENESS: ({}, NOTHING_READ),
}


def test_unknown_is_said_and_takes_the_frozen_value(criterion: Criterion) -> None:
    asked, changes = UNKNOWN[criterion]
    entry = only(make_offer(**asked), make_candidate(**changes))
    contribution = entry.contributions[criterion]
    assert not contribution.known
    assert "inconnu" in contribution.reason.lower()
    assert contribution.score == packaged_engine().neutral[Domain.TRANSPORT][criterion]
    assert entry.blockers == ()


def test_what_is_unknown_is_asked_in_a_french_question(offer: str, criterion: Criterion) -> None:
    result = scores(offer, tuple(POOL)).criteria[criterion]
    for row in np.flatnonzero(~result.known):
        question = result.question(int(row))
        if criterion is Criterion.CLOSENESS:
            assert question is None
        else:
            assert re.fullmatch(r"[A-ZÀÉ].* \?", question or ""), question
