"""Driving licences as they are listed: `permis B`, `permis C / CE`, `B, C` in a cell."""

from ingestion.lexicon import Words, beginnings_of, known_beginnings
from ingestion.licence_lists import REACH, Found, goes_on

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
    "e",
    "n1",
    "n2",
    "gaz",
    "g",
    "tronconneuse",
    "s",
    "environnement",
    "urbanisme",
    "travail",
    "elaguer",
}


_SHORT = "perm"
"""`perm B`: read only where a category follows."""
_LICENCE_WORDS = frozenset({"permis", "permi", "permisb", _SHORT})
_BEGINNINGS = beginnings_of(_LICENCE_WORDS)
"""A text without them is not read word by word."""


def find_driving_licences(words: Words) -> list[Found]:
    """`permis B`, `permis C / CE`, `permis de conduire` alone (read as B)."""
    found: list[Found] = []
    if _BEGINNINGS.isdisjoint(known_beginnings(words)):
        return found
    following = 0
    for index, word in enumerate(words.words):
        if word in _LICENCE_WORDS and index >= following:
            listed = _driving_list(words, index)
            found += listed or (_bare_driving(words, index) if word != _SHORT else [])
            following = max((item.last for item in listed), default=index) + 1
    return found


def _driving_list(words: Words, anchor: int) -> list[Found]:
    index = anchor
    while goes_on(words, index) and words.words[index + 1] in _DRIVING_FILLERS:
        if _driving_mark(words, index + 1) is not None:
            break
        index += 1
    found: list[Found] = []
    while goes_on(words, index) and index - anchor < REACH:
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
        if word == "de" and _opens_length(words, index + 1):
            return None
        follows_word = index + 1 < len(words) and words.gap(index) == " "
        if word in {"a", "de", "d"} and follows_word:
            return code if words.words[index + 1] in {"et", "ou", "moto", *_DRIVING} else None
    return code


def _opens_length(words: Words, index: int) -> bool:
    """`permis B DE + DE 2 ANS`, `DE PLUS DE 2 ANS`: a length of time, not a trailer for buses."""
    if index >= len(words):
        return False
    return words.words[index] in ("de", "plus", "moins") or words.words[index][0].isdigit()


def _bare_driving(words: Words, anchor: int) -> list[Found]:
    """`permis exigé`, `permis de conduire`: the car licence, with less trust."""
    after = words.words[anchor + 1 : anchor + 3] if goes_on(words, anchor) else []
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
