"""Protective equipment, medical follow-up and legal minimum age that an offer states."""

import re
from functools import lru_cache

from ingestion.lexicon import Lexicon, Words, read_rows, split_list
from ingestion.offers.found import Found
from ingestion.phrases import Phrases
from models.fiche import Equipment


@lru_cache(maxsize=1)
def _equipment() -> Lexicon[Equipment]:
    return Lexicon(
        (phrase, Equipment(row["code"]))
        for row in read_rows("conditions_equipment.csv")
        for phrase in split_list(row["phrases"])
    )


def equipment(words: Words) -> list[Found[Equipment]]:
    """Protective equipment named by the text, each once."""
    found: dict[Equipment, Found[Equipment]] = {}
    for kind, start, end in _equipment().spans(words):
        if kind not in found:
            found[kind] = Found(kind, start, end, 0.9)
    return list(found.values())


@lru_cache(maxsize=1)
def _medical() -> Lexicon[bool]:
    rows = (row for row in read_rows("conditions_words.csv") if row["kind"] == "medical")
    return Lexicon((phrase, True) for phrase in split_list(next(rows)["words"]))


def medical_follow_up(words: Words) -> Found[bool] | None:
    """Whether the post is said to go with a reinforced medical follow-up; None if unsaid."""
    for value, start, end in _medical().spans(words):
        return Found(value, start, end, 0.85)
    return None


_AGE = Phrases(
    r"(?:avoir |etre age\w{0,2} (?:de |d'au moins )|age minimum :? ?(?:de )?|plus de |au moins )?"
    r"(1[68]) ans (?:revolus|minimum|min\b|mini\b|obligatoire|et plus|exige|requis|au moins)"
    r"|(?:age minimum|age legal|au moins|plus de|age de|ages de|agees? de) :? ?(?:de )?(1[68]) ans"
    r"|(?:etre|candidat\w*|personnes?|salaries?) (?:imperativement |obligatoirement )?majeure?s?\b"
    r"|majeure?s? (?:obligatoire|exige|requis|uniquement|imperati)\w*"
    r"|majorite (?:obligatoire|exigee|requise)",
    "avoir etre age au plus # ages agee candidat personne salarie majeur majorite",
    "16 18 majeur majorite",
)
_GROUND = re.compile(
    r"\bloi\b|\blegal|reglementa|reglementaire|code du travail|travail de nuit|\bde nuit\b|alcool"
    r"|boissons|machines? dangereuse|travaux (?:dangereux|reglementes|interdits)|produits dangereux"
    r"|jeux d'argent|tabac|\barmes?\b|interdit aux mineurs|mineurs"
)
GROUND_REACH = 110
"""Characters on each side of an age in which the law that asks for it is named."""


def legal_min_age(words: Words) -> Found[int] | None:
    """Minimum age, in years, where the text names the law or the work that asks for it.

    An age alone is not read here: it is a wording to be flagged, never a requirement.
    """
    for match in _AGE.find(words):
        first = max(0, match.start() - GROUND_REACH)
        around = words.folded[first : match.end() + GROUND_REACH]
        if _GROUND.search(around):
            return Found(int(match[1] or match[2] or 18), match.start(), match.end(), 0.8)
    return None
