"""The title of an offer written as a message: in an object line, or in a sentence."""

import re

from ingestion.normalise import fold
from ingestion.offers.titles import is_heading, is_title, says_nothing, states_a_fact

_GREETING = re.compile(
    r"(?:bonjour|bonsoir|salut|coucou|hello|madame|monsieur|mesdames|messieurs|cher|chere)\b"
)
_HEADER = re.compile(r"(?:de|a|cc|date|envoye|expediteur|destinataire)\s*:")
_OBJECT = re.compile(r"\s*(?:objet|sujet)\s*:\s*")
_REPLIES = re.compile(r"(?:(?:re|tr|fw|fwd|i)\s*:\s*)+")
_ASKS = re.compile(
    r"\b(?:cherch(?:e|ons|ent)|recherch(?:e|ons|ent)|recrut(?:e|ons|ent|er)"
    r"|embauch(?:e|ons|ent|er)|il (?:nous |me |lui )?fau(?:t|drait|dra)"
    r"|(?:ai|avons|a|ont) besoin|besoin)\s+"
    r"(?:actuellement\s+|urgemment\s+|rapidement\s+)?"
    r"(?:d['’]\s?|de\s|pour\s)?(?:(?:une?|des|deux|trois|quatre|\d{1,3})(?:\(e\))?\s+)+"
)
_TITLE_ENDS = re.compile(
    r"[,.;:!?\n(]|\s(?:a|au|aux|sur|pour|en|dans|chez|des|du|qui|afin|avec|motive|dynamique)\s"
)
LONGEST_TITLE_WORDS = 8
A_LINE_OF_TITLE = 90
"""Characters up to which a first line reads as a title rather than as a sentence."""
NEAR_LINES = 6
"""Lines under a first one that titles nothing (a company, a slogan) where a title may stand."""


def headline(text: str, subject: str = "") -> tuple[str, bool]:
    """The title of a text, and whether it is its first line (else it stands inside).

    `subject` (of a message, of a page) serves where the text does not begin with a title.
    Where nothing better is found, the first line: no text is without a title.
    """
    subject = without_replies(subject)
    hint = "" if says_nothing(subject) else subject
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not lines:
        return hint, True
    first = lines[0]
    if is_title(first):
        return first, True
    if states_a_fact(first):
        inside = hint or _asked_for(text) or _first_title(lines) or _part_of(first)
        return (inside, False) if inside else (first, True)
    if not _is_about_nothing(first) and len(first) <= A_LINE_OF_TITLE:
        near = next((line for line in lines[1:NEAR_LINES] if is_title(line)), "")
        inside = hint or near or ("" if not is_heading(first) else _first_title(lines) or "")
        return (inside, False) if inside else (first, True)
    return hint or _object_of(lines) or _asked_for(text) or _first_title(lines) or first, False


def _is_about_nothing(line: str) -> bool:
    folded = fold(line)
    return bool(_GREETING.match(folded) or _HEADER.match(folded) or _OBJECT.match(folded))


def without_replies(subject: str) -> str:
    """`TR: RE: Cariste` -> `Cariste`."""
    words = " ".join(subject.split())
    replies = _REPLIES.match(fold(words))
    return words[replies.end() :].strip() if replies else words


def _object_of(lines: list[str]) -> str | None:
    for line in lines:
        found = _OBJECT.match(fold(line))
        if found:
            return without_replies(line[found.end() :]) or None
    return None


def _asked_for(text: str) -> str | None:
    """`Nous cherchons un plaquiste à Gravelines` -> `plaquiste`."""
    folded = fold(text)
    found = _ASKS.search(folded)
    if found is None:
        return None
    rest = text[found.end() : found.end() + 120]
    end = _TITLE_ENDS.search(fold(rest) + " ")
    words = (rest[: end.start()] if end else rest).split()[:LONGEST_TITLE_WORDS]
    return " ".join(words) or None


def _first_title(lines: list[str]) -> str | None:
    short = [x for x in lines if not _is_about_nothing(x) and len(x) <= A_LINE_OF_TITLE]
    good = [x for x in short if not is_heading(x) and not states_a_fact(x)]
    return next((x for x in good if is_title(x)), good[0] if good else None)


_PARTS = re.compile(r"[,;.] |[,;]| - ")


def _part_of(line: str) -> str | None:
    """`CDD 2m, 35h, cariste, Loon-Plage` -> `cariste`."""
    parts = (part.strip(" .") for part in _PARTS.split(line))
    return next((part for part in parts if is_title(part) and not states_a_fact(part)), None)
