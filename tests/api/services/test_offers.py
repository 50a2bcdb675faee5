"""Offers in the base: whole, reviewed field by field, opened when complete, never lost."""

import json
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.services import offer_states, offers
from ingestion.details import Contact, OfferDetails
from ingestion.offers.as_json import to_json
from ingestion.records import (
    Contract,
    EducationNeed,
    Employer,
    Evidence,
    ExperienceNeed,
    LanguageNeed,
    LicenceNeed,
    Occupation,
    OccupationGuess,
    OfferWarning,
    ParsedOffer,
    Pay,
    SkillNeed,
    WorkingTime,
    Workplace,
)
from models.database import reading, transaction
from models.errors import (
    ConcurrentChangeError,
    MotiveMissingError,
    NotFoundError,
    OfferIncompleteError,
    RoleRefusedError,
    TransitionRefusedError,
)
from models.fiche import Channel
from models.offers import Offer, OfferEvent, OfferRequirement
from models.people import User
from models.vocabulary import (
    Condition,
    ContractType,
    Domain,
    Necessity,
    OfferState,
    PayPeriod,
    ReviewStatus,
    Role,
    SiteAccess,
    Vehicle,
    WorkPattern,
)
from tests.factories import make_parsed_offer, make_user

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

TEXT = "Cariste de nuit\nCDI 35 h à Dunkerque, CACES 3 exigé, anglais souhaité."


def read_in_text(words: str) -> Evidence:
    start = TEXT.index(words)
    return Evidence(start, start + len(words), words, 0.9)


FULL = ParsedOffer(
    reference=None,
    title="Cariste de nuit",
    description=TEXT.split("\n")[1],
    source_text=TEXT,
    employer=Employer("Entrepôt Test", None, "logistique"),
    occupation=Occupation("N1101", "Conduite", 0.8, (OccupationGuess("N1103", "Magasin", 0.1),)),
    domain=Domain.TRANSPORT,
    workplace=Workplace("59183", "Dunkerque", "59140", 51.03, 2.37, (SiteAccess.BUS,)),
    contract=Contract(ContractType.CDI, None, date(2026, 12, 1)),
    working_time=WorkingTime(35.0, True, (WorkPattern.NIGHT,), time(21, 0), time(5, 0)),
    vehicle=Vehicle.NONE,
    pay=Pay(12.5, None, PayPeriod.HOUR),
    positions=2,
    experience=ExperienceNeed(Necessity.WISHED, 6),
    education=EducationNeed(3, Necessity.WISHED),
    licences=(LicenceNeed("CACES_R489_3", Necessity.REQUIRED),),
    skills=(SkillNeed("gerbage", Necessity.WISHED), SkillNeed("scan", Necessity.REQUIRED)),
    languages=(LanguageNeed("en", "A2", Necessity.WISHED),),
    constraints=(Condition.LOADS,),
    level=2,
    clause_hours=140.0,
    agency="Agence Test",
    deadline=date(2026, 12, 15),
    details=OfferDetails(channel=Channel.PHONE, contact=Contact(phone="03 28 00 00 00")),
    evidence={
        "contract.type": read_in_text("CDI"),
        "licences.0": read_in_text("CACES 3"),
        "languages.0": read_in_text("anglais"),
    },
    questions=("Le site est-il desservi la nuit ?",),
    warnings=(OfferWarning("pay", "salaire à vérifier"),),
)


def officer(session: Session) -> User:
    user = make_user(Role.OFFICER)
    session.add(user)
    session.flush()
    return user


def take_in(session: Session, parsed: ParsedOffer = FULL) -> tuple[Offer, User]:
    user = officer(session)
    return offers.create_offer(session, parsed, user, NOW, "note.txt"), user


def test_an_offer_comes_back_as_it_was_read(session: Session) -> None:
    offer, _ = take_in(session)
    session.expire_all()
    assert offers.parsed_offer(session, offer.reference) == replace(FULL, reference=offer.reference)
    assert offer.source_text == TEXT
    assert offer.state is OfferState.TO_REVIEW


def test_the_base_keeps_the_exchange_format(session: Session) -> None:
    offer, _ = take_in(session)
    kept = json.loads(json.dumps(offer.parsed))
    assert kept["occupation"].pop("declared") is False
    assert kept.pop("details")["contact"]["phone"] == "03 28 00 00 00"
    assert kept == json.loads(json.dumps(to_json(replace(FULL, reference=offer.reference))))


def test_requirements_are_rows_with_their_words(session: Session) -> None:
    offer, _ = take_in(session)
    rows = session.scalars(
        select(OfferRequirement)
        .where(OfferRequirement.offer_id == offer.id)
        .order_by(OfferRequirement.position)
    ).all()
    assert [(row.kind, row.code, row.level, row.necessity) for row in rows] == [
        ("experience", None, "6", Necessity.WISHED),
        ("education", None, "3", Necessity.WISHED),
        ("licence", "CACES_R489_3", None, Necessity.REQUIRED),
        ("skill", None, None, Necessity.WISHED),
        ("skill", None, None, Necessity.REQUIRED),
        ("language", "en", "A2", Necessity.WISHED),
        ("condition", "loads", None, Necessity.REQUIRED),
    ]
    licence = rows[2]
    assert TEXT[licence.span_start : licence.span_end] == "CACES 3"
    assert [row.review for row in rows[1:3]] == [ReviewStatus.CONFIRMED, ReviewStatus.EXTRACTED]


def test_the_same_text_twice_is_one_offer(session: Session) -> None:
    first, user = take_in(session)
    assert offers.create_offer(session, FULL, user, NOW) is first
    assert len(session.scalars(select(Offer)).all()) == 1


def test_a_reference_belongs_to_one_offer_and_no_other_is_lost(session: Session) -> None:
    given = make_parsed_offer(reference="A-1")
    first, _ = take_in(session, given)
    other, _ = take_in(session, replace(given, source_text="autre chose"))
    again, _ = take_in(session, replace(given, source_text="autre chose"))
    assert (first.reference, other.reference, again) == ("A-1", "A-1 (2)", other)
    with pytest.raises(NotFoundError):
        offers.offer_by_reference(session, "A-2\x00")


def test_only_what_was_read_from_text_waits_for_review(session: Session) -> None:
    offer, _ = take_in(session)
    review = offers.review_of(offer)
    assert review["contract.type"] is ReviewStatus.EXTRACTED
    assert review["licences.0"] is ReviewStatus.EXTRACTED
    assert review["occupation.rome"] is ReviewStatus.EXTRACTED
    assert review["workplace.insee"] is ReviewStatus.CONFIRMED
    assert review["contract.duration_days"] is ReviewStatus.MISSING
    assert set(offers.offer_to_rank(session, offer).evidence) == set(FULL.evidence)


def test_a_correction_is_kept_beside_the_first_reading(session: Session) -> None:
    offer, user = take_in(session)
    parsed = offers.parsed_offer(session, offer)
    corrected = replace(
        parsed,
        contract=replace(parsed.contract, type=ContractType.CDD),
        licences=(LicenceNeed("permis_B", Necessity.WISHED), *parsed.licences),
    )
    offer_states.update_offer(session, offer, corrected, user, NOW, offer.version)
    session.expire_all()
    review = offers.review_of(offer)
    assert offers.parsed_offer(session, offer).contract.type is ContractType.CDD
    assert offer.original["contract"]["type"] == "CDI"
    assert review["contract.type"] is ReviewStatus.CORRECTED
    assert review["licences.0"] is ReviewStatus.CORRECTED
    assert review["licences.1"] is ReviewStatus.EXTRACTED
    assert review["workplace.insee"] is ReviewStatus.CONFIRMED
    assert "contract.type" not in offers.offer_to_rank(session, offer).evidence


def test_opening_confirms_everything(session: Session) -> None:
    offer, user = take_in(session)
    offer_states.open_offer(session, offer, user, NOW)
    session.expire_all()
    assert offer.state is OfferState.OPEN
    assert offer.expires_on == date(2026, 12, 15)
    assert ReviewStatus.EXTRACTED not in offers.review_of(offer).values()
    assert offers.offer_to_rank(session, offer).evidence == {}
    assert offers.parsed_offer(session, offer).evidence == FULL.evidence
    path = session.execute(
        select(OfferEvent.from_state, OfferEvent.to_state).order_by(OfferEvent.id)
    ).all()
    assert [tuple(step) for step in path] == [
        (None, "draft"),
        ("draft", "to_review"),
        ("to_review", "open"),
    ]


def test_an_incomplete_offer_says_all_that_lacks(session: Session) -> None:
    offer, user = take_in(session, replace(FULL, level=None, contract=Contract()))
    with pytest.raises(OfferIncompleteError, match=r"contrat manque, .* le niveau manque"):
        offer_states.open_offer(session, offer, user, NOW)
    assert offer.state is OfferState.TO_REVIEW


def test_the_service_opens_as_reviewed_once_each_fact_was_confirmed(session: Session) -> None:
    offer, user = take_in(session)
    with pytest.raises(OfferIncompleteError) as refusal:
        offer_states.open_as_reviewed(session, offer, user, NOW)
    assert refusal.value.boxes == ("rome", "contract", "requirements")
    assert offer.state is OfferState.TO_REVIEW


def test_who_may_not(session: Session) -> None:
    offer, user = take_in(session)
    caseworker = make_user(Role.CASEWORKER)
    parsed = offers.parsed_offer(session, offer)
    with pytest.raises(RoleRefusedError):
        offer_states.open_offer(session, offer, caseworker, NOW)
    with pytest.raises(RoleRefusedError):
        offer_states.update_offer(session, offer, parsed, caseworker, NOW)
    with pytest.raises(RoleRefusedError):
        offers.create_offer(session, make_parsed_offer(), caseworker, NOW)
    with pytest.raises(TransitionRefusedError):
        offer_states.change_offer_state(session, offer, OfferState.SUSPENDED, user, NOW)


def test_closing_wants_a_motive_and_ends_corrections(session: Session) -> None:
    offer, user = take_in(session)
    offer_states.open_offer(session, offer, user, NOW)
    with pytest.raises(MotiveMissingError):
        offer_states.change_offer_state(
            session, offer, OfferState.CANCELLED, user, NOW, "parce que"
        )
    offer_states.change_offer_state(
        session, offer, OfferState.CANCELLED, user, NOW, "besoin_annule"
    )
    assert offer.closed_at == NOW
    with pytest.raises(TransitionRefusedError):
        offer_states.update_offer(session, offer, offers.parsed_offer(session, offer), user, NOW)


def test_impossible_values_become_warnings(session: Session) -> None:
    odd = replace(
        make_parsed_offer(description="a\x00b\ud800"),
        positions=0,
        level=7,
        pay=Pay(float("nan"), 10.0, PayPeriod.HOUR),
        experience=ExperienceNeed(Necessity.REQUIRED, 10**12),
    )
    offer, _ = take_in(session, odd)
    session.expire_all()
    parsed = offers.parsed_offer(session, offer)
    assert {warning.field for warning in parsed.warnings} == {
        "positions",
        "level",
        "pay.min",
        "experience.months",
    }
    assert (parsed.positions, parsed.level, parsed.pay.min) == (None, None, None)
    assert parsed.description == "a\ufffdb\ufffd"


def test_the_second_of_two_corrections_is_told_who_was_first(
    factory: sessionmaker[Session],
) -> None:
    with transaction(factory) as session:
        users = [make_user(Role.OFFICER, name=f"Officier {place}") for place in range(8)]
        session.add_all(users)
        session.flush()
        reference = offers.create_offer(session, FULL, users[0], NOW).reference
    barrier = threading.Barrier(len(users))
    outcomes: list[str] = []

    def correct(user: User) -> None:
        with reading(factory) as session:
            seen = offers.offer_by_reference(session, reference).version
        barrier.wait()
        try:
            with transaction(factory) as session:
                offer = offers.offer_by_reference(session, reference)
                parsed = replace(offers.parsed_offer(session, offer), title=user.name)
                at = NOW + timedelta(minutes=1)
                offer_states.update_offer(session, offer, parsed, user, at, expected_version=seen)
            outcomes.append(user.name)
        except ConcurrentChangeError as error:
            outcomes.append(f"! {error.who}")

    threads = [threading.Thread(target=correct, args=(user,)) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winners = [outcome for outcome in outcomes if not outcome.startswith("!")]
    assert len(winners) == 1
    assert outcomes.count(f"! {winners[0]}") == len(users) - 1
    with reading(factory) as session:
        offer = offers.offer_by_reference(session, reference)
        assert (offer.title, offer.version) == (winners[0], 2)
