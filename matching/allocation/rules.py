"""The rules of the allocation, as data: see `matching/data/allocation.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from matching.bands import ORDER
from matching.profiles import FloatArray, StateArray
from models.errors import InputRefusedError
from models.vocabulary import Band

PACKAGED = Path(__file__).parents[1] / "data" / "allocation.toml"
CLEAR = ORDER.index(Band.TO_CHECK)
"""The last band that holds nobody back: rows after it never open a list."""


@dataclass(frozen=True, slots=True)
class AllocationRules:
    """Places, caps and prices; scores and prices are shares of 1."""

    least_places: int
    places_a_post: int
    depth: int
    live_proposals: int
    live_days: int
    guard: float
    turn: float
    turn_days: int
    price: float
    steps: Mapping[Band, float]

    def places(self, positions: int) -> int:
        """How many rows open the list of an offer of so many posts."""
        return max(self.least_places, self.places_a_post * positions)

    def worth(self, score: FloatArray, band: StateArray) -> FloatArray:
        """(n,) what each row is worth at the head of a list: its score less its band's step."""
        steps = np.array([self.steps.get(each, 1.0) for each in ORDER])
        worth: FloatArray = score - steps[band]
        return worth


@cache
def packaged_rules() -> AllocationRules:
    """The rules shipped with the package."""
    return read_rules(PACKAGED)


def read_rules(path: Path) -> AllocationRules:
    """Read the rules of a TOML file.

    Raises
    ------
    InputRefusedError : the file is absent or no TOML; a value is absent, unknown or out of bounds
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        steps = {Band(name): float(step) for name, step in data.pop("steps").items()}
        rules = AllocationRules(**data, steps=steps)
        fault = _fault(rules)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputRefusedError(f"règles d'ouverture illisibles ({error})", path.name) from error
    if fault:
        raise InputRefusedError(f"règles d'ouverture refusées : {fault}", path.name)
    return rules


def _fault(rules: AllocationRules) -> str | None:
    """What is wrong with the rules, in French; None if nothing."""
    counts = (rules.least_places, rules.places_a_post, rules.live_proposals)
    faults = {
        "des nombres entiers d'au moins 1": any(
            not isinstance(count, int) or count < 1
            for count in (*counts, rules.depth, rules.live_days, rules.turn_days)
        ),
        "des prix positifs": min(rules.guard, rules.turn, rules.price) < 0,
        "un pas pour chaque bande sans obstacle, et pour elles seules": set(rules.steps)
        != set(ORDER[: CLEAR + 1]),
        "des pas qui suivent les bandes": sorted(rules.steps.values())
        != [rules.steps.get(band, 0.0) for band in ORDER[: CLEAR + 1]],
    }
    return next((expected for expected, failed in faults.items() if failed), None)
