"""The two halves of a score in words: "projet respecté" and "exigences couvertes"."""

from dataclasses import dataclass

from matching.directions import UNBALANCED, balance
from matching.engine import packaged_engine
from models.shortlists import ShortlistEntry
from models.vocabulary import Criterion, Half

WARNINGS = {
    Half.PERSON: "Déséquilibré : le poste s’éloigne de ce que cherche la personne.",
    Half.POST: "Déséquilibré : le poste demande plus que ce que dit le dossier.",
}


WELL = 0.7
"""Share of its maximum from which a half is well filled; under `UNBALANCED`, little."""
WORDS = {
    Half.PERSON: ("projet bien respecté", "projet respecté en partie", "projet peu respecté"),
    Half.POST: (
        "exigences bien couvertes",
        "exigences couvertes en partie",
        "exigences peu couvertes",
    ),
}


@dataclass(frozen=True, slots=True)
class BalanceWords:
    """`Projet bien respecté, exigences couvertes en partie.`; `warning` is "" most often."""

    words: str
    warning: str


def balance_words(entry: ShortlistEntry) -> BalanceWords:
    """The halves of one row, with the weights that the row was scored with."""
    found = balance(_told(entry, "points"), _told(entry, "weight"), packaged_engine().halves)
    said = [
        WORDS[half][_level(share)]
        for half, share in ((Half.PERSON, found.person), (Half.POST, found.post))
        if share is not None
    ]
    words = ", ".join(said)
    return BalanceWords(
        f"{words[:1].upper()}{words[1:]}." if words else "",
        WARNINGS[found.low] if found.low is not None else "",
    )


def _level(share: float) -> int:
    """Place in `WORDS`: well, in part, little."""
    return 0 if share >= WELL else 1 if share >= UNBALANCED else 2


def _told(entry: ShortlistEntry, part: str) -> dict[Criterion, float]:
    """One number of each criterion; 0 for one that a row of another time does not tell."""
    told = entry.contributions
    return {c: float(told[c.value][part]) if c.value in told else 0.0 for c in Criterion}
