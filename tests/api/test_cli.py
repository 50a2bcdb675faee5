"""The contract of the command line: exit codes, one French line an error, quick help."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from api.cli import run
from api.usage import french

ROOT = Path(__file__).parents[2]
LATER = [
    "doctor", "backup x", "restore x", "verify-audit",
    "person export P-1", "person erase P-1", "retention run --dry-run",
]  # fmt: skip


@pytest.mark.parametrize("command", LATER)
def test_what_is_not_there_yet_says_so_with_code_3(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(command.split()) == 3
    assert capsys.readouterr().err == "pas encore disponible\n"


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("ranke", "commande inconnue : ranke"),
        ("rank --offers x", "il manque : FICHIER"),
        ("rank --nope", "option inconnue : --nope"),
        ("demo --port 0", "au moins 1"),
        ("demo --port a", "un nombre entier est attendu"),
        ("rank --offers", "il manque la valeur de --offers"),
        ("evaluate --gold x --date demain", "n'est pas une date AAAA-MM-JJ"),
        ("user add a@example.org --name A --role chef", "n'est pas un rôle"),
        ("parse a b", "argument en trop : b"),
        ("parse a b c", "argument en trop : b c"),
        ("parse --json=1 x", "l'option --json ne prend pas de valeur. Voir"),
        ("demo --port 1.5", "un nombre entier est attendu"),
        ("demo --port 99999999999999999999999", "au plus 65535"),
        ("parse", "il manque : FICHIER"),
        ("import", "il manque une commande"),
        ("", "il manque une commande"),
        ("-x", "option inconnue : -x"),
        ("rank --offer x", "option inconnue : --offer (peut-être --offers)"),
        ("ranke", "commande inconnue : ranke (peut-être rank)"),
        ("evaluate --gold x --date=", "n'est pas une date AAAA-MM-JJ"),
        ("rank --offers a --candidates b --out a", "--out : a est un fichier à lire"),
        ("rank --offers a --candidates b --out b", "--out : b est un fichier à lire"),
        ("rank --offers a --candidates b --pairs c --out c", "--out : c est un fichier à lire"),
        ("evaluate --gold x --out x/judgements.csv", "judgements.csv est un fichier à lire"),
    ],
)
def test_wrong_usage_is_one_french_line_with_code_2(
    command: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(command.split()) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert not re.search(r"\.\.|\b(?:Option|Input|Got|No such|Missing|should|does not)\b", error)


def test_what_is_read_is_never_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "people.csv").write_text("Identifiant;Projet 1\nP-1;Cariste\n", encoding="utf-8")
    (tmp_path / "offers.txt").write_text("Cariste\nÀ Dunkerque.", encoding="utf-8")
    (tmp_path / "link.csv").symlink_to(tmp_path / "people.csv")
    files = ["--offers", f"{tmp_path}/offers.txt", "--candidates", f"{tmp_path}/people.csv"]
    before = (tmp_path / "people.csv").read_bytes()
    assert run(["rank", *files, "--out", f"{tmp_path}/link.csv"]) == 2
    assert "serait écrasé" in capsys.readouterr().err
    assert (tmp_path / "people.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("english", "said"),
    [
        ("Option '--x' requires 2 arguments.", "l'option --x demande 2 valeurs"),
        ("Argument 'FILE' takes 2 values.", "FILE demande 2 valeurs"),
        ("Something new happened.", "commande mal formée (Something new happened)"),
    ],
)
def test_what_no_command_of_ours_provokes_has_its_sentence_too(english: str, said: str) -> None:
    assert french(typer.TyperException(english)) == said


@pytest.mark.parametrize(
    ("english", "said"),
    [
        ("Input should be 'csv' or 'xlsx'", "valeurs possibles : 'csv', 'xlsx'"),
        ("Input should be a valid number, unable to parse string", "un nombre est attendu"),
        ("Input should be a valid boolean", "oui ou non est attendu"),
        ("Directory 'x' does not exist.", "fichier ou dossier introuvable"),
        ("une raison à nous.", "une raison à nous"),
    ],
)
def test_values_refused_say_why(english: str, said: str) -> None:
    error = typer.BadParameter(english, param_hint="--x")
    assert french(error) == f"valeur refusée pour --x : {said}"


@pytest.mark.parametrize(
    "command",
    [
        "parse absent.json",
        "rank --offers absent.json --candidates absent.csv --out run.jsonl",
        "evaluate --gold absent",
        "import candidates absent.csv",
        "import offers absent.json",
    ],
)
def test_an_absent_file_is_one_french_line_with_code_1(
    command: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CANDIDATHEQUE_DATABASE_URL", f"sqlite:///{tmp_path}/base.sqlite3")
    assert run(command.split()) == 1
    error = capsys.readouterr().err
    assert "absent" in error
    assert "Traceback" not in error
    assert error.count("\n") == 1


def test_help_costs_under_a_second() -> None:
    before = os.times()
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", "--help"], cwd=ROOT, capture_output=True, check=True
    )
    after = os.times()
    spent = after.children_user + after.children_system
    assert "rank" in done.stdout.decode()
    assert spent - before.children_user - before.children_system < 1.0


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////{folder}/absent/base.sqlite3",
        "sqlite:///{folder}/not-a-base.txt",
        "postgresql://u:p@127.0.0.1:1/x",
    ],
)
def test_a_base_that_is_not_there_says_so(
    url: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "not-a-base.txt").write_text("ceci n'est pas une base, loin de là" * 20)
    monkeypatch.setenv("CANDIDATHEQUE_DATABASE_URL", url.format(folder=tmp_path))
    assert run(["export", "offers", str(tmp_path / "offres.csv")]) == 1
    error = capsys.readouterr().err
    assert "base absente, injoignable ou abîmée" in error
    assert error.count("\n") == 1
