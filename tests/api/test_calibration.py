"""The frozen values are those of this encoder, these formulas and this demo programme.

Whoever changes one of them runs `python -m api.calibration` and gives a new engine version.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from api import calibration
from models.vocabulary import Criterion, Domain

PACKAGED = calibration.DATA
LAST_DIGIT = {"background.csv": 0.0001, "neutral.toml": 0.01}
"""What another processor may round otherwise."""


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of what the calibration writes today."""
    folder = tmp_path_factory.mktemp("calibration")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(calibration, "DATA", folder)
        calibration.main()
        yield folder


def background(folder: Path) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.loadtxt(folder / "background.csv", comments="#", encoding="utf-8")


def neutral(folder: Path) -> dict[str, dict[str, float]]:
    return tomllib.loads((folder / "neutral.toml").read_text(encoding="utf-8"))


def test_the_background_is_that_of_this_encoder(fresh: Path) -> None:
    np.testing.assert_allclose(
        background(PACKAGED), background(fresh), rtol=0, atol=1.01 * LAST_DIGIT["background.csv"]
    )


def test_the_frozen_values_are_those_of_these_formulas(fresh: Path) -> None:
    packaged, today = neutral(PACKAGED), neutral(fresh)
    assert list(packaged) == list(today)
    stale = {
        (domain, criterion): (packaged[domain][criterion], value)
        for domain, values in today.items()
        for criterion, value in values.items()
        if abs(packaged[domain][criterion] - value) > 1.01 * LAST_DIGIT["neutral.toml"]
    }
    assert not stale, "run python -m api.calibration"


def test_every_domain_of_the_programme_has_its_values_by_criterion(fresh: Path) -> None:
    domains = {domain.value for domain in Domain} - {Domain.OTHER}
    for values in (neutral(PACKAGED), neutral(fresh)):
        assert set(values) == domains | {"tous"}
        for figures in values.values():
            assert list(figures) == [criterion.value for criterion in Criterion]
            assert all(0.0 < value < 1.0 for value in figures.values())


def test_the_files_say_how_they_were_made() -> None:
    for name in LAST_DIGIT:
        head = (PACKAGED / name).read_text(encoding="utf-8").split("\n\n")[0]
        assert "python -m api.calibration" in head
