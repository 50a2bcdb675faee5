"""Licences written as lists of marks: driving licences, CACES, electrical habilitations."""

import re
from dataclasses import dataclass

from ingestion.lexicon import Words

_GAP = re.compile(r"[\s,/\-+&():;.°*®™'\"|]{0,5}")
"""What may stand between two marks of one list; a line break or a full stop ends it."""
_ABBREVIATIONS = {"cat", "categ", "cats", "n", "no", "r", "hab", "habil", "elec"}
_REACH = 24
"""Words: the longest list that is read."""


@dataclass(frozen=True, slots=True)
class Found:
    """A code, the words `first` to `last` that say it, and the trust in the reading."""

    code: str
    first: int
    last: int
    trust: float


def _goes_on(words: Words, index: int) -> bool:
    """Whether the list may continue after word `index`."""
    if index + 1 >= len(words):
        return False
    gap = words.gap(index)
    if "\n" in gap or (". " in gap and words.words[index] not in _ABBREVIATIONS):
        return False
    return _GAP.fullmatch(gap) is not None


# --- driving licences ---------------------------------------------------------------------

_DRIVING = {
    "am": "permis_AM",
    "bsr": "permis_AM",
    "a1": "permis_A1",
    "a2": "permis_A2",
    "a": "permis_A",
    "b1": "permis_B1",
    "b": "permis_B",
    "vl": "permis_B",
    "b78": "permis_B78",
    "b96": "permis_B96",
    "be": "permis_BE",
    "eb": "permis_BE",
    "c1": "permis_C1",
    "c1e": "permis_C1E",
    "c": "permis_C",
    "pl": "permis_C",
    "poids": "permis_C",
    "super": "permis_CE",
    "ce": "permis_CE",
    "ec": "permis_CE",
    "spl": "permis_CE",
    "d1": "permis_D1",
    "d": "permis_D",
    "de": "permis_DE",
    "ed": "permis_DE",
}
_LETTERS_ALSO_WORDS = {"a", "d", "de", "ce", "e"}
_DRIVING_FILLERS = {"de", "conduire", "categorie", "categories", "cat", "conduite", "type"}
_LIST_FILLERS = {"et", "ou", "permis", "lourd", "lourds", "voiture", "le", "du"}
_VERB_BEFORE = {"a", "ont", "ayant", "est", "sont", "ete", "aura", "soit", "etait", "as", "ai"}
_NOT_DRIVING_AFTER = {
    "de",
    "d",
    "a",
    "aux",
    "par",
    "au",
    "cotier",
    "bateau",
    "exploitation",
    "cariste",
    "nacelle",
    "feu",
    "chasse",
    "fluvial",
    "hauturier",
    "la",
    "les",
    "un",
    "une",
    "ainsi",
    "bac",
}


def find_driving_licences(words: Words) -> list[Found]:
    """`permis B`, `permis C / CE`, `permis de conduire` alone (read as B)."""
    found: list[Found] = []
    following = 0
    for index, word in enumerate(words.words):
        if word in ("permis", "permi") and index >= following:
            listed = _driving_list(words, index)
            found += listed or _bare_driving(words, index)
            following = max((item.last for item in listed), default=index) + 1
    return found


def _driving_list(words: Words, anchor: int) -> list[Found]:
    index = anchor
    while _goes_on(words, index) and words.words[index + 1] in _DRIVING_FILLERS:
        if _driving_mark(words, index + 1) is not None:
            break
        index += 1
    found: list[Found] = []
    while _goes_on(words, index) and index - anchor < _REACH:
        index += 1
        word = words.words[index]
        code = _driving_mark(words, index)
        if code is not None and words.words[index - 1] != "super":
            found.append(Found(code, anchor, index, 0.97))
        elif code is not None:
            continue
        elif word == "e" and words.text[words.starts[index]] == "E" and found:
            found.append(Found("permis_CE", anchor, index, 0.9))
        elif word not in _LIST_FILLERS:
            break
    return [Found(item.code, anchor, item.last, item.trust) for item in found]


def _driving_mark(words: Words, index: int) -> str | None:
    word = words.words[index]
    code = _DRIVING.get(word)
    if code is None:
        return None
    if word in ("poids", "super"):
        heavy = index + 1 < len(words) and words.stems[index + 1] in ("lourd", "poid")
        return code if heavy else None
    if words.gap(index)[:1] == "'":
        return None
    if word in _LETTERS_ALSO_WORDS:
        written = words.text[words.starts[index] : words.ends[index]]
        if written != word.upper():
            return None
        follows_word = index + 1 < len(words) and words.gap(index) == " "
        if word in {"a", "de", "d"} and follows_word:
            return code if words.words[index + 1] in {"et", "ou", "moto", *_DRIVING} else None
    return code


def _bare_driving(words: Words, anchor: int) -> list[Found]:
    """`permis exigé`, `permis de conduire`: the car licence, with less trust."""
    after = words.words[anchor + 1 : anchor + 3] if _goes_on(words, anchor) else []
    if after == ["de", "conduire"]:
        return [Found("permis_B", anchor, anchor + 2, 0.85)]
    if anchor and words.words[anchor - 1] in _VERB_BEFORE and words.gap(anchor - 1) == " ":
        return []
    if after and after[0] in _NOT_DRIVING_AFTER:
        return []
    return [Found("permis_B", anchor, anchor, 0.7)]


def bare_licence_codes(words: Words) -> tuple[str, ...]:
    """Driving licences and marks that stand alone in a cell: `B`, `CE`, `B, C`, `N1`."""
    codes: list[str] = []
    for index, word in enumerate(words.words):
        written = words.text[words.starts[index] : words.ends[index]]
        doubtful = word in _LETTERS_ALSO_WORDS and len(words) > 1 and not written.isupper()
        if word in _SPELT_OUT or written.lower() != word or doubtful:
            break
        code = _DRIVING.get(word) or (None if codes else _BARE_MARKS.get(word))
        if code is not None:
            codes.append(code)
        elif word not in ("et", "permis"):
            break
    return tuple(dict.fromkeys(codes))


_SPELT_OUT = {"poids", "super"}
_BARE_MARKS = {"n1": "risque_chimique_N1", "n2": "risque_chimique_N2"}

# --- CACES --------------------------------------------------------------------------------

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
_REC_WORD = re.compile(r"r?(482|483|484|485|486|487|489|490|389|372|386|377|383|366|318|390)m?")
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
    r"\s{0,2}(?:an|ans|annees?|mois|h|heures?|euros?|€|%|postes?|jours?|x\b|[eè]me|k)"
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
    while index == anchor or (index - anchor < _REACH):
        if not _goes_on(words, index):
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
        if not _goes_on(words, step):
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
    if _CATEGORY.fullmatch(word):
        after = words.folded[words.ends[index] : words.ends[index] + 10]
        return [] if _QUANTITY_AFTER.match(after) else [word]
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


# --- electrical habilitations -----------------------------------------------------------------

_GENERIC_MARK = "habilitation_electrique"
_MARKS = {
    **{name: name.upper() for name in ("bs", "be", "b1", "b2", "br", "bc", "bp", "h1", "h2", "hc")},
    **{name: name.upper() for name in ("b1v", "b2v", "h1v", "h2v")},
    **dict.fromkeys(("h0", "b0", "h0v", "b0v", "ho", "bo"), "H0B0"),
    **dict.fromkeys(("h0b0", "b0h0", "hobo", "h0b0v", "b0h0v", "h0vb0v", "b0vh0v"), "H0B0"),
    "bf": "BF_HF",
    "hf": "BF_HF",
}
_STRONG = {
    *("h0", "b0", "h0v", "b0v", "h0b0", "b0h0", "hobo", "h0b0v", "b0h0v", "h0vb0v", "b0vh0v"),
    *("b1v", "b2v", "h1v", "h2v"),
}
_MARK_FILLERS = {"et", "ou", "v", "manoeuvre", "manouvre", "mesurage", "essai", "verification"}


def find_electrical_marks(words: Words) -> list[Found]:
    """`habilitations électriques B1V, BR`, `H0B0`, `BR/BC/B2V`: each mark, and the family."""
    found: list[Found] = []
    following = 0
    for index, word in enumerate(words.words):
        if index < following or word not in _MARKS:
            continue
        last, marks = _mark_run(words, index)
        if _is_electrical(words, index, marks):
            codes = [_GENERIC_MARK, *(f"{_GENERIC_MARK}_{_MARKS[name]}" for name in marks)]
            found += [Found(code, index, last, 0.92) for code in dict.fromkeys(codes)]
        following = last + 1
    return found


def _mark_run(words: Words, first: int) -> tuple[int, list[str]]:
    marks = [words.words[first]]
    last = index = first
    while _goes_on(words, index) and index - first < _REACH:
        index += 1
        word = words.words[index]
        if word in _MARKS:
            marks.append(word)
            last = index
        elif word not in _MARK_FILLERS:
            break
    return last, marks


def _is_electrical(words: Words, first: int, marks: list[str]) -> bool:
    if any(mark in _STRONG for mark in marks):
        return True
    before = words.words[max(0, first - 5) : first]
    if any(word.startswith("habilit") for word in before):
        return True
    after = words.words[first + len(marks) : first + len(marks) + 1]
    if marks[-1:] == ["be"] and after and after[0].startswith(("man", "mesur", "essai")):
        return True
    return (
        {"br", "bc"} <= set(marks)
        or {"bo", "ho"} <= set(marks)
        or ("bs" in marks and "be" in marks)
    )
