"""Chances that are told: right on average, rising with points, and never told too early."""

import numpy as np
import pytest

from matching.learning.calibration import (
    calibrate,
    calibration_error,
    levels,
    totals,
)
from matching.learning.preferences import Decision
from matching.learning.simulation import Office, history
from models.vocabulary import Band, Domain
from tests.evidence.learning import PRIOR, everywhere
from tests.matching.learning.decisions import make_decision


def decided(offers: int) -> list[Decision]:
    return history(Office(everywhere(PRIOR), PRIOR, tiring=0.0), offers).decisions


def test_chances_rise_with_points_and_are_right_on_average() -> None:
    made = decided(150)
    scores = totals(made, lambda domain: PRIOR)
    fitted = calibrate(scores, made)
    chances = fitted.at(scores, [each.domain for each in made])
    kept = np.array([each.is_kept for each in made])
    assert chances.mean() == pytest.approx(kept.mean(), abs=0.02)
    assert calibration_error(chances, kept) < 0.06
    asked = np.linspace(0, 1, 50)
    for domain in Domain:
        told = fitted.at(asked, [domain] * 50)
        assert (np.diff(told) >= 0).all()
        assert ((told >= 0) & (told <= 1)).all()


def test_points_that_say_nothing_give_everybody_the_same_chance() -> None:
    rows = [make_decision(f"P-{n}", n % 4 == 0, offer=f"O-{n}") for n in range(400)]
    fitted = calibrate(np.random.default_rng(1).random(400), rows)
    assert fitted.overall.slope < 0.15
    assert fitted.overall.at(np.array([0.5]))[0] == pytest.approx(0.25, abs=0.03)


def test_nothing_is_told_before_three_hundred_decisions() -> None:
    made = decided(60)
    scores = totals(made, lambda domain: PRIOR)
    few = made[:299]
    assert levels(calibrate(scores[: len(few)], few), scores[: len(few)], few) == []
    told = levels(calibrate(scores, made), scores, made)
    overall = {level.band: level for level in told if level.domain is None}
    assert {Band.VERY_SUITABLE, Band.SUITABLE} <= set(overall)
    rows = [each for each in made if each.band is Band.SUITABLE]
    assert overall[Band.SUITABLE].decisions == len(rows)
    share = sum(each.is_kept for each in rows) / len(rows)
    assert overall[Band.SUITABLE].in_ten == pytest.approx(10 * share, abs=1)
    assert all(0 <= level.in_ten <= 10 for level in told)


def test_the_error_is_the_gap_between_what_is_told_and_what_happens() -> None:
    kept = np.array([True, False] * 50)
    assert calibration_error(np.full(100, 0.5), kept) == pytest.approx(0.0)
    assert calibration_error(np.full(100, 0.9), kept) == pytest.approx(0.4)
    assert np.isnan(calibration_error(np.array([]), np.array([], dtype=np.bool_)))
