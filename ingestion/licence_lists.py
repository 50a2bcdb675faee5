"""What the lists of marks share: driving licences, CACES, electrical habilitations."""

import re
from dataclasses import dataclass

from ingestion.lexicon import Words

_GAP = re.compile(r"[\s,/\-+&():;.°*®™'\"|]{0,5}")
"""What may stand between two marks of one list; a line break or a full stop ends it."""
_ABBREVIATIONS = {"cat", "categ", "cats", "n", "no", "r", "hab", "habil", "elec"}
REACH = 24
"""Words: the longest list that is read."""


@dataclass(frozen=True, slots=True)
class Found:
    """A code, the words `first` to `last` that say it, and the trust in the reading."""

    code: str
    first: int
    last: int
    trust: float


def goes_on(words: Words, index: int) -> bool:
    """Whether the list may continue after word `index`."""
    if index + 1 >= len(words):
        return False
    gap = words.gap(index)
    if "\n" in gap or (". " in gap and words.words[index] not in _ABBREVIATIONS):
        return False
    return _GAP.fullmatch(gap) is not None
