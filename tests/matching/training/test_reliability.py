import numpy as np
import pytest

from matching.training.reliability import as_markdown, buckets, calibration_error


def test_a_confidence_that_keeps_its_word_has_no_gap() -> None:
    confidences = np.array([0.75] * 4 + [0.25] * 4)
    is_right = np.array([*[True] * 3, False, True, *[False] * 3])

    found = buckets(confidences, is_right)

    assert [(bucket.count, bucket.right) for bucket in found] == [(4, 0.25), (4, 0.75)]
    assert calibration_error(found) == 0


def test_a_boast_is_measured() -> None:
    found = buckets(np.array([0.95, 0.95, 1.0, 0.15]), np.array([False, False, True, False]))

    assert calibration_error(found) == pytest.approx((abs(2.9 - 1) + 0.15) / 4)
    assert "| 0.9 à 1.0 | 3 | 0.967 | 0.333 |" in as_markdown("confiance", found)


def test_no_offer_has_no_gap() -> None:
    assert calibration_error(buckets(np.zeros(0), np.zeros(0, dtype=bool))) == 0
