"""Where a name of a place stands in a text, and what its sentence is about."""

import re

from ingestion.lexicon import NUMBER, Words, places_of_beginnings
from ingestion.town_names import department_firsts, departments
from ingestion.towns import capitals


def written(words: Words, start: int, end: int, title_length: int) -> dict[str, float]:
    """Where the name stands, in what letters, and what its line and its sentence are about."""
    name, folded = words.text[start:end], words.folded
    is_titled = end <= title_length
    written = {
        "in_title": float(is_titled),
        "title_end": float(is_titled and title_length - end <= TITLE_TAIL),
        "capitals": float(not is_titled and name.isupper() and not words.text.isupper()),
    }
    if is_titled:
        return written
    near = folded[max(0, start - AROUND) : start]
    sentence = near.rpartition("\n")[2].rpartition(". ")[2]
    return written | {
        "sought": float(_SOUGHT.search(sentence) is not None),
        "for_client": float("client" in sentence or "entreprise partenaire" in sentence),
        "of_firm": float(_FIRM.search(sentence) is not None),
        "address_block": float(_ADDRESS.search(near) is not None),
    }


AROUND = 160
"""Characters before a name in which its sentence, or an address, is looked for."""
_SOUGHT = re.compile(r"h/f|f/h|\bposte|missions? |\bcdi\b|\bcdd\b|intervien|intervenir|travaill")
_FIRM = re.compile(
    r"entreprise|societe|groupe|implante|\bfonde|\bcree|depuis (?:plus|\d)|present|agences?\b|siege"
    r"|reseau|structure|association|etablissements\b|rayonn"
)
_ADDRESS = re.compile(
    r"(?:\brue|avenue|boulevard|\bbd|\bav|place|route|chemin|quai|allee|impasse|cours|\bzi|\bzac|\bza)"
    r"\b[^.]{2,50}\s\d{5}\s{0,3}$"
)


TITLE_TAIL = 8
"""Characters that may follow the place at the end of a title: ` (H/F)`, ` (59)`."""


_IN_BRACKETS = re.compile(r"\((?:[a-z' -]{3,30} )?(\d{2})(?:\d{3})?\)")

_BEFORE_NAME = re.compile(r"(?<![\w])(\d{2})\d{3}[^\S\n]?[ ,-]?[^\S\n]?(?=[A-ZÉÈÎ])")


def departments_named(words: Words) -> frozenset[str]:
    """Codes of the departments that the text names, by number or by name."""
    found = set(_IN_BRACKETS.findall(words.folded))
    codes = (_BEFORE_NAME.match(words.text, at) for at in places_of_beginnings(words)[NUMBER])
    found.update(code[1] for code in codes if code)
    found = {code for code in found if "01" <= code <= "97" and code != "96"}
    names, firsts = departments(), department_firsts()
    for first in capitals(words):
        word = words.words[first]
        if word not in firsts:
            continue
        for size in (1, 2, 3):
            key = word if size == 1 else " ".join(words.words[first : first + size])
            if key in names:
                found.add(names[key][:2])
    return frozenset(found)
