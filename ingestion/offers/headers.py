"""Headers of the common offer sheet, found under the names that people give them."""

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from ingestion.lexicon import read_rows, split_list
from ingestion.normalise import squash

LEAST_LIKENESS = 86.0
"""rapidfuzz ratio (0..100) from which a header is taken for a known one."""
SHORTEST_FUZZY = 6
"""Letters of a label below which a near name is another word (`Posté`, `Lieue`)."""
OFFER_COLUMNS = frozenset({"Intitulé", "Missions"})
"""Columns of which a sheet of offers has one; without, its rows may be people."""


@lru_cache(maxsize=1)
def names() -> dict[str, str]:
    """Squashed header or alias -> header of the sheet."""
    known: dict[str, str] = {}
    for row in read_rows("offer_sheet.csv"):
        for name in (row["header"], *split_list(row["aliases"])):
            known.setdefault(squash(name), row["header"])
    return known


@lru_cache(maxsize=1)
def headers() -> tuple[str, ...]:
    """The headers of the sheet, in its order."""
    return tuple(row["header"] for row in read_rows("offer_sheet.csv"))


def match_headers(written: Sequence[str]) -> tuple[dict[int, str], tuple[str, ...]]:
    """Column number -> header of the sheet, and the columns matched to nothing.

    Exact names take their column first; a second column of the same name stays unmatched.
    """
    matched: dict[int, str] = {}
    for look in (exact_header, near_header):
        for index, header in enumerate(written):
            name = look(header)[0]
            if index not in matched and name is not None and name not in matched.values():
                matched[index] = name
    unknown = tuple(
        header for index, header in enumerate(written) if header.strip() and index not in matched
    )
    return matched, unknown


def exact_header(written: str) -> tuple[str | None, float]:
    """The header of which these words are a name, and 100; (None, 0) where there is none."""
    name = names().get(squash(written))
    return (name, 100.0) if name else (None, 0.0)


@lru_cache(maxsize=4096)
def near_header(written: str) -> tuple[str | None, float]:
    """The header whose name is nearest, and how near (0..100)."""
    key = squash(written)
    if not key:
        return None, 0.0
    known = names()
    best = process.extractOne(key, known.keys(), scorer=fuzz.ratio, score_cutoff=LEAST_LIKENESS)
    return (known[best[0]], float(best[1])) if best else (None, 0.0)


def header_of(label: str) -> str | None:
    """The header of the sheet that a label stands for, exactly or nearly; None for another."""
    name, _ = exact_header(label)
    return name or (near_header(label)[0] if len(label) >= SHORTEST_FUZZY else None)
