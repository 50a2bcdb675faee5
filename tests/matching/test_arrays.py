"""Lists of unequal length, and products that round the same whoever stands beside."""

from dataclasses import replace

import numpy as np
import pytest

from matching.arrays import dots, list_max, list_sum, owner_sum
from matching.profiles import Ragged


def ragged(*lengths: int) -> Ragged:
    total = sum(lengths)
    return Ragged(
        start=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        item=np.arange(total, dtype=np.int32),
        owner=np.repeat(np.arange(len(lengths), dtype=np.int32), lengths),
    )


@pytest.mark.parametrize(
    ("lengths", "values", "largest", "total"),
    [
        pytest.param((2, 1), [1.0, 3.0, 2.0], [3.0, 2.0], [4.0, 2.0], id="full"),
        pytest.param((0, 2, 0), [1.0, 3.0], [0.0, 3.0, 0.0], [0.0, 4.0, 0.0], id="some empty"),
        pytest.param((1, 0, 0, 1), [5.0, 7.0], [5.0, 0, 0, 7.0], [5.0, 0, 0, 7.0], id="middle"),
        pytest.param((1, 3), [9.0, 1.0, 5.0, 2.0], [9.0, 5.0], [9.0, 8.0], id="longer after"),
        pytest.param((2,), [-3.0, -1.0], [-1.0], [-4.0], id="negative"),
        pytest.param((0, 0), [], [0.0, 0.0], [0.0, 0.0], id="all empty"),
        pytest.param((), [], [], [], id="nobody"),
    ],
)
def test_each_list_by_itself(
    lengths: tuple[int, ...], values: list[float], largest: list[float], total: list[float]
) -> None:
    lists, column = ragged(*lengths), np.array(values, dtype=np.float64)
    np.testing.assert_array_equal(list_max(column, lists), largest)
    np.testing.assert_array_equal(list_sum(column, lists), total)
    np.testing.assert_array_equal(owner_sum(lists.owner, column, len(lengths)), total)


def test_lists_share_the_words_of_a_table_and_add_them_in_their_order() -> None:
    draw = np.random.default_rng(4)
    lists = ragged(*draw.integers(0, 9, size=200).tolist())
    lists = replace(lists, item=draw.integers(0, 50, size=len(lists.item)).astype(np.int32))
    values = draw.normal(size=50)
    for row, total in enumerate(list_sum(values, lists)):
        expected = 0.0
        for item in lists.item[lists.start[row] : lists.start[row + 1]].tolist():
            expected += float(values[item])
        assert total == expected


def test_dots_are_dot_products() -> None:
    vectors = np.array([[1.0, 2.0], [0.0, -1.0], [0.5, 0.5]], dtype=np.float32)
    products = dots(vectors, np.array([3.0, 4.0], dtype=np.float32))
    assert products.dtype == np.float64
    assert products.tolist() == [11.0, -4.0, 3.5]


def test_dots_give_a_row_the_same_bits_whatever_the_other_rows() -> None:
    draw = np.random.default_rng(5)
    vectors = draw.normal(size=(300, 128)).astype(np.float32)
    vector = draw.normal(size=128).astype(np.float32)
    together = dots(vectors, vector)
    for size in (1, 2, 7, 64, 299):
        np.testing.assert_array_equal(dots(vectors[:size], vector), together[:size])
        np.testing.assert_array_equal(dots(vectors[-size:], vector), together[-size:])
