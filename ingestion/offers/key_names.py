"""Keys of the France Travail format that were mistyped, read as the keys they stand for."""

from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz import fuzz, process

from ingestion.normalise import squash

KEYS = (
    *("id", "intitule", "description", "dateCreation", "dateActualisation", "lieuTravail"),
    *("romeCode", "romeLibelle", "appellationlibelle", "entreprise", "typeContrat"),
    *("typeContratLibelle", "natureContrat", "experienceExige", "experienceLibelle"),
    *("experienceCommentaire", "formations", "langues", "permis", "outilsBureautiques"),
    *("competences", "salaire", "dureeTravailLibelle", "dureeTravailLibelleConverti"),
    *("complementExercice", "conditionExercice", "alternance", "contact", "agence"),
    *("nombrePostes", "accessibleTH", "deplacementCode", "deplacementLibelle"),
    *("qualificationCode", "qualificationLibelle", "codeNAF", "secteurActivite"),
    *("secteurActiviteLibelle", "qualitesProfessionnelles", "trancheEffectifEtab"),
    *("origineOffre", "offresManqueCandidats", "contexteTravail", "entrepriseAdaptee"),
    *("employeurHandiEngage", "urlPostulation"),
)
"""Keys of an offer in the version 2 of the format."""
LEAST_LIKENESS = 84.0
"""rapidfuzz ratio (0..100) from which a key is a known one with a slip of the pen: one letter in
six. `typeContrat` and `typeContratLibelle` are 76 apart."""
SHORTEST = 6
"""Letters of a key below which only case and accents may differ."""
_KNOWN = {squash(key): key for key in KEYS}


def right_keys(item: Mapping[str, object]) -> Mapping[str, object]:
    """The same object under the keys of the format; itself where all its keys are known.

    A known key is never replaced. Where title or description is missing still, the words under
    keys that stand for nothing are kept in the description: none is lost.
    """
    strange = [key for key in item if key not in _ALL and not key.startswith("_")]
    if not strange:
        return item
    right = {key: value for key, value in item.items() if key not in strange}
    left: dict[str, object] = {}
    for key in strange:
        name = _near(key)
        if name is None or name in right:
            left[key] = item[key]
        else:
            right[name] = item[key]
    if right.get("intitule") and right.get("description"):
        return {**right, **left}
    words = [f"{key} : {value}" for key, value in left.items() if _is_words(value)]
    said = right.get("description")
    parts = [said] if isinstance(said, str) and said else []
    if words:
        right["description"] = "\n".join([*parts, *words])
    return {**right, **left}


_ALL = frozenset(KEYS)


def _is_words(value: object) -> bool:
    return isinstance(value, str) and len(value.strip()) > 1


@lru_cache(maxsize=4096)
def _near(key: str) -> str | None:
    said = squash(key)
    if said in _KNOWN or len(said) < SHORTEST:
        return _KNOWN.get(said)
    best = process.extractOne(said, _KNOWN.keys(), scorer=fuzz.ratio, score_cutoff=LEAST_LIKENESS)
    return _KNOWN[best[0]] if best else None
