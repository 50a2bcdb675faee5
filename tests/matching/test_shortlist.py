"""The list: bands in order, everybody in it, ties always the same way."""

from datetime import date

import numpy as np

from matching.engine import packaged_engine
from matching.profiles import CredentialFact, ProjectFact
from matching.shortlist import entries, order
from models.vocabulary import Band, CredentialState, TravelMode
from tests.matching.factories import make_candidate, make_offer, ranked, scored

HAIR = (ProjectFact("Coiffeuse", "D1202", True, date(2026, 1, 5)),)
UNVALIDATED = (ProjectFact("Cariste", "N1101", False, None),)
EXPIRED = (CredentialFact("CACES_R489_3", CredentialState.EXPIRED, None),)


def test_each_band_holds_whom_it_says() -> None:
    people = [
        make_candidate("remote", projects=HAIR, experiences=()),
        make_candidate("lever", credentials=EXPIRED),
        make_candidate("check", credentials=(), credentials_listed=False),
        make_candidate("suitable", projects=UNVALIDATED),
        make_candidate("very"),
        make_candidate("two obstacles", credentials=EXPIRED, trip_limit_minutes=5.0),
    ]
    bands = {entry.candidate: entry.band for entry in ranked(make_offer(), people)}
    assert bands == {
        "very": Band.VERY_SUITABLE,
        "suitable": Band.SUITABLE,
        "check": Band.TO_CHECK,
        "lever": Band.WITH_LEVER,
        "two obstacles": Band.REMOTE,
        "remote": Band.REMOTE,
    }


def test_a_right_person_with_a_lever_stands_before_an_eligible_one_of_another_trade() -> None:
    people = [
        make_candidate("hair", projects=HAIR, experiences=()),
        make_candidate("lever", credentials=EXPIRED),
    ]
    first, second = ranked(make_offer(), people)
    assert (first.candidate, first.eligible) == ("lever", False)
    assert (second.candidate, second.eligible) == ("hair", True)


def test_nobody_is_dropped_and_ranks_follow_bands_then_scores() -> None:
    walkers = frozenset({TravelMode.WALK})
    people = [
        make_candidate(f"C-{i:03d}", projects=HAIR if i % 3 else UNVALIDATED, travel_modes=walkers)
        if i % 2
        else make_candidate(f"C-{i:03d}")
        for i in range(60)
    ]
    listed = ranked(make_offer(), people)
    assert sorted(entry.candidate for entry in listed) == [p.key for p in people]
    assert [entry.rank for entry in listed] == list(range(1, 61))
    places = [(list(Band).index(entry.band), -entry.score, entry.candidate) for entry in listed]
    assert places == sorted(places)


def test_a_list_can_be_restricted_to_some_and_cut() -> None:
    people = [make_candidate(f"C-{i}") for i in range(5)]
    result = scored(make_offer(), people)
    rows = order(result, np.array([3, 1]))
    assert [e.candidate for e in entries(result, packaged_engine(), rows.tolist())] == [
        "C-1",
        "C-3",
    ]
