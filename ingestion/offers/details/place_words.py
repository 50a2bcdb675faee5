"""The street address of the work, and the tasks listed under a heading."""

import re

from ingestion.lexicon import Words
from ingestion.offers.found import Found
from ingestion.phrases import Phrases

_STREET = Phrases(
    r"(?<!\d)\d{1,4}\s?(?:bis|ter|quater)?,?\s(?:rue|avenue|av\.?|boulevard|bd|place|route|chemin"
    r"|quai|allee|impasse|square|cours|rond-point|chaussee)\s[^\n;(),]{3,50}"
    r"(?:,?\s{1,2}\d{5}\s[^\n;(),.]{2,30})?",
    "#",
)
_AGENCY = re.compile(r"(?:rencontrer|agence|postuler|presenter|adresser|siege|contact)[^\n]{0,80}$")
_ADDRESS_LABEL = re.compile(r"(?:adresse|lieu|site)[^\n:]{0,25}:\s?$")


def address(words: Words) -> Found[str] | None:
    """Number and street of the site; an address where one applies is not taken."""
    for match in _STREET.find(words):
        before = words.folded[max(0, match.start() - 90) : match.start()]
        if _AGENCY.search(before) and not _ADDRESS_LABEL.search(before):
            continue
        said = words.text[match.start() : match.end()].rstrip(" ,-")
        said = re.split(r"\s(?=Horaire|Salaire|Contrat|Poste|Type|Début|Durée)", said)[0]
        return Found(said, match.start(), match.start() + len(said), 0.75)
    return None


_MISSIONS = (
    r"[^\S\n]{0,4}(?:(?:vos |les |ses |principales )*(?:missions?|taches|activites"
    r"|responsabilites)(?: principales)?(?: du poste)?|vous serez en charge|vous (?:serez|etes)"
    r" charge\(?e?\)? de|votre role)[^\n]{0,60}:?[^\S\n]*\n"
)
_FIRST_LINE = re.compile(_MISSIONS)
_HEADING = re.compile(rf"\n{_MISSIONS}")
"""Apart, so that a text is searched for ends of lines alone."""
_ITEM = re.compile(r"[^\S\n]{0,6}(?:[-–•*·▪●✓>◦]|\d{1,2}[.)])[^\S\n]{0,3}([^\n]{4,300})\n?")
_BLANK = re.compile(r"[^\S\n]*\n")
MOST_TASKS = 15
LONGEST_TASK = 200


def tasks(words: Words) -> list[Found[str]]:
    """The lines listed under a heading of missions."""
    heading = _FIRST_LINE.match(words.folded) or _HEADING.search(words.folded)
    if heading is None:
        return []
    found: list[Found[str]] = []
    at = heading.end()
    while len(found) < MOST_TASKS:
        blank = _BLANK.match(words.folded, at)
        if blank and (not found or at == heading.end()):
            at = blank.end()
            continue
        item = _ITEM.match(words.folded, at)
        if item is None:
            return found
        start = item.start(1)
        said = words.text[start : item.end(1)].rstrip(" ;,.")[:LONGEST_TASK]
        found.append(Found(said, start, start + len(said), 0.8))
        at = item.end()
    return found
