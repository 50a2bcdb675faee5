"""A file read by column says what its rows say one by one, whatever stands in them."""

import csv
import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from api.services.candidates import whole_records
from ingestion.candidates import HEADERS, open_candidates, read_candidates
from ingestion.load_sheet import SheetLoad, load_sheet
from ingestion.possible import possible
from ingestion.records import CandidateRecord, Rejected

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ODD: Mapping[str, Sequence[str]] = {
    "Civilité": ("Mme", "Monsieur", ""),
    "Nom": ("Durand", "Boulanger", "D'HONDT", "Çelik", "  Petit  "),
    "Prénom": ("Marie", "Pierre", "Ine\u0300s", ""),
    "Date de naissance": ("14/03/1984", "1984-03-14", "32/13/1984", ""),
    "Téléphone": ("0639980000", "639980001", "'+33639980002", ""),
    "Email": ("a@example.org", 'l\'"autre"@example.org', ""),
    "Commune": ("Dunkerque", "GDE SYNTHE", "Nulle-Part-sur-Rien", ""),
    "Code postal": ("59140", "9140", ""),
    "QPV": ("oui", "non", "peut-être", ""),
    "Statuts": ("RSA|RQTH", "DELD ; CIVIS", ""),
    "Antenne": ("Centre", ""),
    "Référent de parcours": ("A. Bélier", ""),
    "Conseiller emploi": ("O. Cœur", ""),
    "Date d'entrée": ("12/02/2025", "bientôt", ""),
    "Contrat d'engagement signé": ("oui", "?", ""),
    "Projet 1": ("cariste", "Cariste (RQTH)", "jeune cariste 22 ans", "suivi psychiatrique", ""),
    "ROME 1": ("N1101", "n11o1", "ROME à voir", ""),
    "Projet 1 validé le": ("04/04/2025", "01/2026", "oui", "un jour", ""),
    "Projet 2": ("boulanger", "Marie Durand, vendeuse", "x" * 400, ""),
    "ROME 2": ("D1102", ""),
    "Projet 2 validé le": ("non", "2025-04-04", ""),
    "Expériences": (
        "préparateur (14 mois, 2020-2021)|ménage  à  domicile|foot",
        "cariste (45 ans) puis (40 ans)",
        "vendeuse (24 mois, RQTH)|travail au noir (2 ans)",
        "aide de cuisine 2015-2019\nplonge (3 saisons)",
        "M. Durand, cariste (2 ans)",
        "mère au foyer",
        "",
    ),
    "Compétences": (
        "gerbage, scan|port de charges",
        "pain, four (bois, gaz)|tri",
        'anglais non|C:\\bureau|"devis"',
        "diabète|accueil|Marie",
        "p" * 10_050,
        "",
    ),
    "Niveau de formation": ("3", "Vbis", "inconnu au bataillon", ""),
    "Diplômes": ("CAP vente|BTS en cours", "aucun", "Bac pro\u200b commerce", ""),
    "Langues": ("français B1|wolof/arabe", "klingon", ""),
    "Permis et habilitations": ("permis B|CACES R489 3 (→ 06/2029)", "aucun", "brevet lunaire", ""),
    "Locomotion": ("bus|à pied", "voiture", "tapis volant", ""),
    "Trajet maximum": ("45", "20 km", "loin", ""),
    "Disponible le": ("01/12/2026", "immédiatement", "?", ""),
    "Contrats recherchés": ("CDD|CDI", "troc", ""),
    "Temps de travail": ("temps partiel 30h", "40h à 20h", "selon", ""),
    "Horaires possibles": ("journée|week-end", "pas de nuit", "quand il pleut", ""),
    "Contraintes": ("pas de port de charges > 10 kg|lombalgie", "pas de bus après 20h", ""),
    "Consentement transmission": ("oui", "refus", "oui le 02/01/2026", "plus tard", ""),
}


def rows_of(seed: int, count: int, headers: Sequence[str] = HEADERS) -> list[list[str]]:
    draw = random.Random(seed)
    cells = [
        [f"P-{n:03d}", *(draw.choice(ODD[each]) for each in headers[1:])] for n in range(count)
    ]
    return [list(headers), *cells]


def write(folder: Path, rows: list[list[str]]) -> Path:
    path = folder / "people.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    return path


def one_by_one(path: Path) -> tuple[list[CandidateRecord], list[Rejected]]:
    """Records read row by row, impossible values set aside, and all that was odd."""
    read = read_candidates(path)
    checked = [possible(row, record) for row, record in read.records]
    return [record for record, _ in checked], [
        *read.notes,
        *(note for _, notes in checked for note in notes),
    ]


def load(session: Session, path: Path) -> SheetLoad:
    return load_sheet(session, open_candidates(path), NOW)


def in_order(notes: Sequence[Rejected]) -> list[tuple[int, str, str]]:
    return [(each.row, each.field, each.reason) for each in sorted(notes, key=lambda n: n.row)]


@pytest.mark.parametrize("seed", range(3))
def test_columns_say_what_rows_say(session: Session, tmp_path: Path, seed: int) -> None:
    path = write(tmp_path, rows_of(seed, 150))
    records, notes = one_by_one(path)
    loaded = load(session, path)
    assert loaded.created == len(records) == 150
    assert list(whole_records(session)) == records
    assert in_order(loaded.notes) == in_order(notes)
    rows = [note.row for note in loaded.notes]
    assert rows == sorted(rows)
    assert "valeur impossible" in " ".join(note.reason for note in notes)


def test_a_second_file_changes_only_what_says_something_else(
    session: Session, tmp_path: Path
) -> None:
    rows = rows_of(7, 60)
    load(session, write(tmp_path, rows))
    other = rows_of(8, 60)
    mixed = [rows[0], *rows[1:31], *other[31:], ["P-900", *other[1][1:]]]
    path = write(tmp_path, mixed)
    records, _ = one_by_one(path)
    loaded = load(session, path)
    assert (loaded.created, loaded.updated, loaded.unchanged) == (1, 30, 30)
    assert list(whole_records(session)) == records


def test_a_file_of_few_columns_leaves_the_rest_unknown(session: Session, tmp_path: Path) -> None:
    path = write(tmp_path, rows_of(3, 40, (HEADERS[0], "Diplômes", "Contraintes")))
    records, _ = one_by_one(path)
    load(session, path)
    assert list(whole_records(session)) == records
    bare = tmp_path / "bare.csv"
    bare.write_text("Identifiant\nQ-1\n", encoding="utf-8")
    load(session, bare)
    assert list(whole_records(session))[-1] == CandidateRecord(
        "Q-1", credentials=None, raw={"Identifiant": "Q-1"}
    )
