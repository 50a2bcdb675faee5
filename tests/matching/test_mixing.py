from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from matching.mixing import (
    ByTitle,
    CoderSettings,
    ConfidenceSettings,
    Mixture,
    Views,
    distribution,
    evidence,
    knownness,
)


def row(values: list[list[float]]) -> NDArray[np.float32]:
    return np.array(values, dtype=np.float32)


# Two fiches and "no occupation": titles say the first, descriptions the second.
TITLE, TEXT = row([[1, 0, 0]]), row([[0, 1, 0]])
NONE = np.zeros((1, 3), dtype=np.float32)
CLOSE, FAR = row([[1, 0.2, 0]]), row([[0.4, 0.2, 0]])
TRUSTED = Mixture(classes=5, prior=0, nearest=0, words=0, description=1)
DOUBTED = Mixture(classes=1, prior=0, nearest=0, words=0, description=5)
SETTINGS = CoderSettings(
    ByTitle(TRUSTED, TRUSTED), ByTitle(TRUSTED, DOUBTED), ConfidenceSettings(1, 1, 0)
)


def views(nearest: NDArray[np.float32]) -> Views:
    return Views(TITLE, np.zeros(3, dtype=np.float32), nearest, NONE, TEXT, NONE)


def test_a_known_title_decides_and_a_far_one_leaves_it_to_the_description() -> None:
    assert distribution(views(CLOSE), SETTINGS)[0].argmax() == 0
    assert distribution(views(FAR), SETTINGS)[0].argmax() == 1


def test_a_title_in_between_gets_weights_in_between() -> None:
    halfway = distribution(views(row([[0.75, 0.2, 0]])), SETTINGS)[0]
    assert halfway[0] == pytest.approx(halfway[1])
    assert halfway[0] > halfway[2]


def test_without_a_description_only_the_title_is_weighed() -> None:
    alone = replace(views(FAR), description=None, topics=None)
    assert distribution(alone, SETTINGS)[0].argmax() == 0


def test_probabilities_add_up_and_a_cosine_rounded_above_one_stays_finite() -> None:
    weighed = ByTitle(Mixture(1, 1, 1, 1, 1, 1), Mixture(1, 1, 1, 1, 1, 1))
    settings = replace(SETTINGS, described=weighed)
    shares = distribution(views(row([[1.06, 0.3, 0]])), settings)
    assert shares.sum() == pytest.approx(1)
    assert np.isfinite(shares).all()


def test_titles_count_as_known_from_half_a_cosine_on() -> None:
    assert knownness(np.array([0, 0.5, 0.75, 1, 1.01], dtype=np.float32)).tolist() == [
        0,
        0,
        0.5,
        1,
        1,
    ]


def test_words_like_no_title_are_no_evidence_of_an_occupation() -> None:
    likely, unlikely = row([[0.9, 0.05, 0.05]]), row([[0.05, 0.05, 0.9]])
    near, odds = evidence(views(CLOSE), likely)[0]
    assert near == 1
    assert odds > 0 > evidence(views(FAR), unlikely)[0, 1]


def test_settings_are_read_as_they_were_written_and_a_stray_weight_is_refused() -> None:
    weights = {"classes": 1.0, "prior": 0.5, "nearest": 2.0, "words": 1.0, "topics": 3.0}
    pair = {"known": weights, "unknown": weights}
    raw = {
        "title": pair,
        "described": pair,
        "confidence": {"nearest": 1, "named": 2, "intercept": 3},
    }
    assert CoderSettings.read(raw).described.known.topics == 3
    with pytest.raises(TypeError):
        CoderSettings.read(raw | {"title": {"known": weights | {"odd": 1.0}, "unknown": weights}})
