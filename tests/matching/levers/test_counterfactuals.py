"""The rank announced with a change is the one that ranking everybody again gives."""

from dataclasses import replace
from datetime import date

import pytest

from matching.bands import ORDER
from matching.engine import packaged_engine
from matching.levers.counterfactuals import Counterfactual, counterfactuals
from matching.levers.near import Near, near_of
from matching.levers.settings import packaged_settings
from matching.profiles import CandidateFacts, CredentialFact, LicenceAsk, OfferFacts
from models.vocabulary import (
    Band,
    Condition,
    ContractType,
    CredentialState,
    Necessity,
    TravelMode,
    WorkPattern,
)
from tests.matching.factories import (
    DUNKERQUE,
    FORKLIFT,
    make_candidate,
    make_offer,
    ranked,
    scored,
)
from tests.matching.levers.crowd import crowd, early_offer, rewritten

DRIVES = CredentialFact("permis_B", CredentialState.HELD, None)


def near(offer: OfferFacts, people: list[CandidateFacts]) -> Near:
    return near_of(scored(offer, people), packaged_engine())


def found(offer: OfferFacts, people: list[CandidateFacts]) -> dict[str, Counterfactual]:
    """What would lift each person, by key."""
    lifted = counterfactuals(near(offer, people), range(len(people)), packaged_settings())
    return {people[row].key: each for row, each in lifted.items()}


@pytest.mark.parametrize(
    "offer",
    [
        early_offer(),
        early_offer(patterns=frozenset({WorkPattern.TWO_SHIFTS}), start_time=None, end_time=None),
        early_offer(conditions=frozenset({Condition.LOADS}), experience=None),
    ],
    ids=["early", "shifts", "loads"],
)
def test_the_rank_announced_is_the_one_that_ranking_again_gives(offer: OfferFacts) -> None:
    people = crowd()
    today = {entry.candidate: entry for entry in ranked(offer, people)}
    every = found(offer, people)
    assert len(every) > 15
    assert {len(each.keys) for each in every.values()} == {1, 2}
    for key, each in every.items():
        entries = ranked(*rewritten(each.keys, key, offer, people))
        then = next(entry for entry in entries if entry.candidate == key)
        assert (each.before, each.rank, each.band) == (today[key].rank, then.rank, then.band), each
        assert then.eligible
        assert (ORDER.index(then.band), then.rank) < (ORDER.index(today[key].band), each.before)


def test_a_certificate_run_out_lifts_by_its_renewal() -> None:
    late = CredentialFact(FORKLIFT, CredentialState.HELD, date(2024, 3, 1))
    people = [make_candidate(f"C-{n}") for n in range(4)]
    people.append(make_candidate("D-1", credentials=(late, DRIVES)))
    lifted = found(make_offer(), people)["D-1"]
    assert lifted.words == ("avec le CACES R489 cat. 3 renouvelé",)
    assert (lifted.before, lifted.rank, lifted.band) == (5, 5, Band.VERY_SUITABLE)


def test_the_change_that_asks_least_is_told() -> None:
    """A training of three days, rather than an employer who trains or a title let go."""
    people = [make_candidate("C-1"), make_candidate("D-1", credentials=())]
    assert found(make_offer(), people)["D-1"].keys == ("titre:CACES_R489",)


def test_two_changes_are_told_only_where_no_single_one_lifts() -> None:
    asleep = make_candidate("D-1", credentials=(), contracts=frozenset({ContractType.CDI}))
    one = make_candidate("D-2", contracts=frozenset({ContractType.CDI}))
    every = found(make_offer(), [make_candidate("C-1"), asleep, one])
    assert set(every["D-1"].keys) == {"accepte:interim", "titre:CACES_R489"}
    assert every["D-2"].keys == ("accepte:interim",)


def test_three_obstacles_and_other_trades_have_no_lever() -> None:
    blocked = make_candidate(
        "D-1",
        credentials=(),
        contracts=frozenset({ContractType.CDI}),
        available_from=date(2027, 6, 1),
    )
    cleaner = make_candidate("E-1", projects=(), experiences=(), skills=())
    assert found(make_offer(), [make_candidate("C-1"), blocked, cleaner]) == {}


def test_health_is_no_lever_the_post_is_adapted() -> None:
    person = make_candidate("D-1", restrictions=((Condition.LOADS, 5.0),))
    offer = make_offer(conditions=frozenset({Condition.LOADS}))
    lifted = found(offer, [make_candidate("C-1"), person])["D-1"]
    assert lifted.words == ("si le poste est aménagé (sans port de charges)",)


def test_a_fact_to_be_asked_is_told_first() -> None:
    person = make_candidate("D-1", travel_modes=None)
    people = [*(make_candidate(f"C-{n}", origin=DUNKERQUE) for n in range(3)), person]
    assert found(make_offer(), people)["D-1"].keys == ("reponse:moyens",)


def test_categories_of_one_training_go_together() -> None:
    asked = tuple(
        LicenceAsk(f"CACES_R489_{n}", f"CACES R489 cat. {n}", Necessity.REQUIRED)
        for n in ("1A", "3", "5")
    )
    person = make_candidate("D-1", credentials=())
    lifted = found(make_offer(licences=asked), [make_candidate("C-1"), person])["D-1"]
    assert lifted.words == ("avec le CACES R489 cat. 1A, 3 et 5",)


def test_the_law_is_not_let_go_by_an_employer() -> None:
    offer = make_offer(
        title="Conducteur routier", rome="N4101", rome_guesses=(("N4101", 1.0),), licences=()
    )
    person = replace(
        make_candidate("D-1", credentials=()),
        projects=(replace(make_candidate().projects[0], title="Conducteur routier", rome="N4101"),),
    )
    lifted = found(offer, [person])
    assert all(not key.startswith("non_exige") for each in lifted.values() for key in each.keys)


def test_the_pool_is_not_touched() -> None:
    people, offer = crowd(20), early_offer()
    scores = scored(offer, people)
    before = scores.comparison.batch.credential_state.copy()
    counterfactuals(near_of(scores, packaged_engine()), range(20), packaged_settings())
    assert (scores.comparison.batch.credential_state == before).all()
    assert scores.comparison.offer.facts == offer
    assert TravelMode.CAR in (people[0].travel_modes or {TravelMode.CAR})
