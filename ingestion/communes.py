"""Communes and quarters of Nord and Pas-de-Calais, found by the names people give them."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from rapidfuzz import fuzz, process

from ingestion.folding import fold, squash

NAME_RATIO = 90.0
"""Least rapidfuzz ratio (0..100) for a misspelt name that may lie anywhere: of 130 towns outside
59 and 62, none is taken for one of ours (at 84, Marseille becomes Maresville)."""
NAME_RATIO_SAME_DEPARTMENT = 80.0
"""Same where the department is known: of 1,000 names with one wrong letter 955 are found, 5 become
a neighbour; at 84 only 795 are found."""
NAME_RATIO_SAME_POSTAL_CODE = 72.0
NAME_MARGIN = 4.0
"""The best name must beat the second by that much, otherwise the answer is "unknown"."""
SHORTEST_FUZZY_NAME = 5
LONGEST_NAME = 120
"""No place takes more characters; the cost of a name grows faster than its length."""


@dataclass(frozen=True, slots=True)
class CommuneMatch:
    """A commune, or a quarter of it: degrees WGS 84; `quarter` None for the whole commune."""

    insee: str
    name: str
    quarter: str | None
    postal_code: str | None
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class CommuneMention:
    """A place named in free text: `text[start:end]`."""

    start: int
    end: int
    match: CommuneMatch


@dataclass(frozen=True, slots=True)
class _Place:
    match: CommuneMatch
    postal_codes: tuple[str, ...]
    stands_for_postal_code: bool


@dataclass(frozen=True, slots=True)
class _Territory:
    by_key: Mapping[str, tuple[_Place, ...]]
    quarters: Mapping[tuple[str, str], _Place]
    by_postal_code: Mapping[str, tuple[_Place, ...]]
    communes: Mapping[str, _Place]
    former: Mapping[str, _Place]
    ordinary_words: frozenset[str]
    by_first_token: Mapping[str, tuple[tuple[str, ...], ...]]


_SHORT = {
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
    "br": "branche",
}
_NOISE = frozenset({"cedex", "france", "nord", "commune", "ville", "quartier", "mairie"})


def _key(name: str) -> str:
    tokens = (_SHORT.get(token, token) for token in squash(name).split())
    return " ".join(token for token in tokens if token not in _NOISE and not token.isdigit())


@lru_cache(maxsize=1)
def _territory() -> _Territory:
    communes = {row["insee"]: _commune(row) for row in _rows("communes.csv")}
    by_key: dict[str, list[_Place]] = {}
    quarters: dict[tuple[str, str], _Place] = {}
    former: dict[str, _Place] = {}
    for row in _rows("territory_quarters.csv"):
        parent = communes[row["insee"]]
        place = _quarter(row, parent)
        if not row["quarter"]:
            communes[row["insee"]] = place
        for name in filter(None, (row["quarter"], *row["aliases"].split("|"))):
            by_key.setdefault(_key(name), []).append(place)
        if row["quarter"]:
            for name in filter(None, f"{row['quarter']}|{row['beside_commune']}".split("|")):
                quarters[row["insee"], _key(name)] = place
        if row["former_insee"]:
            former[row["former_insee"]] = place
    for place in communes.values():
        by_key.setdefault(_key(place.match.name), []).append(place)
    by_postal_code: dict[str, list[_Place]] = {}
    for place in (*communes.values(), *dict.fromkeys(quarters.values())):
        for code in place.postal_codes:
            by_postal_code.setdefault(code, []).append(place)
    words = (files("ingestion") / "data" / "commune_words.txt").read_text(encoding="utf-8")
    first: dict[str, list[tuple[str, ...]]] = {}
    for key in by_key:
        tokens = tuple(key.split())
        first.setdefault(tokens[0], []).append(tokens)
    return _Territory(
        {key: tuple(dict.fromkeys(places)) for key, places in by_key.items()},
        quarters,
        {code: tuple(places) for code, places in by_postal_code.items()},
        communes,
        former,
        frozenset(word for word in words.splitlines() if not word.startswith("#")),
        {token: tuple(sorted(keys, key=len, reverse=True)) for token, keys in first.items()},
    )


def _rows(file_name: str) -> Iterator[dict[str, str]]:
    text = (files("ingestion") / "data" / file_name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())


def _commune(row: Mapping[str, str]) -> _Place:
    postal_codes = tuple(row["postal_codes"].split())
    only = postal_codes[0] if len(postal_codes) == 1 else None
    where = (float(row["latitude"]), float(row["longitude"]))
    return _Place(CommuneMatch(row["insee"], row["name"], None, only, *where), postal_codes, False)


def _quarter(row: Mapping[str, str], parent: _Place) -> _Place:
    """A quarter; without a name, the commune itself under other names, at its town centre."""
    where = (float(row["latitude"]), float(row["longitude"]))
    if not row["quarter"]:
        match = parent.match
        match = CommuneMatch(match.insee, match.name, None, match.postal_code, *where)
        return _Place(match, parent.postal_codes, False)
    match = CommuneMatch(
        row["insee"], parent.match.name, row["quarter"], row["postal_code"], *where
    )
    return _Place(match, (row["postal_code"],), row["stands_for_postal_code"] == "yes")


_POSTAL_CODE = re.compile(r"(?<!\d)(\d{5})(?!\d)")
_DEPARTMENT = re.compile(r"^\s*(\d{2,3})\s*[-–—]\s*|\(\s*(\d{2,3})\s*\)")


@lru_cache(maxsize=16384)
def resolve_commune(
    name: str | None, postal_code: str | None = None, insee: str | None = None
) -> CommuneMatch | None:
    """Find the commune, and the quarter where one is said or implied, that words stand for.

    Parameters
    ----------
    name : as written (`GDE SYNTHE`, `Dunkerque (Petite-Synthe)`, `59 - COUDEKERQUE BRANCHE`)
    postal_code : helps to choose between names, and between the quarters of a commune
    insee : wins over the name where it is known; codes before mergers are known

    Returns
    -------
    CommuneMatch or None: nothing close enough, two equally close, or outside 59 and 62
    """
    territory = _territory()
    words = (name or "")[:LONGEST_NAME]
    code = _postal_code(postal_code) or _postal_code(words)
    if insee and insee in territory.former:
        return territory.former[insee].match
    if insee and insee in territory.communes:
        return _refine(territory, territory.communes[insee], code, words)
    department = _department(words) or (code[:2] if code else None)
    if department is not None and department not in ("59", "62"):
        return None
    if not _key(words):
        return _by_postal_code(territory, code)
    place = _by_name(territory, words, code, department)
    return None if place is None else _refine(territory, place, code, words)


def _postal_code(text: str | None) -> str | None:
    match = _POSTAL_CODE.search(text or "")
    return match[1] if match else None


def _department(words: str) -> str | None:
    match = _DEPARTMENT.search(words)
    return None if match is None else (match[1] or match[2])


def _by_postal_code(territory: _Territory, code: str | None) -> CommuneMatch | None:
    places = territory.by_postal_code.get(code or "", ())
    communes = {place.match.insee for place in places}
    if len(communes) != 1:
        return None
    return _refine(territory, territory.communes[communes.pop()], code, "")


def _choose(places: tuple[_Place, ...], code: str | None, department: str | None) -> _Place | None:
    """One place among homonyms: by postal code, then department, communes before quarters."""
    if len(places) == 1:
        return places[0]
    same_code = tuple(place for place in places if code in place.postal_codes)
    same_department = tuple(p for p in places if p.match.insee[:2] == department)
    for few in (same_code, same_department, places):
        whole = tuple(place for place in few if place.match.quarter is None)
        if len(few) == 1 or len(whole) == 1:
            return whole[0] if len(whole) == 1 else few[0]
    return None


def _parts(words: str) -> list[str]:
    """The whole, then what brackets, commas and dashes part, last first: the most precise."""
    keys = [_key(part) for part in (words, *reversed(re.split(r"[(),/]| - ", words)))]
    return [key for key in keys if key]


def _by_name(
    territory: _Territory, words: str, code: str | None, department: str | None
) -> _Place | None:
    for key in _parts(words):
        places = territory.by_key.get(key)
        if places:
            return _choose(places, code, department)
    tokens = _key(words).split()
    for cut in range(len(tokens) - 1, 0, -1):
        for parent in territory.by_key.get(" ".join(tokens[:cut]), ()):
            quarter = territory.quarters.get((parent.match.insee, " ".join(tokens[cut:])))
            if quarter:
                return quarter
    return _by_likeness(territory, words, code, department) or _by_beginning(
        territory, tokens, code, department
    )


def _by_beginning(
    territory: _Territory, tokens: list[str], code: str | None, department: str | None
) -> _Place | None:
    """`Dunkerque ouest`: a whole name, then words we do not know."""
    for cut in range(len(tokens) - 1, 0, -1):
        key = " ".join(tokens[:cut])
        if key in territory.by_key and len(key) > SHORTEST_FUZZY_NAME:
            return _choose(territory.by_key[key], code, department)
    return None


def _by_likeness(
    territory: _Territory, words: str, code: str | None, department: str | None
) -> _Place | None:
    key = _key(words.split("(")[0]) or _key(words)
    if len(key) < SHORTEST_FUZZY_NAME:
        return None
    near: dict[str, _Place] = {}
    for place in territory.by_postal_code.get(code or "", ()):
        near.setdefault(_key(place.match.quarter or place.match.name), place)
    likely = process.extractOne(
        key, list(near), scorer=fuzz.ratio, score_cutoff=NAME_RATIO_SAME_POSTAL_CODE
    )
    if likely:
        return near[likely[0]]
    threshold = NAME_RATIO_SAME_DEPARTMENT if department else NAME_RATIO
    best = process.extract(
        key, list(territory.by_key), scorer=fuzz.ratio, score_cutoff=threshold, limit=2
    )
    if best and (len(best) == 1 or best[0][1] - best[1][1] >= NAME_MARGIN):
        return _choose(territory.by_key[best[0][0]], code, department)
    return None


def _refine(territory: _Territory, place: _Place, code: str | None, words: str) -> CommuneMatch:
    """Go down from the commune to the quarter that its words or its postal code say."""
    if place.match.quarter is not None:
        return place.match
    insee = place.match.insee
    for key in _parts(words):
        quarter = territory.quarters.get((insee, key))
        if quarter:
            return quarter.match
    for other in territory.by_postal_code.get(code or "", ()):
        if other.match.insee == insee and other.stands_for_postal_code:
            return other.match
    return replace(place.match, postal_code=code) if code in place.postal_codes else place.match


_TOKEN = re.compile(r"[a-z0-9]+")


def find_communes(text: str) -> tuple[CommuneMention, ...]:
    """Find the communes and quarters named in free text, exact names only, in order.

    Ordinary words (`Avion`, `Croix`) and names in small letters are not taken for places.
    """
    territory = _territory()
    spans = [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(fold(text))]
    tokens = [_SHORT.get(word, word) for word, _, _ in spans]
    mentions: list[CommuneMention] = []
    at = 0
    while at < len(tokens):
        name = _name_at(territory, tokens, at)
        start = spans[at][1]
        if name is None or not _reads_as_name(territory, text, spans[at : at + len(name)]):
            at += 1
            continue
        end = spans[at + len(name) - 1][2]
        after = _POSTAL_CODE.match(text[end : end + 10].lstrip(" (,-"))
        before = re.search(r"(\d{5})[ ,-]{0,3}$", text[max(0, start - 9) : start])
        code = after[1] if after else before[1] if before else None
        match = resolve_commune(" ".join(name), code)
        if match is not None:
            mentions.append(CommuneMention(start, end, match))
        at += len(name)
    return tuple(mentions)


def _name_at(territory: _Territory, tokens: list[str], at: int) -> tuple[str, ...] | None:
    for name in territory.by_first_token.get(tokens[at], ()):
        if tuple(tokens[at : at + len(name)]) == name:
            return name
    return None


def _reads_as_name(territory: _Territory, text: str, spans: list[tuple[str, int, int]]) -> bool:
    if " ".join(word for word, _, _ in spans) in territory.ordinary_words:
        return False
    longest = max(spans, key=lambda span: len(span[0]))
    return text[longest[1]].isupper()
