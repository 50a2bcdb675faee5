"""Several named expressions looked for together, each only where one of its words begins."""

import re
from collections.abc import Iterator
from functools import cache
from operator import itemgetter

from ingestion.lexicon import BEGINNING, Words, places_of_beginnings


class Choices:
    """Named expressions, the first of them that matches winning at each place.

    Each comes as (name, expression, first words of its phrases, cut to `BEGINNING` letters):
    at a word, only the expressions that may begin with it are tried. The name of the one that
    matched is the `lastgroup` of the match.
    """

    def __init__(self, *named: tuple[str, str, str]) -> None:
        expressions: dict[str, list[str]] = {}
        for name, pattern, beginnings in named:
            for beginning in {word[:BEGINNING] for word in beginnings.split()}:
                expressions.setdefault(beginning, []).append(f"(?P<{name}>{pattern})")
        self._patterns = {
            beginning: _compiled("|".join(each)) for beginning, each in expressions.items()
        }

    def find(self, words: Words) -> Iterator[re.Match[str]]:
        """Yield the matches in the order of the text, without overlap."""
        places, patterns = places_of_beginnings(words), self._patterns
        spots = [
            (start, patterns[word].match)
            for word in patterns.keys() & places.keys()
            for start in places[word]
        ]
        spots.sort(key=itemgetter(0))
        following, folded = 0, words.folded
        for start, match_at in spots:
            if start >= following and (match := match_at(folded, start)):
                yield match
                following = max(match.end(), start + 1)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Beginnings that open the same expressions share them compiled."""
    return re.compile(pattern)
