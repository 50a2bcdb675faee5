"""Exports: what goes out comes in again with the same meaning."""

import json
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from api.services.candidates import whole_records
from api.services.exports import export_candidates, export_offers
from api.services.imports import import_candidates, import_offers
from api.services.offer_sheet import HEADERS
from api.services.offers import create_offer
from api.services.reading import packaged_proposals
from ingestion.offers import parse_offers, read_offers
from ingestion.records import (
    Contract,
    EducationNeed,
    Employer,
    ExperienceNeed,
    LanguageNeed,
    LicenceNeed,
    Occupation,
    ParsedOffer,
    Pay,
    SkillNeed,
    WorkingTime,
    Workplace,
)
from models.errors import InputRefusedError
from models.vocabulary import (
    Condition,
    ContractType,
    Necessity,
    PayPeriod,
    Role,
    SiteAccess,
    WorkPattern,
)
from tests.factories import make_parsed_offer, make_user

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PEOPLE = """Identifiant;Nom;QPV;Statuts;Commune;Projet 1;ROME 1;Expériences;Contraintes
P-1;=Vasseur;oui;RSA|RQTH;GDE SYNTHE;cariste;N1101;quai (14 mois, 2020-2021);pas de nuit
P-2;Dewaele;;;"Dunkerque (Petite-Synthe)";ménage;;"agent (6 mois)
puis chef";
"""
OFFER = make_parsed_offer(
    reference="A-1",
    title="Cariste",
    description="Chargement des camions",
    employer=Employer("Entrepôt Test", "12345678901234"),
    occupation=Occupation("N1101", None, 0.9, (), True),
    workplace=Workplace("59183", "Dunkerque", "59140", None, None, (SiteAccess.BUS,)),
    contract=Contract(ContractType.CDD, 90, date(2026, 12, 1)),
    working_time=WorkingTime(
        35.0, True, (WorkPattern.TWO_SHIFTS, WorkPattern.EARLY), time(5, 0), time(13, 0)
    ),
    pay=Pay(12.5, 13.0, PayPeriod.HOUR),
    positions=2,
    experience=ExperienceNeed(Necessity.REQUIRED, 6),
    education=EducationNeed(3, Necessity.WISHED),
    licences=(
        LicenceNeed("CACES_R489_3", Necessity.REQUIRED),
        LicenceNeed("permis_B", Necessity.WISHED),
    ),
    skills=(SkillNeed("gerbage", Necessity.REQUIRED), SkillNeed("scan", Necessity.WISHED)),
    languages=(LanguageNeed("en", "A2", Necessity.WISHED),),
    constraints=(Condition.LOADS, Condition.COLD),
    level=2,
    clause_hours=140.0,
    agency="Agence Test",
    deadline=date(2026, 12, 15),
)


def meaning(offer: ParsedOffer) -> dict[str, object]:
    """What an offer says, apart from where it was read."""
    return {
        "reference": offer.reference,
        "title": offer.title,
        "employer": offer.employer,
        "rome": offer.occupation.rome,
        "place": (offer.workplace.insee, offer.workplace.access),
        "contract": offer.contract,
        "hours": offer.working_time,
        "pay": offer.pay,
        "positions": offer.positions,
        "experience": offer.experience,
        "education": offer.education,
        "licences": set(offer.licences),
        "skills": set(offer.skills),
        "languages": offer.languages,
        "constraints": set(offer.constraints),
        "level": offer.level,
        "clause_hours": offer.clause_hours,
        "agency": offer.agency,
        "deadline": offer.deadline,
    }


@pytest.mark.parametrize("name", ["people.csv", "people.xlsx"])
def test_people_go_out_and_come_back_unchanged(session: Session, tmp_path: Path, name: str) -> None:
    source = tmp_path / "source.csv"
    source.write_text(PEOPLE, encoding="cp1252")
    import_candidates(session, source, now=NOW)
    before = list(whole_records(session))
    assert export_candidates(session, tmp_path / name) == 2
    report = import_candidates(session, tmp_path / name, now=NOW)
    assert (report.created, report.updated, report.unchanged) == (0, 0, 2)
    assert list(whole_records(session)) == before


@pytest.mark.parametrize("name", ["offers.csv", "offers.xlsx"])
def test_an_offer_sheet_is_read_again_with_the_same_meaning(
    session: Session, tmp_path: Path, name: str
) -> None:
    create_offer(session, OFFER, None, NOW)
    assert export_offers(session, tmp_path / name) == 1
    (again,) = parse_offers(read_offers(tmp_path / name).offers, packaged_proposals())
    assert meaning(again) == meaning(OFFER)


def test_json_lines_hold_the_exchange_format(session: Session, tmp_path: Path) -> None:
    create_offer(session, OFFER, None, NOW)
    create_offer(session, make_parsed_offer(reference="A-2"), None, NOW)
    assert export_offers(session, tmp_path / "offers.jsonl") == 2
    lines = (tmp_path / "offers.jsonl").read_text(encoding="utf-8").splitlines()
    first = json.loads(lines[0])
    assert (first["reference"], first["contract"]["type"]) == ("A-1", "CDD")
    assert "declared" not in first["occupation"]


def test_a_sheet_names_who_collected_and_runs_no_formula(session: Session, tmp_path: Path) -> None:
    user = make_user(Role.OFFICER, name="Ana")
    session.add(user)
    session.flush()
    create_offer(session, make_parsed_offer(title="=cmd()", reference="A-3"), user, NOW)
    export_offers(session, tmp_path / "offers.csv")
    header, row = (tmp_path / "offers.csv").read_text(encoding="utf-8-sig").splitlines()[:2]
    cells = dict(zip(header.split(";"), row.split(";"), strict=True))
    assert tuple(cells) == HEADERS
    assert (cells["Collecté par"], cells["Intitulé"]) == ("Ana", "'=cmd()")


@pytest.mark.parametrize("name", ["x.ods", "absent/x.csv"])
def test_a_bad_target_is_refused_in_french(session: Session, tmp_path: Path, name: str) -> None:
    for export in (export_candidates, export_offers):
        with pytest.raises(InputRefusedError, match="x\\."):
            export(session, tmp_path / name)


def test_an_empty_base_gives_headers_alone(session: Session, tmp_path: Path) -> None:
    assert export_offers(session, tmp_path / "offers.csv") == 0
    assert export_candidates(session, tmp_path / "people.csv") == 0
    report = import_offers(session, tmp_path / "offers.csv", packaged_proposals(), now=NOW)
    assert report.read == 0
