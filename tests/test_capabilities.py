"""The page of capabilities names every one of them, and tests that are there."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent
PAGE = ROOT.parent / "docs" / "capabilities.md"
STATES = {"done", "partly", "to do"}
ROW = re.compile(r"^\| C(\d+) \|(.*)\|$")
NAMED = re.compile(r"`([\w/]+\.py)::(test_\w+)`")


@dataclass(frozen=True)
class Row:
    number: int
    name: str
    here: str
    state: str
    tests: tuple[tuple[str, str], ...]


def rows() -> list[Row]:
    found = []
    for line in PAGE.read_text("utf-8").splitlines():
        if match := ROW.match(line):
            name, here, state, tests = (cell.strip() for cell in match[2].split("|"))
            found.append(Row(int(match[1]), name, here, state, tuple(NAMED.findall(tests))))
    return found


def found_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_capability_has_its_row_and_says_how_far_it_is() -> None:
    found = rows()
    assert [row.number for row in found] == list(range(1, 91))
    assert {row.state for row in found} <= STATES
    assert all(row.name and row.here for row in found)


def test_what_is_claimed_is_shown_by_a_test() -> None:
    unproved = [row.number for row in rows() if row.state != "to do" and not row.tests]
    assert unproved == []


def test_every_test_that_is_named_is_there() -> None:
    named = {pair for row in rows() for pair in row.tests}
    assert len(named) > 60
    gone = {f"{path}::{name}" for path, name in named if name not in found_in(path)}
    assert gone == set()
