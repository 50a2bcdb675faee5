"""The questions to an employer: what would change the list first, what is said never."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from sqlalchemy.orm import Session

from api.services.missing_facts import RankedQuestion, in_words, ranked_questions
from api.services.offers import create_offer
from api.services.shortlists import Matcher, matcher_of
from ingestion.load import load_candidates, plan_candidates
from ingestion.offers.questions import asked
from ingestion.records import (
    CandidateRecord,
    Contract,
    Credential,
    Evidence,
    Home,
    LicenceNeed,
    Occupation,
    ParsedOffer,
    Project,
    WorkingTime,
    Workplace,
)
from matching.missing import Ask, Effect
from models.vocabulary import (
    ContractType,
    CredentialState,
    Domain,
    Necessity,
    TravelMode,
    WorkPattern,
)
from tests.factories import make_candidate_record, make_parsed_offer

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
DUNKERQUE = Home("Dunkerque", "59183", None, "59140", 51.0344, 2.3768)
LICENCE = Credential("permis_B", "B", CredentialState.HELD)
FORKLIFT = Credential("CACES_R489_3", "CACES R489 3", CredentialState.HELD)


def person(number: int, **changes: Any) -> CandidateRecord:
    """A forklift driver who keeps any hours and holds everything."""
    record = make_candidate_record(
        identifier=f"P-{number:04d}",
        projects=(Project("Cariste", "N1101", date(2026, 3, 2), True),),
        home=DUNKERQUE,
        travel_modes=frozenset({TravelMode.CAR}),
        trip_limit_minutes=45.0,
        credentials=(LICENCE, FORKLIFT),
        contracts=frozenset(ContractType),
        patterns=frozenset(WorkPattern),
        education_level=5,
    )
    return replace(record, **changes)


def offer(**changes: Any) -> ParsedOffer:
    """A forklift driver's post that says where, and nothing of hours, contract or pay."""
    parsed = make_parsed_offer(
        title="Cariste",
        description="Vous chargez les camions.",
        domain=Domain.INDUSTRY,
        occupation=Occupation("N1101", "Cariste", 0.9, (), True),
        workplace=Workplace("59271", "Grande-Synthe", "59760", 51.0154, 2.3014),
    )
    return replace(parsed, **changes)


def questions(
    session: Session, parsed: ParsedOffer, people: list[CandidateRecord]
) -> tuple[RankedQuestion, ...]:
    load_candidates(session, plan_candidates(session, people), NOW)
    row = create_offer(session, parsed, None, NOW)
    session.flush()
    return ranked_questions(session, row, TODAY, Matcher(matcher_of().ranker))


def test_where_people_differ_by_their_hours_the_hours_are_asked_first(session: Session) -> None:
    days = frozenset({WorkPattern.DAY})
    people = [person(n, patterns=days if n % 2 else frozenset(WorkPattern)) for n in range(30)]
    first, *_ = questions(session, offer(), people)
    assert first.field == "working_time.patterns"
    assert first.effect == "peut changer 5 des 10 premiers noms et écarter 15 personnes"
    assert not first.is_confirmation


def test_where_they_differ_by_a_licence_it_is_asked_though_the_parser_would_not(
    session: Session,
) -> None:
    people = [
        person(n, credentials=(FORKLIFT,) if n % 2 else (LICENCE, FORKLIFT)) for n in range(30)
    ]
    parsed = offer()
    assert "licences" not in {each.field for each in asked(parsed)}
    first, *_ = questions(session, parsed, people)
    assert first.text == "Un permis de conduire est-il nécessaire pour ce poste ?"
    assert first.effect.endswith("écarter 15 personnes")


def test_what_the_text_tells_of_a_licence_is_not_asked(session: Session) -> None:
    people = [person(n, credentials=()) for n in range(4)]
    parsed = offer(source_text="Cariste\nPermis non nécessaire.")
    assert "licences" not in {each.field for each in questions(session, parsed, people)}


def test_a_fact_that_is_said_is_never_asked(session: Session) -> None:
    said = offer(
        contract=Contract(ContractType.CDI, start_date=date(2026, 12, 1)),
        working_time=WorkingTime(35.0, True, (WorkPattern.DAY,), time(8), time(16)),
        licences=(LicenceNeed("permis_B", Necessity.REQUIRED),),
    )
    people = [person(n, credentials=() if n % 2 else (LICENCE,)) for n in range(6)]
    fields = {each.field for each in questions(session, said, people)}
    assert not fields & {
        "contract.type",
        "contract.start_date",
        "working_time.patterns",
        "working_time.start_time",
        "working_time.weekly_hours",
        "licences",
        "workplace",
    }


@pytest.mark.parametrize(("confidence", "is_asked"), [(0.6, True), (0.93, False)])
def test_what_was_read_without_trust_is_to_be_confirmed_where_it_would_block(
    session: Session, confidence: float, is_asked: bool
) -> None:
    text = "Cariste\nCACES 3 ?"
    parsed = offer(
        source_text=text,
        licences=(LicenceNeed("CACES_R489_3", Necessity.REQUIRED),),
        evidence={"licences.0": Evidence(8, 15, "CACES 3", confidence)},
    )
    people = [person(n, credentials=(LICENCE,) if n % 2 else (LICENCE, FORKLIFT)) for n in range(8)]
    doubts = [each for each in questions(session, parsed, people) if each.is_confirmation]
    assert bool(doubts) is is_asked
    if is_asked:
        assert doubts[0].text.startswith("Est-ce bien exigé : CACES R489")
        assert doubts[0].effect.endswith("écarter 4 personnes")


def test_without_anybody_the_order_is_that_of_the_parser(session: Session) -> None:
    parsed = offer()
    found = questions(session, parsed, [])
    assert [(each.field, each.text) for each in found] == [(q.field, q.text) for q in asked(parsed)]
    assert not any(each.effect for each in found)


def test_an_offer_without_a_title_is_asked_for_it_first(session: Session) -> None:
    first, *_ = questions(session, offer(title=""), [person(n) for n in range(3)])
    assert first.field == "title"


@pytest.mark.parametrize(
    ("effect", "words"),
    [
        (
            Effect("x", Ask.UNSAID, 0.5, 6, 40, 0),
            "peut changer 6 des 10 premiers noms et écarter 40 personnes",
        ),
        (Effect("x", Ask.UNSAID, 0.5, 0, 1, 0), "peut écarter 1 personne"),
        (Effect("x", Ask.UNSAID, 0.5, 0, 0, 3), "peut rendre possibles 3 personnes"),
        (Effect("x", Ask.UNSAID, 0.5, 0, 0, 0), "change l’ordre des premiers noms"),
        (Effect("x", Ask.UNSAID, 0.0, 0, 0, 0), "ne change pas la liste"),
    ],
)
def test_an_effect_is_told_in_words(effect: Effect, words: str) -> None:
    assert in_words(effect) == words
