"""The title of an offer written as a message: in an object line, or in a sentence."""

import re

from ingestion.normalise import fold

_GREETING = re.compile(
    r"(?:bonjour|bonsoir|salut|coucou|hello|madame|monsieur|mesdames|messieurs|cher|chere)\b"
)
_HEADER = re.compile(r"(?:de|a|cc|date|envoye|expediteur|destinataire)\s*:")
_OBJECT = re.compile(r"\s*(?:objet|sujet)\s*:\s*")
_REPLIES = re.compile(r"(?:(?:re|tr|fw|fwd)\s*:\s*)+")
_ASKS = re.compile(
    r"\b(?:cherch(?:e|ons|ent)|recherch(?:e|ons|ent)|recrut(?:e|ons|ent)"
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


def headline(text: str) -> tuple[str, bool]:
    """The title of a text, and whether it is its first line (else it stands inside).

    Where nothing better is found, the first line: no text is without a title.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not lines:
        return "", True
    first = lines[0]
    if not _is_about_nothing(first) and len(first) <= A_LINE_OF_TITLE:
        return first, True
    return _object_of(lines) or _asked_for(text) or _first_title(lines) or first, False


def _is_about_nothing(line: str) -> bool:
    folded = fold(line)
    return bool(_GREETING.match(folded) or _HEADER.match(folded) or _OBJECT.match(folded))


def _object_of(lines: list[str]) -> str | None:
    for line in lines:
        found = _OBJECT.match(fold(line))
        if found:
            rest = line[found.end() :]
            replies = _REPLIES.match(fold(rest))
            return rest[replies.end() :].strip() if replies else rest.strip() or None
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
    return next((x for x in lines if not _is_about_nothing(x) and len(x) <= A_LINE_OF_TITLE), None)
