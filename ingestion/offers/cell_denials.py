"""What a cell of a list denies: `aucun`, `pas de nuit`, `permis B non exigé` ask for nothing."""

import re

from ingestion.normalise import fold
from ingestion.offers.found import OR_NOBODY

DENIABLE = frozenset({"Permis et titres", "Langues", "Conditions physiques", "Rythme", "Horaires"})
"""Cells that name what is asked, and may name what is not."""
_PIECES = re.compile(r"([|;\n•()]|,(?!\s?\d)\s?|\s/\s|\bmais\b)", re.IGNORECASE)
_NOTHING = re.compile(
    r"[-–—/0x]?|nc|n c|neant|rien|ras|sans objet|(?:aucune?s?|non|sans|pas)"
    r"(?: (?:exigee?s?|requise?s?|obligatoires?|necessaires?|demandee?s?|indispensables?"
    r"|concernee?s?|particulier\w{0,3}))?"
)
_OPENS = re.compile(r"\W{0,3}(?:pas (?:de |d'|du |la |le )|aucune?\b|sans |ni |jamais |non (?!-))")
_CLOSES = re.compile(
    r"\b(?:non|pas)\s(?:\w{2,12}\s)?(?:exige|requi|obligatoire|necessaire|demande|indispensable)"
    r"|:\s?(?:non|aucune?|neant|0)\s?\.?$"
)
_TAIL = re.compile(
    r"\s(?:sans|pas de|pas d'|jamais(?: de)?|ni|aucune?|hors(?= (?:nuit|week|samedi|dimanche)))\s"
)
_WISHED = re.compile(r"\W{0,3}(?:\w{1,8} ){0,2}(?:apprecie|souhait|plus\b|atout|preferable|ideal)")


_BOX = re.compile(r"[☐□▢❏❑◻⬜○☒☑✓✔✅■▣⬛●◉]\ufe0f?|\[\s?[xXvV]?\s?\]")
_EMPTY_BOX = re.compile(r"[☐□▢❏❑◻⬜○]\ufe0f?|\[\s{0,2}\]")


def ticked(said: str) -> str:
    """The words of a cell whose boxes are ticked; all of them where no box stands empty."""
    if not _EMPTY_BOX.search(said):
        return said
    marks = list(_BOX.finditer(said))
    ends = [mark.start() for mark in marks[1:]] + [len(said)]
    words = [said[: marks[0].start()]]
    for mark, end in zip(marks, ends, strict=True):
        if not _EMPTY_BOX.fullmatch(mark[0]):
            words.append(said[mark.end() : end])
    return ", ".join(filter(None, (each.strip(" ,;\n\t") for each in words)))


def affirmed(said: str) -> str:
    """The words of a cell without those it denies; "" where it asks for nothing."""
    pieces = _PIECES.split(said)
    kept = pieces[:]
    for at in range(0, len(pieces), 2):
        folded = fold(pieces[at]).strip(" .")
        follows = fold(pieces[at + 2]).strip() if at + 2 < len(pieces) else ""
        if _is_nothing(folded):
            kept[at] = ""
            if folded and at and pieces[at - 1] in ("(", ","):
                kept[at - 2] = ""
        elif _says_or_nobody(fold("".join(pieces[at:]))):
            continue
        elif _OPENS.match(folded) or _CLOSES.search(folded):
            is_wished = _is_but(pieces, at + 1) and _WISHED.match(follows)
            kept[at] = pieces[at] if is_wished else ""
        else:
            kept[at] = _without_tail(pieces[at])
    return "".join(kept) if any(each.strip(" .:-") for each in kept[::2]) else ""


def _says_or_nobody(rest: str) -> bool:
    """`sans CACES s'abstenir` asks for one."""
    words = rest.strip()
    return words.startswith("sans ") and OR_NOBODY.match(words, 4) is not None


def _is_nothing(folded: str) -> bool:
    return _NOTHING.fullmatch(folded) is not None


def _is_but(pieces: list[str], at: int) -> bool:
    return at < len(pieces) and pieces[at].lower() == "mais"


def _without_tail(piece: str) -> str:
    """`2x8 sans nuit` says two shifts."""
    tail = _TAIL.search(fold(piece))
    return piece[: tail.start()] if tail else piece
