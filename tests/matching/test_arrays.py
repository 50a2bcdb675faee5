"""Lists of unequal length, and products that round the same whoever stands beside."""

from dataclasses import replace

import numpy as np
import pytest

from matching.arrays import added, all_of, any_of, dots, list_max, list_sum, owner_sum, ramps
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


def test_several_columns_are_listed_as_each_of_them() -> None:
    draw = np.random.default_rng(6)
    lists, values = ragged(3, 0, 2, 5), draw.normal(size=(10, 3))
    for of_lists in (list_max, list_sum):
        each = [of_lists(column, lists) for column in values.T]
        np.testing.assert_array_equal(of_lists(values, lists), np.stack(each, axis=1))


FLOOR, FULL = 0.05, 0.15


@pytest.mark.parametrize("scale", [0.0, 0.3, 1.0])
def test_ramps_have_the_bits_of_the_products_whatever_the_other_rows(scale: float) -> None:
    draw = np.random.default_rng(7)
    vectors = draw.normal(size=(400, 128)).astype(np.float32)
    targets = vectors[:3] + np.float32(scale) * draw.normal(size=(3, 128)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    targets /= np.linalg.norm(targets, axis=1, keepdims=True)
    plain = [
        np.clip((dots(vectors, target) - FLOOR) / (FULL - FLOOR), 0.0, 1.0) for target in targets
    ]

    together = ramps(vectors, targets, FLOOR, FULL)

    assert ((together > 0) & (together < 1)).any()
    np.testing.assert_array_equal(together, np.stack(plain, axis=1))
    np.testing.assert_array_equal(ramps(vectors[7:9], targets, FLOOR, FULL), together[7:9])


@pytest.mark.parametrize("count", [8, 9, 12])
def test_parts_are_added_as_numpy_adds_a_row(count: int) -> None:
    parts = np.random.default_rng(8).normal(size=(count, 500)).astype(np.float32)
    rows = np.ascontiguousarray(parts.T)
    np.testing.assert_array_equal(added(parts), rows.sum(axis=1))


def test_flags_of_some_columns() -> None:
    flags = np.array([[True, False, True], [False, False, True], [True, True, True]])
    assert any_of(flags, [0, 1]).tolist() == [True, False, True]
    assert all_of(flags, [0, 1]).tolist() == [False, False, True]
    assert not any_of(flags, []).any()
    assert all_of(flags, []).all()
