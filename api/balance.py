"""The two halves of a score in words: "projet respecté" and "exigences couvertes"."""

from dataclasses import dataclass

from matching.directions import balance
from matching.engine import packaged_engine
from models.shortlists import ShortlistEntry
from models.vocabulary import Criterion, Half

WARNINGS = {
    Half.PERSON: "Déséquilibré : le poste s’éloigne de ce que cherche la personne.",
    Half.POST: "Déséquilibré : le poste demande plus que ce que dit le dossier.",
}


@dataclass(frozen=True, slots=True)
class BalanceWords:
    """Percents of what each half could bring, None where it weighs nothing; `warning` or ""."""

    person: int | None
    post: int | None
    warning: str

    @property
    def words(self) -> str:
        """`Projet respecté à 82 %, exigences couvertes à 35 %.`"""
        parts = [
            f"{name} à {share} %"
            for name, share in (
                ("projet respecté", self.person),
                ("exigences couvertes", self.post),
            )
            if share is not None
        ]
        words = ", ".join(parts)
        return f"{words[:1].upper()}{words[1:]}." if words else ""


def balance_words(entry: ShortlistEntry) -> BalanceWords:
    """The halves of one row, with the weights that the row was scored with."""
    points = {c: float(entry.contributions[c.value]["points"]) for c in Criterion}
    weights = {c: float(entry.contributions[c.value]["weight"]) for c in Criterion}
    found = balance(points, weights, packaged_engine().halves)
    return BalanceWords(
        _percent(found.person),
        _percent(found.post),
        WARNINGS[found.low] if found.low is not None else "",
    )


def _percent(share: float | None) -> int | None:
    return None if share is None else round(share * 100)
