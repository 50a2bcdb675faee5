"""What a page says of a file: unknown, none and dated are three different things."""

from datetime import UTC, date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.person_facts import Fact, facts_of
from ingestion.load import load_candidates, plan_candidates
from ingestion.records import (
    CandidateRecord,
    Credential,
    Experience,
    LanguageLevel,
    Limits,
    Project,
    Restriction,
)
from models.candidates import Candidate
from models.vocabulary import Condition, ContractType, CredentialState, TravelMode
from tests.factories import make_candidate_record

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def facts(session: Session, record: CandidateRecord) -> dict[str, Fact]:
    load_candidates(session, plan_candidates(session, [record]), NOW)
    session.flush()
    return {
        fact.label: fact for fact in facts_of(session, session.scalars(select(Candidate.id)).one())
    }


def test_an_empty_file_is_unknown_and_never_none(session: Session) -> None:
    said = facts(session, make_candidate_record(credentials=None))
    unknown = {label for label, fact in said.items() if not fact.is_known}
    assert unknown == set(said) - {"Disponibilité"}
    assert "Contraintes" not in said


def test_a_list_that_says_none_is_known(session: Session) -> None:
    said = facts(session, make_candidate_record(credentials=(), travel_modes=frozenset()))
    assert said["Permis et titres"] == Fact("Permis et titres", ())
    assert said["Moyens de transport"] == Fact("Moyens de transport", ())


def test_facts_carry_their_dates_and_states(session: Session) -> None:
    said = facts(
        session,
        make_candidate_record(
            projects=(
                Project("Soudeur", "H2913", date(2026, 3, 2), True),
                Project("Tuyauteur"),
            ),
            experiences=(Experience("Soudeur", 8, 2015, 2016), Experience("Manutention")),
            credentials=(
                Credential("permis_B", "Permis B", CredentialState.IN_PROGRESS),
                Credential("SST", "SST", CredentialState.HELD, date(2027, 6, 30)),
            ),
            languages=(LanguageLevel("fr", "B1"),),
            travel_modes=frozenset({TravelMode.WALK, TravelMode.BUS}),
            trip_limit_minutes=45.0,
            contracts=frozenset({ContractType.CDI}),
            limits=Limits((Restriction(Condition.LOADS, 10.0),), time(8, 30)),
        ),
    )
    words = {label: fact.words for label, fact in said.items()}
    assert words["Projet"] == ("Soudeur (validé le 2 mars 2026)", "Tuyauteur (non validé)")
    assert words["Expériences"] == (
        "Soudeur (8 mois, 2015-2016)",
        "Manutention (durée inconnue)",
    )
    assert words["Permis et titres"] == ("Permis B (en cours)", "SST (jusqu’au 30 juin 2027)")
    assert words["Langues"] == ("français B1",)
    assert words["Moyens de transport"] == ("en bus", "à pied")
    assert words["Trajet maximum"] == ("45 min",)
    assert words["Contraintes"] == (
        "à éviter : port de charges, 10 kg au plus",
        "pas avant 08 h 30",
    )
