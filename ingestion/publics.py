"""Words of a case file that say of which public somebody is: for the report on equity alone."""

import csv
from functools import cache
from importlib.resources import files

from ingestion.folding import squash

CIVILITY, STATUS = "civility", "status"
"""The fields of a case file in which a word is looked for."""


def public_of(field: str, word: str | None) -> str | None:
    """The public that a word says: `("civility", "Mme")` gives "Femmes"; None: it says none."""
    return None if word is None else _publics().get((field, squash(word)))


@cache
def _publics() -> dict[tuple[str, str], str]:
    source = files("ingestion") / "data" / "publics.csv"
    with source.open(encoding="utf-8") as lines:
        return {
            (row["field"], squash(row["word"])): row["group"]
            for row in csv.DictReader(lines, delimiter=";")
        }
