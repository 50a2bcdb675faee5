"""Names of places that no table is asked for: communes elsewhere, slips of the pen."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingestion.lexicon import Words
from ingestion.normalise import resolve_commune, squash
from ingestion.offers.place_cues import REACH, cues_around, strength
from ingestion.offers.sites import place_of
from ingestion.records import Workplace
from ingestion.town_names import departments, read_words
from ingestion.towns import capitals

LEAST_FOR_UNKNOWN = 0.5
LEAST_AFTER_OF = 1.0
"""Same for a name after "de", which announces much else."""
SHORTEST_IN_CAPITALS = 5
"""Letters: `BTP` and `EHPAD` are no places."""
BY_NO_TABLE = 0.2
"""Taken from a name that no table holds."""


@dataclass(frozen=True, slots=True)
class StatedPlace:
    """A place at characters `start:end`; `weight` is what the words around say for it."""

    place: Workplace
    start: int
    end: int
    weight: float


def stated_places(words: Words, listed: frozenset[int]) -> Iterator[StatedPlace]:
    """Names that no list holds: after words, labels or codes that announce a place.

    `listed` are the first characters of the places already found.
    """
    following = 0
    for at in capitals(words):
        start = words.starts[at]
        if not at or start < following or start in listed:
            continue
        word = words.words[at]
        if word in _LINKS or (word in _NO_PLACE and word not in _LEADING):
            continue
        opener = words.words[at - 1]
        if opener in ("la", "le", "les") and at > 1 and words.words[at - 2] in _VAGUE:
            opener = words.words[at - 2]
        code = None
        if len(opener) == 5 and opener.isdigit():
            code = _CODE_JUST_BEFORE.search(words.text, max(0, start - 9), start)
        if opener not in _OPENERS and opener not in _VAGUE and code is None:
            gap = words.folded[words.ends[at - 1] : start]
            is_labelled = (":" in gap or "=" in gap) and _LABELLED.search(
                words.folded, max(0, start - REACH), start
            )
            if not is_labelled:
                continue
        match = _STATED.match(words.text, start)
        if match is not None:
            following = match.end("name")
            yield from _stated(words, match, opener, code)


_NAME = r"[A-ZÉÈÂÎÔ](?:[a-zà-ÿœ'’]+|[A-ZÀ-Ý'’]+)"
_LINK = r"(?:(?i:sur|sous|en|la|le|les|de|du|des|lès|lez|aux?|l['’]|d['’]))"
_ARTICLE = r"(?:L(?:[aeAE]|es|ES)\s|L['’])"
_PLACE_NAME = (
    rf"{_ARTICLE}?{_NAME}"
    rf"(?:[ -](?:(?:[dlDL]['’])?{_NAME}"
    rf"|{_LINK}(?=[ -](?:[dl]['’])?{_NAME}|[ -]{_LINK}[ -]{_NAME}))){{0,6}}"
    r"(?:[ -](?:sur|sous|les|lès|lez|la|le|en)[ -](?:mer|bains|chapelle|ville|bois|port|plage|forêt"
    r"|montagne|château|rivière|vignes)\b)?"
)
_STATED = re.compile(
    rf"(?P<name>{_PLACE_NAME})(?:\s?[(,-]{{0,2}}\s?(?P<after>\d{{5}}|\d{{2}})(?![\d%€hH])\)?)?"
)
_LABELLED = re.compile(
    r"(?:lieu(?: de (?:la )?(?:travail|mission|prise de poste|poste))?|locali(?:sation|te)|commune"
    r"|ville|secteur|site|prise de poste)\s?[:=]\s{0,40}$"
)
_CODE_JUST_BEFORE = re.compile(r"(?<![\d.])(\d{5})[^\S\n](?:-\s)?$")
_OPENERS = frozenset({"a", "sur", "secteur", "secteurs"})
_LINKS = frozenset({"de", "du", "des", "d", "sur", "sous", "en", "et", "aux", "au", "a"})
_VAGUE = frozenset({"de", "du", "des", "d", "au", "aux"})
_LEADING = frozenset({"le", "la", "les", "l"})
_NO_PLACE = frozenset(read_words("place_not.txt"))


def _stated(
    words: Words,
    match: re.Match[str],
    opener: str,
    before: re.Match[str] | None,
) -> Iterator[StatedPlace]:
    """A place that no table knows as written: a slip of the pen, or a commune elsewhere."""
    start, name = match.start("name"), _without_tail(match["name"])
    code = _code_of(match["after"] or (before[1] if before else None))
    around = strength(cues_around(words, start, start + len(name)))
    if words.text[match.end("name") : match.end("name") + 1] in ("-", "'", "’"):
        return
    bound = LEAST_AFTER_OF if opener in _VAGUE else LEAST_FOR_UNKNOWN
    if not name or (around < bound and code is None) or around < 0:
        return
    if (
        code is None
        and name.isupper()
        and (around < LEAST_AFTER_OF or len(name) < SHORTEST_IN_CAPITALS)
    ):
        return
    if squash(name) in departments():
        return
    postal_code = code if code and len(code) == 5 else None
    slip = resolve_commune(f"{code[:2]} - {name}" if code else name, postal_code)
    if slip and squash(slip.quarter or slip.name)[:1] != squash(name)[:1]:
        slip = None
    place = place_of(slip, postal_code) if slip else Workplace(name=name, postal_code=postal_code)
    yield StatedPlace(place, start, start + len(name), around - (0.0 if slip else BY_NO_TABLE))


def _code_of(code: str | None) -> str | None:
    """The postal code or department beside the name, where it can be one."""
    return code if code and "01" <= code[:2] <= "97" else None


_PARTED = re.compile(r"([ -])")
_IS_LINK = re.compile(_LINK)
_ENDING_LINKS = re.compile(rf"(?:[ -]+{_LINK})*[ -]*$")


def _without_tail(name: str) -> str:
    """The name up to a word that is part of no name; empty where it begins with one."""
    parts = _PARTED.split(name)
    kept = []
    for at, part in enumerate(parts):
        word = squash(part)
        if word in _NO_PLACE:
            is_link = _IS_LINK.fullmatch(part) or (at == 0 and word in ("le", "la", "les"))
            is_joined = at > 0 and parts[at - 1] == "-"
            if not is_link and not is_joined:
                break
        kept.append(part)
    shorter = _ENDING_LINKS.sub("", "".join(kept)).strip(" -'’")
    return "" if squash(shorter) in ("le", "la", "les", "l") or len(shorter) < 3 else shorter
