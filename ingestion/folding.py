"""Letters without accents and case: the form in which words are compared."""

import re
from functools import lru_cache
from unicodedata import combining, normalize

_PUNCTUATION = {
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "`": "'",
    "–": "-",
    "—": "-",
    "‐": "-",
    "‑": "-",
    "−": "-",
    "\u00a0": " ",
    "\u202f": " ",
    "\u2009": " ",
    "œ": "o",
    "Œ": "o",
    "æ": "a",
    "Æ": "a",
    "ø": "o",
    "Ø": "o",
    "ł": "l",
    "Ł": "l",
    "ß": "s",
}


class _FoldTable(dict[int, str]):
    """Each character once: its first base letter, lower case, always one character."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character in _PUNCTUATION:
            folded = _PUNCTUATION[character]
        elif combining(character):
            folded = character
        else:
            folded = normalize("NFD", character)[0].lower()[0]
        self[code] = folded
        return folded


_FOLD = _FoldTable()
_NOT_ASCII = re.compile(r"[^\x00-\x7f]|`")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})


SHORT = 200
"""Cells and their items are folded several times in a row; whole texts are not kept."""


def fold(text: str) -> str:
    """Lower case, no accents, plain quotes and dashes; same length, so offsets still hold."""
    if text.isascii():
        return text.lower()
    return _fold_short(text) if len(text) <= SHORT else _fold_long(text)


_USUAL = tuple((letter, _FOLD[ord(letter)]) for letter in "éèàêçôîûâùœÉÀÈÊ’–`\u00a0\u202f")
"""What few French texts are without, replaced a character at a time."""


def _fold_long(text: str) -> str:
    """Same as `translate`, which looks up every letter of a text that is nearly all ASCII."""
    for letter, folded in _USUAL:
        text = text.replace(letter, folded)
    return (text if text.isascii() else _NOT_ASCII.sub(_folded, text)).lower()


def _folded(match: re.Match[str]) -> str:
    return _FOLD[ord(match[0])]


@lru_cache(maxsize=4096)
def _fold_short(text: str) -> str:
    return text.translate(_FOLD)


def squash(text: str) -> str:
    """Fold, then letters and digits only, parted by single spaces: a key to compare by."""
    if text.isascii():
        return _NOT_WORD.sub(" ", text.lower()).strip()
    return _NOT_WORD.sub(" ", fold(normalize("NFC", text).translate(_LIGATURES))).strip()
