"""A drive from records: everybody is in the result once, seated or with what explains it."""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from api.cli import run
from api.services.ranking import make_ranker
from api.services.spread_drive import HEADERS, DriveRequest, run_drive
from ingestion.records import Occupation
from tests.api.services.test_spread import HAIRDRESSER, TODAY, picker
from tests.factories import make_parsed_offer

PEOPLE = [*(picker(f"P-{number}") for number in range(8)), HAIRDRESSER]
PICKING = Occupation("N1103", "Préparateur de commandes", 0.9, (), True)
FLYING = Occupation("H1206", "Ingénieur en aérodynamique", 0.9, (), True)
OFFERS = [
    make_parsed_offer(
        reference="D-1", title="Préparateur de commandes", occupation=PICKING, positions=2
    ),
    make_parsed_offer(reference="D-2", title="Préparatrice de commandes", occupation=PICKING),
    make_parsed_offer(reference="D-3", title="Ingénieur en aérodynamique", occupation=FLYING),
]


def test_everybody_is_in_the_result_once_and_counts_add_up() -> None:
    result = run_drive(make_ranker(), DriveRequest(OFFERS, PEOPLE, TODAY, alternates=1))
    situations = Counter(line[3] for line in result.lines)
    assert situations == {"proposé": 3, "complémentaire": 3, "sans poste": 3, "non pourvue": 1}
    named = [line[5] for line in result.lines if line[5]]
    assert sorted(named) == sorted(person.identifier for person in PEOPLE)
    assert (result.posts, result.seated, result.alternates, result.without) == (4, 3, 3, 3)
    assert all(line[-1] for line in result.lines)


def test_who_applied_where_is_respected() -> None:
    pairs = {"D-1": ["P-0"], "D-2": ["P-0", "P-1"]}
    result = run_drive(make_ranker(), DriveRequest(OFFERS, PEOPLE, TODAY, pairs=pairs))
    seats = {(line[0], line[5]) for line in result.lines if line[3] == "proposé"}
    assert seats == {("D-1", "P-0"), ("D-2", "P-1")}
    without = {line[5]: line[-1] for line in result.lines if line[3] == "sans poste"}
    assert set(without.values()) == {"N’a postulé à aucune de ces offres."}


def test_who_has_no_post_is_told_of_the_offers_they_applied_to() -> None:
    pairs = {"D-2": ["P-0", "P-1"], "D-3": ["P-1"]}
    request = DriveRequest(OFFERS, PEOPLE, TODAY, pairs=pairs, alternates=0)
    without = {line[5]: line[-1] for line in run_drive(make_ranker(), request).lines}
    assert without["P-1"] == "1 offre de son métier possible ; au mieux, rang 2 de la liste."
    pairs["D-3"].append("P-9999")
    without = {line[5]: line[-1] for line in run_drive(make_ranker(), request).lines}
    assert without["P-9999"] == "Aucune offre de son métier parmi 1 offre ouverte."


def test_the_command_writes_a_file_and_says_the_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    offer = {
        "id": "O-1",
        "intitule": "Cariste (H/F)",
        "description": "Chargement de camions en journée.",
        "romeCode": "N1101",
        "lieuTravail": {"commune": "59271", "libelle": "59 - Grande-Synthe"},
        "typeContrat": "CDI",
    }
    (tmp_path / "o.json").write_text(json.dumps([offer]), encoding="utf-8")
    (tmp_path / "c.csv").write_text(
        "Identifiant;Commune;Code postal;Projet 1;ROME 1;Projet 1 validé le;Locomotion\n"
        "P-1;Dunkerque;59140;Cariste;N1101;02/03/2026;voiture\n"
        "P-2;Dunkerque;59140;Coiffeuse;D1202;02/03/2026;voiture\n",
        encoding="utf-8",
    )
    out = tmp_path / "drive.csv"
    files = ["--offers", f"{tmp_path}/o.json", "--candidates", f"{tmp_path}/c.csv"]
    assert run(["drive", *files, "--out", str(out), "--date", "2026-11-23"]) == 0
    assert "1 poste x 2 candidatures en " in capsys.readouterr().out
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert tuple(rows[0]) == HEADERS
    assert [(row["Candidat"], row["Situation"]) for row in rows] == [
        ("P-1", "proposé"),
        ("P-2", "sans poste"),
    ]
    assert run(["drive", *files, "--out", f"{tmp_path}/c.csv"]) == 2
