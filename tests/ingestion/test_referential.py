import gzip
from pathlib import Path

import pytest

from ingestion.referential import read_referential
from ingestion.referential_records import Move, SkillLink
from models.errors import InputRefusedError

FICHES = """code_rome,libelle_rome,code_rome_parent
Z1101,Allumeur / Allumeuse de phares,Z1101
Z1102,Gardien / Gardienne de phare,Z1101
"""
TITLES = """code_ogr,libelle_appellation_long,libelle_appellation_court,code_rome,classification
1,Allumeur / Allumeuse de phares,Allumeur(se) de phares,Z1101,PRINCIPALE
2,Veilleur / Veilleuse de phare,,Z1102,SYNONYME
"""
SKILLS = """code_ogr,libelle_competence
10,Allumer la lampe
11,Compter les bateaux
"""
KNOWLEDGE = """code_ogr_savoir,libelle_savoir
20,Usage de l''optique
"""
LINKS = """code_rome,code_ogr,coeur_metier
Z1101,10,Principale
Z1102,11,
Z1102,20,Principale
Z1102,99,
"""
MOVES = """code_rome,code_rome_cible,numero_ordre
Z1101,Z1102,1
"""
WHOLE = {
    "referentiel_code_rome": FICHES,
    "referentiel_appellation": TITLES,
    "referentiel_competence": SKILLS,
    "referentiel_savoir": KNOWLEDGE,
    "coherence_item": LINKS,
    "rubrique_mobilite": MOVES,
}


def write(folder: Path, tables: dict[str, str], pattern: str = "{}_v901.csv") -> Path:
    for name, text in tables.items():
        (folder / pattern.format(name)).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("pattern", ["{}.csv", "{}_v901.csv", "unix_{}_v901_utf8.csv"])
def test_the_official_names_are_known_with_or_without_a_release(
    tmp_path: Path, pattern: str
) -> None:
    referential, report = read_referential(write(tmp_path, WHOLE, pattern))

    assert referential.version == report.version == (None if pattern == "{}.csv" else "901")
    assert [fiche.code for fiche in referential.fiches] == ["Z1101", "Z1102"]
    assert referential.fiches[1].parent == "Z1101"
    assert referential.titles[0].is_main
    assert referential.titles[1].short_label == "Veilleur / Veilleuse de phare"
    assert [skill.is_knowledge for skill in referential.skills] == [False, False, True]
    assert referential.skills[2].label == "Usage de l'optique"
    assert referential.skill_links[0] == SkillLink("Z1101", "10", True)
    assert referential.moves == (Move("Z1101", "Z1102", 1, None),)
    assert report.missing == []
    assert report.rejected == []


def test_counts_add_up_and_say_what_serves_no_purpose(tmp_path: Path) -> None:
    _, report = read_referential(write(tmp_path, WHOLE))

    links = report.counts["coherence_item"]
    assert (links.read, links.kept, links.refused, links.without_object) == (4, 3, 0, 1)
    assert "coherence_item_v901.csv : 4 lignes lues, 3 gardées, 1 sans objet ici, 0 refusées." in (
        report.messages
    )


def test_compressed_files_are_read(tmp_path: Path) -> None:
    for name, text in WHOLE.items():
        (tmp_path / f"{name}_v901.csv.gz").write_bytes(gzip.compress(text.encode()))

    referential, _ = read_referential(tmp_path)

    assert len(referential.titles) == 2


def test_an_old_release_has_typed_moves_and_is_its_own_parent(tmp_path: Path) -> None:
    tables = {
        "referentiel_code_rome": "code_rome;libelle_rome\nZ1101;Phares\nZ1102;Digues\n",
        "rubrique_mobilite": (
            "code_rome;code_rome_cible;libelle_type_mobilite\nZ1101;Z1102;Proche\n"
        ),
    }

    referential, report = read_referential(write(tmp_path, tables, "{}_v300.csv"))

    assert referential.fiches[0].parent == "Z1101"
    assert referential.moves == (Move("Z1101", "Z1102", None, "Proche"),)
    assert "Fichier absent : referentiel_appellation.csv." in report.messages


def test_bad_rows_are_refused_with_their_place_and_the_rest_is_kept(tmp_path: Path) -> None:
    tables = WHOLE | {
        "referentiel_appellation": TITLES
        + "3,,court,Z1101,\n4,Nageur,,1101Z,\n5,Marin,,Z9999,\n2,Veilleur / Veilleuse de phare,,"
        "Z1102,SYNONYME\n",
        "rubrique_mobilite": MOVES + "Z1102,Z1101,deux\n",
    }

    referential, report = read_referential(write(tmp_path, tables))

    assert [title.ogr for title in referential.titles] == ["1", "2"]
    told = "\n".join(report.messages)
    place = "referentiel_appellation_v901.csv, colonne"
    assert f"{place} libelle_appellation_long, ligne 4 : valeur vide." in told
    assert f"{place} code_rome, ligne 5 : « 1101Z » n'est pas un code ROME." in told
    assert f"{place} code_rome, ligne 6 : fiche Z9999 absente du référentiel." in told
    assert f"{place} code_ogr, ligne 7 : ligne en double." in told
    assert "colonne numero_ordre, ligne 3 : « deux » n'est pas un nombre." in told


def test_the_latest_release_is_taken_and_the_others_named(tmp_path: Path) -> None:
    write(tmp_path, WHOLE, "{}_v900.csv")
    write(tmp_path, {"referentiel_code_rome": FICHES}, "{}_v901.csv")

    referential, report = read_referential(tmp_path)

    assert referential.version == "901"
    assert referential.titles == ()
    assert "Plusieurs versions présentes : la 901 est prise." in report.messages
    assert any("referentiel_appellation_v900.csv : autre version" in m for m in report.messages)


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({}, "aucun fichier « referentiel_code_rome.csv »"),
        ({"referentiel_code_rome": "code,nom\n1,2\n"}, "colonne absente : code_rome, libelle_rome"),
        ({"referentiel_code_rome": "code_rome,libelle_rome\nhier,Rien\n"}, "aucune fiche lisible"),
    ],
)
def test_a_folder_that_is_no_referential_is_refused(
    tmp_path: Path, tables: dict[str, str], message: str
) -> None:
    with pytest.raises(InputRefusedError, match=message):
        read_referential(write(tmp_path, tables))


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match="dossier introuvable"):
        read_referential(tmp_path / "absent")


def test_a_broken_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "referentiel_code_rome_v901.csv.gz").write_bytes(b"\x1f\x8b not a gzip file")

    with pytest.raises(InputRefusedError, match="impossible à lire"):
        read_referential(tmp_path)
