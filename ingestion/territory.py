"""The tables of places of Nord and Pas-de-Calais: communes, quarters, other names, postal codes."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from ingestion.folding import squash


@dataclass(frozen=True, slots=True)
class CommuneMatch:
    """A commune, or a quarter of it; `quarter` None for the whole commune.

    Degrees WGS 84, None outside Nord and Pas-de-Calais; `inhabitants` 0 and `postal_codes` ()
    where they are not needed to tell homonyms apart.
    """

    insee: str
    name: str
    quarter: str | None
    postal_code: str | None
    latitude: float | None
    longitude: float | None
    inhabitants: int = 0
    postal_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A commune or a quarter, with every postal code it goes by."""

    match: CommuneMatch
    postal_codes: tuple[str, ...]
    stands_for_postal_code: bool


@dataclass(frozen=True, slots=True)
class Territory:
    """The places by key (`place_key`), by postal code, by INSEE code, by code before a merger."""

    by_key: Mapping[str, tuple[Place, ...]]
    quarters: Mapping[tuple[str, str], Place]
    by_postal_code: Mapping[str, tuple[Place, ...]]
    communes: Mapping[str, Place]
    former: Mapping[str, Place]
    ordinary_words: frozenset[str]
    by_first_token: Mapping[str, tuple[tuple[str, ...], ...]]


SHORT_WORDS = {
    "st": "saint",
    "ste": "sainte",
    "gde": "grande",
    "gd": "grand",
    "gds": "grands",
    "pt": "petit",
    "pte": "petite",
    "s": "sur",
    "ss": "sous",
    "brche": "branche",
    "bche": "branche",
    "br": "branche",
}
_NOISE = frozenset({"cedex", "france", "nord", "commune", "ville", "quartier", "mairie"})


def place_key(name: str) -> str:
    """A name as it is compared: small letters, `st` in full, without `cedex` and the like."""
    tokens = (SHORT_WORDS.get(token, token) for token in squash(name).split())
    return " ".join(token for token in tokens if token not in _NOISE and not token.isdigit())


@lru_cache(maxsize=1)
def territory() -> Territory:
    """The tables of `data/`, read once."""
    communes = read_communes("communes.csv")
    by_key: dict[str, list[Place]] = {}
    quarters: dict[tuple[str, str], Place] = {}
    former: dict[str, Place] = {}
    for row in _rows("territory_quarters.csv"):
        parent = communes[row["insee"]]
        place = _quarter(row, parent)
        if not row["quarter"]:
            communes[row["insee"]] = place
        for name in filter(None, (row["quarter"], *row["aliases"].split("|"))):
            by_key.setdefault(place_key(name), []).append(place)
        if row["quarter"]:
            for name in filter(None, f"{row['quarter']}|{row['beside_commune']}".split("|")):
                quarters[row["insee"], place_key(name)] = place
        if row["former_insee"]:
            former[row["former_insee"]] = place
    for place in communes.values():
        by_key.setdefault(place_key(place.match.name), []).append(place)
    by_postal_code: dict[str, list[Place]] = {}
    for place in (*communes.values(), *dict.fromkeys(quarters.values())):
        for code in place.postal_codes:
            by_postal_code.setdefault(code, []).append(place)
    words = (files("ingestion") / "data" / "commune_words.txt").read_text(encoding="utf-8")
    first: dict[str, list[tuple[str, ...]]] = {}
    for key in by_key:
        tokens = tuple(key.split())
        first.setdefault(tokens[0], []).append(tokens)
    return Territory(
        {key: tuple(dict.fromkeys(places)) for key, places in by_key.items()},
        quarters,
        {code: tuple(places) for code, places in by_postal_code.items()},
        communes,
        former,
        frozenset(word for word in words.splitlines() if not word.startswith("#")),
        {token: tuple(sorted(keys, key=len, reverse=True)) for token, keys in first.items()},
    )


def read_communes(file_name: str) -> dict[str, Place]:
    """The communes of one table of `data/` by INSEE code."""
    return {row["insee"]: _commune(row) for row in _rows(file_name)}


def _rows(file_name: str) -> Iterator[dict[str, str]]:
    text = (files("ingestion") / "data" / file_name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())


def _commune(row: Mapping[str, str]) -> Place:
    postal_codes = tuple(row["postal_codes"].split())
    only = postal_codes[0] if len(postal_codes) == 1 else None
    where = (float(row["latitude"]), float(row["longitude"]))
    return Place(CommuneMatch(row["insee"], row["name"], None, only, *where), postal_codes, False)


def _quarter(row: Mapping[str, str], parent: Place) -> Place:
    """A quarter; without a name, the commune itself under other names, at its town centre."""
    where = (float(row["latitude"]), float(row["longitude"]))
    if not row["quarter"]:
        match = parent.match
        match = CommuneMatch(match.insee, match.name, None, match.postal_code, *where)
        return Place(match, parent.postal_codes, False)
    match = CommuneMatch(
        row["insee"], parent.match.name, row["quarter"], row["postal_code"], *where
    )
    return Place(match, (row["postal_code"],), row["stands_for_postal_code"] == "yes")
