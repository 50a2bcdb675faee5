"""`evaluate` with a text model and the model card, as the command line runs it."""

import json
from pathlib import Path

import pytest

from api.cli import run
from matching.encoder import PACKAGED_MODEL

JUDGED = Path(__file__).parents[1] / "samples" / "judged"
ASKED = ["evaluate", "--gold", str(JUDGED), "--date", "2026-11-23"]


def test_one_command_prints_and_writes_everything(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, card = tmp_path / "figures.json", tmp_path / "card.md"
    files = ["--out", str(out), "--card", str(card), "--model", str(PACKAGED_MODEL)]
    assert run([*ASKED, *files]) == 0
    said = capsys.readouterr().out
    figures = json.loads(out.read_text(encoding="utf-8"))
    assert "candidathèque - cosinus rome-static :" in said
    assert "cosinus rome-static" in card.read_text(encoding="utf-8")
    assert all(each["label"] in said for each in figures["ablations"])
    assert "rappel@10 1.000 [1.000 ; 1.000]  MRR" in said


def test_the_card_and_the_figures_are_two_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    same = str(tmp_path / "one")
    assert run([*ASKED, "--out", same, "--card", same]) == 2
    assert "--card : le même fichier que --out" in capsys.readouterr().err
    assert run([*ASKED, "--card", str(JUDGED / "offers.jsonl")]) == 2
    assert "serait écrasé" in capsys.readouterr().err


def test_a_model_that_is_absent_is_one_french_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*ASKED, "--model", str(tmp_path / "absent")]) == 1
    error = capsys.readouterr().err
    assert "dossier de modèle introuvable" in error
    assert error.count("\n") == 1


def test_no_card_is_written_of_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("offers.jsonl", "candidates.csv"):
        (tmp_path / name).write_bytes((JUDGED / name).read_bytes())
    (tmp_path / "judgements.csv").write_text("offer,candidate,grade\n", encoding="utf-8")
    card = tmp_path / "card.md"
    card.write_text("celle d'avant", encoding="utf-8")
    assert run(["evaluate", "--gold", str(tmp_path), "--card", str(card)]) == 1
    assert card.read_text(encoding="utf-8") == "celle d'avant"
    assert "n'est pas écrit" in capsys.readouterr().err
