"""What asking a fact may change of a list: the fact that matters comes first, others weigh 0."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import time
from typing import Any

import numpy as np
import pytest

from matching.engine import packaged_engine
from matching.missing import Ask, Effect, effects, on_terms
from matching.plausible import PlausibleFacts, packaged_plausible
from matching.profiles import CandidateFacts, LicenceAsk, OfferFacts
from matching.score import rescore, score
from matching.shortlist import entries, order
from models.vocabulary import (
    ContractType,
    Domain,
    Necessity,
    SiteAccess,
    TravelMode,
    Vehicle,
    WorkPattern,
)
from tests.matching.factories import BOURBOURG, compare, make_candidate, make_offer

DAYS_ONLY = frozenset({WorkPattern.DAY})
TABLE = PlausibleFacts(
    shares={
        "working_time.patterns": {"tous": {"journee": 0.7, "nuit": 0.3}},
        "contract.type": {"tous": {"CDI": 0.6, "CDD": 0.4}},
        "working_time.weekly_hours": {"tous": {"35": 0.8, "39": 0.2}},
        "licences": {"tous": {"none": 0.5, "permis_B": 0.5}},
        "experience": {"tous": {"none": 1.0}},
    },
    places={},
)
SILENT: dict[str, Any] = {
    "patterns": frozenset(),
    "contract": None,
    "weekly_hours": None,
    "full_time": None,
    "licences": (),
}


def crowd() -> list[CandidateFacts]:
    """Twenty-four forklift drivers alike but for the hours: every other one keeps days only."""
    nights = DAYS_ONLY | {WorkPattern.NIGHT}
    return [
        make_candidate(f"C-{n:02d}", patterns=nights if n % 2 else DAYS_ONLY) for n in range(24)
    ]


def found(
    offer: OfferFacts,
    people: Sequence[CandidateFacts],
    table: PlausibleFacts = TABLE,
    trust: Mapping[str, float] | None = None,
) -> list[Effect]:
    engine = packaged_engine()
    return effects(score(compare(offer, people), engine), engine, table, trust or {})


def test_where_only_the_night_shift_matters_it_comes_first() -> None:
    first, *others = found(make_offer(**SILENT), crowd())
    assert (first.name, first.why) == ("working_time.patterns", Ask.UNSAID)
    assert (first.names, first.barred) == (5, 12)
    # nights hold back twelve of twenty-four, and five of the first ten leave the head
    assert first.expected > 0.3 * 12 / 24
    assert {each.name for each in others} == {
        "contract.type",
        "working_time.weekly_hours",
        "licences",
        "experience",
    }
    assert all(each.expected == each.names == each.barred == 0 for each in others)


def test_where_only_a_licence_matters_it_comes_first() -> None:
    people = [replace(person, credentials=()) for person in crowd()[1::2]]
    people += [make_candidate(f"D-{n}", patterns=people[0].patterns) for n in range(6)]
    first, second, *_ = found(make_offer(**SILENT), people)
    assert first.name == "licences"
    assert first.barred == 12
    assert second.expected == 0


def test_a_fact_that_is_said_is_not_among_the_effects() -> None:
    offer = make_offer(**SILENT)
    for change, name in (
        ({"patterns": DAYS_ONLY}, "working_time.patterns"),
        ({"start_time": time(5)}, "working_time.patterns"),
        ({"contract": ContractType.CDI}, "contract.type"),
        ({"full_time": True}, "working_time.weekly_hours"),
        ({"licences": (LicenceAsk("permis_B", "B", Necessity.WISHED),)}, "licences"),
        ({"experience": Necessity.NONE}, "experience"),
    ):
        assert name in {each.name for each in found(offer, crowd())}
        assert name not in {each.name for each in found(replace(offer, **change), crowd())}


def test_what_nobody_confirmed_is_worth_asking_where_it_would_block() -> None:
    people = [make_candidate(f"C-{n:02d}") for n in range(4)]
    people += [make_candidate(f"D-{n:02d}", credentials=()) for n in range(4)]
    offer = make_offer(unreviewed=frozenset({"licences", "schedule"}))
    every = found(offer, people, trust={"licences": 0.6})
    by_name = {each.name: each for each in every if each.why is Ask.UNCONFIRMED}
    assert set(by_name) == {"licences", "schedule"}
    assert by_name["licences"].barred == 4
    assert by_name["schedule"].expected == 0
    read = found(replace(offer, unreviewed=frozenset()), people)
    assert all(each.why is Ask.UNSAID for each in read)


def test_an_unsaid_fact_is_measured_on_the_offer_as_it_will_stand_once_confirmed() -> None:
    table = PlausibleFacts({"licences": {"tous": {"none": 0.5, "permis_B": 0.5}}}, {})
    people = [make_candidate(f"C-{n:02d}") for n in range(4)]
    people += [
        make_candidate(f"D-{n:02d}", credentials=people[0].credentials[:1]) for n in range(4)
    ]
    offer = make_offer(unreviewed=frozenset({"licences"}))
    unsaid = next(e for e in found(offer, people, table) if e.why is Ask.UNSAID)
    assert unsaid.barred == 4


def test_the_order_is_the_same_at_each_run_whatever_the_order_of_the_people() -> None:
    offer = make_offer(**SILENT)
    table = packaged_plausible()
    assert found(offer, crowd(), table) == found(offer, crowd()[::-1], table)


def test_nobody_near_gives_no_effect() -> None:
    far = make_candidate("C-1", projects=(), experiences=(), skills=())
    assert all(each.expected == 0 for each in found(make_offer(**SILENT), [far]))


@pytest.mark.parametrize(
    "terms",
    [
        {"patterns": frozenset({WorkPattern.NIGHT})},
        {"start_time": time(5), "end_time": time(13)},
        {"workplace": BOURBOURG},
        {"workplace": None},
        {"contract": ContractType.WORK_STUDY, "weekly_hours": 20.0},
        {"experience": Necessity.REQUIRED, "experience_months": 36},
        {"education": Necessity.REQUIRED, "education_level": 5},
        {"languages": (("fr", "C1", Necessity.REQUIRED),)},
        {"experience": None, "experience_months": None},
        {"vehicle": Vehicle.OWN},
        {"access": frozenset({SiteAccess.CAR_ONLY})},
        {"domain": Domain.CATERING},
    ],
    ids=lambda terms: next(iter(terms)),
)
def test_other_terms_on_the_same_words_rank_as_from_scratch(terms: dict[str, Any]) -> None:
    people = [*crowd(), make_candidate("B-1", travel_modes=frozenset({TravelMode.BUS}))]
    people += [make_candidate("E-1", education_level=2, languages=(("fr", "A1"),))]
    engine = packaged_engine()
    offer = make_offer()
    first = score(compare(offer, people), engine)
    quick = rescore(first, on_terms(first.comparison.offer, replace(offer, **terms)), engine)
    whole = score(compare(replace(offer, **terms), people), engine)
    assert np.array_equal(quick.total, whole.total)
    assert np.array_equal(quick.band, whole.band)
    rows = order(whole).tolist()
    assert entries(quick, engine, rows) == entries(whole, engine, rows)


def test_a_legal_title_that_the_terms_name_is_asked_once() -> None:
    offer = make_offer(
        title="Conducteur routier", rome="N4101", rome_guesses=(("N4101", 1.0),), licences=()
    )
    comparison = compare(offer, [make_candidate()])
    legal = {title.code for title in comparison.offer.legal_titles}
    assert legal
    named = tuple(LicenceAsk(code, code, Necessity.REQUIRED) for code in sorted(legal))
    assert not on_terms(comparison.offer, replace(offer, licences=named)).legal_titles
