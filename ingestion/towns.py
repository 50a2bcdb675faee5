"""Communes named in texts, wherever they lie in France."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ingestion.lexicon import Words
from ingestion.national import JOINED
from ingestion.territory import SHORT_WORDS, CommuneMatch
from ingestion.town_names import (
    OURS,
    REGIONAL,
    is_ordinary,
    is_regional,
    longest_from_two,
    longest_names,
    places_named,
)


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """Words `text[start:end]` that name a place; homonyms are all among `options`.

    `announced` is where the words that announce it end: after the article in `au Mans`.
    `is_ordinary` where the name is also a common word or a surname (`Avion`, `Sens`): it counts
    only where the words around say that a place is meant. `codes` are the postal codes of each.
    """

    start: int
    end: int
    options: tuple[CommuneMatch, ...]
    is_ordinary: bool
    announced: int


def find_places(words: Words, title_length: int = 0) -> Iterator[PlaceMention]:
    """Yield the places named, in order, the longest name at each place.

    A name in small letters is none, but for a town in the title (the first `title_length`
    characters) or after "secteur"; nor is a part of a longer name (`Saint-Malo` is not Malo).
    """
    following = 0
    for at, is_written_small in _beginnings(words, title_length):
        if at < following:
            continue
        found = _longest(words, at, is_written_small)
        if found is None and words.starts[at] < title_length:
            found = _longest(words, at, True)
        if found is None:
            continue
        if words.words[at] in _SMALL:
            inner = _longest(words, at + 1, is_written_small)
            if inner is not None and inner[1] > found[1]:
                continue
        key, last = found
        start, end = words.starts[at], words.ends[last]
        options = places_named(key)
        is_spelt = _goes_on_from(words.text, start) and _is_spelt(words.text[start:end], options)
        announced = words.starts[at + 1] if words.words[at] in JOINED and last > at else start
        yield PlaceMention(start, end, options, is_ordinary(key) and not is_spelt, announced)
        following = last + 1


def _longest(words: Words, at: int, is_written_small: bool) -> tuple[str, int] | None:
    """Key and last word of the longest name that begins with word `at`."""
    for key, size in _keys(words, at):
        options = places_named(key)
        if not options:
            continue
        if is_written_small:
            if not is_regional(key) and (is_ordinary(key) or not any(map(_is_town, options))):
                continue
        elif not _stands_alone(words, at, at + size - 1):
            continue
        return key, at + size - 1
    return None


def _is_town(match: CommuneMatch) -> bool:
    return match.insee[:2] in OURS or match.inhabitants >= TOWN


TOWN = 1000
"""Inhabitants from which a name in small letters may be a place."""
SPELT_TOWN = 3000
"""The same for a word with all its accents: `Chargé de clientèle` is not the village."""


def _goes_on_from(text: str, start: int) -> bool:
    """Whether a word follows another one: what opens a line has its capital for that."""
    return start > 1 and text[start - 1] == " " and text[start - 2].isalnum()


def _is_spelt(name: str, options: tuple[CommuneMatch, ...]) -> bool:
    """`Alès`, `Vitré`: with the accents of a town, the word is no other."""
    return not name.isascii() and any(
        name == (match.quarter or match.name) and match.inhabitants > SPELT_TOWN
        for match in options
    )


@lru_cache(maxsize=4)
def capitals(words: Words) -> tuple[int, ...]:
    """The words that begin with a capital letter, in order."""
    text = words.text
    return tuple([at for at, start in enumerate(words.starts) if text[start] in _CAPITALS])


_CAPITALS = frozenset(letter for letter in map(chr, range(0x2200)) if letter.isupper())
"""A look-up costs half as much as the question; words begin with Latin letters alone."""


def _beginnings(words: Words, title_length: int) -> list[tuple[int, bool]]:
    """The words that a name may begin with, in order; True where it is in small letters."""
    firsts, tokens = longest_names(), words.words
    found = {at: False for at in capitals(words) if tokens[at] in firsts}
    for at in capitals(words):
        if at and tokens[at - 1] in _SMALL:
            found[at - 1] = False
    small = [at for at, start in enumerate(words.starts[:MOST_IN_TITLE]) if start < title_length]
    if any(word in words.folded for word in _BEFORE_SMALL):
        small += [at + 1 for at, word in enumerate(tokens) if word in _BEFORE_SMALL]
        small += [at + 1 for at in small if at < len(tokens) and tokens[at] in ("de", "d")]
    if any(word in words.folded for word in REGIONAL):
        small += [at for at, word in enumerate(tokens) if word in REGIONAL]
    for at in _after_at(words):
        if at not in found and _is_long_or_large(words, at):
            small.append(at)
    for at in small:
        if at < len(tokens) and tokens[at] in firsts:
            found.setdefault(at, True)
    return sorted(found.items())


def _after_at(words: Words) -> list[int]:
    """The words after "à" and "sur"."""
    tokens = words.words
    after = [at for at, word in enumerate(words.stems, 1) if word in _AT]
    return after + [at for at, word in enumerate(tokens) if word in _AT_THE]


_AT = frozenset({"a", "sur"})
_AT_THE = frozenset({"au", "aux"})
"""Part of the name: `au portel` is Le Portel."""


LONG_IN_SMALL = 3
"""Words from which a name in small letters after "à" is sure: `à aix en provence`."""
LARGE_IN_SMALL = 20_000
SHORTEST_IN_SMALL = 5
"""Inhabitants from which a shorter one is, and letters for a commune of ours: `sur lille`."""


def _is_long_or_large(words: Words, at: int) -> bool:
    """Whether the name that begins with word `at` is known enough to stand in small letters."""
    if at >= len(words) or words.words[at] not in longest_names():
        return False
    for key, size in _keys(words, at):
        options = places_named(key)
        if options:
            is_ours = options[0].insee[:2] in OURS and len(key) >= SHORTEST_IN_SMALL
            is_known = is_ours or options[0].inhabitants >= LARGE_IN_SMALL
            return size >= LONG_IN_SMALL or is_known
    return False


MOST_IN_TITLE = 40
_BEFORE_SMALL = ("secteur", "commune")


def _keys(words: Words, at: int) -> Iterator[tuple[str, int]]:
    """What may be a name from word `at` on, with its number of words, the longest first."""
    first = words.words[at]
    tokens = [SHORT_WORDS.get(first, first)]
    if at + 1 == len(words):
        size = 1
    else:
        second = words.words[at + 1]
        size = longest_from_two().get((tokens[0], SHORT_WORDS.get(second, second)), 1)
    for following in range(at + 1, min(at + min(size, LONGEST), len(words))):
        if words.folded[words.ends[following - 1] : words.starts[following]] not in _WITHIN:
            break
        word = words.words[following]
        tokens.append(SHORT_WORDS.get(word, word))
    for size in range(len(tokens), 0, -1):
        yield " ".join(tokens[:size]), size


_SMALL = frozenset({"le", "la", "les", "l", "du", "au", "aux", "des"})
_WITHIN = frozenset({" ", "-", "'", "- ", " -", " - ", ". ", ".", "/", " /", "/ ", "' "})
"""What parts the words of one name."""
LONGEST = 8
"""Words of the longest name."""
_JOINED = re.compile(r"[-'][a-z]")
_GOES_ON = re.compile(
    r"\s(?:de|du|d'|des|en|sur|sous|les|lez|la|aux|au|et)\s?(?:la |les |l')?[A-Z]"
)
SHORTEST_PARTED = 4
LONG_NAME = 7
"""Letters from which a name before a dash stands alone: `Matignon-Ruca`."""
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
    if not _has_capital(words, first, last):
        return False
    if _JOINED.match(words.folded, end) and words.folded[end : end + 3] not in ("-en", "-ce"):
        is_parted = words.text[end] == "-" and words.text[end + 1].isupper()
        return is_parted and (end - start >= LONG_NAME or _is_large(words, first, last))
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


def _is_large(words: Words, first: int, last: int) -> bool:
    """`Nantes-Indret`: a large town before the name of a part of it."""
    key = " ".join(words.words[first : last + 1])
    options = places_named(key)
    if options and options[0].insee[:2] in OURS:
        return len(key) >= SHORTEST_PARTED and not is_ordinary(key)
    return any(match.inhabitants >= LARGE_IN_SMALL for match in options)


def _has_capital(words: Words, first: int, last: int) -> bool:
    """The first word that is no article, or the longest."""
    longest = max(range(first, last + 1), key=lambda i: len(words.words[i]))
    if words.text[words.starts[longest]].isupper():
        return True
    begins = first + (words.words[first] in _SMALL)
    return last > begins and words.text[words.starts[begins]].isupper()


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
