"""The engine's data is whole, and a broken file of it is refused rather than ranked with."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from matching import engine
from matching.engine import Engine, packaged_engine
from models.vocabulary import Criterion, Domain, Half

DATA = Path(engine.__file__).parent / "data"
Change = Callable[[str, str], None]


@pytest.fixture
def change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Change:
    """Replaces words of a copy of the engine's files, which `read` then reads."""
    (tmp_path / "data").mkdir()
    for name in ("engine.toml", "neutral.toml"):
        shutil.copy(DATA / name, tmp_path / "data" / name)
    monkeypatch.setattr(engine, "files", lambda package: tmp_path)

    def replace(old: str, new: str) -> None:
        for path in (tmp_path / "data").iterdir():
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace(old, new), encoding="utf-8")

    return replace


def read() -> Engine:
    return packaged_engine.__wrapped__()


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


def test_a_domain_without_figures_of_its_own_takes_those_of_all(change: Change) -> None:
    change("[industrie]", "[autrefois]")
    neutral = read().neutral
    assert neutral[Domain.INDUSTRY] == neutral[Domain.OTHER]
    assert neutral[Domain.INDUSTRY] != packaged_engine().neutral[Domain.INDUSTRY]


def test_bands_climb() -> None:
    bands = packaged_engine().bands
    assert 0 < bands.near_fit < bands.right_fit < bands.very_fit < 1
    assert 0 < bands.very_score < 1
    assert 0 < bands.very_requirements <= 1
    assert bands.near_months > 0
    assert bands.levers_allowed >= 1


def test_figures_are_data(change: Change) -> None:
    change("right_fit = 0.60", "right_fit = 0.55")
    change('version = "', 'version = "essai-')
    assert read().bands.right_fit == 0.55
    assert read().version.startswith("essai-")


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        pytest.param("metier = 0.34", "metier = 0.35", ValueError, id="weights above one"),
        pytest.param("metier = 0.34", "metier = 0.33", ValueError, id="weights under one"),
        pytest.param("metier = 0.34", "travail = 0.34", ValueError, id="unknown criterion"),
        pytest.param("metier = 0.34", "", ValueError, id="a weight is absent"),
        pytest.param('"metier", "mobilite"', '"travail"', ValueError, id="halves of no criterion"),
        pytest.param("personne = [", "autre = [", ValueError, id="unknown half"),
        pytest.param("right_fit = 0.60", "", TypeError, id="a threshold is absent"),
        pytest.param("right_fit", "left_fit", TypeError, id="unknown threshold"),
        pytest.param("[bands]", "[bandes]", KeyError, id="no bands"),
        pytest.param("[tous]", "[toutes]", KeyError, id="no frozen values for all"),
        pytest.param("[weights]", "[weights", ValueError, id="no TOML"),
    ],
)
def test_a_broken_file_is_refused(
    change: Change, old: str, new: str, error: type[Exception]
) -> None:
    assert read().version
    change(old, new)
    with pytest.raises(error):
        read()
