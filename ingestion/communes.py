"""Communes and quarters of Nord and Pas-de-Calais, found by the names people give them."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz, process

from ingestion.folding import fold
from ingestion.territory import SHORT_WORDS, CommuneMatch, Place, Territory, place_key, territory

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
class CommuneMention:
    """A place named in free text: `text[start:end]`."""

    start: int
    end: int
    match: CommuneMatch


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
    known = territory()
    words = (name or "")[:LONGEST_NAME]
    code = _postal_code(postal_code) or _postal_code(words)
    if insee and insee in known.former:
        return known.former[insee].match
    if insee and insee in known.communes:
        return _refine(known, known.communes[insee], code, words)
    department = _department(words) or (code[:2] if code else None)
    if department is not None and department not in ("59", "62"):
        return None
    if not place_key(words):
        return _by_postal_code(known, code)
    place = _by_name(known, words, code, department)
    return None if place is None else _refine(known, place, code, words)


def _postal_code(text: str | None) -> str | None:
    match = _POSTAL_CODE.search(text or "")
    return match[1] if match else None


def _department(words: str) -> str | None:
    match = _DEPARTMENT.search(words)
    return None if match is None else (match[1] or match[2])


def _by_postal_code(known: Territory, code: str | None) -> CommuneMatch | None:
    places = known.by_postal_code.get(code or "", ())
    communes = {place.match.insee for place in places}
    if len(communes) != 1:
        return None
    return _refine(known, known.communes[communes.pop()], code, "")


def _choose(places: tuple[Place, ...], code: str | None, department: str | None) -> Place | None:
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
    keys = [place_key(part) for part in (words, *reversed(re.split(r"[(),/]| - ", words)))]
    return [key for key in keys if key]


def _by_name(
    known: Territory, words: str, code: str | None, department: str | None
) -> Place | None:
    for key in _parts(words):
        places = known.by_key.get(key)
        if places:
            return _choose(places, code, department)
    tokens = place_key(words).split()
    for cut in range(len(tokens) - 1, 0, -1):
        for parent in known.by_key.get(" ".join(tokens[:cut]), ()):
            quarter = known.quarters.get((parent.match.insee, " ".join(tokens[cut:])))
            if quarter:
                return quarter
    return _by_likeness(known, words, code, department) or _by_beginning(
        known, tokens, code, department
    )


def _by_beginning(
    known: Territory, tokens: list[str], code: str | None, department: str | None
) -> Place | None:
    """`Dunkerque ouest`: a whole name, then words we do not know."""
    for cut in range(len(tokens) - 1, 0, -1):
        key = " ".join(tokens[:cut])
        if key in known.by_key and len(key) > SHORTEST_FUZZY_NAME:
            return _choose(known.by_key[key], code, department)
    return None


def _by_likeness(
    known: Territory, words: str, code: str | None, department: str | None
) -> Place | None:
    key = place_key(words.split("(")[0]) or place_key(words)
    if len(key) < SHORTEST_FUZZY_NAME:
        return None
    near: dict[str, Place] = {}
    for place in known.by_postal_code.get(code or "", ()):
        near.setdefault(place_key(place.match.quarter or place.match.name), place)
    likely = process.extractOne(
        key, list(near), scorer=fuzz.ratio, score_cutoff=NAME_RATIO_SAME_POSTAL_CODE
    )
    if likely:
        return near[likely[0]]
    threshold = NAME_RATIO_SAME_DEPARTMENT if department else NAME_RATIO
    best = process.extract(
        key, list(known.by_key), scorer=fuzz.ratio, score_cutoff=threshold, limit=2
    )
    if best and (len(best) == 1 or best[0][1] - best[1][1] >= NAME_MARGIN):
        return _choose(known.by_key[best[0][0]], code, department)
    return None


def _refine(known: Territory, place: Place, code: str | None, words: str) -> CommuneMatch:
    """Go down from the commune to the quarter that its words or its postal code say."""
    if place.match.quarter is not None:
        return place.match
    insee = place.match.insee
    for key in _parts(words):
        quarter = known.quarters.get((insee, key))
        if quarter:
            return quarter.match
    for other in known.by_postal_code.get(code or "", ()):
        if other.match.insee == insee and other.stands_for_postal_code:
            return other.match
    return replace(place.match, postal_code=code) if code in place.postal_codes else place.match


_TOKEN = re.compile(r"[a-z0-9]+")


def find_communes(text: str) -> tuple[CommuneMention, ...]:
    """Find the communes and quarters named in free text, exact names only, in order.

    Ordinary words (`Avion`, `Croix`) and names in small letters are not taken for places.
    """
    known = territory()
    spans = [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(fold(text))]
    tokens = [SHORT_WORDS.get(word, word) for word, _, _ in spans]
    mentions: list[CommuneMention] = []
    at = 0
    while at < len(tokens):
        name = _name_at(known, tokens, at)
        start = spans[at][1]
        if name is None or not _reads_as_name(known, text, spans[at : at + len(name)]):
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


def _name_at(known: Territory, tokens: list[str], at: int) -> tuple[str, ...] | None:
    for name in known.by_first_token.get(tokens[at], ()):
        if tuple(tokens[at : at + len(name)]) == name:
            return name
    return None


def _reads_as_name(known: Territory, text: str, spans: list[tuple[str, int, int]]) -> bool:
    if " ".join(word for word, _, _ in spans) in known.ordinary_words:
        return False
    longest = max(spans, key=lambda span: len(span[0]))
    return text[longest[1]].isupper()
