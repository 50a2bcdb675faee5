"""The questions whose good answer changes a list most come first."""

from matching.engine import packaged_engine
from matching.levers.near import near_of
from matching.levers.questions import PersonQuestion, kind, person_questions
from matching.levers.settings import packaged_settings
from matching.profiles import CandidateFacts, OfferFacts
from models.vocabulary import Band, WorkPattern
from tests.matching.factories import make_candidate, make_offer, ranked, scored
from tests.matching.levers.crowd import crowd, early_offer, rewritten

EVERY = frozenset({"reponse:titre", "reponse:trajet", "reponse:moyens", "reponse:horaires"})


def asked(
    offer: OfferFacts, people: list[CandidateFacts], keys: frozenset[str] = EVERY
) -> list[PersonQuestion]:
    near = near_of(scored(offer, people), packaged_engine())
    return person_questions(near, packaged_settings(), keys)


def test_who_would_come_first_is_asked_first() -> None:
    weak = {"skills": (), "experiences": ()}
    people = [make_candidate(f"C-{n}", **weak) for n in range(3)]
    people.append(make_candidate("D-1", travel_modes=None))
    people.append(make_candidate("D-2", travel_modes=None, **weak))
    first, second = asked(make_offer(), people)
    assert [people[each.row].key for each in (first, second)] == ["D-1", "D-2"]
    assert (first.before, first.rank) == (4, 1)
    assert first.worth > second.worth
    assert (first.key, first.words) == ("reponse:moyens", "si la personne a une voiture")


def test_the_rank_told_is_the_one_that_the_answer_gives() -> None:
    offer, people = early_offer(), crowd()
    questions = asked(offer, people)
    assert questions
    for each in questions:
        key = people[each.row].key
        entries = ranked(*rewritten((each.key,), key, offer, people))
        then = next(entry for entry in entries if entry.candidate == key)
        assert (each.rank, each.band) == (then.rank, then.band)


def test_only_questions_that_somebody_can_write_the_answer_of() -> None:
    people = [make_candidate("C-1"), make_candidate("D-1", travel_modes=None)]
    assert asked(make_offer(), people, frozenset({"reponse:horaires"})) == []


def test_one_question_a_person() -> None:
    night = make_offer(patterns=frozenset({WorkPattern.NIGHT}))
    people = [make_candidate("D-1", patterns=None, trip_limit_minutes=None)]
    assert len(asked(night, people)) <= 1


def test_nobody_of_the_trade_and_nothing_unknown_ask_nothing() -> None:
    cleaner = make_candidate("E-1", projects=(), experiences=(), skills=())
    assert asked(make_offer(), [cleaner]) == []
    assert asked(make_offer(), [make_candidate("C-1")]) == []
    assert Band.REMOTE is ranked(make_offer(), [cleaner])[0].band


def test_an_answer_is_known_by_what_it_is_about() -> None:
    assert kind("reponse:titre:permis_B") == "reponse:titre"
    assert kind("reponse:moyens") == "reponse:moyens"
