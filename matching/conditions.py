"""What posts of an occupation usually ask of the body, from a table that anyone can correct."""

import tomllib
from functools import cache
from importlib.resources import files

from models.vocabulary import Condition


@cache
def _table() -> dict[str, frozenset[Condition]]:
    text = (files("matching") / "data" / "conditions.toml").read_text(encoding="utf-8")
    return {
        prefix: frozenset(Condition(code) for code in codes)
        for prefix, codes in tomllib.loads(text)["prefixes"].items()
    }


def typical_conditions(rome: str) -> frozenset[Condition]:
    """Conditions usual for a ROME code; empty where the table says nothing.

    The longest prefix of the code that the table holds decides.
    """
    table = _table()
    return next(
        (table[rome[:size]] for size in range(len(rome), 2, -1) if rome[:size] in table),
        frozenset(),
    )
