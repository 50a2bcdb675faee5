"""Skills that an offer names of its post, each once; what a firm says of itself is no need."""

import re
from functools import lru_cache

from ingestion.lexicon import Words, read_rows, split_list
from ingestion.offers.found import Found, is_negated, sentence_around
from ingestion.offers.necessity import necessity_around
from ingestion.records import SkillNeed
from ingestion.skills import find_skills_in
from models.vocabulary import Necessity

MOST_SKILLS = 25
"""Skills read from one text: more says nothing of the post."""
TRUST = 0.8


def skill_needs(words: Words) -> list[Found[SkillNeed]]:
    """The skills of a post in the order of the text; wished, but where a word requires them."""
    found: dict[str, Found[SkillNeed]] = {}
    for mention in find_skills_in(words):
        start, end = mention.start, mention.end
        if mention.code in found or is_negated(words, start, end) or _is_of_firm(words, start, end):
            continue
        need, said = necessity_around(words, start, end)
        kind = Necessity.REQUIRED if said and need is Necessity.REQUIRED else Necessity.WISHED
        found[mention.code] = Found(SkillNeed(mention.label, kind), start, end, TRUST)
        if len(found) == MOST_SKILLS:
            break
    return list(found.values())


@lru_cache(maxsize=4)
def _words_of(kind: str) -> re.Pattern[str]:
    rows = (row for row in read_rows("skills_firm_words.csv") if row["kind"] == kind)
    return re.compile(r"\b(?:" + "|".join(split_list(next(rows)["words"])) + r")")


def _is_of_firm(words: Words, start: int, end: int) -> bool:
    """A sentence that praises the firm or lists advantages, and asks nothing of a person."""
    first, last = sentence_around(words, start, end)
    if _words_of("advantage").search(words.folded, first, last):
        return True
    if not _words_of("firm").search(words.folded, first, last):
        return False
    return not _words_of("person").search(words.folded, first, last)
