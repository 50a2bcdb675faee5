"""Judged lists: what is measured, what is not and why."""

import json
import math
import shutil
from datetime import date
from pathlib import Path

import pytest

from api.services.evaluating import OURS, Evaluation, evaluate, read_text_model
from api.services.evaluation_json import evaluation_json
from api.services.ranking import make_ranker
from matching.ablation import Part, ablations
from matching.encoder import PACKAGED_MODEL
from models.errors import InputRefusedError

TODAY = date(2026, 11, 23)
JUDGED = Path(__file__).parents[2] / "samples" / "judged"
OFFERS = (
    {"id": "O-1", "intitule": "Cariste", "romeCode": "N1101", "description": "À Dunkerque."},
    {"id": "O-2", "intitule": "Soudeur", "romeCode": "H2913", "description": "À Gravelines."},
)
PEOPLE = """\
Identifiant;Projet 1;ROME 1;Projet 1 validé le
P-1;Cariste;N1101;02/03/2026
P-2;Soudeur;H2913;02/03/2026
P-3;Coiffeuse;D1202;02/03/2026
"""
GRADES = ("O-1,P-1,3", "O-1,P-2,0", "O-1,P-3,0", "O-2,P-2,3", "O-2,P-1,0")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_offers(tmp_path, *OFFERS)
    (tmp_path / "candidates.csv").write_text(PEOPLE, encoding="utf-8")
    write_grades(tmp_path, *GRADES)
    return tmp_path


def write_offers(folder: Path, *offers: dict[str, str]) -> None:
    lines = (json.dumps(offer) for offer in offers)
    (folder / "offers.jsonl").write_text("\n".join(lines), encoding="utf-8")


def write_grades(folder: Path, *rows: str) -> None:
    text = "\n".join(("offer,candidate,grade", *rows))
    (folder / "judgements.csv").write_text(text, encoding="utf-8")


def measured(folder: Path) -> Evaluation:
    return evaluate(make_ranker(), folder, TODAY)


def assert_plain_json(result: Evaluation) -> None:
    json.dumps(evaluation_json(result), allow_nan=False)


@pytest.fixture(scope="module")
def small() -> Evaluation:
    """Ours on six lists that we judged, beside everything."""
    return evaluate(make_ranker(), JUDGED, TODAY, read_text_model(PACKAGED_MODEL))


def test_judged_lists_of_each_domain_are_well_ordered(small: Evaluation) -> None:
    assert small.is_whole
    assert (small.basis.offers, small.basis.people, small.basis.pairs) == (6, 20, 53)
    assert all(summary.ndcg > 0.9 for summary in small.domains.values())
    assert len(small.domains) == 6
    assert small.rankings[OURS].hit == 1.0
    for name in ("hasard", "ROME et mots du titre", "TF-IDF", "BM25"):
        gain, (low, _) = small.gains[name]
        assert gain > 0
        assert low > -0.05


def test_a_text_model_is_one_more_ranking_to_compare_with(small: Evaluation) -> None:
    assert "cosinus rome-static" in small.rankings
    assert small.gains["cosinus rome-static"][1][0] <= small.gains["cosinus rome-static"][0]


def test_without_a_part_is_what_ranking_without_it_gives(small: Evaluation) -> None:
    """The obstacles are what keeps who may not drive the truck behind: taken away, it is worse."""
    found = {each.ablation.key: each for each in small.ablations}
    assert list(found) == [ablation.key for ablation in ablations()]
    without = found["obstacle:tous"]
    assert without.summary.ndcg < small.rankings[OURS].ndcg
    assert without.gain == pytest.approx(small.rankings[OURS].ndcg - without.summary.ndcg)
    assert without.interval[0] <= without.gain <= without.interval[1]
    nobody_is_asked = found["obstacle:langue"]
    assert (nobody_is_asked.gain, nobody_is_asked.interval) == (0.0, (0.0, 0.0))


def test_the_json_holds_every_figure_with_its_interval(small: Evaluation) -> None:
    assert_plain_json(small)
    figures = evaluation_json(small)
    assert figures["engine"]["version"] == make_ranker().engine.version
    assert figures["date"] == "2026-11-23"
    for summary in (*figures["rankings"].values(), *figures["domains"].values()):
        for measure in ("hit@3", "recall@10", "mrr"):
            low, high = summary[f"{measure}_interval"]
            assert low <= summary[measure] <= high
    assert {each["part"] for each in figures["ablations"]} == {part.value for part in Part}
    assert {"ndcg@10", "gain", "gain_interval"} <= set(figures["ablations"][0])


def test_the_same_lists_give_the_same_figures(small: Evaluation) -> None:
    again = evaluate(make_ranker(), JUDGED, TODAY, read_text_model(PACKAGED_MODEL))
    assert evaluation_json(again) == evaluation_json(small)


def test_a_folder_without_a_model_is_refused_in_french(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match="dossier de modèle introuvable"):
        read_text_model(tmp_path / "absent")
    with pytest.raises(InputRefusedError, match="modèle introuvable ou illisible"):
        read_text_model(tmp_path)


def test_a_model_is_named_after_a_folder_that_tells(tmp_path: Path) -> None:
    copied = tmp_path / "mini" / "model"
    shutil.copytree(PACKAGED_MODEL, copied)
    assert read_text_model(copied).name == "mini"


def test_all_that_is_judged_and_read_is_measured(folder: Path) -> None:
    result = measured(folder)
    assert result.is_whole
    assert {offer: m.ndcg for offer, m in result.measures.items()} == {"O-1": 1.0, "O-2": 1.0}
    assert {name: s.offers for name, s in result.rankings.items()}[OURS] == 2


def test_a_judged_offer_that_is_absent_is_not_measured(folder: Path) -> None:
    write_grades(folder, *GRADES, "O-9,P-1,3", "O-9,P-2,0")
    result = measured(folder)
    assert set(result.measures) == {"O-1", "O-2"}
    assert all(summary.offers == 2 for summary in result.rankings.values())
    assert result.notes == ("offres jugées absentes de offers.jsonl, non mesurées : O-9.",)
    assert not result.is_whole


def test_a_list_of_which_nobody_is_read_is_not_measured(folder: Path) -> None:
    write_grades(folder, *GRADES[:3], "O-2,P-8,3", "O-2,P-9,0")
    result = measured(folder)
    assert set(result.measures) == {"O-1"}
    assert "comptés derniers : P-8, P-9" in result.notes[0]
    assert "aucun candidat jugé n'est lu, non mesurées : O-2" in result.notes[1]


def test_the_first_of_two_offers_with_one_reference_is_used(folder: Path) -> None:
    write_offers(folder, *OFFERS, {**OFFERS[1], "id": "O-1"})
    result = measured(folder)
    assert result.measures["O-1"].ndcg == 1.0
    assert [row.row for row in result.refused["offers.jsonl"]] == [3]
    assert not result.is_whole


def test_bad_rows_are_carried_with_their_place(folder: Path) -> None:
    write_grades(folder, *GRADES, "O-1,P-1,2", "O-2", "O-2,P-3,nan", "O-1,P-1,3")
    (folder / "candidates.csv").write_text(PEOPLE + "P-1;Cariste;;\n", encoding="utf-8")
    with (folder / "offers.jsonl").open("a", encoding="utf-8") as out:
        out.write("\n{oops")
    result = measured(folder)
    assert {file: [row.row for row in rows] for file, rows in result.refused.items()} == {
        "judgements.csv": [7, 8, 9],
        "offers.jsonl": [3],
        "candidates.csv": [5],
    }
    assert "paire déjà lue ligne 2" in result.refused["judgements.csv"][0].reason
    assert result.rankings[OURS].offers == 2


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("candidates.csv", "Identifiant;Projet 1\n"),
        ("judgements.csv", "offer,candidate,grade\n"),
        ("offers.jsonl", "[]"),
    ],
)
def test_an_empty_file_measures_nothing_and_says_so(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    result = measured(folder)
    assert result.rankings == {}
    assert result.notes[-1].startswith("rien n'est mesuré")
    assert_plain_json(result)


def test_candidates_without_a_word_are_ranked_all_the_same(folder: Path) -> None:
    empty = "Identifiant;Projet 1\nP-1;\nP-2;\nP-3;\n"
    (folder / "candidates.csv").write_text(empty, encoding="utf-8")
    result = measured(folder)
    assert result.rankings["BM25"].offers == result.rankings["TF-IDF"].offers == 2


def test_lists_without_a_good_candidate_give_no_figure_and_valid_json(folder: Path) -> None:
    write_grades(folder, "O-1,P-1,0", "O-1,P-2,0.5")
    result = measured(folder)
    assert math.isnan(result.gains["BM25"][0])
    assert evaluation_json(result)["gains"]["BM25"] == {"ndcg@10": None, "interval": [None, None]}
    assert "note de 1" in result.notes[0]
    assert_plain_json(result)
