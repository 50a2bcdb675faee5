"""Records reach the base, whole and once."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.services.candidates import candidate_records, whole_records
from ingestion.load import load_candidates, plan_candidates
from ingestion.possible import possible
from ingestion.records import (
    CandidateRecord,
    Credential,
    Experience,
    Follow,
    Home,
    Identity,
    LanguageLevel,
    Limits,
    Project,
    Restriction,
)
from models.candidates import Candidate, CandidateSkill
from models.introductions import Introduction
from models.moves import SYSTEM, suggest
from models.vocabulary import (
    Condition,
    ContractType,
    CredentialState,
    TravelMode,
    Weekday,
    WorkingTimeWish,
    WorkPattern,
)
from tests.factories import make_candidate_record, make_offer

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

FULL = CandidateRecord(
    identifier="P-9001",
    identity=Identity(
        "Mme", "Vasseur", "Inès", date(1990, 2, 1), "06 39 98 00 01", "i@example.org"
    ),
    follow=Follow("Grande-Synthe", "N. Test", "A. Essai", date(2025, 2, 12), True),
    home=Home("GDE SYNTHE", "59271", None, "59760", 51.013, 2.301),
    priority_quarter=False,
    statuses=("RSA", "RQTH"),
    projects=(Project("cariste", "N1101", date(2025, 4, 4), True), Project("agent de quai")),
    experiences=(Experience("préparateur", 14, 2020, 2021), Experience("ménage")),
    skills=("port de charges", "scan"),
    education_level=3,
    diplomas=("CAP vente",),
    languages=(LanguageLevel("fr", "B1"), LanguageLevel("ar")),
    credentials=(Credential("permis_B", "B", CredentialState.HELD, date(2030, 1, 1)),),
    travel_modes=frozenset({TravelMode.BUS, TravelMode.WALK}),
    trip_limit_minutes=45.0,
    available_from=date(2026, 12, 1),
    contracts=frozenset({ContractType.CDD, ContractType.TEMP}),
    working_time=WorkingTimeWish.PART,
    hours_min=20.0,
    hours_max=28.0,
    patterns=frozenset({WorkPattern.DAY}),
    limits=Limits(
        (Restriction(Condition.LOADS, 10.0),),
        time(8, 30),
        time(18, 0),
        frozenset({WorkPattern.NIGHT}),
        frozenset({Weekday.SATURDAY}),
    ),
    consent=True,
    consent_on=date(2026, 1, 2),
    withheld=("une note à ne pas montrer",),
    raw={"Identifiant": "P-9001", "Colonne à part": "été"},
)
UNKNOWN = CandidateRecord(identifier="P-9002", credentials=None, travel_modes=None)
NOTHING = CandidateRecord(
    identifier="P-9003", credentials=(), travel_modes=frozenset(), patterns=frozenset()
)


def load(session: Session, *records: CandidateRecord) -> tuple[int, int, int]:
    plan = plan_candidates(session, records)
    load_candidates(session, plan, NOW)
    return len(plan.created), len(plan.updated), plan.unchanged


def test_what_is_loaded_comes_back_equal(session: Session) -> None:
    load(session, FULL, UNKNOWN, NOTHING)
    assert list(whole_records(session)) == [FULL, UNKNOWN, NOTHING]


def test_ranking_records_carry_no_identity_status_or_note(session: Session) -> None:
    load(session, FULL)
    (record,) = candidate_records(session)
    bare = CandidateRecord(identifier="P-9001")
    for name in (
        "identity",
        "follow",
        "priority_quarter",
        "statuses",
        "consent",
        "withheld",
        "raw",
    ):
        assert getattr(record, name) == getattr(bare, name), name
    assert record.projects == FULL.projects


def test_loading_again_changes_nothing(session: Session) -> None:
    assert load(session, FULL, UNKNOWN) == (2, 0, 0)
    before = session.execute(select(Candidate.id, Candidate.updated_at)).all()
    assert load(session, FULL, UNKNOWN) == (0, 0, 2)
    assert session.execute(select(Candidate.id, Candidate.updated_at)).all() == before


def test_a_changed_record_replaces_its_lines_and_keeps_its_introductions(session: Session) -> None:
    load(session, FULL, UNKNOWN)
    offer = make_offer()
    session.add(offer)
    session.flush()
    key = session.scalars(select(Candidate.id).where(Candidate.identifier == "P-9001")).one()
    suggest(session, (offer.id, key), SYSTEM, NOW)
    changed = replace(FULL, skills=("soudure",), priority_quarter=None)
    assert load(session, changed, UNKNOWN) == (0, 1, 1)
    assert list(whole_records(session)) == [changed, UNKNOWN]
    labels = session.scalars(
        select(CandidateSkill.label).where(CandidateSkill.candidate_id == key)
    ).all()
    assert labels == ["soudure"]
    assert session.scalar(select(func.count()).select_from(Introduction)) == 1


def test_text_that_no_base_takes_is_replaced_not_fatal(session: Session) -> None:
    odd = make_candidate_record(skills=("a\x00b", "c\ud800d"), raw={"Compétences": "a\x00b"})
    load(session, odd)
    (record,) = whole_records(session)
    assert record.skills == ("a\ufffdb", "c\ufffdd")
    assert load(session, odd) == (0, 0, 1)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"education_level": 40}, "Niveau de formation"),
        ({"trip_limit_minutes": -3.0}, "Trajet maximum"),
        ({"trip_limit_km": float("nan")}, "Trajet maximum"),
        ({"hours_max": 900.0}, "Temps de travail"),
        ({"hours_min": 30.0, "hours_max": 20.0}, "Temps de travail"),
        ({"experiences": (Experience("x", 10**12),)}, "Expériences"),
        ({"experiences": (Experience("x", 6, 12),)}, "Expériences"),
    ],
)
def test_an_impossible_value_becomes_unknown_and_is_reported(
    session: Session, values: dict[str, object], field: str
) -> None:
    checked, notes = possible(7, make_candidate_record(**values))
    assert [(note.row, note.field) for note in notes] == [(7, field)]
    assert load(session, checked) == (1, 0, 0)
    assert list(whole_records(session)) == [checked]


def test_a_possible_record_is_left_alone() -> None:
    assert possible(2, FULL) == (FULL, ())
