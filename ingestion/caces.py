"""CACES as they are listed: `R489 cat. 1A, 3 et 5`, former recommendations, `CACES` alone."""

import re
from dataclasses import dataclass

from ingestion.lexicon import Words, beginnings_of, known_beginnings
from ingestion.licence_lists import REACH, Found, goes_on

_RECOMMENDATIONS: dict[str, tuple[str, ...]] = {
    "482": ("a", "b1", "b2", "b3", "c1", "c2", "c3", "d", "e", "f", "g"),
    "483": ("a", "b"),
    "484": ("1", "2"),
    "485": ("1", "2"),
    "486": ("a", "b", "c"),
    "487": ("1", "2", "3"),
    "489": ("1", "1a", "1b", "2", "2a", "2b", "3", "4", "5", "6", "7"),
    "490": (),
}
_FORMER: dict[str, tuple[str, dict[str, str]]] = {
    "389": ("489", {"1": "1", "2": "2", "3": "3", "4": "4", "5": "5", "6": "6"}),
    "372": (
        "482",
        {
            "1": "a",
            "2": "b1",
            "3": "c2",
            "4": "c1",
            "6": "c3",
            "7": "d",
            "8": "e",
            "9": "f",
            "10": "g",
        },
    ),
    "386": (
        "486",
        {"1a": "a", "2a": "a", "3a": "a", "a": "a", "1b": "b", "2b": "b", "3b": "b", "b": "b"},
    ),
    "377": ("487", {"1": "1", "2": "2", "3": "3"}),
    "383": ("483", {"1": "a", "2": "b"}),
    "366": ("485", {"1": "1", "2": "2"}),
    "318": ("484", {"1": "1", "2": "2"}),
    "390": ("490", {}),
}
"""Recommendations withdrawn in 2020 and the categories that followed them."""
_NUMBERS = (
    *("482", "483", "484", "485", "486", "487", "489", "490"),
    *("389", "372", "386", "377", "383", "366", "318", "390"),
)
_REC_WORD = re.compile(rf"r?({'|'.join(_NUMBERS)})m?")
_BEGINNINGS = beginnings_of(("caces", *_NUMBERS, *(f"{n}m" for n in _NUMBERS))) | beginnings_of(
    f"r{number}" for number in _NUMBERS
)
"""A text without them is not read word by word."""
_CATEGORY = re.compile(r"[1-9][ab]?|10|[a-g]|[bc][1-3]")
_COMPACT = re.compile(r"(?:[1-6][ab]?){2,5}")
_COMPACT_PART = re.compile(r"[1-6][ab]?")
_CACES_FILLERS = {
    *("cat", "cats", "categorie", "categories", "c", "n", "no", "niveau", "et", "ou", "de", "du"),
    *("type", "les", "la", "le", "r", "caces", "chariot", "chariots", "elevateur", "elevateurs"),
    *("nacelle", "nacelles", "engin", "engins", "chantier", "conduite", "a", "mini", "minimum"),
    *("obligatoire", "valide", "valides", "jour", "pont", "roulant", "gerbeur", "pelle", "numero"),
    *("selon", "recommandation", "ex", "ancien", "ancienne", "anciennement", "en", "cours", "des"),
    *("en", "validite", "exige", "exiges", "pemp", "plateforme", "grue", "auxiliaire", "cariste"),
}
_CACES_LIST_ENDS = {
    *("caces", "obligatoire", "exige", "exiges", "valide", "valides", "minimum"),
}
"""Words after which the categories already read belong to another list."""
_QUANTITY_AFTER = re.compile(
    r"\s{0,2}(?:an|ans|annees?|mois|h(?!\s?/\s?f)|heures?|euros?|€|%|postes?|jours?|x\b|[eè]me|k"
    r"|/ ?h(?!/)|personnes?\b|agents?\b|salaries\b|(?:cariste|conducteur|operateur|manutentionnaire"
    r"|preparateur)s\b|[,.]\d{1,2}\s?(?:€|eur|/ ?h|bruts?\b|nets?\b|de l'h))"
)


@dataclass(slots=True)
class _CacesList:
    """The list being read: the recommendation, if already said, and its categories."""

    recommendation: str | None
    categories: list[str]
    last: int


def find_caces(words: Words) -> list[Found]:
    """`CACES R489 cat. 1A, 3 et 5`, `CACES 1-3-5`, `R372m cat 1`, `CACES` alone."""
    found: list[Found] = []
    if _BEGINNINGS.isdisjoint(known_beginnings(words)):
        return found
    following = 0
    for index, word in enumerate(words.words):
        if index < following or word[:1] not in _CACES_INITIALS:
            continue
        if word.startswith("caces") or _recommendation(words, index):
            listed = _caces_list(words, index)
            found += listed
            following = max(item.last for item in listed) + 1
    return found


_CACES_INITIALS = {"c", "r", "3", "4"}


def _recommendation(words: Words, index: int) -> str | None:
    word = words.words[index]
    match = _REC_WORD.fullmatch(word)
    if match is None:
        return None
    if word.startswith("r"):
        return match[1]
    if index and words.words[index - 1] == "r" and len(words.gap(index - 1)) <= 2:
        return match[1]
    return None


def _caces_list(words: Words, anchor: int) -> list[Found]:
    lists: list[_CacesList] = [_CacesList(_recommendation(words, anchor), [], anchor)]
    index = anchor
    while index == anchor or (index - anchor < REACH):
        if not goes_on(words, index):
            break
        index += 1
        current = lists[-1]
        recommendation = _recommendation(words, index)
        if recommendation is not None:
            if current.recommendation is None and not _category_follows(words, index, current):
                current.recommendation, current.last = recommendation, index
            else:
                lists.append(_CacesList(recommendation, [], index))
            continue
        categories = _categories(words, index, bool(current.categories))
        if categories:
            current.categories += categories
            current.last = index
        elif words.words[index] not in _CACES_FILLERS or (
            current.categories and words.words[index] in _CACES_LIST_ENDS
        ):
            break
    around = words.folded[max(0, words.starts[anchor] - 60) : words.ends[lists[-1].last] + 40]
    found: list[Found] = []
    for item in lists:
        codes = _caces_codes(item, around) or ["CACES"]
        found += [Found(code, anchor, item.last, 0.95) for code in codes]
    return found


def _category_follows(words: Words, index: int, current: _CacesList) -> bool:
    """Whether the recommendation at `index` opens a list of its own."""
    if not current.categories:
        return False
    for step in range(index, min(index + 3, len(words) - 1)):
        if not goes_on(words, step):
            return False
        if _categories(words, step + 1, True):
            return True
        if words.words[step + 1] not in _CACES_FILLERS:
            return False
    return False


def _categories(words: Words, index: int, inside: bool) -> list[str]:
    word = words.words[index]
    if word in ("a", "c", "d", "e") and (
        words.text[words.starts[index]] != word.upper() or words.gap(index)[:1] == "'"
    ):
        return []
    if word == "f" and words.folded.startswith("/h", words.ends[index]):
        return []
    if _QUANTITY_AFTER.match(words.folded, words.ends[index], words.ends[index] + 18):
        return []
    if _CATEGORY.fullmatch(word):
        return [word]
    if word == "m" or not _COMPACT.fullmatch(word):
        return []
    parts = _COMPACT_PART.findall(word)
    return parts if len(set(parts)) == len(parts) and parts == sorted(parts) else []


def _caces_codes(item: _CacesList, around: str) -> list[str]:
    recommendation = item.recommendation or _probable(item.categories, around)
    if recommendation is None:
        return []
    former = _FORMER.get(recommendation)
    categories = item.categories
    if former is not None:
        recommendation, mapping = former
        categories = [mapping[name] for name in categories if name in mapping]
    elif recommendation == "486":
        categories = [_FORMER["386"][1].get(name, name) for name in categories]
    if recommendation == "490":
        return ["CACES_R490"]
    allowed = _RECOMMENDATIONS[recommendation]
    kept = dict.fromkeys(name for name in categories if name in allowed)
    return [f"CACES_R{recommendation}_{name.upper()}" for name in kept]


def _probable(categories: list[str], around: str) -> str | None:
    """The recommendation meant by categories that name none."""
    if not categories:
        return None
    marks = set(categories)
    if any(mark[0] in "bcdefg" and mark not in ("b", "c") for mark in marks):
        return "482"
    if marks & {"3a", "3b"} or ("nacelle" in around and marks <= set(_FORMER["386"][1])):
        return "386"
    if marks <= {"a", "b", "c"}:
        return "482" if marks == {"a"} and "nacelle" not in around else "486"
    if re.search(r"\bengins? de (?:chantier|tp)\b|pelleteur|\bpelle\b|tractopelle|r ?372", around):
        return "372"
    if "pont roulant" in around or "ponts roulants" in around or "pontier" in around:
        return "484" if marks <= {"1", "2"} else "489"
    if "gerbeur" in around and "accompagn" in around and marks <= {"1", "2"}:
        return "485"
    if "grue a tour" in around:
        return "487"
    return "489"
