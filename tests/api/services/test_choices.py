from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from api.services.choices import (
    employer_key,
    fresh_guesses,
    load_memory,
    remember_choice,
    remember_review,
    retract_choice,
    with_memory,
)
from api.services.offer_states import update_offer
from api.services.offers import create_offer, parsed_offer
from api.services.proposals import packaged_proposals
from ingestion.offers import RawOffer, parse_offer
from ingestion.plain import record_hash
from ingestion.records import Employer, ParsedOffer
from models.choices import OccupationChoice
from models.offers import Offer
from models.people import User
from models.vocabulary import Role
from tests.factories import make_user

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
PACKER = "N1103"
CLEANER = "K2204"


def read(
    title: str, employer: str | None = "SARL Dunes", text: str = "À Dunkerque."
) -> ParsedOffer:
    parsed = parse_offer(RawOffer(title, text), packaged_proposals())
    return replace(parsed, employer=Employer(name=employer))


def corrected(parsed: ParsedOffer, rome: str | None) -> ParsedOffer:
    return replace(parsed, occupation=replace(parsed.occupation, rome=rome))


@pytest.fixture
def officer(session: Session) -> User:
    user = make_user(Role.OFFICER)
    session.add(user)
    session.flush()
    return user


@pytest.fixture
def offer(session: Session, officer: User) -> Offer:
    return create_offer(session, read("Agent de quai polyvalent"), officer, NOW)


def kept(session: Session) -> list[str]:
    return list(session.scalars(select(OccupationChoice.rome).order_by(OccupationChoice.id)))


@pytest.mark.parametrize(
    ("name", "agency", "siret", "key"),
    [
        ("S.A.R.L. Les Dunés", None, None, "les dunes"),
        ("SARL Les Dunes", None, None, "les dunes"),
        ("les dunes", "Agence Nord", None, "les dunes"),
        (None, "Agence Nord", None, "nord"),
        (None, None, "123 456 789 00012", "123456789"),
        ("SA", None, None, "sa"),
        (None, None, None, None),
    ],
)
def test_an_employer_is_known_by_its_name_then_its_agency_then_its_number(
    name: str | None, agency: str | None, siret: str | None, key: str | None
) -> None:
    parsed = replace(read("Cariste"), employer=Employer(name=name, siret=siret), agency=agency)

    assert employer_key(parsed) == key


def test_the_choice_of_an_officer_comes_first_for_the_next_offer_of_the_employer(
    session: Session, officer: User, offer: Offer
) -> None:
    old = parsed_offer(session, offer)
    remember_review(session, offer, old, corrected(old, CLEANER), officer, NOW)

    memory = load_memory(session)
    assert memory is not None
    again = with_memory(read("Agente de quai polyvalente (H/F)", "Dunes"), memory)
    other = with_memory(read("Agent de quai polyvalent", "Garage du Port"), memory)

    assert again.occupation.rome == CLEANER
    assert again.occupation.label == packaged_proposals().label(CLEANER)
    assert again.domain is packaged_proposals().domain(CLEANER) is not other.domain
    assert len(again.occupation.alternatives) == 5
    assert CLEANER in [guess.rome for guess in other.occupation.alternatives]
    assert sum(guess.confidence for guess in again.occupation.alternatives) <= 1.001


def test_an_offer_of_another_trade_is_left_as_it_was(
    session: Session, officer: User, offer: Offer
) -> None:
    remember_choice(session, offer, corrected(parsed_offer(session, offer), CLEANER), officer, NOW)

    memory = load_memory(session)
    assert memory is not None
    parsed = read("Aide-soignant de nuit en EHPAD")
    assert with_memory(parsed, memory) == parsed


def test_a_code_that_the_source_declares_stays_first(
    session: Session, officer: User, offer: Offer
) -> None:
    remember_choice(session, offer, corrected(parsed_offer(session, offer), CLEANER), officer, NOW)
    parsed = read("Agent de quai polyvalent")
    declared = replace(
        parsed, occupation=replace(parsed.occupation, rome=PACKER, confidence=0.9, declared=True)
    )

    memory = load_memory(session)
    assert memory is not None
    found = with_memory(declared, memory).occupation
    assert (found.rome, found.confidence, found.declared) == (PACKER, 0.9, True)
    assert found.alternatives[0].rome == CLEANER


def test_only_the_last_choice_of_an_offer_counts(
    session: Session, officer: User, offer: Offer
) -> None:
    parsed = parsed_offer(session, offer)
    remember_choice(session, offer, corrected(parsed, CLEANER), officer, NOW)
    remember_choice(session, offer, corrected(parsed, PACKER), officer, NOW + timedelta(days=1))

    assert kept(session) == [PACKER]
    choice = session.scalars(select(OccupationChoice)).one()
    assert (choice.employer_key, choice.user_id, choice.offer_id) == ("dunes", officer.id, offer.id)
    assert choice.proposed == [guess.rome for guess in parsed.occupation.alternatives]


def test_a_choice_taken_back_is_forgotten(session: Session, officer: User, offer: Offer) -> None:
    parsed = corrected(parsed_offer(session, offer), CLEANER)
    remember_choice(session, offer, parsed, officer, NOW)
    retract_choice(session, offer)
    assert load_memory(session) is None

    remember_choice(session, offer, parsed, officer, NOW)
    remember_review(session, offer, parsed, corrected(parsed, None), officer, NOW)
    assert kept(session) == []


def test_what_a_review_leaves_unread_teaches_nothing_until_it_is_confirmed(
    session: Session, officer: User, offer: Offer
) -> None:
    parsed = parsed_offer(session, offer)
    remember_review(session, offer, parsed, parsed, officer, NOW)
    assert kept(session) == []

    remember_review(session, offer, parsed, parsed, officer, NOW, is_confirmed=True)
    assert kept(session) == [parsed.occupation.rome]


def test_an_offer_under_review_hears_the_choices_made_since_it_came(
    session: Session, officer: User, offer: Offer
) -> None:
    later = create_offer(session, read("Agent de quai polyvalent 2"), officer, NOW)
    parsed = parsed_offer(session, later)
    before = fresh_guesses(session, later, parsed)
    remember_choice(session, offer, corrected(parsed_offer(session, offer), CLEANER), officer, NOW)
    remember_choice(session, later, corrected(parsed, PACKER), officer, NOW)

    after = fresh_guesses(session, later, parsed)

    assert before[0].rome != CLEANER
    assert after[0].rome == CLEANER


def test_what_was_learned_stays_when_the_offer_goes(
    session: Session, officer: User, offer: Offer
) -> None:
    remember_choice(session, offer, corrected(parsed_offer(session, offer), CLEANER), officer, NOW)
    session.expire_all()
    session.execute(delete(Offer).where(Offer.id == offer.id))

    assert session.scalar(select(func.count()).select_from(OccupationChoice)) == 1


def test_a_correction_reaches_the_next_offer_taken_in(
    session: Session, officer: User, offer: Offer
) -> None:
    update_offer(session, offer, corrected(parsed_offer(session, offer), CLEANER), officer, NOW)

    again = create_offer(session, read("Agent de quai polyvalent (H/F)"), officer, NOW)

    assert again.rome == CLEANER
    assert again.parsed["occupation"]["alternatives"][0]["rome"] == CLEANER


def test_what_is_remembered_is_no_part_of_what_the_source_says(
    session: Session, officer: User, offer: Offer
) -> None:
    parsed = read("Agent de quai polyvalent (H/F)")
    before = create_offer(session, replace(parsed, reference="A"), officer, NOW).content_hash
    update_offer(session, offer, corrected(parsed_offer(session, offer), CLEANER), officer, NOW)
    heard = create_offer(session, replace(parsed, reference="B"), officer, NOW)

    assert heard.rome == CLEANER
    assert record_hash(replace(parsed, reference="A")) == before
    assert record_hash(replace(parsed, reference="B")) == heard.content_hash
