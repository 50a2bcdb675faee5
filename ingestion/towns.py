"""Communes named in texts, wherever they lie in France: every commune of Nord and Pas-de-Calais,
and the towns elsewhere that the table knows."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from ingestion.communes import resolve_commune
from ingestion.lexicon import Words, read_rows
from ingestion.normalise import squash
from ingestion.territory import (
    SHORT_WORDS,
    CommuneMatch,
    place_key,
    read_communes,
    territory,
)

OURS = ("59", "62")
"""Departments whose communes are all known."""
_ARTICLES = ("le ", "la ", "les ", "l ")


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """Words `text[start:end]` that name a place; homonyms are all among `options`.

    `is_ordinary` where the name is also a common word or a surname (`Avion`, `Sens`): it counts
    only where the words around say that a place is meant. `codes` are the postal codes of each.
    """

    start: int
    end: int
    options: tuple[CommuneMatch, ...]
    is_ordinary: bool


@dataclass(frozen=True, slots=True)
class _Names:
    by_start: Mapping[tuple[str, ...], tuple[tuple[tuple[str, ...], tuple[CommuneMatch, ...]], ...]]
    """Names by their first two words, or their only one; the longest first."""
    by_key: Mapping[str, tuple[CommuneMatch, ...]]
    by_insee: Mapping[str, CommuneMatch]
    ordinary: frozenset[str]
    firsts: frozenset[str]
    """First words of names, abbreviations included."""

    def starting(
        self, tokens: list[str]
    ) -> tuple[tuple[tuple[str, ...], tuple[CommuneMatch, ...]], ...]:
        """The names that may stand at the beginning of `tokens`."""
        longer = self.by_start.get(tuple(tokens[:2]), ())
        return (*longer, *self.by_start.get((tokens[0],), ())) if len(tokens) > 1 else longer


def resolve_town(
    name: str | None, postal_code: str | None = None, insee: str | None = None
) -> CommuneMatch | None:
    """The commune that a name, a postal code or an INSEE code stands for, in France.

    Nord and Pas-de-Calais first, with their misspellings; elsewhere exact names only, told from
    their homonyms by the department. None: unknown, or two that nothing tells apart.
    """
    ours = resolve_commune(name, postal_code, insee)
    known = _names()
    if insee and insee[:2] not in OURS:
        return known.by_insee.get(insee)
    if ours is not None:
        return ours
    words = name or ""
    said = re.search(r"(?<!\d)(\d{5})(?!\d)", words)
    code = postal_code or (said[1] if said else None)
    options = known.by_key.get(place_key(re.sub(r"\(.*|^\s*\d{2,3}\s*-\s*", "", words)), ())
    same = tuple(each for each in options if code and department_of(each.insee) == code[:2])
    few = same if code else options
    return few[0] if len(few) == 1 else None


def department_of(insee: str) -> str:
    """Two digits as postal codes have them: `2A004` -> `20`."""
    return "20" if insee[:2] in ("2A", "2B") else insee[:2]


def find_places(words: Words) -> Iterator[PlaceMention]:
    """Yield the places named, in order, the longest name at each place.

    A name in small letters is none, nor a part of a longer name (`Saint-Malo` is not Malo).
    """
    known = _names()
    following = 0
    for at, word in enumerate(words.words):
        if word not in known.firsts or at < following:
            continue
        tokens = [SHORT_WORDS.get(each, each) for each in words.words[at : at + LONGEST]]
        for name, options in known.starting(tokens):
            last = at + len(name) - 1
            if tuple(tokens[: len(name)]) != name or not _stands_alone(words, at, last):
                continue
            key = " ".join(name)
            bare = " ".join(name[1:]) if name[0] in _JOINTS else key
            is_ordinary = key in known.ordinary or bare in known.ordinary
            yield PlaceMention(words.starts[at], words.ends[last], options, is_ordinary)
            following = last + 1
            break


_JOINTS = frozenset({"du", "des", "au", "aux"})
LONGEST = 8
"""Words of the longest name."""
_JOINED = re.compile(r"[-'][a-z]")
_GOES_ON = re.compile(
    r"\s(?:de|du|d'|des|en|sur|sous|les|lez|la|aux|au|et)\s?(?:la |les |l')?[A-Z]"
)
_SAINTS = frozenset({"saint", "sainte", "st", "ste"})
_BEFORE_SAINTS = frozenset(
    {
        *("villeneuve", "bourg", "mont", "pont", "fontaine", "ile", "port", "chapelle", "mas"),
        *("ehpad", "residence", "lycee", "clinique", "college", "ecole", "institut", "rue"),
        *("hopital", "polyclinique", "lotissement", "place", "foyer", "centre"),
    }
)
"""Words that take a saint into another name: `Villeneuve Saint-Georges`, `Clinique Saint-Roch`."""


def _stands_alone(words: Words, first: int, last: int) -> bool:
    start, end = words.starts[first], words.ends[last]
    longest = max(range(first, last + 1), key=lambda i: len(words.words[i]))
    if not words.text[words.starts[longest]].isupper():
        return is_regional(words.words[first])
    if _JOINED.match(words.folded, end) and words.folded[end : end + 3] not in ("-en", "-ce"):
        return False
    if first and _ends_a_longer_name(words, first):
        return False
    if (
        first
        and words.words[first - 1] in _SAINTS
        and words.starts[first] - words.ends[first - 1] == 1
    ):
        return False
    if start and words.folded[start - 1] == "-" and words.folded[start - 2 : start - 1].isalpha():
        return False
    return words.words[first] not in _SAINTS or not _GOES_ON.match(words.text, end)


def _ends_a_longer_name(words: Words, first: int) -> bool:
    """`Pas-de-Calais`, `Chalon sur Saône`."""
    before = words.words[max(0, first - 2) : first]
    if words.words[first] in _SAINTS and before[-1] in _BEFORE_SAINTS:
        return True
    if before == ["pas", "de"]:
        return True
    link = words.folded[words.ends[first - 1] : words.starts[first]]
    if len(before) < 2 or before[1] not in ("sur", "sous", "les", "lez", "en") or link not in " -":
        return False
    joint = words.folded[words.ends[first - 2] : words.starts[first - 1]]
    return joint == "-"


REGIONAL = frozenset({"dunkerquois", "dunkerquoise"})
"""Names of a region that may be written in small letters."""


def is_regional(word: str) -> bool:
    """`dunkerquois`: tells the area, not the commune."""
    return word in REGIONAL


@lru_cache(maxsize=1)
def _names() -> _Names:
    known = territory()
    by_tokens: dict[tuple[str, ...], list[CommuneMatch]] = {}
    for key, places in known.by_key.items():
        options = by_tokens.setdefault(tuple(key.split()), [])
        options += [place.match for place in places]
    towns = [place.match for place in read_communes("towns.csv").values()]
    by_insee = {match.insee: match for match in towns}
    by_key: dict[str, list[CommuneMatch]] = {}
    for match in towns:
        for key in _writings(match.name):
            by_key.setdefault(key, []).append(match)
            by_tokens.setdefault(tuple(key.split()), []).append(match)
    by_start: dict[tuple[str, ...], list[tuple[tuple[str, ...], tuple[CommuneMatch, ...]]]] = {}
    for tokens, matches in by_tokens.items():
        if " ".join(tokens) not in _NEVER:
            by_start.setdefault(tokens[:2], []).append((tokens, tuple(dict.fromkeys(matches))))
    firsts = frozenset(start[0] for start in by_start)
    return _Names(
        {start: tuple(sorted(names, key=_longest_first)) for start, names in by_start.items()},
        {key: tuple(matches) for key, matches in by_key.items()},
        by_insee,
        known.ordinary_words | read_words("town_words.txt"),
        firsts | {short for short, word in SHORT_WORDS.items() if word in firsts},
    )


_NEVER = frozenset({"basse", "centre", "le", "la", "les", "saint", "sainte", "grande", "petite"})
"""What is left of a name without its common words says nothing alone."""


def _longest_first(entry: tuple[tuple[str, ...], tuple[CommuneMatch, ...]]) -> int:
    return -len(entry[0])


def _writings(name: str) -> Iterable[str]:
    """The name, without its article, and as one says it: `Le Mans`, `au Mans`."""
    key = " ".join(SHORT_WORDS.get(token, token) for token in squash(name).split())
    article = next((word for word in _ARTICLES if key.startswith(word)), None)
    if article is None:
        return (key,)
    rest = key[len(article) :]
    joined = {"le ": ("du", "au"), "les ": ("des", "aux")}.get(article, ())
    others = (f"{word} {rest}" for word in joined)
    return (key, rest, *others) if " " in rest else (key, *others)


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
