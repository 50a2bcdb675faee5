"""Head counts are those of two rankings, one before and one after."""

from datetime import date, time

import pytest

from matching.engine import packaged_engine
from matching.levers.near import near_of
from matching.levers.relaxations import Relaxation, relaxations, useful
from matching.levers.settings import packaged_settings
from matching.profiles import (
    CandidateFacts,
    CredentialFact,
    ExperienceFact,
    LicenceAsk,
    OfferFacts,
    ProjectFact,
)
from models.vocabulary import (
    Band,
    ContractType,
    CredentialState,
    Necessity,
    TravelMode,
    WorkPattern,
)
from tests.matching.factories import GRANDE_SYNTHE, make_candidate, make_offer, ranked, scored
from tests.matching.levers.crowd import OFFER_CHANGES, PERSON_CHANGES, crowd, early_offer

DRIVES = CredentialFact("permis_B", CredentialState.HELD, None)
CLEAR = (Band.VERY_SUITABLE, Band.SUITABLE, Band.TO_CHECK)


def found(offer: OfferFacts, people: list[CandidateFacts]) -> dict[str, Relaxation]:
    near = near_of(scored(offer, people), packaged_engine())
    return {each.key: each for each in relaxations(near, packaged_settings())}


def clear(offer: OfferFacts, people: list[CandidateFacts]) -> set[str]:
    """Who stands in a right band without an obstacle."""
    return {entry.candidate for entry in ranked(offer, people) if entry.band in CLEAR}


def test_terms_of_the_offer_bring_those_whom_ranking_again_brings() -> None:
    offer, people = early_offer(), crowd()
    before, every = clear(offer, people), found(offer, people)
    tried = {key: each for key, each in every.items() if each.is_offer}
    assert set(tried) == {key for key, edit in OFFER_CHANGES.items() if edit(offer) != offer}
    for key, each in tried.items():
        after = clear(OFFER_CHANGES[key](offer), people)
        assert {people[row].key for row in each.freed} == after - before, key
        assert {people[row].key for row in each.lost} == before - after, key
        assert each.gain == len(after) - len(before)


@pytest.mark.parametrize("key", ["titre:CACES_R489", "trajet+10", "accepte:interim", "disponible"])
def test_facts_of_people_bring_those_whom_ranking_again_brings(key: str) -> None:
    """Everybody concerned changes; nobody's place depends on the others'."""
    offer, people = early_offer(), crowd(25)
    each = found(offer, people)[key]
    edit, before = PERSON_CHANGES[key], clear(offer, people)
    changed = [
        edit(person, offer) if key != "trajet+10" or person.trip_limit_minutes else person
        for person in people
    ]
    assert {people[row].key for row in each.freed} == clear(offer, changed) - before
    assert not each.is_offer


def test_an_hour_later_brings_the_people_who_come_by_bus() -> None:
    """Five persons of one town by bus: at five no bus, at six one."""
    bus = frozenset({TravelMode.BUS, TravelMode.WALK})
    patterns = frozenset({WorkPattern.DAY, WorkPattern.EARLY})
    people = [make_candidate(f"C-{n}", travel_modes=bus, patterns=patterns) for n in range(5)]
    people.append(make_candidate("D-1", patterns=patterns))
    offer = make_offer(
        workplace=GRANDE_SYNTHE,
        patterns=frozenset({WorkPattern.EARLY}),
        start_time=time(5),
        end_time=time(13),
    )
    every = found(offer, people)
    later = every["horaire+60"]
    assert later.words == "si la prise de poste passe de 5 h à 6 h (fin à 14 h)"
    assert len(later.freed) == len(clear(OFFER_CHANGES["horaire+60"](offer), people)) - 1
    steps = [each.key for each in useful(list(every.values())) if each.key.startswith("horaire")]
    counts = [len(every[key].freed) for key in steps]
    assert counts == sorted(set(counts))
    assert counts[-1] == 5


def test_an_offer_that_holds_nobody_back_frees_nobody() -> None:
    every = found(make_offer(), [make_candidate("C-1"), make_candidate("C-2")])
    assert all(each.freed == () for each in every.values())


def test_who_a_change_would_hold_back_is_counted() -> None:
    people = [make_candidate(f"C-{n}", contracts=frozenset({ContractType.TEMP})) for n in range(3)]
    people.append(make_candidate("D-1", contracts=frozenset({ContractType.CDI})))
    change = found(make_offer(), people)["contrat:CDI"]
    assert (len(change.freed), len(change.lost), change.gain) == (1, 3, -2)


def test_experience_wished_brings_people_up_and_frees_nobody() -> None:
    people = [
        make_candidate(f"C-{n}", experiences=(make_candidate().experiences[0],)) for n in range(3)
    ]
    offer = make_offer(experience=Necessity.REQUIRED, experience_months=120)
    every = found(offer, people)
    assert (every["experience_souhaitee"].freed, len(every["debutants"].risen)) == ((), 3)


def test_a_training_is_named() -> None:
    each = found(make_offer(), [make_candidate("C-1", credentials=())])["titre:CACES_R489"]
    assert each.training is not None
    assert "3 à 5 jours" in each.training
    assert len(each.freed) == 1


def test_people_of_a_near_trade_count_once_a_title_is_not_required() -> None:
    near_trade = (ProjectFact("Agent de quai", "N1105", True, None),)
    done = (ExperienceFact("Agent de quai", 24, 2026),)
    people = [
        make_candidate(f"C-{n}", projects=near_trade, experiences=done, credentials=(DRIVES,))
        for n in range(2)
    ]
    people += [make_candidate("D-1"), make_candidate("E-1", projects=(), experiences=())]
    offer = make_offer()
    each = found(offer, people)["non_exige:CACES_R489"]
    after = clear(OFFER_CHANGES["non_exige:CACES_R489"](offer), people)
    assert {people[row].key for row in each.freed} == after - clear(offer, people) == {"C-0", "C-1"}


def test_hours_that_become_early_win_nobody_who_takes_no_early_hours() -> None:
    """Half past six to half past two, an hour sooner: back by two, but up before five."""
    day = frozenset({WorkPattern.DAY})
    early = day | {WorkPattern.EARLY}
    people = [
        make_candidate(f"C-{n}", patterns=patterns, latest_end=time(14))
        for n, patterns in enumerate((day, early, early))
    ]
    offer = make_offer(patterns=frozenset(), start_time=time(6, 30), end_time=time(14, 30))
    every = found(offer, people)
    assert {people[row].key for row in every["horaire-60"].freed} == {"C-1", "C-2"}
    assert clear(OFFER_CHANGES["horaire-60"](offer), people) == {"C-1", "C-2"}


def test_a_shift_moves_over_midnight_by_the_clock() -> None:
    offer = make_offer(
        patterns=frozenset({WorkPattern.NIGHT}), start_time=time(23, 30), end_time=time(7, 30)
    )
    every = found(offer, [make_candidate("C-1")])
    said = "si la prise de poste passe de 23 h 30 à 0 h 30 (fin à 8 h 30)"
    assert every["horaire+60"].words == said


def test_a_start_at_the_end_of_time_is_not_put_off() -> None:
    every = found(make_offer(start_date=date(9999, 12, 20)), [make_candidate("C-1")])
    assert not any(key.startswith("debut") for key in every)


def test_what_the_law_asks_is_never_let_go() -> None:
    """A heavy vehicle is driven with its licence; a forklift may be taught on the spot."""
    heavy = LicenceAsk("permis_CE", "permis CE", Necessity.REQUIRED)
    light = LicenceAsk("permis_B", "permis B", Necessity.REQUIRED)
    offer = make_offer(licences=(heavy, light, *make_offer().licences))
    every = found(offer, [make_candidate("C-1")])
    assert "non_exige:permis_CE" not in every
    assert {"non_exige:permis_B", "non_exige:CACES_R489"} <= set(every)
