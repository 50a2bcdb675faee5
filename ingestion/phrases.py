"""Regular expressions tried only where a word of a text may begin what they look for."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from ingestion.lexicon import BEGINNING, Words, known_beginnings, places_of_beginnings


def _merged(lists: list[list[int]]) -> list[int]:
    if len(lists) == 1:
        return lists[0]
    merged: list[int] = []
    for each in lists:
        merged += each
    merged.sort()
    return merged


_NOTHING: Iterator[re.Match[str]] = iter(())


class Phrases:
    """A regular expression tried only where a word begins as one of its phrases does.

    `beginnings` are the first words of the phrases, cut to `BEGINNING` letters: without one of
    them the expression costs nothing. Where those are common words (`de`, `pas`), `others` are
    words too, one of which every phrase holds.
    """

    def __init__(self, pattern: str, beginnings: str, others: str = "") -> None:
        self._pattern = re.compile(pattern)
        self._beginnings = frozenset(word[:BEGINNING] for word in beginnings.split())
        self._others = frozenset(word[:BEGINNING] for word in others.split())

    def find(self, words: Words, end: int | None = None) -> Iterator[re.Match[str]]:
        """Yield the matches that start before character `end`, in order, without overlap."""
        places, known = places_of_beginnings(words), known_beginnings(words)
        met = self._beginnings & known
        if not met or (self._others and self._others.isdisjoint(known)):
            return _NOTHING
        return self.find_at(words.folded, _merged([places[word] for word in met]), end)

    def find_before(
        self, words: Words, spots: Sequence[int], reach: int
    ) -> Iterator[re.Match[str]]:
        """The same for phrases that go over one of `spots`, `reach` characters at most after
        their start: a text without such a spot costs nothing."""
        places, known = places_of_beginnings(words), known_beginnings(words)
        met = self._beginnings & known if spots else ()
        starts = _merged([places[word] for word in met])
        near: list[int] = []
        for spot in spots:
            first = bisect_left(starts, max(spot - reach, near[-1] + 1 if near else 0))
            near += starts[first : bisect_right(starts, spot)]
        return self.find_at(words.folded, near)

    def find_at(
        self, folded: str, starts: Sequence[int], end: int | None = None
    ) -> Iterator[re.Match[str]]:
        """Yield the matches that start at one of `starts`, which are in order."""
        following, match_at = 0, self._pattern.match
        if end is not None:
            starts = starts[: bisect_left(starts, end)]
        for start in starts:
            if start >= following and (match := match_at(folded, start)):
                yield match
                following = max(match.end(), start + 1)

    @property
    def beginnings(self) -> frozenset[str]:
        """Without one of these among `known_beginnings` of a text, nothing is found in it."""
        return self._beginnings

    def first(self, words: Words, end: int | None = None) -> re.Match[str] | None:
        """The first match, or None."""
        if self._beginnings.isdisjoint(known_beginnings(words)):
            return None
        return next(self.find(words, end), None)
