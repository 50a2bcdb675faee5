"""Words that say more than a ranking or an employer may know: health, justice, status.

The list is data (`data/sensitive_words.csv`): words as `squash` writes them, `*` ends a word in any
way; `where` is `free` (every free cell), `constraints` (that cell only, where a part of the body
tells an illness) or `around` (words that go with those taken out: `suite à`, `reconnu`);
`unless` holds words that show a trade is meant (`surveillant pénitentiaire`).
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from ingestion.candidates.cutting import Span, cut
from ingestion.folding import fold, squash


@dataclass(frozen=True, slots=True)
class _Rule:
    category: str
    where: str
    stems: tuple[str, ...]
    words: re.Pattern[str]
    unless: re.Pattern[str] | None


def _pattern(words: str) -> re.Pattern[str]:
    stems = sorted(filter(None, words.split("|")), key=len, reverse=True)
    one_of = "|".join(re.escape(stem).replace(r"\*", r"\w*").replace(r"\ ", " ") for stem in stems)
    return re.compile(rf"\b(?:{one_of})\b")


@lru_cache(maxsize=1)
def _table() -> tuple[_Rule, ...]:
    text = (files("ingestion") / "data" / "sensitive_words.csv").read_text(encoding="utf-8")
    return tuple(
        _Rule(
            row["category"],
            row["where"],
            tuple(row["words"].split("|")),
            _pattern(row["words"]),
            _pattern(row["unless"]) if row["unless"] else None,
        )
        for row in csv.DictReader(text.splitlines(), delimiter=";")
    )


@lru_cache(maxsize=4)
def _rules(*where: str) -> tuple[_Rule, ...]:
    return tuple(rule for rule in _table() if rule.where in where)


HEAD = 4
"""Letters by which a first look sorts out the items that hold none of the words."""
UNDECLARED = "non_declare"
_SMALL = frozenset(
    [
        "a",
        "au",
        "aux",
        "de",
        "du",
        "des",
        "d",
        "le",
        "la",
        "les",
        "l",
        "un",
        "une",
        "en",
        "par",
        "pour",
        "avec",
        "et",
        "est",
        "a",
        "son",
        "sa",
    ]
)
_LENGTH = frozenset(
    squash(
        "an ans annee annees mois semaine semaines sem saison saisons ete etes depuis environ env "
        "a au et demi demie de en plus"
    ).split()
)


@lru_cache(maxsize=4)
def _key_words(*where: str) -> dict[str, tuple[str, ...]]:
    """The longest word of each stem by its first letters; one that may go on ends with `*`."""
    by_head: dict[str, set[str]] = {}
    for rule in _rules(*where):
        for stem in rule.stems:
            key = max(stem.split(), key=len)
            by_head.setdefault(key.rstrip("*")[:HEAD], set()).add(key)
    return {head: tuple(sorted(words)) for head, words in by_head.items()}


def _may_break(words: str, *where: str) -> bool:
    """False where no rule can match: the longest word of no stem is there."""
    known = _key_words(*where)
    for word in words.split():
        for key in known.get(word[:HEAD], ()):
            if word.startswith(key[:-1]) if key[-1] == "*" else word == key:
                return True
    return False


@lru_cache(maxsize=1)
def rules_hold_numbers() -> bool:
    """True where a number is a word of a rule of free cells."""
    words = (word for rule in _rules("free") for stem in rule.stems for word in stem.split())
    return any(word[:1].isdigit() for word in words)


@lru_cache(maxsize=65536)
def may_say_too_much(text: str) -> bool:
    """A first look: False where `says_too_much` is False for any text that this is part of."""
    return _may_break(squash(text), "free")


@lru_cache(maxsize=16384)
def says_too_much(item: str) -> bool:
    """True where an item of a free cell tells health, justice, status or undeclared work."""
    return may_say_too_much(item) and any(_broken(squash(item), "free"))


@lru_cache(maxsize=16384)
def constraint_says_too_much(item: str) -> bool:
    """Same for `Contraintes`, where parts of the body count as well."""
    return any(_broken(squash(item), "free", "constraints"))


@lru_cache(maxsize=4096)
def is_undeclared(item: str) -> bool:
    """True where the item tells undeclared work, or asks to be kept quiet: hidden whole."""
    return any(rule.category == UNDECLARED for rule in _broken(squash(item), "free"))


def _broken(words: str, *where: str) -> Iterator[_Rule]:
    if not _may_break(words, *where):
        return
    for rule in _rules(*where):
        if rule.words.search(words) and not (rule.unless and rule.unless.search(words)):
            yield rule


# --- taking the words out --------------------------------------------------------------------

_TOKEN = re.compile(r"[a-z0-9]+")
_BRACKET = re.compile(r"\([^()]*\)?")


@lru_cache(maxsize=16384)
def cut_sensitive(item: str) -> tuple[str, tuple[str, ...]]:
    """Take the words that say too much out of an item, with the brackets they stood in.

    `Cariste (RQTH)` gives (`Cariste`, (`RQTH`,)). A length said in the bracket stays: `cariste
    (24 mois, RQTH)` gives `cariste (24 mois)`. Where nothing readable is left, the rest is "" and
    what was taken is the whole item.
    """
    if not says_too_much(item):
        return item, ()
    tokens = [(token[0], token.start(), token.end()) for token in _TOKEN.finditer(fold(item))]
    found = list(_sensitive_spans(tokens))
    spans: list[Span] = []
    for bracket in _BRACKET.finditer(item):
        if any(bracket.start() < end and start < bracket.end() for start, end in found):
            spans += _bracket_spans(item, bracket.span(), found)
    rest, taken = cut(item, [*spans, *found])
    left = [word for word in squash(rest).split() if word not in _SMALL and not word.isdigit()]
    around = _rules("around")[0].stems
    if all(word in around for word in left) or _is_length(rest) or says_too_much(rest):
        return "", (item,)
    return rest, taken


def _sensitive_spans(tokens: Sequence[tuple[str, int, int]]) -> Iterator[Span]:
    """Where the words stand, with those that go with them on both sides."""
    around = _rules("around")[0].stems
    words = [word for word, _, _ in tokens]
    joined = " ".join(words)
    for rule in _broken(joined, "free"):
        for match in rule.words.finditer(joined):
            first = joined.count(" ", 0, match.start())
            last = joined.count(" ", 0, match.end())
            while first and (words[first - 1] in around or words[first - 1] in _SMALL):
                first -= 1
            last = _last_around(words, last, around)
            yield tokens[first][1], tokens[last][2]


def _last_around(words: Sequence[str], last: int, around: Sequence[str]) -> int:
    """Small words are taken only before one that goes with the sensitive one."""
    at = last + 1
    while at < len(words) and (words[at] in _SMALL or words[at] in around or words[at].isdigit()):
        if words[at] in around or (words[at].isdigit() and words[at - 1] in around):
            last = at
        at += 1
    return last


def _bracket_spans(item: str, bracket: Span, found: Sequence[Span]) -> Iterator[Span]:
    """The whole bracket, but for the parts of it that only say how long."""
    start, end = bracket
    inside = re.compile(r"[^(),;]+")
    parts = list(inside.finditer(item, start, end))
    keep = [part for part in parts if _is_length(part[0])]
    keep = [p for p in keep if not any(p.start() < b and a < p.end() for a, b in found)]
    if not keep:
        yield bracket
        return
    for part in parts:
        if part not in keep:
            yield part.span()


def _is_length(part: str) -> bool:
    words = squash(part).split()
    return any(map(str.isdigit, words)) and all(w.isdigit() or w in _LENGTH for w in words)
