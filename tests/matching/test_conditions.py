"""What posts usually ask of the body: the longest prefix of the code decides."""

import pytest

from matching import conditions
from matching.conditions import typical_conditions
from matching.occupations import packaged_occupations
from models.vocabulary import Condition

LOADS, STANDING, HEIGHT = Condition.LOADS, Condition.STANDING, Condition.HEIGHT
POSTURES, PACE, DRIVING = Condition.POSTURES, Condition.PACE, Condition.DRIVING


@pytest.mark.parametrize(
    ("rome", "expected"),
    [
        pytest.param("F1601", {STANDING, LOADS, POSTURES, HEIGHT}, id="prefix of three"),
        pytest.param("F1602", {STANDING, POSTURES, HEIGHT}, id="own line instead of the prefix's"),
        pytest.param("N4105", {DRIVING, LOADS, PACE}, id="own line beside a prefix"),
        pytest.param("N4101", {DRIVING, Condition.SITTING}, id="its neighbour keeps the prefix"),
        pytest.param("C1101", set(), id="nothing is said of it"),
        pytest.param("F1", set(), id="too short to say anything"),
        pytest.param("", set(), id="no code"),
    ],
)
def test_longest_prefix_decides(rome: str, expected: set[Condition]) -> None:
    assert typical_conditions(rome) == expected


def test_every_line_of_the_table_stands_for_some_occupation() -> None:
    codes = packaged_occupations().codes
    for prefix, asked in conditions._table().items():
        assert any(code.startswith(prefix) for code in codes), prefix
        assert asked
