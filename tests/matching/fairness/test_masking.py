"""Small numbers: no hidden cell is had by subtraction."""

import itertools

import numpy as np
import pytest

from matching.fairness.masking import LEAST_PEOPLE, rounded, tellable


def told(*people: int, silent: int | None = None) -> list[bool]:
    """`silent` : place of the cell of whom the files say nothing."""
    is_silent = np.arange(len(people)) == (-1 if silent is None else silent)
    return [bool(each) for each in tellable(np.array(people, dtype=np.int32), is_silent)]


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ((200, 120, 0), [True, True, False]),
        ((200, 29, 0), [False, False, False]),  # 200 told and the total give 29
        ((200, 120, 12), [True, False, False]),
        ((200, 10, 25), [True, False, False]),  # 35 hidden, of two
        ((200, 90, 10, 12), [True, False, False, False]),  # 22 hidden is too few still
        ((29, 29), [False, False]),
    ],
)
def test_small_cells_and_those_that_give_them_are_hidden(
    people: tuple[int, ...], expected: list[bool]
) -> None:
    assert told(*people) == expected


def test_what_is_hidden_is_never_one_cell_nor_fewer_than_thirty() -> None:
    for people in itertools.product((0, 1, 5, 29, 30, 45, 300), repeat=4):
        shown = told(*people)
        hidden = np.array(people)[~np.array(shown)]
        assert all(count >= LEAST_PEOPLE for count, t in zip(people, shown, strict=True) if t)
        if any(shown) and hidden.any():
            assert np.count_nonzero(hidden) > 1, people
            assert hidden.sum() >= LEAST_PEOPLE, people


def test_whom_the_files_say_nothing_of_may_be_had_by_subtraction() -> None:
    assert told(200, 120, 12, silent=2) == [True, True, False]
    assert told(200, 90, 12, 5, silent=3) == [True, False, False, False]
    assert told(200, 12, 25, silent=2) == [True, False, False]


def test_numbers_are_told_to_the_nearest_five() -> None:
    assert [rounded(people) for people in (30, 31, 33, 62, 1003)] == [30, 30, 35, 60, 1005]
