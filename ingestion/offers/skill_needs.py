"""Skills that an offer names of its post, each once; what a firm says of itself is no need."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from ingestion.lexicon import Words, read_rows, split_list
from ingestion.offers.found import Found, is_negated, sentence_around
from ingestion.offers.necessity import necessity_around
from ingestion.phrases import Phrases
from ingestion.records import SkillNeed
from ingestion.skills import SkillMention, find_skills_in
from models.vocabulary import Necessity

MOST_SKILLS = 25
"""Skills read from one text: more says nothing of the post."""
TRUST = 0.8


def skill_needs(words: Words, families: frozenset[str] = frozenset()) -> list[Found[SkillNeed]]:
    """The skills of a post in the order of the text; wished, but where a word requires them.

    `families` are the first letters of the ROME codes that the post may have: past the title, a
    skill that offers of none of them name is more often said of something else. None: unknown.
    """
    title = words.folded.find("\n")
    found: dict[str, SkillMention] = {}
    own: set[str] = set()
    elsewhere = _not_asked(words)
    for mention in find_skills_in(words):
        start, end = mention.start, mention.end
        known = found.get(mention.code)
        if known is not None and (known.is_label or not mention.is_label):
            continue
        if any(first <= start < last for first, last in elsewhere):
            continue
        if is_trade(words, start, end):
            if start < title:
                own.add(mention.code)
            if mention.code in own or not _is_sought(words, start):
                continue
            mention = replace(mention, said=mention.label)
        if is_negated(words, start, end) or _is_of_firm(words, start, end):
            continue
        if _TAUGHT.search(words.folded, max(0, start - 80), start):
            continue
        if start > title and not _is_of_families(mention.code, families):
            continue
        found[mention.code] = mention
    told = sorted(found.values(), key=lambda mention: mention.start)
    return [_need(words, mention) for mention in told[:MOST_SKILLS]]


def _need(words: Words, mention: SkillMention) -> Found[SkillNeed]:
    need, said = necessity_around(words, mention.start, mention.end)
    kind = Necessity.REQUIRED if said and need is Necessity.REQUIRED else Necessity.WISHED
    return Found(SkillNeed(mention.said, kind), mention.start, mention.end, TRUST)


@lru_cache(maxsize=1)
def _families() -> dict[str, frozenset[str]]:
    """Code of a skill -> the families of occupations whose offers name it, where some do not."""
    return {row["code"]: frozenset(row["families"]) for row in read_rows("skills_families.csv")}


def _is_of_families(code: str, families: frozenset[str]) -> bool:
    return not families or not families.isdisjoint(_families().get(code, families))


_TAUGHT = re.compile(
    r"\b(?:format(?:eur|rice)s?|professeure?s?|enseignante?s?|intervenant)\b"
    r"(?:(?!\b(?:vous|avec|dans|en tant)\b|expert|experience|maitris|connai)[^.;:\n]){0,50}$"
)
"""`Formateur en usinage`: what is taught, not what is done."""


_AFTER_A_VERB = r" (?:(?:les?|la|vos|votre|nos|une?|des|et la|et les|du public)\b|l')"
"""`Conseiller les clients` is a task, `conseiller clientèle` a trade."""


@lru_cache(maxsize=1)
def _trades() -> re.Pattern[str]:
    forms = {form for row in read_rows("skills_trades.csv") for form in _forms(row["trade"])}
    names = "|".join(map(re.escape, sorted(forms, key=lambda form: (-len(form), form))))
    return re.compile(rf"(?:{names})(?![a-z])(?!{_AFTER_A_VERB})")


_FEMININES = (("teur", "trice"), ("eur", "euse"), ("ier", "iere"), ("er", "ere"), ("ien", "ienne"))


def _forms(trade: str) -> Iterator[str]:
    """`vendeur`, `vendeuse` and their plurals."""
    singulars = [trade, f"{trade}e", f"{trade}ne"]
    singulars += [trade.removesuffix(a) + b for a, b in _FEMININES if trade.endswith(a)]
    for each in singulars:
        yield from (each, f"{each}s")


def is_trade(words: Words, start: int, end: int) -> bool:
    """`Préparateur de commandes`: the name of a trade, which is no skill of one's own post."""
    return _names_trade(words.folded[start:end])


@lru_cache(maxsize=4096)
def _names_trade(folded: str) -> bool:
    """Kept, for the same few wordings make most of what is read."""
    return _trades().match(folded) is not None


_SEEKS = re.compile(
    r"(?:recherch|recrut|embauch|en tant qu|en qualite d|devenez|profils? d|cherche)"
    r"[^.;\n]{0,80}(?:[ ']|\))$"
)


def _is_sought(words: Words, start: int) -> bool:
    """`Nous recherchons un conducteur de bus` under another title: the post, said otherwise."""
    return _SEEKS.search(words.folded, max(0, start - 100), start) is not None


_HEADING = "rubrique de l'employeur"
"""The cause whose words open a part of the text: they count at the start of a line only."""


@lru_cache(maxsize=1)
def _causes() -> tuple[tuple[str, Phrases], ...]:
    rows = read_rows("skills_not_asked.csv")
    return tuple((row["cause"], Phrases(row["pattern"], row["words"])) for row in rows)


def _not_asked(words: Words) -> list[tuple[int, int]]:
    """Spans, past the title, that speak of the firm, of others, of diplomas or of advantages."""
    title = words.folded.find("\n")
    return [
        match.span(match.lastindex or 0)
        for cause, phrases in _causes()
        for match in phrases.find(words)
        if match.start() > title and (cause != _HEADING or _opens_line(words, match.start()))
    ]


def _opens_line(words: Words, start: int) -> bool:
    line = words.folded[max(0, start - 12) : start].rpartition("\n")
    return line[1] == "\n" and not any(map(str.isalnum, line[2]))


@lru_cache(maxsize=4)
def _words_of(kind: str) -> re.Pattern[str]:
    rows = (row for row in read_rows("skills_firm_words.csv") if row["kind"] == kind)
    return re.compile(r"\b(?:" + "|".join(split_list(next(rows)["words"])) + r")")


def _is_of_firm(words: Words, start: int, end: int) -> bool:
    """A sentence that praises the firm or lists advantages, and asks nothing of a person."""
    return _speaks_of_firm(words, *sentence_around(words, start, end))


@lru_cache(maxsize=32)
def _speaks_of_firm(words: Words, first: int, last: int) -> bool:
    """Kept, for a sentence often names several skills."""
    if _words_of("advantage").search(words.folded, first, last):
        return True
    if not _words_of("firm").search(words.folded, first, last):
        return False
    return not _words_of("person").search(words.folded, first, last)
