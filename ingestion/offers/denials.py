"""What a text answers with no: `Travail de nuit : non`, an empty box, a form left blank."""

import re

from ingestion.lexicon import Words

_EMPTY = r"(?:[☐□▢❏❑◻⬜○]\ufe0f?|\[ ?\])"
_FULL = r"(?:[☒☑✓✔✅■▣⬛●◉]\ufe0f?|\[x\])"
_ANSWERED_NO = re.compile(
    r"(?: ?\([^()\n]{1,30}\))?(?: [a-z'-]{2,14}){0,2} ?(?:[:=?] {0,3}"
    r"(?:non\b(?! (?:obligatoire|exige|necessaire|requis|indispensable|demande|imperati)|-)"
    r"|aucune?s?\b(?! \w)|neant\b|sans objet\b"
    r"|oui ?(?:/|ou|-|\||,) ?non\b"
    rf"|oui ?{_EMPTY})|[:?]? {{0,3}}(?:{_EMPTY} ?oui\b|{_FULL} ?non\b))"
)
"""`Permis B exigé : non`, `oui / non` of a form that nobody filled, `☐ oui ☒ non`."""
_ANSWERS = re.compile(r"[:=?\[☐□▢❏❑◻⬜○☒☑✓✔✅■▣⬛●◉]")
LABEL_REACH = 70
"""Characters in which one of these signs follows a name whose answer is no (69 at most)."""
_EMPTY_BEFORE = re.compile(rf"{_EMPTY} {{0,3}}[^\n.;☐□▢❏❑◻⬜○☒☑✓✔✅■▣⬛●◉\[\]]{{0,30}}$")
_ANY_EMPTY = re.compile(_EMPTY)
_ANY_FULL = re.compile(_FULL)


def answered_no(words: Words, end: int) -> bool:
    """Whether what ends at character `end` is a label whose answer is no, or is left blank."""
    if not _ANSWERS.search(words.folded, end, end + LABEL_REACH):
        return False
    return _ANSWERED_NO.match(words.folded, end) is not None


def is_unticked(words: Words, start: int) -> bool:
    """Whether an empty box stands before `start`, in a text where another box is ticked.

    Where none is ticked the boxes are bullets.
    """
    text = words.folded
    before = text[max(0, start - 36) : start]
    if before.isascii() and "[" not in before:
        return False
    if not _ANY_EMPTY.search(before) or not _EMPTY_BEFORE.search(before):
        return False
    return _ANY_FULL.search(text) is not None
