"""The lexicon of skills, in our own words, and the finding of skills in a text."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress

from rapidfuzz import fuzz, process

from ingestion.lexicon import Lexicon, Memo, Words, cut, read_rows, split_list
from ingestion.normalise import squash

LEAST_LIKENESS = 88.0
"""rapidfuzz token-sort ratio (0..100) from which words are taken for a known skill."""
SHORTEST_FUZZY = 6


@dataclass(frozen=True, slots=True)
class Skill:
    """`domain` is a value of `models.vocabulary.Domain`, or `commun` for all of them.

    `same` are words that say what the label says; `variants` say something wider or beside it
    (`quai` for `Travailler sur un quai`): they lead to the skill and are not called by its label.
    """

    code: str
    label: str
    domain: str
    same: tuple[str, ...]
    variants: tuple[str, ...]

    @property
    def phrases(self) -> tuple[str, ...]:
        """Every wording that leads to the skill, its label first."""
        return (self.label, *self.same, *self.variants)


@dataclass(frozen=True, slots=True)
class SkillMention:
    """A skill read at `text[start:end]` (characters).

    `said` is what the text says of it: the label, or the words of a variant that says less.
    """

    code: str
    label: str
    said: str
    start: int
    end: int

    @property
    def is_label(self) -> bool:
        """Whether the text says what the label says."""
        return self.said == self.label


@lru_cache(maxsize=1)
def skills() -> dict[str, Skill]:
    """Every known skill by code, in the order of the table."""
    return {
        row["code"]: Skill(
            row["code"],
            row["label"],
            row["domain"],
            tuple(split_list(row["same"])),
            tuple(split_list(row["variants"])),
        )
        for row in read_rows("skills.csv")
    }


_SMALL_WORDS = frozenset(
    (
        *("a", "au", "aux", "avec", "d", "dans", "de", "des", "du", "en", "et", "l", "la", "le"),
        *("les", "leur", "ou", "par", "pour", "s", "sa", "ses", "son", "sur", "un", "une"),
        *("vos", "votre"),
    )
)
_ENDINGS = (
    *("ations", "ation", "ements", "ement", "ateurs", "ateur", "atrice", "euses", "euse", "eurs"),
    *("eur", "ages", "age", "ures", "ure", "ions", "ion", "iers", "ier", "ants", "ant", "ees"),
    *("ee", "es", "er", "ez", "ir", "e"),
)
_SHORTEST_ROOT = 4


def root(stem: str) -> str:
    """What `nettoyer`, `nettoyage` and `nettoyez` share; short words are left whole."""
    for ending in _ENDINGS:
        if stem.endswith(ending) and len(stem) - len(ending) >= _SHORTEST_ROOT:
            return stem[: -len(ending)]
    return stem


_ROOTS = Memo(root)


def _reduce(words: Words) -> Words:
    """Roots of the words that carry meaning."""
    kept = [word not in _SMALL_WORDS for word in words.words]
    return Words(
        words.text,
        words.folded,
        list(compress(words.words, kept)),
        list(map(_ROOTS.__getitem__, compress(words.stems, kept))),
        list(compress(words.starts, kept)),
        list(compress(words.ends, kept)),
    )


_Named = tuple[str, str]
"""Code of a skill, and what a phrase that leads to it says."""


def _phrases() -> list[tuple[str, _Named]]:
    found: list[tuple[str, _Named]] = []
    for each in skills().values():
        found += [(phrase, (each.code, each.label)) for phrase in (each.label, *each.same)]
        found += [(phrase, (each.code, _capital(phrase))) for phrase in each.variants]
    return found


def _capital(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:]


@lru_cache(maxsize=1)
def _sequences() -> Lexicon[_Named]:
    """Phrases of two words and more, compared by roots."""
    several = [(phrase, named) for phrase, named in _phrases() if len(_reduce(cut(phrase))) > 1]
    return Lexicon(several, _reduce)


@lru_cache(maxsize=1)
def _single_words() -> Lexicon[_Named]:
    """One-word names, compared as written but for plurals: a root alone says too little."""
    return Lexicon((phrase, named) for phrase, named in _phrases() if len(cut(phrase)) == 1)


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
    found = [hit for hit in _sequences().spans(words) if _is_one_phrase(words, hit[1], hit[2])]
    taken = {start for _, start, _ in found}
    ends = sorted((start, end) for _, start, end in found)
    for named, start, end in _single_words().spans(words):
        if start not in taken and not _inside(ends, start):
            found.append((named, start, end))
    found.sort(key=lambda item: item[1])
    return [
        SkillMention(code, known[code].label, said, start, end)
        for (code, said), start, end in found
        if _is_meant(words, start, end)
    ]


_NEXT_PHRASE = re.compile(r"[\n.:;!?•·▪●]")


def _is_one_phrase(words: Words, start: int, end: int) -> bool:
    """`Filtrer les produits` then `Nettoyer` on the next line are not a product to clean."""
    return _NEXT_PHRASE.search(words.folded, start, end) is None


@dataclass(frozen=True, slots=True)
class _Context:
    """What must stand near a word of many meanings, what must not, and what must not touch it."""

    near: re.Pattern[str] | None
    not_before: re.Pattern[str] | None
    not_after: re.Pattern[str] | None
    not_near: re.Pattern[str] | None


@lru_cache(maxsize=1)
def _contexts() -> dict[str, _Context]:
    def compiled(pattern: str) -> re.Pattern[str] | None:
        return re.compile(pattern) if pattern else None

    contexts: dict[str, _Context] = {}
    for row in read_rows("skills_context.csv"):
        before, after = row["not_before"].strip("|"), row["not_after"].strip("|")
        contexts[_STEMMED[row["phrase"]]] = _Context(
            compiled(row["near"]),
            compiled(rf"\b(?:{before})\s?\Z" if before else ""),
            compiled(rf"\s?(?:{after})" if after else ""),
            compiled(row["not_near"]),
        )
    return contexts


NEAR = 60
"""Characters on each side in which the words that settle a meaning are looked for."""


def _is_meant(words: Words, start: int, end: int) -> bool:
    """`Conduite` of a car, `entrée` of a meal: the words around say whether it is the skill."""
    folded = words.folded
    context = _contexts().get(_STEMMED[folded[start:end]])
    if context is None:
        return True
    first = max(0, start - NEAR)
    if context.not_after is not None and context.not_after.match(folded, end):
        return False
    if context.not_before is not None and context.not_before.search(folded, first, start):
        return False
    if context.near is None and context.not_near is None:
        return True
    around = f"{folded[first:start]} {folded[end : end + NEAR]}"
    if context.not_near is not None and context.not_near.search(around):
        return False
    return context.near is None or context.near.search(around) is not None


def _stemmed(written: str) -> str:
    """`chef d'équipe` and `chef équipe` alike: the stems without small words."""
    words = cut(written)
    kept = [s for s, word in zip(words.stems, words.words, strict=True) if word not in _SMALL_WORDS]
    return " ".join(kept or words.stems)


_STEMMED = Memo(_stemmed)


def _inside(spans: list[tuple[int, int]], start: int) -> bool:
    place = bisect_right(spans, (start, len(spans) + start))
    return place > 0 and start < spans[place - 1][1]


@lru_cache(maxsize=1)
def _fuzzy_keys() -> dict[str, str]:
    keys: dict[str, str] = {}
    for skill in skills().values():
        for phrase in skill.phrases:
            keys.setdefault(_in_order(squash(phrase)), skill.code)
    return keys


def _in_order(squashed: str) -> str:
    """The words in the order of the alphabet: likeness then does not hang on theirs."""
    return " ".join(sorted(squashed.split()))


@lru_cache(maxsize=16384)
def skill_code(words: str) -> str | None:
    """The code that a candidate's words stand for: exactly, then by likeness; None if unsure."""
    exact = _single_words().exact(words) or _sequences().exact(words)
    if exact is not None:
        return exact[0]
    key = squash(words)
    if len(key) < SHORTEST_FUZZY:
        return None
    keys = _fuzzy_keys()
    best = process.extractOne(
        _in_order(key), keys.keys(), scorer=fuzz.ratio, score_cutoff=LEAST_LIKENESS
    )
    return keys[best[0]] if best else None
