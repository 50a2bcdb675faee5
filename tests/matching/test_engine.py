"""The engine's data is whole, and a broken file of it is refused rather than ranked with."""

import shutil
from pathlib import Path

import pytest

from matching import engine
from matching.engine import packaged_engine, read_engine
from models.errors import InputRefusedError
from models.vocabulary import Criterion, Domain, Half

DATA = Path(engine.__file__).parent / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the engine's files."""
    for name in ("engine.toml", "neutral.toml"):
        shutil.copy(DATA / name, tmp_path / name)
    return tmp_path


def change(folder: Path, old: str, new: str) -> Path:
    """The folder, with words of its files replaced."""
    for path in folder.iterdir():
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(old, new), encoding="utf-8")
    return folder


def test_weights_sum_to_one_and_every_criterion_has_one() -> None:
    weights = packaged_engine().weights
    assert set(weights) == set(Criterion)
    assert all(weight > 0 for weight in weights.values())
    assert sum(weights.values()) == pytest.approx(1.0, abs=1e-12)


def test_halves_share_the_criteria_out() -> None:
    halves = packaged_engine().halves
    assert set(halves) == set(Half)
    members = [criterion for half in Half for criterion in halves[half]]
    assert len(members) == len(Criterion)
    assert set(members) == set(Criterion)


@pytest.mark.parametrize("domain", Domain)
def test_every_domain_has_a_frozen_value_for_every_criterion(domain: Domain) -> None:
    neutral = packaged_engine().neutral[domain]
    assert set(neutral) == set(Criterion)
    assert all(0.0 < value < 1.0 for value in neutral.values())


def test_a_domain_without_figures_of_its_own_takes_those_of_all(folder: Path) -> None:
    neutral = read_engine(change(folder, "[industrie]", "[autrefois]")).neutral
    assert neutral[Domain.INDUSTRY] == neutral[Domain.OTHER]
    assert neutral[Domain.INDUSTRY] != packaged_engine().neutral[Domain.INDUSTRY]


def test_bands_climb() -> None:
    bands = packaged_engine().bands
    assert 0 < bands.near_fit < bands.right_fit < bands.proven_fit <= bands.very_fit < 1
    assert 0 < bands.very_score < 1
    assert 0 < bands.very_requirements <= 1
    assert bands.near_months > 0
    assert bands.levers_allowed >= 1


def test_figures_are_data(folder: Path) -> None:
    change(folder, "right_fit = 0.63", "right_fit = 0.55")
    changed = read_engine(change(folder, 'version = "', 'version = "essai-'))
    assert changed.bands.right_fit == 0.55
    assert changed.version.startswith("essai-")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("metier = 0.28", "metier = 0.29", id="weights above one"),
        pytest.param("metier = 0.28", "metier = 0.27", id="weights under one"),
        pytest.param("metier = 0.28", "travail = 0.28", id="unknown criterion"),
        pytest.param("metier = 0.28", "", id="a weight is absent"),
        pytest.param(
            "metier = 0.28\ncompetences = 0.14",
            "competences = 0.42",
            id="a criterion weighs nothing",
        ),
        pytest.param(
            "metier = 0.28\ncompetences = 0.14",
            "metier = 0.52\ncompetences = -0.10",
            id="a negative weight",
        ),
        pytest.param('"metier", "mobilite"', '"travail"', id="halves of no criterion"),
        pytest.param('"metier", "mobilite"', '"mobilite"', id="a criterion in no half"),
        pytest.param("personne = [", "autre = [", id="unknown half"),
        pytest.param("right_fit = 0.63", "", id="a threshold is absent"),
        pytest.param("right_fit = 0.63", 'right_fit = "0.60"', id="a threshold in words"),
        pytest.param("right_fit = 0.63", "right_fit = 60", id="a threshold in per cent"),
        pytest.param("right_fit", "left_fit", id="unknown threshold"),
        pytest.param("[bands]", "[bandes]", id="no bands"),
        pytest.param("[tous]", "[toutes]", id="no frozen values for all"),
        pytest.param("mobilite = 0.5", "mobilite = 1.5", id="a frozen value above one"),
        pytest.param("[weights]", "[weights", id="no TOML"),
    ],
)
def test_a_broken_file_is_refused_in_french(folder: Path, old: str, new: str) -> None:
    assert read_engine(folder).version
    with pytest.raises(InputRefusedError, match="réglages du moteur"):
        read_engine(change(folder, old, new))
