"""Details told by words of a list: `data/detail_words.csv`, found in one pass over the text."""

import re
from functools import lru_cache

from ingestion.lexicon import Lexicon, Words, read_rows, split_list
from ingestion.offers.found import Found, is_negated

Entry = tuple[str, str]
"""A field of the details and the value that words of the list give it."""

SURE = 0.85
_EXCLUDED_BEFORE = re.compile(
    r"(?:\bhors|\binterdite?s? (?:aux?|a la)|\bsauf|\bexclu\w{0,4}(?: aux?)?"
    r"|\bnon (?:ouvert\w{0,2} aux?)?"
    r"|\bpas (?:ouvert\w{0,2} aux?|pour|en)|\bferme\w{0,2} aux?)\s?(?:les |des |le |public )?$"
)
"""`hors QPV`, `interdit aux RQTH`: those the offer leaves out."""
CAPITALS = frozenset({"RIC", "MRS", "ACI", "PEC", "ETTI", "POEI", "AFPR", "PMSMP", "QPV", "DELD"})
"""Initials: taken only where they are written as such."""


@lru_cache(maxsize=1)
def _phrases() -> Lexicon[tuple[Entry, ...]]:
    entries: dict[str, list[Entry]] = {}
    for row in read_rows("detail_words.csv"):
        for phrase in split_list(row["phrases"]):
            entries.setdefault(phrase, []).append((row["field"], row["value"]))
    return Lexicon((phrase, tuple(values)) for phrase, values in entries.items())


@lru_cache(maxsize=1)
def _sites() -> Lexicon[str]:
    return Lexicon(
        (name, row["site"])
        for row in read_rows("work_sites.csv")
        for name in (row["site"], *split_list(row["aliases"]))
    )


def listed(words: Words) -> dict[str, list[Found[str]]]:
    """Values by field, each value once, in the order of the text; denied ones are left out."""
    found: dict[str, list[Found[str]]] = {}
    for hit in _phrases().find(words):
        start, end = words.starts[hit.first], words.ends[hit.last]
        said = words.text[start:end]
        if said.upper() in CAPITALS and not said.isupper():
            continue
        for field, value in hit.value:
            if field != "legal_checks" and is_negated(words, start, end):
                continue
            if field == "target_publics" and _is_excluded(words, start):
                continue
            values = found.setdefault(field, [])
            if all(value != other.value for other in values):
                values.append(Found(value, start, end, SURE))
    return found


def _is_excluded(words: Words, start: int) -> bool:
    return _EXCLUDED_BEFORE.search(words.folded, max(0, start - 40), start) is not None


def site(words: Words) -> Found[str] | None:
    """A known site or work zone of the territory, named with a capital letter."""
    for hit in _sites().find(words):
        start, end = words.starts[hit.first], words.ends[hit.last]
        if any(character.isupper() for character in words.text[start:end]):
            return Found(hit.value, start, end, 0.8)
    return None
