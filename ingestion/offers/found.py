"""A value read in a text, with its place and the trust in it; and the sentence around it."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from ingestion.lexicon import Words
from ingestion.offers.denials import answered_no, is_unticked
from ingestion.phrases import Phrases
from ingestion.records import Evidence

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """`value` was read at characters `start:end`; `confidence` in [0, 1]."""

    value: Value
    start: int
    end: int
    confidence: float


def evidence_of(found: Found[Value], text: str) -> Evidence:
    """The evidence of a value found in `text`."""
    return Evidence(found.start, found.end, text[found.start : found.end], found.confidence)


_BREAK = re.compile(
    r"[\n•·▪●.!?;*\s](?:(?<=[\n•·▪●])|(?<=[.!?;])(?<!\bcat\.)(?<!cats\.)(?=\s)|(?<=\*)\*+"
    r"|(?<=\s)-\s(?!(?:ideal|souhait|un plus|obligatoire|exige|imperati|serait|apprecie"
    r"|formation)))"
)
"""A line's end, a full stop, a bullet, a dash or a run of stars: the first character is looked
for in one pass, then the rest."""


@lru_cache(maxsize=4)
def _breaks(folded: str) -> tuple[list[int], list[int]]:
    """First and following characters of every break: found once for all values of a text."""
    spans = [match.span() for match in _BREAK.finditer(folded)]
    return [start for start, _ in spans], [end for _, end in spans]


def sentence_around(words: Words, start: int, end: int, reach: int = 160) -> tuple[int, int]:
    """Bounds of the sentence or list item that holds `start:end`, `reach` characters at most."""
    starts, ends = _breaks(words.folded)
    before = bisect_right(ends, start) - 1
    after = bisect_left(starts, end)
    first = max(0, start - reach)
    last = min(len(words.folded), end + reach)
    if before >= 0 and ends[before] > first:
        first = ends[before]
    if after < len(starts) and starts[after] < last:
        last = starts[after]
    return first, last


_NEGATED = Phrases(
    r"non (?:exige|obligatoire|necessaire|requis|indispensable|demande)"
    r"|pas (?:besoin|obligatoire|necessaire|exige|requis|indispensable|demande)"
    r"|n'est pas|ne sont pas|n'est (?:ni|aucunement)",
    "non pas n ne",
)
_NEGATIONS = re.compile(r"sans|pas|aucun|ni|nul")
_WISHED_AFTER = re.compile(r"souhait|apprec|un plus\b|\batouts?\b|preferable|bienvenu|valorise")
_OTHER_NEED = re.compile(r"obligatoire|exige|indispensable|requis|imperati|[,;] (?!mais)")
"""Between a name and a denial: something else is denied (`permis B exigé, CAP non exigé`)."""
_NEGATED_BEFORE = re.compile(
    r"(?:\bsans|\bpas de|pas besoin d[eu']|\baucune?|\bni|nul besoin d[eu'])\s?"
    r"(?:votre |le |la |les |du |de |d')?$"
)


OR_NOBODY = re.compile(
    r"(?:[^.;!\n]|(?<=cat)\.){0,50}?[,:\s]\s?(?:s'abstenir|(?:pas|aucune?) (?:de )?candidature"
    r"|(?:ne pas|inutile de) (?:postuler|candidater))"
)
"""`sans CACES s'abstenir`: who has none need not come."""


DENIAL_REACH = 45
"""Characters after a name in which its denial ends."""


def is_negated(words: Words, start: int, end: int) -> bool:
    """`permis non nécessaire`, `sans CACES`: the words around deny the need."""
    before = words.folded[max(0, start - 30) : start]
    if _NEGATIONS.search(before) and _NEGATED_BEFORE.search(before):
        return OR_NOBODY.match(words.folded, end) is None
    if answered_no(words, end) or is_unticked(words, start):
        return True
    denials = _denials(words)
    place = bisect_left(denials, (end, 0))
    if place == len(denials):
        return False
    denial, after = denials[place]
    if after > end + DENIAL_REACH:
        return False
    _, last = sentence_around(words, start, end, reach=70)
    if after > last or _OTHER_NEED.search(words.folded, end, denial):
        return False
    return not _WISHED_AFTER.search(words.folded, end, last)


@lru_cache(maxsize=4)
def _denials(words: Words) -> list[tuple[int, int]]:
    return [match.span() for match in _NEGATED.find(words)]
