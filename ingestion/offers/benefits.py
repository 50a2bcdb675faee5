"""What the pay comes with: meals, bonuses, thirteenth month, cover."""

import re
from functools import lru_cache

from ingestion.lexicon import Lexicon, Words, read_rows
from ingestion.offers.found import Found
from models.fiche import Benefit

_WRITTEN_IN_CAPITALS = {"tr", "ppv"}
_DENIED = re.compile(r"(?:\bpas d[e' ]{1,2}|\bsans |\baucune? |\bni |\bnon )(?:la |le |les )?$")
_NOT_PAY = re.compile(
    r"(?:poste non|etes|bien|mal|personnes?|malades?|produits?|fruits?|legumes?) $"
    r"|(?:preparation|confection|vente|remplir|remplissage|gestion|suivi) (?:de |des )(?:s )?"
    r"[^\n.]{0,15}$"
)
_EATING_PLACES = ("cantine", "restaurant d'entreprise")
_WORKED_IN = re.compile(r"(?:\b(?:en|de|dans (?:un|une|le|la|notre)) |\bd'(?:un|une) |\bd')$")
"""`aide cuisinier en restaurant d'entreprise`: the place of the work, not what comes with it."""
_FORWARDED = re.compile(r" ?:")
"""`TR : offre`: how some mail programmes mark what was forwarded."""


@lru_cache(maxsize=1)
def _benefits() -> Lexicon[Benefit]:
    return Lexicon((row["phrase"], Benefit(row["benefit"])) for row in read_rows("benefits.csv"))


def benefits(words: Words) -> list[Found[Benefit]]:
    """Benefits of `benefits.csv` that the text names, each once, in the order of the text.

    A bonus without a name counts only where no other benefit stands at its place.
    """
    found: dict[Benefit, Found[Benefit]] = {}
    for value, start, end in _benefits().spans(words):
        said = words.folded[start:end]
        if said in _WRITTEN_IN_CAPITALS and not words.text[start:end].isupper():
            continue
        before = words.folded[max(0, start - 40) : start]
        if said in _EATING_PLACES and _WORKED_IN.search(before):
            continue
        if said == "tr" and _FORWARDED.match(words.folded, end):
            continue
        if value not in found and not _DENIED.search(before) and not _NOT_PAY.search(before):
            found[value] = Found(value, start, end, 0.9 if value is not Benefit.BONUS else 0.8)
    return list(found.values())
