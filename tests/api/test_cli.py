"""The contract of the command line: exit codes, one French line an error, quick help."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from api.cli import run

ROOT = Path(__file__).parents[2]
LATER = [
    "worker", "doctor", "match --all", "backup x", "restore x", "verify-audit",
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
    ],
)
def test_wrong_usage_is_one_french_line_with_code_2(
    command: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(command.split()) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


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
