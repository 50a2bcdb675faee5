"""How far a word of need reaches: back to the list that it closes, on to what it opens."""

import re

from ingestion.offers.need_marks import Mark
from models.vocabulary import Necessity

NEXT_WORD = 15
"""Characters between `à jour` and the word that says more of it (`à jour seraient un plus`)."""
FARTHEST = 110
"""Characters between a word of need and what it governs."""
_FEMININE = re.compile(r"fimo|fco|habilitation|carte|experience|attestation|licence|formation|adr")
_NEW_CLAUSE = re.compile(
    r"(?:[,(]|\bet|\bmais|\bpuis) ?(?:vous|nous|votre|notre|si |alors)\b|\bmais\b|;|\. |\bcar\b"
)
_SEPARATOR = re.compile(r",|;|/|\bet\b|\bou\b|\+")
_PARTED = re.compile(r",|;|\bet\b|\+")
_OWN_SUBJECT = re.compile(
    r"\b(?!serai|sera\b|fortement|vivement|tres\b|mais\b|est\b|non\b|etre\b|imperati|formation"
    r"|si\b|plus\b|tres\b|donc\b|idealement|cela|c'est)[a-z]{4,}"
)
"""`allemand (l'anglais serait un plus)`: the bracket speaks of something else."""
_INSTEAD = re.compile(r"\(|\bou\b|\bsinon\b|\ba defaut\b|:")


def closing(text: str, marks: list[Mark], start: int, end: int) -> Mark | None:
    """The word that closes the item which ends at `end`."""
    found: Mark | None = None
    for mark in marks:
        if mark.start < end:
            continue
        if found is not None:
            if mark.kind is Necessity.TRAINING_OFFERED and _replaces(text, found, mark):
                return mark
            if _RENEWED.search(text, found.end, mark.end):
                return found
            if found.weak and mark.closes and mark.start - found.end <= NEXT_WORD:
                return mark
            return found
        if not mark.closes or mark.start - end > FARTHEST:
            return None
        if not _reaches_back(text, mark, start, end):
            return None
        found = mark
    return found


def _replaces(text: str, need: Mark, training: Mark) -> bool:
    """`CACES 3 exigé, à défaut nous vous formons`: what is offered to who has it not."""
    if _RENEWED.search(text, need.end, training.end):
        return False
    if training.closes:
        return _INSTEAD.search(text, need.end, training.start) is not None
    return _ELSE.fullmatch(text, need.end, training.start) is not None


_RENEWED = re.compile(r"recycl|renouvel|mise a jour")
"""`CACES valide (recyclage pris en charge)`: who comes has it."""
_ELSE = re.compile(r"[ ,]{0,2}\(?(?:ou |sinon,? |a defaut,? |si vous ne [^.;,\n]{3,30} pas,? )")
_ASIDE = re.compile(r"\([^()\n]{0,60}\)")
"""`anglais (lu, écrit, parlé) souhaité`: what stands in brackets parts nothing."""


_TAUGHT = re.compile(
    r"formations? (?:interne |gratuite )?(?:est |sera )?(?:assuree?|prise en charge|financee?"
    r"|offerte|possible|proposee?|payee|fournie)s?"
    r"(?: par [^.,;\n]{3,30}| en interne| sur place)?\s?(?:[.,;!\n)]|$)"
)


def _teaches_it(text: str, mark: Mark, start: int, end: int) -> bool:
    """`CACES 3, formation assurée`: the certificate just before; a driving licence is not."""
    is_next = text[end : mark.start].strip() == ","
    return (
        is_next and "permis" not in text[start:end] and _TAUGHT.match(text, mark.start) is not None
    )


def _reaches_back(text: str, mark: Mark, start: int, end: int) -> bool:
    between = _ASIDE.sub("", text[end : mark.start])
    if _NEW_CLAUSE.search(between):
        return False
    bracket = between.rfind("(")
    if bracket >= 0 and ")" not in between[bracket:]:
        apart = _PARTED.search(between, 0, bracket) or _OWN_SUBJECT.search(between, bracket)
        return apart is None
    if mark.kind is Necessity.TRAINING_OFFERED and "," in between:
        return _teaches_it(text, mark, start, end)
    head = between.rstrip()
    commas = head.removesuffix(",").count(",")
    separated = _SEPARATOR.search(head.removesuffix(",")) is not None
    if not separated:
        return True
    if commas and not mark.plural and _whole_list(text, mark, between, start):
        return True
    if not mark.plural:
        if mark.feminine and _FEMININE.match(text, start) is None:
            return False
        return commas == 0
    return True


_LISTED = re.compile(r"[^,.;:]{0,25}(?:, ?[^,.;:]{1,25}){0,4} (?:et|ou) [^,.;:]{1,30}$")


def _whole_list(text: str, mark: Mark, between: str, start: int) -> bool:
    """`AIPR, carte BTP et CACES seraient un plus`: what opens a line holds for its whole list."""
    opens_line = not text[max(0, start - 3) : start].strip(" \n-•*:")
    return opens_line and not _agrees(text, mark) and _LISTED.match(between) is not None


_AGREEING = re.compile(r"(?:ee?|is|ise|if|ive)$")


def _agrees(text: str, mark: Mark) -> bool:
    """Whether the word has a gender at all (`souhaité`, `exigée`; not `un plus`)."""
    return _AGREEING.search(text, mark.start, mark.end) is not None and not text.startswith(
        ("obligatoire", "indispensable", "necessaire"), mark.start
    )


def opening(text: str, marks: list[Mark], start: int) -> Necessity | None:
    """The need that opens the clause which holds `start`."""
    nearest: Mark | None = None
    for mark in reversed(marks):
        if mark.end > start:
            continue
        if nearest is not None and _goes_with(mark, nearest):
            nearest = mark
            continue
        if nearest is not None:
            return mark.kind if _softens(text, mark, nearest) else nearest.kind
        if not mark.opens or start - mark.end > FARTHEST:
            return None
        if _NEW_CLAUSE.search(text, mark.end, start):
            return None
        if mark.kind is Necessity.TRAINING_OFFERED and "," in text[mark.end : start]:
            return None
        nearest = mark
    return nearest.kind if nearest else None


def _goes_with(mark: Mark, nearest: Mark) -> bool:
    """`Vous êtes titulaire`: two words that open the same need."""
    both = mark.weak and nearest.weak and mark.kind is nearest.kind
    return both and mark.opens and nearest.start - mark.end <= 3


def _softens(text: str, wish: Mark, need: Mark) -> bool:
    """`Idéalement, vous possédez`: the wish before the verb holds for what the verb opens."""
    if not wish.opens or not need.weak or need.kind is not Necessity.REQUIRED:
        return False
    between = text[wish.end : need.start]
    return len(between) <= 25 and not re.search(r"\bet\b|\w+.*,", between)
