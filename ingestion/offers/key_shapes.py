"""Keys of the France Travail format whose values have an odd shape: used where they are clear."""

from collections.abc import Mapping

from ingestion.normalise import fold
from ingestion.offers.contract import amount
from ingestion.offers.given import number_of
from ingestion.records import OfferWarning

_NAMED = {"lieuTravail": "libelle", "salaire": "libelle", "entreprise": "nom"}
"""Objects that are sometimes written as one word: the key that the word stands for."""
_FIELDS = {
    "lieuTravail": "workplace",
    "salaire": "pay",
    "entreprise": "employer.name",
    "nombrePostes": "positions",
    "dureeTravailLibelle": "working_time.weekly_hours",
    "typeContrat": "contract.type",
    "typeContratLibelle": "contract.type",
    "permis": "licences",
    "competences": "skills",
    "langues": "languages",
    "formations": "education",
    "contact": "details.contact",
    "agence": "agency",
}
_OBJECTS = frozenset({"lieuTravail", "salaire", "entreprise", "contact", "agence"})
_LISTS = frozenset({"permis", "competences", "langues", "formations"})
MOST_HOURS = 60
LONGEST_SAID = 60
"""Characters of a value that a warning repeats."""


def in_shape(
    fields: Mapping[str, object],
) -> tuple[Mapping[str, object], tuple[OfferWarning, ...]]:
    """The keys with their values in the usual shape, and a warning for each that has no sense.

    A value without sense is left out of the keys; absent and empty ones say nothing.
    """
    right = dict(fields)
    warnings: list[OfferWarning] = []
    for key, field in _FIELDS.items():
        value = fields.get(key)
        if value is None or value in ("", [], {}):
            continue
        shaped = _shaped(key, value)
        if shaped is not None:
            right[key] = shaped
            continue
        del right[key]
        said = " ".join(str(value).split())[:LONGEST_SAID]
        warnings.append(OfferWarning(field, f"Clé « {key} » : « {said} » n'a pas été compris."))
    return right, tuple(warnings)


def _shaped(key: str, value: object) -> object | None:
    """The value in its usual shape; None where it has no sense."""
    if key in _OBJECTS:
        return value if isinstance(value, dict) else _named(key, value)
    if key in _LISTS:
        return value if isinstance(value, list | dict | str) else None
    if key == "nombrePostes":
        return _count(value)
    if key == "dureeTravailLibelle":
        return _hours(value)
    return value if isinstance(value, str) and any(map(str.isalpha, value)) else None


def _named(key: str, value: object) -> object | None:
    if key not in _NAMED or not isinstance(value, str):
        return None
    return {_NAMED[key]: value}


def _count(value: object) -> object | None:
    if number_of(value) is not None:
        return value
    return amount(fold(value).strip()) or None if isinstance(value, str) else None


def _hours(value: object) -> object | None:
    """`35` and `"35"` are hours a week."""
    number = number_of(value)
    if number is None:
        return value if isinstance(value, str) else None
    if not 0 < number <= MOST_HOURS:
        return None
    hours, minutes = divmod(round(number * 60), 60)
    return f"{hours}H{minutes:02d} hebdomadaires"
