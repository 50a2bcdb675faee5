"""The communes of France outside Nord and Pas-de-Calais: names, codes, inhabitants; no coordinates.

The list is read once, when a text or a key first names a place; see `data/territory_README.md`.
"""

import gzip
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import chain

from ingestion.folding import squash
from ingestion.territory import SHORT_WORDS, CommuneMatch, territory

LIST = "communes_france.csv.gz"
_ARTICLES = ("le ", "la ", "les ", "l ")
JOINED = {"du": "le", "au": "le", "des": "les", "aux": "les"}
"""`au Mans`, `aux Herbiers`: the article inside the word."""


@dataclass(frozen=True, slots=True)
class National:
    """Lines of the list by key, as they are written; parsed where they are asked for."""

    lines: Mapping[str, str]
    shorter: Mapping[str, str]
    """Names of several words without their article -> their key: `roche sur yon`."""
    longest: Mapping[str, int]
    """First words of the keys of both -> words of the longest one."""


def commune_key(name: str) -> str:
    """A name as it is looked up: small letters, `saint` in full, parted by single spaces."""
    return " ".join(SHORT_WORDS.get(token, token) for token in squash(name).split(" "))


@lru_cache(maxsize=1)
def national() -> National:
    """The list of `data/`, read once."""
    packed = (files("ingestion") / "data" / LIST).read_bytes()
    rows = gzip.decompress(packed).decode().split("\n")[1:-1]
    lines = {row[: (end := row.index(";"))]: row[end + 1 :] for row in rows}
    begun = [key for key in lines if key.startswith(_ARTICLES)]
    shorter = {rest: key for key in begun if " " in (rest := key.partition(" ")[2])}
    longest = longest_by_first(chain(lines, shorter))
    for joined, article in JOINED.items():
        longest[joined] = max(longest.get(joined, 1), longest[article])
    return National(lines, shorter, longest)


def longest_by_first(keys: Iterable[str]) -> dict[str, int]:
    """First word of names -> words of the longest name that begins with it."""
    longest: dict[str, int] = {}
    for key in keys:
        first, size = key.partition(" ")[0], key.count(" ") + 1
        if size > longest.get(first, 0):
            longest[first] = size
    return longest


@lru_cache(maxsize=8192)
def communes_named(key: str) -> tuple[CommuneMatch, ...]:
    """The communes that go by a key, the most inhabited first; () where none does."""
    known = national()
    line = known.lines.get(key) or known.lines.get(known.shorter.get(key, ""))
    if line is None:
        first, _, rest = key.partition(" ")
        line = known.lines.get(f"{JOINED[first]} {rest}") if first in JOINED else None
    return tuple(_match(row) for row in line.split("|")) if line else ()


def commune_of(insee: str) -> CommuneMatch | None:
    """The commune of an INSEE code; boroughs of Paris, Lyon and Marseille count as their town."""
    row = _by_insee().get(town_of(insee))
    return None if row is None else _match(row)


_TOWNS = {"751": "75056", "6938": "69123", "132": "13055"}


def town_of(insee: str) -> str:
    """The commune of a borough (`75101` to `75120`, `69381` to `69389`, `13201` to `13216`)."""
    return next((whole for part, whole in _TOWNS.items() if insee.startswith(part)), insee)


@lru_cache(maxsize=1)
def _by_insee() -> Mapping[str, str]:
    """Rows of the list by code; a commune merged since keeps the code it had, if it is free."""
    rows = [row for line in national().lines.values() for row in line.split("|")]
    former = {row[:5]: row for row in rows if row.split(",", 3)[2]}
    return former | {row[:5]: row for row in rows if not row.split(",", 3)[2]}


def _match(row: str) -> CommuneMatch:
    insee, name, parent, codes, inhabitants = row.split(",")
    quarter = None
    if parent:
        whole = territory().communes.get(parent)
        found = whole.match.name if whole else _match(_by_insee()[parent]).name
        insee, name, quarter = parent, found, None if found == name else name
    only = codes if len(codes) == 5 else None
    people = int(inhabitants) if inhabitants else 0
    return CommuneMatch(insee, name, quarter, only, None, None, people, tuple(codes.split()))
