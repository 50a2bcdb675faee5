"""Words of a text with their places, and dictionaries of word sequences found in them.

One pass cuts the text; each dictionary then costs one look-up a word, whatever its size.
Accents, case, a plural `s` or `x` and an inclusive ending (`soignant(e)`) do not count.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import StringIO
from typing import Generic, TypeVar

from ingestion.normalise import fold

Value = TypeVar("Value")

_WORD = re.compile(r"([a-z0-9]+)(?:\((?:e|es|s|x|ne|nes|le|les|se|ve|ere|euse|rice|trice)\))?")
_SHORTEST_PLURAL = 4
"""Letters: `mois` and `bus` lose nothing that matters, `gaz` and `os` stay whole."""


def stem(word: str) -> str:
    """The word without a plural mark: `chariots` -> `chariot`; short words unchanged."""
    if len(word) >= _SHORTEST_PLURAL and word[-1] in "sx" and not word.endswith("ss"):
        return word[:-1]
    return word


@dataclass(frozen=True, slots=True)
class Words:
    """A text cut into words; all lists have the same length n.

    `folded` has the length of `text`; `starts[i]:ends[i]` is the word i in both (characters).
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


def cut(text: str) -> Words:
    """Cut a text into its words, in linear time."""
    folded = fold(text)
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _WORD.finditer(folded):
        words.append(match[1])
        starts.append(match.start(1))
        ends.append(match.end(1))
    return Words(text, folded, words, [stem(word) for word in words], starts, ends)


@dataclass(frozen=True, slots=True)
class Hit(Generic[Value]):
    """`value` was found in the words `first` to `last`, both included."""

    value: Value
    first: int
    last: int


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
        self._by_first: dict[str, list[tuple[tuple[str, ...], Value]]] = {}
        self._exact: dict[tuple[str, ...], Value] = {}
        for phrase, value in entries:
            key = self._key(phrase)
            if key and key not in self._exact:
                self._exact[key] = value
                self._by_first.setdefault(key[0], []).append((key, value))
        for candidates in self._by_first.values():
            candidates.sort(key=lambda item: -len(item[0]))

    def _key(self, phrase: str) -> tuple[str, ...]:
        words = cut(phrase)
        return tuple((self._reduce(words) if self._reduce else words).stems)

    def spans(self, words: Words) -> Iterator[tuple[Value, int, int]]:
        """Yield (value, first character, end character) in the order of the text."""
        reduced = self._reduce(words) if self._reduce else words
        for hit in self.find(reduced):
            yield hit.value, reduced.starts[hit.first], reduced.ends[hit.last]

    def find(self, words: Words) -> Iterator[Hit[Value]]:
        """Yield the sequences of words already reduced, in order, without overlap."""
        openings = self._by_first
        following = 0
        for index, word in enumerate(words.stems):
            if index < following or word not in openings:
                continue
            hit = self.at(words, index)
            if hit is not None:
                yield hit
                following = hit.last + 1

    def at(self, words: Words, index: int) -> Hit[Value] | None:
        """The longest sequence that starts at word `index`, or None."""
        stems = words.stems
        for key, value in self._by_first.get(stems[index], ()):
            size = len(key)
            if size == 1 or tuple(stems[index : index + size]) == key:
                return Hit(value, index, index + size - 1)
        return None

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
