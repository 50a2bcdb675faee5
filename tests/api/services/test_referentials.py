"""The official ROME files of a user: read once, then official titles have their own code."""

import csv
from pathlib import Path

import pytest

from api.cli import run
from api.services.reading import RomeProposals
from api.services.referentials import gendered_forms, official_titles
from matching.coder import packaged_coder
from matching.occupations import packaged_occupations
from models.errors import InputRefusedError


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    official_titles.cache_clear()
    return tmp_path


def write(path: Path, header: str, *rows: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([line.split(";") for line in (header, *rows)])


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "rome"
    folder.mkdir()
    write(
        folder / "unix_referentiel_code_rome_v999_utf8.csv",
        "code_rome;libelle_rome;code_rome_parent",
        "N1101;Cariste d'essai;N1101",
    )
    header = "code_ogr;libelle_appellation_long;libelle_appellation_court;code_rome;classification"
    write(
        folder / "unix_referentiel_appellation_v999_utf8.csv",
        header,
        "1;Zingueur / Zingueuse de quai;Zingueur / Zingueuse de quai;N1101;PRINCIPALE",
    )
    return folder


def proposals() -> RomeProposals:
    return RomeProposals(packaged_coder(), packaged_occupations(), official_titles())


def test_an_official_title_has_its_own_code_in_every_form(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    titles = ["Zingueuse de quai", "Zingueur de quai", "ZINGUEUR/ZINGUEUSE DE QUAI"]
    assert proposals().propose(titles[:1], [""])[0][0].rome != "N1101"
    assert run(["referential", "import", str(files)]) == 0
    assert "1 lignes lues" in capsys.readouterr().out
    for guesses in proposals().propose(titles, ["", "", ""]):
        assert guesses[0].rome == "N1101"
        assert guesses[0].label == "Cariste d'essai"
        assert len(guesses) == 5
        assert sum(guess.confidence for guess in guesses) <= 1.001


def test_a_folder_without_the_files_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["referential", "import", str(tmp_path / "absent")]) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_a_damaged_copy_says_how_to_mend_it(files: Path, tmp_path: Path) -> None:
    assert run(["referential", "import", str(files)]) == 0
    kept = next((tmp_path / "data").rglob("referential.json"))
    kept.write_text("{", encoding="utf-8")
    official_titles.cache_clear()
    with pytest.raises(InputRefusedError, match="referential import"):
        official_titles()


@pytest.mark.parametrize(
    ("label", "forms"),
    [
        ("Cariste", {"Cariste"}),
        (
            "Agent / Agente de quai",
            {"Agent / Agente de quai", "Agent de quai", "Agente de quai"},
        ),
        (
            "Chef de quai / Cheffe de quai",
            {"Chef de quai / Cheffe de quai", "Chef de quai", "Cheffe de quai"},
        ),
    ],
)
def test_forms(label: str, forms: set[str]) -> None:
    assert set(gendered_forms(label)) == forms
