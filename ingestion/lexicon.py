"""Words of a text with their places, and dictionaries of word sequences found in them.

One pass cuts the text; each dictionary then costs one look-up a word, whatever its size.
Accents, case, a plural `s` or `x` and an inclusive ending (`soignant(e)`) do not count.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import StringIO
from itertools import accumulate
from typing import Generic, TypeVar

from ingestion.normalise import fold

Value = TypeVar("Value")

_WORD = re.compile(r"([a-z0-9]+)")
_ENDING = re.compile(r"\((?<=[a-z0-9]\()(?:e|es|s|x|ne|nes|le|les|se|ve|ere|euse|rice|trice)\)")
_SHORTEST_PLURAL = 4
"""Letters: `mois` and `bus` lose nothing that matters, `gaz` and `os` stay whole."""


def stem(word: str) -> str:
    """The word without a plural mark: `chariots` -> `chariot`; short words unchanged."""
    if len(word) >= _SHORTEST_PLURAL and word[-1] in "sx" and not word.endswith("ss"):
        return word[:-1]
    return word


class Memo(dict[str, str]):
    """What a function gave for each word: as fast to read as a dict, bounded."""

    def __init__(self, function: Callable[[str], str]) -> None:
        self._function = function

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_KEPT:
            self.clear()
        value = self[word] = self._function(word)
        return value


_MOST_KEPT = 100_000
_STEMS = Memo(stem)


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """A text cut into words; all lists have the same length n.

    `folded` has the length of `text`; `starts[i]:ends[i]` is the word i in both (characters).
    Two texts are never equal: what is found once in a text is kept by its identity.
    """

    text: str
    folded: str
    words: list[str]
    stems: list[str]
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        return len(self.words)

    def gap(self, index: int) -> str:
        """What stands between word `index` and the next one."""
        if index + 1 >= len(self.words):
            return self.folded[self.ends[index] :]
        return self.folded[self.ends[index] : self.starts[index + 1]]


_WRITTEN_BREAK = "/r/n"
"""Some sites write the line break out: `/r/nPermis B` would hide the word behind it."""


def cut(text: str) -> Words:
    """Cut a text into its words, in linear time."""
    folded = fold(text)
    if _WRITTEN_BREAK in folded:
        folded = folded.replace(_WRITTEN_BREAK, "   \n")
    parts = _WORD.split(_ENDING.sub(_blank, folded))  # gap, word, gap, word... gap
    offsets = list(accumulate(map(len, parts)))
    words = parts[1::2]
    stems = list(map(_STEMS.__getitem__, words))
    return Words(text, folded, words, stems, offsets[:-1:2], offsets[1::2])


def _blank(match: re.Match[str]) -> str:
    """An inclusive ending is no word; what follows keeps its place."""
    return " " * len(match[0])


BEGINNING = 4
"""Letters by which the words of a text are looked up."""
NUMBER = "#"
"""Stands for any word that begins with a digit, among the beginnings of phrases."""


@lru_cache(maxsize=4)
def _beginnings(words: Words) -> tuple[dict[str, list[int]], frozenset[str]]:
    """First characters of the words that begin with each four letters (or are shorter).

    Words that begin with a digit also stand under `NUMBER`.
    """
    places: dict[str, list[int]] = {}
    tokens, starts = words.words, words.starts
    for beginning, start in zip([word[:BEGINNING] for word in tokens], starts, strict=True):
        if beginning in places:
            places[beginning].append(start)
        else:
            places[beginning] = [start]
    after_9 = ":"  # the character that follows 9
    places[NUMBER] = [at for word, at in zip(tokens, starts, strict=True) if word < after_9]
    return places, frozenset(places)


def known_beginnings(words: Words) -> frozenset[str]:
    """The beginnings of the words of a text."""
    return _beginnings(words)[1]


def beginnings_of(words: Iterable[str]) -> frozenset[str]:
    """What the `known_beginnings` of a text hold where it names one of `words`."""
    return frozenset(word[:BEGINNING] for word in words)


def places_of_beginnings(words: Words) -> Mapping[str, list[int]]:
    """First characters of the words of a text by their beginning, in order."""
    return _beginnings(words)[0]


@dataclass(frozen=True, slots=True)
class Hit(Generic[Value]):
    """`value` was found in the words `first` to `last`, both included."""

    value: Value
    first: int
    last: int


class _Opening(Generic[Value]):
    """Entries that open with one word: the word alone, and the longer ones by second word."""

    __slots__ = ("alone", "longer")

    def __init__(self) -> None:
        self.alone: tuple[Value, ...] = ()
        self.longer: dict[str, list[tuple[tuple[str, ...], Value]]] = {}

    def add(self, key: tuple[str, ...], value: Value) -> None:
        """Take one entry in."""
        if len(key) == 1:
            self.alone = (value,)
        else:
            self.longer.setdefault(key[1], []).append((key, value))


class _Family:
    """The dictionaries that read texts in one same form, looked up in a text together.

    A text holds few of the words that open an entry: one pass over its words tells where each
    dictionary must be asked, whatever their number.
    """

    __slots__ = ("_openers", "size")

    def __init__(self) -> None:
        self._openers: dict[str, dict[str, tuple[int, ...]]] = {}
        self.size = 0

    def join(self, by_first: Mapping[str, _Opening[Value]]) -> int:
        """Take a dictionary in: its rank."""
        rank = self.size
        for first, opening in by_first.items():
            seconds = self._openers.setdefault(first, {_ANY: ()})
            if opening.alone:
                for second, ranks in seconds.items():
                    seconds[second] = (*ranks, rank)
            for second in opening.longer:
                ranks = seconds.get(second, seconds[_ANY])
                seconds[second] = ranks if rank in ranks else (*ranks, rank)
        self.size += 1
        return rank

    def opened(self, words: Words) -> dict[int, list[int]]:
        """Rank of a dictionary -> the words at which one of its entries may begin, in order."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        stems, openers = words.stems, self._openers
        for index, first in enumerate(stems):
            if first in openers:
                seconds = openers[first]
                second = stems[index + 1] if index + 1 < len(stems) else _ANY
                for rank in seconds.get(second, seconds[_ANY]):
                    found[rank].append(index)
        return dict(found)


_ANY = ""
"""Stands for a second word that no entry has: those of one word are found before it."""
_FAMILIES: defaultdict[Callable[[Words], Words] | None, _Family] = defaultdict(_Family)


@lru_cache(maxsize=8)
def _opened(words: Words, family: _Family, size: int) -> dict[int, list[int]]:
    """Found once for all the dictionaries of a family, which were `size` at that time."""
    return family.opened(words)


class Lexicon(Generic[Value]):
    """Sequences of words, each with a value; the longest one wins at each place.

    `reduce` rewrites both the entries and the texts before they are compared (other stems,
    fewer words); by default they are compared as cut.
    """

    def __init__(
        self,
        entries: Iterable[tuple[str, Value]],
        reduce: Callable[[Words], Words] | None = None,
    ) -> None:
        self._reduce = reduce
        self._by_first: dict[str, _Opening[Value]] = {}
        self._exact: dict[tuple[str, ...], Value] = {}
        for phrase, value in entries:
            key = self._key(phrase)
            if key and key not in self._exact:
                self._exact[key] = value
                self._by_first.setdefault(key[0], _Opening()).add(key, value)
        for opening in self._by_first.values():
            for candidates in opening.longer.values():
                candidates.sort(key=lambda item: -len(item[0]))
        self._family = _FAMILIES[reduce]
        self._rank = self._family.join(self._by_first)

    def _key(self, phrase: str) -> tuple[str, ...]:
        words = cut(phrase)
        return tuple((self._reduce(words) if self._reduce else words).stems)

    def spans(self, words: Words) -> Iterator[tuple[Value, int, int]]:
        """Yield (value, first character, end character) in the order of the text."""
        reduced = self._reduce(words) if self._reduce else words
        for hit in self.find(reduced):
            yield hit.value, reduced.starts[hit.first], reduced.ends[hit.last]

    def find(self, words: Words) -> Iterator[Hit[Value]]:
        """Yield the sequences of words already reduced, in order, without overlap.

        None goes over the end of the first line: that is where a title ends.
        """
        following = 0
        starts = words.starts
        opened = _opened(words, self._family, self._family.size).get(self._rank, ())
        seam = words.folded.find("\n") if opened else -1
        for index in opened:
            if index < following:
                continue
            hit = self.at(words, index)
            if hit is not None and not starts[hit.first] < seam < starts[hit.last]:
                yield hit
                following = hit.last + 1

    def at(self, words: Words, index: int) -> Hit[Value] | None:
        """The longest sequence that starts at word `index`, or None."""
        stems = words.stems
        opening = self._by_first.get(stems[index])
        if opening is None:
            return None
        if opening.longer and index + 1 < len(stems):
            for key, value in opening.longer.get(stems[index + 1], ()):
                size = len(key)
                if size == 2 or tuple(stems[index : index + size]) == key:
                    return Hit(value, index, index + size - 1)
        return Hit(opening.alone[0], index, index) if opening.alone else None

    def exact(self, phrase: str) -> Value | None:
        """The value of a phrase that is an entry as a whole, or None."""
        return self._exact.get(self._key(phrase))


@lru_cache(maxsize=16)
def read_rows(name: str) -> tuple[Mapping[str, str], ...]:
    """Rows of `ingestion/data/<name>` (semicolons, UTF-8, one header line)."""
    table = (files("ingestion") / "data" / name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(StringIO(table), delimiter=";"))


def split_list(cell: str) -> list[str]:
    """Items of a cell separated by bars, without blanks."""
    return [item.strip() for item in cell.split("|") if item.strip()]
