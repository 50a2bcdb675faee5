"""Which criterion a motive of refusal speaks of: one, or none. The table is data."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from models.vocabulary import Criterion, DiscardMotive


@cache
def motive_criteria() -> Mapping[DiscardMotive, Criterion | None]:
    """The criterion that each motive trains; None where it says nothing of the order.

    Raises
    ------
    ValueError : the table names an unknown motive or criterion, or a motive twice
    """
    source = files("matching") / "data" / "motives.csv"
    with source.open(encoding="utf-8") as lines:
        rows = [(DiscardMotive(row["motive"]), row["criterion"]) for row in csv.DictReader(lines)]
    table = {motive: Criterion(name) if name else None for motive, name in rows}
    if len(table) != len(rows):
        raise ValueError("a motive stands twice in motives.csv")
    return table
