"""Imports: the same file twice changes nothing, counts add up, all or nothing."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from api.services import import_people
from api.services.candidates import whole_records
from api.services.imports import ImportReport, import_candidates, import_offers
from api.services.offer_states import open_offer, update_offer
from api.services.offers import offer_by_reference, parsed_offer
from api.services.reading import packaged_proposals
from ingestion.details import Contact, OfferDetails
from models.candidates import Candidate
from models.case_files import CandidateIdentity
from models.database import reading, transaction
from models.errors import InputRefusedError
from models.fiche import Channel
from models.journal import ImportRun
from models.offers import Offer
from models.people import User
from models.vocabulary import OfferState, Role
from tests.factories import make_user

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PEOPLE = """\
Identifiant;Nom;Commune;Statuts;Projet 1;Projet 1 validé le;Compétences;Niveau de formation
P-1;Vasseur;Dunkerque;RSA|RQTH;cariste;04/04/2025;gerbage|scan;3
P-2;Dewaele;Grande-Synthe;;aide à domicile;;repassage;Vbis
;Sans numéro;Dunkerque;;;;;
P-2;Doublon;Dunkerque;;;;;
P-3;Lemaire;Coudekerque-Branche;;plongeur;;;inconnu au bataillon
"""
OFFERS: list[dict[str, Any]] = [
    {
        "id": "FT-1",
        "intitule": "Cariste (H/F)",
        "description": "Conduite de chariot, CACES 3 exigé, CDI à Dunkerque.",
        "romeCode": "N1101",
        "typeContrat": "CDI",
        "lieuTravail": {"libelle": "59 - DUNKERQUE", "codePostal": "59140"},
        "dureeTravailLibelle": "35H/semaine",
    },
    {"id": "FT-2", "intitule": "Aide ménager", "description": "Ménage chez des particuliers."},
]


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    assert report.read == (report.created + report.updated + report.unchanged + len(report.refused))
    return report.created, report.updated, report.unchanged, len(report.refused)


def read_offers_of(session: Session, path: Path, dry_run: bool = False) -> ImportReport:
    return import_offers(session, path, packaged_proposals(), dry_run, now=NOW)


def test_people_come_in_once_and_refusals_are_placed(session: Session, tmp_path: Path) -> None:
    path = write(tmp_path, "people.csv", PEOPLE)
    first = import_candidates(session, path, now=NOW)
    assert counts(first) == (3, 0, 0, 2)
    assert [(each.row, each.field) for each in first.refused] == [
        (4, "Identifiant"),
        (5, "Identifiant"),
    ]
    assert [(each.row, each.field) for each in first.notes] == [(6, "Niveau de formation")]
    assert counts(import_candidates(session, path, now=NOW)) == (0, 0, 3, 2)
    changed = write(tmp_path, "later.csv", PEOPLE.replace("gerbage|scan", "gerbage"))
    assert counts(import_candidates(session, changed, now=NOW)) == (0, 1, 2, 2)
    (record, *_) = whole_records(session)
    assert record.skills == ("gerbage",)


def test_the_journal_says_what_each_import_did(session: Session, tmp_path: Path) -> None:
    user = make_user(Role.OFFICE)
    session.add(user)
    session.flush()
    import_candidates(session, write(tmp_path, "people.csv", PEOPLE), user=user, now=NOW)
    run = session.scalars(select(ImportRun)).one()
    assert (run.read, run.created, run.refused) == (5, 3, 2)
    assert (run.file_name, run.actor_id, run.at) == ("people.csv", user.id, NOW)
    assert run.refusals[0]["row"] == 4


def test_a_dry_run_tells_the_same_and_writes_nothing(session: Session, tmp_path: Path) -> None:
    path = write(tmp_path, "people.csv", PEOPLE)
    dry = import_candidates(session, path, dry_run=True, now=NOW)
    assert session.scalar(select(func.count()).select_from(Candidate)) == 0
    assert session.scalar(select(func.count()).select_from(ImportRun)) == 0
    done = import_candidates(session, path, now=NOW)
    assert replace(dry, dry_run=False) == done
    offers = write(tmp_path, "offers.json", json.dumps(OFFERS))
    read_offers_of(session, offers, dry_run=True)
    assert session.scalar(select(func.count()).select_from(Offer)) == 0


def test_a_file_that_is_no_table_is_refused_whole(session: Session, tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match=r"rien\.csv"):
        import_candidates(session, write(tmp_path, "rien.csv", "n'importe quoi"), now=NOW)


def test_an_import_that_breaks_leaves_nothing(
    factory: sessionmaker[Session], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal is written last: break there, after every row was sent to the base."""

    def burst(*_: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(import_people, "write_journal", burst)
    path = write(tmp_path, "people.csv", PEOPLE)
    with pytest.raises(RuntimeError), transaction(factory) as session:
        import_candidates(session, path, now=NOW)
    with reading(factory) as session:
        assert session.scalar(select(func.count()).select_from(Candidate)) == 0
        assert session.scalar(select(func.count()).select_from(CandidateIdentity)) == 0


def test_offers_come_in_once_and_wait_for_review(session: Session, tmp_path: Path) -> None:
    path = write(tmp_path, "offers.json", json.dumps(OFFERS))
    assert counts(read_offers_of(session, path)) == (2, 0, 0, 0)
    assert counts(read_offers_of(session, path)) == (0, 0, 2, 0)
    offer = offer_by_reference(session, "FT-1")
    assert offer.state is OfferState.TO_REVIEW
    assert (offer.rome, offer.source_name) == ("N1101", "offers.json")
    assert "CACES_R489_3" in [each.code for each in parsed_offer(session, "FT-1").licences]


def test_a_new_wording_replaces_what_nobody_reviewed(session: Session, tmp_path: Path) -> None:
    read_offers_of(session, write(tmp_path, "offers.json", json.dumps(OFFERS)))
    later = [OFFERS[0], OFFERS[1] | {"description": "Ménage de bureaux."}]
    report = read_offers_of(session, write(tmp_path, "later.json", json.dumps(later)))
    assert counts(report) == (0, 1, 1, 0)
    assert parsed_offer(session, "FT-2").description == "Ménage de bureaux."


def test_a_reviewed_offer_is_never_overwritten(session: Session, tmp_path: Path) -> None:
    user = make_user(Role.OFFICER)
    session.add(user)
    session.flush()
    read_offers_of(session, write(tmp_path, "offers.json", json.dumps(OFFERS)))
    offer = offer_by_reference(session, "FT-1")
    contact = Contact(phone="03 28 00 00 00")
    details = OfferDetails(channel=Channel.FILE, contact=contact, starts_soon=True)
    corrected = replace(parsed_offer(session, offer), level=1, positions=3, details=details)
    open_offer(session, update_offer(session, offer, corrected, user, NOW), user, NOW)
    later = [OFFERS[0] | {"description": "Autre texte."}, OFFERS[1]]
    report = read_offers_of(session, write(tmp_path, "later.json", json.dumps(later)))
    assert counts(report) == (0, 0, 2, 0)
    assert "FT-1" in report.notes[-1].reason
    assert parsed_offer(session, "FT-1").positions == 3


def test_a_broken_line_or_a_repeated_reference_costs_only_itself(
    session: Session, tmp_path: Path
) -> None:
    lines = [json.dumps(OFFERS[0]), "{ pas du JSON", json.dumps(OFFERS[0]), json.dumps(OFFERS[1])]
    report = read_offers_of(session, write(tmp_path, "offers.jsonl", "\n".join(lines)))
    assert counts(report) == (2, 0, 0, 2)
    assert sorted(each.row for each in report.refused) == [2, 3]


def test_one_reference_of_two_employers_loses_neither(session: Session, tmp_path: Path) -> None:
    header = "Référence;Intitulé;Employeur;Missions"
    first = write(tmp_path, "a.csv", f"{header}\n12;Cariste;Port Test;Quais.\n")
    lines = "12;Maçon;Bâti Test;Murs.\n12;Soudeur;Métal Test;Tuyaux.\n"
    second = write(tmp_path, "b.csv", f"{header}\n{lines}")
    assert counts(read_offers_of(session, first)) == (1, 0, 0, 0)
    report = read_offers_of(session, second)
    assert counts(report) == (2, 0, 0, 0)
    assert "prise sous 12 (2)" in " ".join(note.reason for note in report.notes)
    assert counts(read_offers_of(session, second)) == (0, 0, 2, 0)
    kept = session.execute(select(Offer.reference, Offer.title).order_by(Offer.reference)).all()
    assert [tuple(each) for each in kept] == [
        ("12", "Cariste"),
        ("12 (2)", "Maçon"),
        ("12 (3)", "Soudeur"),
    ]
    write(tmp_path, "a.csv", f"{header}\n12;Cariste de nuit;Port Test;Quais.\n")
    assert counts(read_offers_of(session, first)) == (0, 1, 0, 0)


def test_a_title_guessed_in_a_text_waits_for_its_review(session: Session, tmp_path: Path) -> None:
    read_offers_of(session, write(tmp_path, "note.txt", "Plongeur\nCDD 24 h à Dunkerque."))
    read_offers_of(session, write(tmp_path, "liste.csv", "Intitulé;Commune\nMaçon;Bergues\n"))
    offers = session.scalars(select(Offer).order_by(Offer.title))
    assert [(each.title, each.review["title"]) for each in offers] == [
        ("Maçon", "confirmed"),
        ("Plongeur", "extracted"),
    ]


def test_a_text_without_reference_gets_one_that_stays(session: Session, tmp_path: Path) -> None:
    path = write(tmp_path, "note.txt", "Plongeur\nCDD 24 h à Dunkerque, débutant accepté.")
    assert counts(read_offers_of(session, path)) == (1, 0, 0, 0)
    assert counts(read_offers_of(session, path)) == (0, 0, 1, 0)
    reference = session.scalars(select(Offer.reference)).one()
    assert reference.startswith("T-")


def test_who_imported_is_who_collected(session: Session, tmp_path: Path) -> None:
    user: User = make_user(Role.OFFICER)
    session.add(user)
    session.flush()
    path = write(tmp_path, "offers.json", json.dumps(OFFERS))
    import_offers(session, path, packaged_proposals(), user=user, now=NOW)
    assert set(session.scalars(select(Offer.collected_by_id))) == {user.id}
