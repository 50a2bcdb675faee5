"""What holds a person back, what lifts it, and what nobody said."""

from dataclasses import fields, replace
from datetime import date, time
from typing import Any

import pytest

from matching.profiles import CandidateFacts, CredentialFact, LicenceAsk, Place
from models.vocabulary import (
    Condition,
    ContractType,
    CredentialState,
    Gate,
    Necessity,
    SiteAccess,
    TravelMode,
    Weekday,
    WorkPattern,
)
from tests.matching.factories import FORKLIFT, TODAY, make_candidate, make_offer, only

HELD, EXPIRED = CredentialState.HELD, CredentialState.EXPIRED
PROGRESS, SUSPENDED = CredentialState.IN_PROGRESS, CredentialState.SUSPENDED


def licence(code: str, necessity: Necessity = Necessity.REQUIRED) -> LicenceAsk:
    return LicenceAsk(code, code.replace("_", " "), necessity)


def caces(state: CredentialState, end: date | None = None, code: str = FORKLIFT) -> dict[str, Any]:
    return {"credentials": (CredentialFact(code, state, end),)}


TEMP_ONLY = frozenset({ContractType.CDI})
EVENING = frozenset({WorkPattern.DAY})
BUS = frozenset({TravelMode.BUS})


@pytest.mark.parametrize(
    ("gate", "offer", "person", "lever"),
    [
        (Gate.CREDENTIAL, {}, {"credentials": ()}, "formation CACES chariots"),
        (Gate.CREDENTIAL, {}, caces(HELD, date(2026, 11, 22)), "renouvellement"),
        (Gate.CREDENTIAL, {}, caces(EXPIRED), "renouvellement"),
        (Gate.CREDENTIAL, {}, caces(PROGRESS), "en cours"),
        (Gate.CREDENTIAL, {}, caces(HELD, None, "CACES_R489_1A"), "formation CACES"),
        (Gate.CREDENTIAL, {"licences": (licence("permis_CE"),)}, {}, None),
        (
            Gate.CREDENTIAL,
            {"licences": (licence("permis_B"),)},
            caces(SUSPENDED, None, "permis_B") | {"travel_modes": BUS},
            None,
        ),
        (Gate.SCHEDULE, {"patterns": frozenset({WorkPattern.NIGHT})}, {}, None),
        (Gate.SCHEDULE, {"start_time": time(6)}, {"earliest_start": time(8, 30)}, "aménager"),
        (
            Gate.SCHEDULE,
            {"end_time": time(19), "start_time": time(10)},
            {"latest_end": time(18)},
            "aménager",
        ),
        (Gate.TRAVEL, {"start_time": time(5)}, {"travel_modes": BUS}, "navette"),
        (Gate.TRAVEL, {}, {"trip_limit_minutes": 8.0}, "aide à la mobilité"),
        (
            Gate.RESTRICTION,
            {"conditions": frozenset({Condition.LOADS})},
            {"restrictions": ((Condition.LOADS, 10.0),)},
            "aménagement",
        ),
        (Gate.CONTRACT, {}, {"contracts": TEMP_ONLY}, "en parler"),
        (Gate.AVAILABILITY, {}, {"available_from": date(2027, 3, 1)}, "décaler"),
        (
            Gate.LANGUAGE,
            {"languages": (("en", "B2", Necessity.REQUIRED),)},
            {"languages": (("en", "A1"),)},
            None,
        ),
    ],
)
def test_a_known_obstacle_blocks_and_says_what_lifts_it(
    gate: Gate, offer: dict[str, Any], person: dict[str, Any], lever: str | None
) -> None:
    entry = only(make_offer(**offer), make_candidate(**person))
    assert [b.criterion for b in entry.blockers] == [gate.value]
    assert not entry.eligible
    assert entry.blockers[0].reason.endswith(".")
    if lever is None:
        assert entry.blockers[0].lever is None
    else:
        assert lever in (entry.blockers[0].lever or "")


LOADS = ((Condition.LOADS, 10.0),)
MASON = {"rome": "F1703", "rome_guesses": (), "title": "Maçon"}
CARER = {"rome": "J1501", "rome_guesses": (), "title": "Aide-soignant", "licences": ()}
HEAVY = {"conditions": frozenset({Condition.LOADS})}
NIGHT = {"patterns": frozenset({WorkPattern.NIGHT})}
ENGLISH = {"languages": (("en", "B2", Necessity.REQUIRED),)}
SHUTTLE = {"start_time": time(5), "access": frozenset({SiteAccess.SHUTTLE})}
SOMEWHERE = Place("", None, 51.0154, 2.3014)
SOME_DAYS = frozenset({Weekday.WEDNESDAY})


@pytest.mark.parametrize(
    ("offer", "person"),
    [
        ({}, {"credentials": (), "credentials_listed": False}),
        ({}, caces(HELD, None, "CACES")),
        (NIGHT, {"patterns": None}),
        ({}, {"travel_modes": None}),
        ({}, {"origin": None}),
        (MASON, {"restrictions": LOADS}),
        (
            {"conditions": frozenset({Condition.LOADS})},
            {"restrictions": ((Condition.LOADS, 25.0),)},
        ),
        (ENGLISH, {"languages": (("en", None),)}),
        (ENGLISH, {"languages": ()}),
        (CARER, {"diplomas_listed": False}),
        ({"contract": ContractType.SUBSIDISED}, {}),
        ({"workplace": SOMEWHERE}, {"travel_modes": BUS}),
        (SHUTTLE, {"travel_modes": BUS}),
        ({}, {"excluded_weekdays": SOME_DAYS}),
    ],
)
def test_what_nobody_said_is_a_question_never_a_blocker(
    offer: dict[str, Any], person: dict[str, Any]
) -> None:
    entry = only(make_offer(**offer), make_candidate(**person))
    assert entry.blockers == ()
    assert entry.eligible
    assert entry.unknowns
    assert all(u.question.endswith("?") for u in entry.unknowns)


def test_a_certificate_valid_today_is_held_and_one_without_date_too() -> None:
    for end in (TODAY, None):
        entry = only(make_offer(), make_candidate(**caces(HELD, end)))
        assert entry.eligible
        assert entry.blockers == ()


def test_any_category_meets_a_caces_without_one() -> None:
    offer = make_offer(licences=(licence("CACES"),))
    assert only(offer, make_candidate(**caces(HELD, None, "CACES_R482_A"))).eligible


def test_what_is_only_wished_never_blocks() -> None:
    offer = make_offer(licences=(licence("permis_CE", Necessity.WISHED),))
    entry = only(offer, make_candidate())
    assert entry.eligible
    assert entry.contributions


@pytest.mark.parametrize(
    ("unread", "offer", "person"),
    [
        ("licences", {}, {"credentials": ()}),
        ("schedule", NIGHT, {}),
        ("schedule", {"start_time": time(5)}, {"travel_modes": BUS}),
        ("workplace", {}, {"trip_limit_minutes": 8.0}),
        ("contract", {}, {"contracts": TEMP_ONLY}),
        ("conditions", {"conditions": frozenset({Condition.LOADS})}, {"restrictions": LOADS}),
        ("languages", ENGLISH, {"languages": (("en", "A1"),)}),
        ("availability", {}, {"available_from": date(2027, 3, 1)}),
    ],
)
def test_unreviewed_parts_weigh_but_never_block(
    unread: str, offer: dict[str, Any], person: dict[str, Any]
) -> None:
    assert not only(make_offer(**offer), make_candidate(**person)).eligible
    entry = only(make_offer(**offer, unreviewed=frozenset({unread})), make_candidate(**person))
    assert entry.eligible
    assert any(u.question.startswith("À confirmer dans l'offre") for u in entry.unknowns)


@pytest.mark.parametrize(
    ("start", "end", "own", "suits"),
    [
        (time(14), time(0), time(18), False),
        (time(21), time(5), time(18), False),
        (time(20), None, time(18), False),
        (time(8), time(17), time(18), True),
        (time(8), time(18, 5), time(18), True),
    ],
)
def test_hours_past_midnight_are_late(
    start: time, end: time | None, own: time, suits: bool
) -> None:
    entry = only(make_offer(start_time=start, end_time=end), make_candidate(latest_end=own))
    assert entry.eligible == suits


@pytest.mark.parametrize("order", [1, -1])
def test_a_renewed_certificate_is_held(order: int) -> None:
    old = CredentialFact(FORKLIFT, HELD, date(2024, 6, 30))
    new = CredentialFact(FORKLIFT, HELD, date(2029, 6, 30))
    assert only(make_offer(), make_candidate(credentials=(old, new)[::order])).eligible


def test_another_contract_says_nothing() -> None:
    entry = only(make_offer(contract=ContractType.OTHER), make_candidate())
    assert entry.eligible
    assert "contrat" not in {u.criterion for u in entry.unknowns}


def test_far_away_is_not_asked_but_told() -> None:
    reunion = make_offer(workplace=Place("97411", None, -20.88, 55.45))
    for person in (make_candidate(trip_limit_minutes=None), make_candidate(travel_modes=None)):
        entry = only(reunion, person)
        assert [b.criterion for b in entry.blockers] == ["trajet"]
        assert entry.blockers[0].lever is None


def test_a_title_left_to_check_is_asked_beside_one_that_lacks() -> None:
    offer = make_offer(licences=(licence("permis_CE"), licence(FORKLIFT)))
    entry = only(offer, make_candidate(**caces(HELD, None, "CACES")))
    assert "permis CE" in entry.blockers[0].reason
    assert any(FORKLIFT.replace("_", " ") in u.question for u in entry.unknowns)


def test_whole_weeks_that_are_excluded_block() -> None:
    week = frozenset(list(Weekday)[:5])
    assert not only(make_offer(), make_candidate(excluded_weekdays=week)).eligible


NOTHING_SAID = {
    field.name: field.default for field in fields(CandidateFacts) if field.name != "key"
}


@pytest.mark.parametrize("name", sorted(NOTHING_SAID))
def test_deleting_a_fact_never_makes_a_blocker(name: str) -> None:
    offer = make_offer(
        start_time=time(6),
        end_time=time(14),
        conditions=frozenset({Condition.LOADS}),
        languages=(("fr", "A2", Necessity.REQUIRED),),
    )
    person = make_candidate()
    assert only(offer, person).eligible
    silent = replace(person, **{name: NOTHING_SAID[name]})
    if name == "credentials":
        silent = replace(silent, credentials_listed=False)
    assert only(offer, silent).eligible


LORRY = {"title": "Chauffeur PL", "rome": "N4101", "rome_guesses": (), "licences": ()}


def test_what_the_law_asks_is_asked_though_the_offer_is_silent() -> None:
    driver = make_candidate(credentials=(CredentialFact("permis_C", HELD, None),))
    assert only(make_offer(**LORRY), driver).eligible
    entry = only(make_offer(**LORRY), make_candidate())
    assert [b.reason for b in entry.blockers] == ["Exigé : permis C non détenu."]


def test_the_law_asks_nothing_of_a_guess_nor_where_the_training_is_offered() -> None:
    guessed = make_offer(**{**LORRY, "rome_declared": False, "rome_guesses": (("N4101", 0.9),)})
    trained = make_offer(
        **{**LORRY, "licences": (licence("permis_C", Necessity.TRAINING_OFFERED),)}
    )
    for offer in (guessed, trained):
        assert only(offer, make_candidate()).blockers == ()


def test_a_diploma_is_looked_for_among_diplomas() -> None:
    carer = make_offer(title="Aide-soignant", rome="J1501", rome_guesses=(), licences=())
    silent = make_candidate(credentials=(), credentials_listed=False, diplomas_listed=False)
    assert only(carer, silent).eligible
    assert not only(carer, replace(silent, diplomas_listed=True)).eligible


def test_silence_on_french_is_no_question() -> None:
    offer = make_offer(languages=(("fr", "B2", Necessity.REQUIRED),))
    for languages in ((), (("fr", None),), (("fr", "C1"),)):
        entry = only(offer, make_candidate(languages=languages))
        assert entry.eligible
        assert not entry.unknowns
    assert not only(offer, make_candidate(languages=(("fr", "A1"),))).eligible
