"""Words that say more than a ranking or an employer may know: health, justice, status.

The list is data (`data/sensitive_words.csv`): words as `folded` text, `*` ends a word in any way;
`where` is `free` (every free cell) or `constraints` (that cell only, where a part of the body
tells an illness); `unless` holds words that show a trade is meant (`surveillant pénitentiaire`).
"""

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from ingestion.folding import squash


@dataclass(frozen=True, slots=True)
class _Rule:
    where: str
    stems: tuple[str, ...]
    words: re.Pattern[str]
    unless: re.Pattern[str] | None


def _pattern(words: str) -> re.Pattern[str]:
    stems = sorted(filter(None, words.split("|")), key=len, reverse=True)
    one_of = "|".join(re.escape(stem).replace(r"\*", r"\w*").replace(r"\ ", " ") for stem in stems)
    return re.compile(rf"\b(?:{one_of})\b")


@lru_cache(maxsize=1)
def _rules() -> tuple[_Rule, ...]:
    text = (files("ingestion") / "data" / "sensitive_words.csv").read_text(encoding="utf-8")
    return tuple(
        _Rule(
            row["where"],
            tuple(row["words"].split("|")),
            _pattern(row["words"]),
            _pattern(row["unless"]) if row["unless"] else None,
        )
        for row in csv.DictReader(text.splitlines(), delimiter=";")
    )


HEAD = 4
"""Letters by which a first look sorts out the items that hold none of the words."""


@lru_cache(maxsize=1)
def _heads() -> frozenset[str]:
    return frozenset(
        stem.rstrip("*")[:HEAD].split()[0] for rule in _rules() for stem in rule.stems if stem
    )


@lru_cache(maxsize=16384)
def says_too_much(item: str) -> bool:
    """True where an item of a free cell tells health, justice, status or undeclared work."""
    return _says(item, ("free",))


@lru_cache(maxsize=16384)
def constraint_says_too_much(item: str) -> bool:
    """Same for `Contraintes`, where parts of the body count as well."""
    return _says(item, ("free", "constraints"))


def _says(item: str, where: tuple[str, ...]) -> bool:
    words = squash(item)
    heads = _heads()
    if not any(word[:HEAD] in heads for word in words.split()):
        return False
    return any(
        rule.words.search(words) and not (rule.unless and rule.unless.search(words))
        for rule in _rules()
        if rule.where in where
    )
