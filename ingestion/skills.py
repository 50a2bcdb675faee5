"""The lexicon of skills, in our own words, and the finding of skills in a text."""

from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from ingestion.lexicon import Lexicon, Words, cut, read_rows, split_list
from ingestion.normalise import squash

LEAST_LIKENESS = 88.0
"""rapidfuzz token-sort ratio (0..100) from which words are taken for a known skill."""
SHORTEST_FUZZY = 6


@dataclass(frozen=True, slots=True)
class Skill:
    """`domain` is a value of `models.vocabulary.Domain`, or `commun` for all of them."""

    code: str
    label: str
    domain: str
    variants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SkillMention:
    """A skill read at `text[start:end]` (characters)."""

    code: str
    label: str
    start: int
    end: int


@lru_cache(maxsize=1)
def skills() -> dict[str, Skill]:
    """Every known skill by code, in the order of the table."""
    return {
        row["code"]: Skill(
            row["code"], row["label"], row["domain"], tuple(split_list(row["variants"]))
        )
        for row in read_rows("skills.csv")
    }


@lru_cache(maxsize=1)
def _lexicon() -> Lexicon[str]:
    return Lexicon(
        (phrase, skill.code)
        for skill in skills().values()
        for phrase in (skill.label, *skill.variants)
    )


def skill_label(code: str) -> str:
    """French label of a code; an unknown code is written out with spaces."""
    skill = skills().get(code)
    return skill.label if skill else code.replace("_", " ")


def find_skills(text: str) -> list[SkillMention]:
    """Every skill named in a text, in its order; a code may come several times."""
    return find_skills_in(cut(text))


def find_skills_in(words: Words) -> list[SkillMention]:
    """Same as `find_skills`, for a text already cut."""
    known = skills()
    return [
        SkillMention(
            hit.value, known[hit.value].label, words.starts[hit.first], words.ends[hit.last]
        )
        for hit in _lexicon().find(words)
    ]


@lru_cache(maxsize=1)
def _fuzzy_keys() -> dict[str, str]:
    keys: dict[str, str] = {}
    for skill in skills().values():
        for phrase in (skill.label, *skill.variants):
            keys.setdefault(squash(phrase), skill.code)
    return keys


@lru_cache(maxsize=16384)
def skill_code(words: str) -> str | None:
    """The code that a candidate's words stand for: exactly, then by likeness; None if unsure."""
    exact = _lexicon().exact(words)
    if exact is not None:
        return exact
    key = squash(words)
    if len(key) < SHORTEST_FUZZY:
        return None
    keys = _fuzzy_keys()
    best = process.extractOne(
        key, keys.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=LEAST_LIKENESS
    )
    return keys[best[0]] if best else None
