"""Electrical habilitations as they are listed: `B1V / BR`, `H0B0`."""

from ingestion.lexicon import Words, beginnings_of, known_beginnings
from ingestion.licence_lists import REACH, Found, goes_on

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
_MARK_FILLERS = {"et", "ou", "v"}
_BE_KINDS = {
    **dict.fromkeys(("manoeuvre", "manoeuvres", "manouvre", "manouvres"), "be_manoeuvre"),
    **dict.fromkeys(("mesurage", "mesurages"), "be_mesurage"),
    **dict.fromkeys(("essai", "essais"), "be_essai"),
    **dict.fromkeys(("verification", "verifications"), "be_verification"),
}
_NAMES = {**_MARKS, **{kind: f"BE_{kind[3:]}" for kind in set(_BE_KINDS.values())}}


_BEGINNINGS = beginnings_of(_MARKS)
"""Most texts hold none: they are not read word by word."""


def find_electrical_marks(words: Words) -> list[Found]:
    """`habilitations électriques B1V, BR`, `H0B0`, `BR/BC/B2V`: each mark, and the family."""
    found: list[Found] = []
    if _BEGINNINGS.isdisjoint(known_beginnings(words)):
        return found
    following = 0
    for index, word in enumerate(words.words):
        if index < following or word not in _MARKS:
            continue
        last, marks = _mark_run(words, index)
        if _is_electrical(words, index, marks):
            codes = [_GENERIC_MARK, *(f"{_GENERIC_MARK}_{_NAMES[name]}" for name in marks)]
            found += [Found(code, index, last, 0.92) for code in dict.fromkeys(codes)]
        following = last + 1
    return found


def _mark_run(words: Words, first: int) -> tuple[int, list[str]]:
    marks = [words.words[first]]
    last = index = first
    while goes_on(words, index) and index - first < REACH:
        index += 1
        word = words.words[index]
        if word in _MARKS:
            marks.append(word)
            last = index
        elif word in _BE_KINDS and marks[-1].startswith("be"):
            kind = _BE_KINDS[word]
            marks = [*marks[:-1], kind] if marks[-1] == "be" else [*marks, kind]
            last = index
        elif word not in _MARK_FILLERS:
            break
    return last, marks


def _is_electrical(words: Words, first: int, marks: list[str]) -> bool:
    if any(mark in _STRONG for mark in marks):
        return True
    before = words.words[max(0, first - 5) : first]
    if before[-1:] == ["permis"]:
        return False
    if any(word.startswith("habilit") for word in before):
        return True
    if {"be_manoeuvre", "be_mesurage"} & set(marks):
        return True
    return (
        {"br", "bc"} <= set(marks)
        or {"bo", "ho"} <= set(marks)
        or ("bs" in marks and any(mark.startswith("be") for mark in marks))
    )
