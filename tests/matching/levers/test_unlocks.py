"""Over many offers: the same counts as offer by offer, and each bus for those who ride it."""

from dataclasses import replace
from datetime import time

import pytest

from matching.engine import packaged_engine
from matching.levers.near import near_of
from matching.levers.relaxations import relaxations
from matching.levers.settings import packaged_settings
from matching.levers.unlocks import Unlock, bus_changes, in_general, totals, unlocks
from matching.profiles import CandidateFacts, OfferFacts
from models.vocabulary import TravelMode, WorkPattern
from tests.matching.factories import GRANDE_SYNTHE, make_candidate, make_offer, ranked, scored
from tests.matching.levers.crowd import crowd, early_offer


def found(offer: OfferFacts, people: list[CandidateFacts]) -> dict[str, Unlock]:
    near = near_of(scored(offer, people), packaged_engine())
    return {each.key: each for each in unlocks(near, packaged_settings())}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_is_freed_is_what_the_table_of_the_offer_says(seed: int) -> None:
    offer, people = early_offer(), crowd(seed=seed)
    near = near_of(scored(offer, people), packaged_engine())
    table = {each.key: each for each in relaxations(near, packaged_settings())}
    every = found(offer, people)
    assert len(every) > 3
    for key, each in every.items():
        if key in table:
            assert set(each.freed) == {people[row].key for row in table[key].freed}, key
    told = ("titre:", "trajet+", "moyen:", "horaire", "navette")
    missed = [
        key
        for key, line in table.items()
        if line.freed and key.startswith(told) and key not in every
    ]
    assert missed == ["horaires_personne"] or missed == []


def test_a_first_bus_sooner_frees_those_who_come_by_bus_alone() -> None:
    patterns = frozenset({WorkPattern.DAY, WorkPattern.EARLY})
    ride, walk = frozenset({TravelMode.BUS}), frozenset({TravelMode.WALK})
    people = [make_candidate(f"B-{n}", travel_modes=ride, patterns=patterns) for n in range(3)]
    people += [make_candidate(f"W-{n}", travel_modes=walk, patterns=patterns) for n in range(2)]
    offer = make_offer(
        workplace=GRANDE_SYNTHE,
        patterns=frozenset({WorkPattern.EARLY}),
        start_time=time(5, 15),
        end_time=time(13),
    )
    every = found(offer, people)
    assert set(every["premier_bus+60"].freed) == {"B-0", "B-1", "B-2"}
    later = ranked(replace(offer, start_time=time(6, 15)), people)
    assert {entry.candidate for entry in later if entry.eligible} == {"B-0", "B-1", "B-2"}
    assert not any(key.startswith("dernier_bus") for key in every)


def test_a_post_without_hours_has_no_bus_to_move() -> None:
    assert list(bus_changes(make_offer())) == []
    late = [change.key for change in bus_changes(make_offer(start_time=time(23, 30)))]
    assert late == []


def test_a_last_bus_later_counts_for_a_shift_that_ends_after_midnight() -> None:
    offer = make_offer(start_time=time(16), end_time=time(0, 15))
    ends = {change.key: change.apply(offer).end_time for change in bus_changes(offer)}
    assert ends["dernier_bus+30"] == time(23, 45)
    assert ends["dernier_bus+60"] == time(23, 15)


def test_totals_count_pairs_persons_and_offers() -> None:
    one, two = (
        found(make_offer(key), [make_candidate(f"C-{n}", credentials=()) for n in range(count)])
        for key, count in (("O-1", 2), ("O-2", 3))
    )
    first = totals({"O-1": one.values(), "O-2": two.values()})[0]
    assert (first.key, first.pairs, first.persons) == ("titre:CACES_R489", 5, 3)
    assert first.offers == (("O-2", 3), ("O-1", 2))
    assert first.words == "avec le CACES R489, aux catégories demandées"
    assert totals({}) == []


def test_offers_that_hold_nobody_back_unlock_nothing() -> None:
    assert found(make_offer(), [make_candidate("C-1")]) == {}


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("horaire+60", "postes décalés de 60 min plus tard"),
        ("horaire-30", "postes décalés de 30 min plus tôt"),
        ("premier_bus+30", "premier bus 30 min plus tôt"),
        ("dernier_bus+30", "dernier bus 30 min plus tard"),
        ("debut+15", "début repoussé de 15 jours"),
        ("navette", "avec une navette"),
        ("trajet+10", "avec une navette"),
    ],
)
def test_words_are_said_of_many_offers(key: str, said: str) -> None:
    assert in_general(key, "avec une navette") == said
