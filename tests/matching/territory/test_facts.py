"""Bands of the day."""

import pytest

from matching.territory import (
    band_of,
)


def test_the_bands_of_a_day_follow_one_another() -> None:
    said = [band_of(hour * 60).value for hour in (0, 3, 5.5, 9, 17, 21)]
    assert said == ["nuit", "tot", "matin", "journee", "soir", "nuit"]
    with pytest.raises(ValueError, match="no hour"):
        band_of(float("nan"))
