"""File to file: rank and evaluate as other people's scripts call them."""

import json
from pathlib import Path
from typing import Any

import pytest

from api.cli import run
from matching.bands import ORDER

OFFERS = [
    {
        "id": "O-1",
        "intitule": "Cariste (H/F)",
        "description": "Chargement de camions. CACES R489 catégorie 3 exigé. Poste en journée.",
        "romeCode": "N1101",
        "lieuTravail": {"commune": "59271", "libelle": "59 - Grande-Synthe"},
        "typeContrat": "CDI",
    },
    {
        "id": "O-2",
        "intitule": "Aide à domicile (H/F)",
        "description": "Entretien du logement et aide aux repas chez des personnes âgées.",
        "romeCode": "K1304",
        "lieuTravail": {"commune": "59183", "libelle": "59 - Dunkerque"},
        "typeContrat": "CDD",
        "_domaine": "batiment",
    },
]

PEOPLE = """\
Identifiant;Nom;Prénom;Commune;Code postal;QPV;Statuts;Projet 1;ROME 1;Projet 1 validé le;\
Permis et habilitations;Locomotion;Trajet maximum
P-1;Martin;Léa;Dunkerque;59140;oui;RSA;Cariste;N1101;02/03/2026;B|CACES R489 3;voiture;45
P-2;Petit;Noé;Dunkerque;59140;non;;Aide à domicile;K1304;05/01/2026;B;bus;45
P-3;Roux;Ana;Grande-Synthe;59760;oui;RQTH;Cariste;N1101;02/03/2026;B;voiture;45
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lines = (json.dumps(offer, ensure_ascii=False) for offer in OFFERS)
    (tmp_path / "offers.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "candidates.csv").write_text(PEOPLE, encoding="cp1252", newline="")
    return tmp_path


def rank(folder: Path, *options: str) -> list[dict[str, Any]]:
    out = folder / "run.jsonl"
    files = ["--offers", f"{folder}/offers.jsonl", "--candidates", f"{folder}/candidates.csv"]
    assert run(["rank", *files, "--date", "2026-11-23", "--out", str(out), *options]) == 0
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def test_every_offer_lists_everybody_with_points_that_add_up(folder: Path) -> None:
    lines = rank(folder)
    assert [line["offer"] for line in lines] == ["O-1", "O-2"]
    bands = [band.value for band in ORDER]
    for line in lines:
        assert set(line) == {"offer", "engine", "generated_at", "entries"}
        assert set(line["engine"]) == {"name", "version", "weights"}
        assert sorted(e["candidate"] for e in line["entries"]) == ["P-1", "P-2", "P-3"]
        assert [e["rank"] for e in line["entries"]] == [1, 2, 3]
        places = [(bands.index(e["band"]), -e["score"]) for e in line["entries"]]
        assert places == sorted(places)
        for entry in line["entries"]:
            parts = entry["contributions"].values()
            assert all(abs(p["points"] - p["weight"] * p["score"]) < 1e-9 for p in parts)
            assert abs(sum(p["points"] for p in parts) - entry["score"]) < 1e-9
            assert entry["eligible"] == (not entry["blockers"])
    first = lines[0]["entries"]
    assert [e["candidate"] for e in first[:2]] == ["P-1", "P-3"]
    assert first[1]["blockers"][0]["criterion"] == "titres"
    assert "CACES" in first[1]["blockers"][0]["lever"]


def test_top_cuts_and_pairs_restrict(folder: Path) -> None:
    assert [len(line["entries"]) for line in rank(folder, "--top", "1")] == [1, 1]
    (folder / "pairs.csv").write_text("offer,candidate\nO-2,P-3\nO-2,P-2\n", encoding="utf-8")
    lines = rank(folder, "--pairs", f"{folder}/pairs.csv")
    assert [line["offer"] for line in lines] == ["O-2"]
    assert sorted(e["candidate"] for e in lines[0]["entries"]) == ["P-2", "P-3"]


def test_unreviewed_text_weighs_but_never_blocks(folder: Path) -> None:
    entry = next(e for e in rank(folder, "--unreviewed")[0]["entries"] if e["candidate"] == "P-3")
    assert entry["eligible"]
    assert entry["unknowns"][0]["criterion"] == "titres"


@pytest.mark.parametrize(
    ("column", "value"),
    [("Nom", "Zidane"), ("Prénom", "Fatoumata"), ("QPV", "non"), ("Statuts", "RSA|RQTH|DELD")],
)
def test_identity_and_statuses_change_no_score(folder: Path, column: str, value: str) -> None:
    before = rank(folder)
    header, *rows = PEOPLE.splitlines()
    place = header.split(";").index(column)
    changed = [";".join([*r.split(";")[:place], value, *r.split(";")[place + 1 :]]) for r in rows]
    text = "\n".join([header, *changed]) + "\n"
    (folder / "candidates.csv").write_text(text, encoding="utf-8", newline="")
    after = rank(folder)
    assert [line["entries"] for line in after] == [line["entries"] for line in before]


def test_refused_rows_are_told_and_the_rest_is_ranked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "candidates.csv").write_text(PEOPLE + ";Sans;Numéro;;;;;;;;;;\n", encoding="utf-8")
    with (folder / "offers.jsonl").open("a", encoding="utf-8") as out:
        out.write("\n{oops\n")
    arguments = f"rank --offers {folder}/offers.jsonl --candidates {folder}/candidates.csv"
    assert run([*arguments.split(), "--out", f"{folder}/run.jsonl"]) == 1
    said = capsys.readouterr().err
    assert "candidates.csv, ligne 5" in said
    assert "offers.jsonl, ligne 3" in said
    assert "Traceback" not in said
    assert len((folder / "run.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def command(folder: Path, *options: str) -> int:
    files = ["--offers", f"{folder}/offers.jsonl", "--candidates", f"{folder}/candidates.csv"]
    return run(["rank", *files, "--date", "2026-11-23", "--out", f"{folder}/run.jsonl", *options])


def ranked(folder: Path) -> list[str]:
    lines = (folder / "run.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["offer"] for line in lines]


def test_pairs_of_unknown_people_are_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "pairs.csv").write_text("offer,candidate\nO-2,P-9\nO-8,P-1\n", encoding="utf-8")
    assert command(folder, "--pairs", f"{folder}/pairs.csv") == 1
    said = capsys.readouterr().err
    assert "P-9" in said
    assert "O-8" in said
    assert ranked(folder) == ["O-2"]


def test_a_pair_cut_short_is_refused_by_its_line_and_the_others_serve(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "offer;candidate\nO-2;P-2\nO-1\nO-1;P-1\n;P-3\n"
    (folder / "pairs.csv").write_text(text, encoding="utf-8")
    assert command(folder, "--pairs", f"{folder}/pairs.csv") == 1
    said = capsys.readouterr().err.splitlines()
    assert said == [
        "pairs.csv, ligne 3, candidate : cellule vide ou absente",
        "pairs.csv, ligne 5, offer : cellule vide ou absente",
    ]
    assert ranked(folder) == ["O-1", "O-2"]


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        ("offer,candidate\n", "pairs.csv : aucune paire."),
        ("offer,candidate\nO-1\n", "pairs.csv, ligne 2"),
        ("offer,candidate\nO-8,P-1\n", "l'offre O-8 n'est pas dans le fichier d'offres"),
    ],
)
def test_without_a_pair_to_rank_nothing_is_written(
    folder: Path, pairs: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "run.jsonl").write_text("a run of before", encoding="utf-8")
    (folder / "pairs.csv").write_text(pairs, encoding="utf-8")
    assert command(folder, "--pairs", f"{folder}/pairs.csv") == 1
    error = capsys.readouterr().err
    assert said in error
    assert "rien à classer" in error
    assert (folder / "run.jsonl").read_text(encoding="utf-8") == "a run of before"


@pytest.mark.parametrize(
    ("name", "text"), [("candidates.csv", "Identifiant;Projet 1\n"), ("offers.jsonl", "[]")]
)
def test_without_a_candidate_or_an_offer_nothing_is_written(
    folder: Path, name: str, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    assert command(folder) == 1
    assert "rien à classer" in capsys.readouterr().err
    assert not (folder / "run.jsonl").exists()


def test_an_offer_without_a_reference_is_paired_by_its_place(folder: Path) -> None:
    nameless = {key: value for key, value in OFFERS[1].items() if key != "id"}
    lines = [json.dumps(OFFERS[0]), json.dumps(nameless)]
    (folder / "offers.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (folder / "pairs.csv").write_text("offer,candidate\noffre-2,P-2\n", encoding="utf-8")
    assert command(folder, "--pairs", f"{folder}/pairs.csv") == 0
    assert ranked(folder) == ["offre-2"]


def test_what_was_odd_in_the_files_is_told_and_refuses_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header, *rows = PEOPLE.splitlines()
    rows[1] = rows[1].replace(";bus;45", ";bus;loin")
    text = "\n".join([f"{header};Signe astral", *(f"{row};lion" for row in rows)])
    (folder / "candidates.csv").write_text(text, encoding="utf-8")
    sheet = "Référence;Intitulé;Commune;Couleur du mur\nO-1;Cariste;Dunkerque;bleu\n"
    (folder / "offers.csv").write_text(sheet, encoding="utf-8")
    assert command(folder, "--offers", f"{folder}/offers.csv") == 0
    said = capsys.readouterr().err
    assert "candidates.csv, ligne 1, Signe astral : " in said
    assert "candidates.csv, ligne 3, Trajet maximum : " in said
    assert "offers.csv, ligne 1, Couleur du mur : colonne inconnue" in said
    assert ranked(folder) == ["O-1"]


def test_a_reference_that_comes_twice_is_ranked_twice_and_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    twice = [*OFFERS, {**OFFERS[1], "id": "O-1"}]
    lines = (json.dumps(offer) for offer in twice)
    (folder / "offers.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert command(folder) == 0
    error = capsys.readouterr().err
    assert error == "offers.jsonl, ligne 3, référence : référence O-1 répétée, déjà ligne 1\n"
    assert ranked(folder) == ["O-1", "O-2", "O-1"]


def test_evaluate_measures_beside_baselines(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    grades = ["offer,candidate,grade", "O-1,P-1,3", "O-1,P-3,1", "O-1,P-2,0"]
    grades += ["O-2,P-2,3", "O-2,P-1,0", "O-2,P-3,0"]
    (folder / "judgements.csv").write_text("\n".join(grades), encoding="utf-8")
    asked = f"evaluate --gold {folder} --date 2026-11-23 --out {folder}/figures.json"
    assert run(asked.split()) == 0
    figures = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
    assert figures["rankings"]["candidathèque"]["ndcg@10"] == pytest.approx(1.0)
    assert set(figures["rankings"]) > {"hasard", "BM25"}
    read, stated = figures["domains"]["transport_logistique"], figures["domains"]["batiment"]
    assert (read["offers"], stated["offers"]) == (1, 1)
    assert "BM25" in capsys.readouterr().out


def test_unreadable_judgements_say_where(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "judgements.csv").write_text("offer,candidate\nO-1,P-1\n", encoding="utf-8")
    assert run(["evaluate", "--gold", str(folder)]) == 1
    error = capsys.readouterr().err
    assert error == "candidatheque : judgements.csv : colonne absente : grade.\n"


def test_evaluate_tells_what_it_refused_and_still_gives_its_figures(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "judgements.csv").write_text(
        "offer,candidate,grade\nO-1,P-1,3\nO-1,P-3,0\nO-1,P-2,4\n", encoding="utf-8"
    )
    with (folder / "offers.jsonl").open("a", encoding="utf-8") as out:
        out.write("\n{oops\n")
    (folder / "candidates.csv").write_text(PEOPLE + PEOPLE.splitlines()[1], encoding="utf-8")
    asked = ["evaluate", "--gold", str(folder), "--date", "2026-11-23"]
    assert run([*asked, "--out", f"{folder}/figures.json"]) == 1
    said = capsys.readouterr()
    assert "judgements.csv, ligne 4, grade : note illisible « 4 »" in said.err
    assert "offers.jsonl, ligne 3" in said.err
    assert "candidates.csv, ligne 5, Identifiant" in said.err
    assert "candidathèque              1 offres  nDCG@10 1.000" in said.out
    figures = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
    assert [row["row"] for row in figures["refused"]["candidates.csv"]] == [5]


def test_evaluate_without_anybody_says_so_in_french(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "judgements.csv").write_text("offer,candidate,grade\nO-1,P-1,3\n", encoding="utf-8")
    (folder / "candidates.csv").write_text("Identifiant;Projet 1\n", encoding="utf-8")
    asked = ["evaluate", "--gold", str(folder), "--out", f"{folder}/figures.json"]
    assert run(asked) == 1
    error = capsys.readouterr().err
    assert "rien n'est mesuré" in error
    assert "imprévue" not in error
    assert json.loads((folder / "figures.json").read_text(encoding="utf-8"))["rankings"] == {}


def test_parse_prints_one_offer_a_line_with_every_key(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["parse", f"{folder}/offers.jsonl", "--json"]) == 0
    parsed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [offer["reference"] for offer in parsed] == ["O-1", "O-2"]
    assert set(parsed[0]) == set(parsed[1])
    assert parsed[0]["licences"] == [{"code": "CACES_R489_3", "necessity": "required"}]
