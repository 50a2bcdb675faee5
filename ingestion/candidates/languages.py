"""`Langues`: names of languages and levels as people write them."""

import csv
import re
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from ingestion.folding import squash
from ingestion.records import LanguageLevel

_CEFR = re.compile(r"\b([abc][12])\b")
_LEVEL_WORDS: tuple[tuple[str, str], ...] = (
    (r"maternel|natif|native", "native"),
    (r"bilingue", "C2"),
    (r"courant|couramment", "C1"),
    (r"intermediaire|correct", "B1"),
    (r"notion|debutant|base|bases|faible", "A1"),
)


@lru_cache(maxsize=1)
def _names() -> tuple[tuple[str, str], ...]:
    text = (files("ingestion") / "data" / "languages.csv").read_text(encoding="utf-8")
    return tuple(
        (name, row["code"])
        for row in csv.DictReader(text.splitlines(), delimiter=";")
        for name in row["names"].split("|")
    )


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    return {squash(name): code for name, code in _names()}


@lru_cache(maxsize=256)
def language_name(code: str) -> str:
    """French name of a language code; the code itself where it is not known."""
    return next((name for name, known in _names() if known == code), code)


_SPLIT = re.compile(r"[|;,\n]|\s(?:et|ou)\s")


def split_languages(cell: str) -> list[str]:
    """Items of the cell; `B1 oral / A2 écrit` stays one, `wolof/français` is two."""
    items: list[str] = []
    for item in filter(None, (part.strip() for part in _SPLIT.split(cell))):
        halves = [half.strip() for half in item.split("/")]
        items += halves if all(read_language(half) for half in halves) else [item]
    return items


@lru_cache(maxsize=4096)
def read_language(item: str) -> LanguageLevel | None:
    """Read `français B1`, `anglais scolaire`, `français A1+ (cours en cours)`; None if no language.

    Of two levels the first counts (speech is named before writing); `scolaire` says no level.
    """
    words = squash(item)
    codes = _codes()
    tokens = words.split()
    code = next((codes[token] for token in tokens if token in codes), None)
    if code is None:
        pairs = (" ".join(pair) for pair in pairwise(tokens))
        code = next((codes[pair] for pair in pairs if pair in codes), None)
    if code is None:
        return None
    level = _CEFR.search(words)
    if level:
        return LanguageLevel(code, level[1].upper())
    return LanguageLevel(
        code, next((said for pattern, said in _LEVEL_WORDS if re.search(pattern, words)), None)
    )


@lru_cache(maxsize=8192)
def read_languages(cell: str) -> tuple[tuple[LanguageLevel, ...], tuple[str, ...]]:
    """Languages of a cell, each once as first said, and the items that name none."""
    spoken: dict[str, LanguageLevel] = {}
    odd: list[str] = []
    for item in split_languages(cell):
        language = read_language(item)
        if language is None:
            odd.append(item)
        else:
            spoken.setdefault(language.code, language)
    return tuple(spoken.values()), tuple(odd)
