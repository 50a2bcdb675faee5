"""Words taken out of a free text: the text that is left, tidy, and what was taken."""

import re
from collections.abc import Iterable

Span = tuple[int, int]

_EMPTY_BRACKET = re.compile(r"\([\s,;:/–-]*(?:\)|$)")
_DOUBLED = re.compile(r"\s*([,;:/–-])(?:\s*[,;:/–-])+(?!\w)")
_BEFORE_MARK = re.compile(r"[\s,;]+(?=\))|\s+(?=[,;])")
_ENDS = re.compile(r"^[\s,;:/+.)–-]+|(?:[\s,;:/+(–-]|(?<=\s)\.)+$")
_LOOSE_WORD = re.compile(
    r"[\s,;:(]+(?:de|du|des|en|à|au|aux|et|ou|avec|pour|par|chez|dont|suite|depuis|mais|car)$", re.I
)


def cut(text: str, spans: Iterable[Span]) -> tuple[str, tuple[str, ...]]:
    """Take spans out of a text.

    Returns
    -------
    what is left, without the brackets, marks and small words that parted the spans from it, and
    the texts taken, in order; spans may touch or overlap
    """
    kept: list[str] = []
    taken: list[str] = []
    at = 0
    for start, end in _merged(spans):
        kept.append(text[at:start])
        taken.append(text[start:end].strip(" ()"))
        at = end
    kept.append(text[at:])
    return tidy(" ".join(kept)), tuple(taken)


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def tidy(text: str) -> str:
    """Single spaces, no empty brackets, no marks nor small words hanging at the ends."""
    text = _EMPTY_BRACKET.sub(" ", text)
    text = _BEFORE_MARK.sub("", _DOUBLED.sub(r"\1", " ".join(text.split())))
    while (shorter := _LOOSE_WORD.sub("", _ENDS.sub("", text))) != text:
        text = shorter
    if text.count("(") > text.count(")"):
        text += ")"
    return text
