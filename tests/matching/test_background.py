"""The place of a cosine among the frozen quantiles."""

import numpy as np

from matching.background import cosine_quantiles, quantiles_under


def test_a_cosine_stands_where_a_search_finds_it() -> None:
    quantiles = cosine_quantiles()
    draw = np.random.default_rng(3).uniform(-1.0, 1.0, 20_000)
    edges = np.concatenate([quantiles, np.nextafter(quantiles, -2), np.nextafter(quantiles, 2)])
    beyond = np.array([-1.0, 1.0, -1.0 - 1e-7, 1.0 + 1e-7, 0.0])
    cosines = np.concatenate([draw, edges, np.linspace(-1, 1, 4_097), beyond])

    found = quantiles_under(cosines)

    np.testing.assert_array_equal(found, np.searchsorted(quantiles, cosines) / len(quantiles))
    assert (found.min(), found.max()) == (0.0, 1.0)
