"""Names of communes, wherever they lie in France, and what else they may be."""

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from itertools import chain

from ingestion.communes import LONGEST_NAME, resolve_commune
from ingestion.lexicon import read_rows
from ingestion.national import (
    JOINED,
    commune_key,
    commune_of,
    communes_named,
    longest_by_first,
    national,
)
from ingestion.normalise import squash
from ingestion.territory import SHORT_WORDS, CommuneMatch, territory

OURS = ("59", "62")
"""Departments whose communes are all known."""


def resolve_town(
    name: str | None, postal_code: str | None = None, insee: str | None = None
) -> CommuneMatch | None:
    """The commune that a name, a postal code or an INSEE code stands for, in France.

    Nord and Pas-de-Calais first, with their misspellings; elsewhere exact names only, told from
    their homonyms by the department. None: unknown, or two that nothing tells apart.
    """
    ours = resolve_commune(name, postal_code, insee)
    if insee and insee[:2] not in OURS:
        return commune_of(insee)
    if ours is not None:
        return ours
    words = (name or "")[:LONGEST_NAME]
    said = _POSTAL_CODE.search(words)
    code = postal_code or (said[1] if said else None)
    department = _DEPARTMENT.search(words)
    where = code[:2] if code else (department[1] or department[2]) if department else None
    key = commune_key(re.sub(r"\(.*|^\s*\d{2,3}\s*-\s*|\b\d{5}\b", "", words))
    options = communes_named(_NOT_IN_NAMES.sub("", key))
    if where is not None:
        options = tuple(each for each in options if department_of(each.insee) == where)
    if code and len(options) > 1:
        options = tuple(each for each in options if code in each.postal_codes) or options
    return options[0] if len({each.insee for each in options}) == 1 else None


_POSTAL_CODE = re.compile(r"(?<!\d)(\d{5})(?!\d)")

_DEPARTMENT = re.compile(r"^\s*(\d{2})\s*-\s|\(\s*(\d{2})\s*\)")

_NOT_IN_NAMES = re.compile(r"(?: (?:cedex|\d{1,2}|\d{1,2}e(?:r|me)?|arrondissement))+$")


def department_of(insee: str) -> str:
    """Two digits as postal codes have them: `2A004` -> `20`."""
    return "20" if insee[:2] in ("2A", "2B") else insee[:2]


@lru_cache(maxsize=16384)
def places_named(key: str) -> tuple[CommuneMatch, ...]:
    """Every place that goes by a key: ours first, then elsewhere, the most inhabited first."""
    if key in _NEVER:
        return ()
    first, _, rest = key.partition(" ")
    known = territory().by_key
    found = known.get(key) or known.get(f"{JOINED[first]} {rest}" if first in JOINED else "", ())
    ours = tuple(place.match for place in found)
    return (*ours, *communes_named(key))


@lru_cache(maxsize=16384)
def is_ordinary(key: str) -> bool:
    """Whether a name is also a common word, a first name, a surname, a brand."""
    first, _, rest = key.partition(" ")
    known = _ordinary_words()
    if key in known:
        return True
    return first in JOINED and (rest in known or f"{JOINED[first]} {rest}" in known)


@lru_cache(maxsize=1)
def _ordinary_words() -> frozenset[str]:
    return territory().ordinary_words | read_words("town_words.txt")


@lru_cache(maxsize=1)
def longest_names() -> Mapping[str, int]:
    """First words of names, abbreviations included -> words of the longest name."""
    known = dict(national().longest)
    for first, size in longest_by_first(territory().by_key).items():
        known[first] = max(size, known.get(first, 0))
    return known | {short: known[word] for short, word in SHORT_WORDS.items() if word in known}


@lru_cache(maxsize=1)
def longest_from_two() -> Mapping[tuple[str, str], int]:
    """First two words of names -> words of the longest: `la recherche` opens none at all."""
    known: dict[tuple[str, str], int] = {}
    for key in chain(national().lines, national().shorter, territory().by_key):
        words = key.split(" ", 2)
        if len(words) > 1:
            pair, size = (words[0], words[1]), key.count(" ") + 1
            known[pair] = max(size, known.get(pair, 0))
    for joined, article in JOINED.items():
        for (first, second), size in [*known.items()]:
            if first == article:
                known[joined, second] = max(size, known.get((joined, second), 0))
    return known


REGIONAL = frozenset({"dunkerquois", "dunkerquoise"})
"""Names of a region that may be written in small letters."""


def is_regional(word: str) -> bool:
    """`dunkerquois`: tells the area, not the commune."""
    return word in REGIONAL


_NEVER = frozenset({"basse", "centre", "le", "la", "les", "saint", "sainte", "grande", "petite"})
"""What is left of a name without its common words says nothing alone."""


def read_words(name: str) -> frozenset[str]:
    """Lines of a word list of `data/`, without its comments."""
    text = (files("ingestion") / "data" / name).read_text(encoding="utf-8")
    return frozenset(word for word in text.splitlines() if word and not word.startswith("#"))


@lru_cache(maxsize=1)
def departments() -> Mapping[str, str]:
    """Squashed name -> code, for names that are nothing else (neither `Nord` nor `Paris`)."""
    vague = {"nord", "paris", "manche", "somme", "loire", "lot", "cher", "aube", "landes", "vienne"}
    rows = {squash(row["name"]): row["code"] for row in read_rows("departments.csv")}
    return {name: code for name, code in rows.items() if name not in vague}


@lru_cache(maxsize=1)
def department_firsts() -> frozenset[str]:
    """First words of the names of departments."""
    return frozenset(name.split(" ")[0] for name in departments())
