from dataclasses import asdict

import numpy as np
import pytest
from numpy.typing import NDArray

from matching.mixing import (
    ByTitle,
    Mixture,
    OfferViews,
    TitleScales,
    Views,
    evidence,
    knownness,
    offer_distribution,
    title_distribution,
)


def row(values: list[list[float]]) -> NDArray[np.float32]:
    return np.array(values, dtype=np.float32)


# Two fiches and "no occupation": titles say the first, descriptions the second.
TITLE, TEXT = row([[1, 0, 0]]), row([[0, 1, 0]])
NONE = np.zeros((1, 3), dtype=np.float32)
CLOSE, FAR = row([[1, 0.2, 0]]), row([[0.4, 0.2, 0]])
OFFER = OfferViews(words=NONE, description=TEXT, topics=NONE)
TRUSTED = Mixture(classes=5, prior=0, nearest=0, words=0, description=1, topics=0)
DOUBTED = Mixture(classes=1, prior=0, nearest=0, words=0, description=5, topics=0)
WEIGHTS = ByTitle(known=TRUSTED, unknown=DOUBTED)


def views(nearest: NDArray[np.float32]) -> Views:
    return Views(TITLE, np.zeros(3, dtype=np.float32), nearest)


def test_a_known_title_decides_and_a_far_one_leaves_it_to_the_description() -> None:
    assert offer_distribution(views(CLOSE), OFFER, WEIGHTS)[0].argmax() == 0
    assert offer_distribution(views(FAR), OFFER, WEIGHTS)[0].argmax() == 1


def test_a_title_in_between_gets_weights_in_between() -> None:
    halfway = offer_distribution(views(row([[0.75, 0.2, 0]])), OFFER, WEIGHTS)[0]
    assert halfway[0] == pytest.approx(halfway[1])
    assert halfway[0] > halfway[2]


def test_a_title_alone_has_one_scale_a_view_however_far_it_is() -> None:
    scales = TitleScales(class_scale=2, prior_scale=0, nearest_scale=0)
    near, far = (title_distribution(views(nearest), scales)[0] for nearest in (CLOSE, FAR))
    assert near == pytest.approx(far)
    assert near[0] / near[1] == pytest.approx(np.exp(2), rel=1e-5)


def test_the_prior_and_the_nearest_title_count_for_a_title_alone() -> None:
    prior = row([[0, 0, 1]])[0]
    alone = Views(NONE, prior, row([[0.2, 1, 0]]))
    assert title_distribution(alone, TitleScales(1, 0, 5))[0].argmax() == 1
    assert title_distribution(alone, TitleScales(1, 9, 5))[0].argmax() == 2


def test_probabilities_add_up_and_a_cosine_rounded_above_one_stays_finite() -> None:
    weighed = ByTitle(Mixture(1, 1, 1, 1, 1, 1), Mixture(1, 1, 1, 1, 1, 1))
    shares = offer_distribution(views(row([[1.06, 0.3, 0]])), OFFER, weighed)
    assert shares.sum() == pytest.approx(1)
    assert np.isfinite(shares).all()


def test_titles_count_as_known_from_half_a_cosine_on() -> None:
    cosines = np.array([0, 0.5, 0.75, 1, 1.01], dtype=np.float32)
    assert knownness(cosines).tolist() == [0, 0, 0.5, 1, 1]


def test_words_like_no_title_are_no_evidence_of_an_occupation() -> None:
    likely, unlikely = row([[0.9, 0.05, 0.05]]), row([[0.05, 0.05, 0.9]])
    near, odds = evidence(views(CLOSE), likely)[0]
    assert near == 1
    assert odds > 0 > evidence(views(FAR), unlikely)[0, 1]


def test_weights_are_read_as_they_were_written_and_a_stray_one_is_refused() -> None:
    raw = {"seed": 7, **asdict(WEIGHTS)}
    assert ByTitle.read(raw) == WEIGHTS
    with pytest.raises(TypeError):
        ByTitle.read(raw | {"known": asdict(TRUSTED) | {"odd": 1.0}})
