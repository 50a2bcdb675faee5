"""Contract and working time, from the keys of the France Travail format."""

import re
from collections.abc import Mapping

from ingestion.normalise import fold
from ingestion.offers.given import mapping_of, text_of
from ingestion.offers.working_time import FULL_TIME_HOURS
from ingestion.records import Contract, WorkingTime
from models.vocabulary import ContractType, WorkPattern

_TYPES = {
    "CDI": ContractType.CDI,
    "CDD": ContractType.CDD,
    "MIS": ContractType.TEMP,
    "TTI": ContractType.TEMP,
    "SAI": ContractType.SEASONAL,
    "DIN": ContractType.CDI,
    "DDI": ContractType.CDDI,
    "LIB": ContractType.SELF_EMPLOYED,
    "FRA": ContractType.SELF_EMPLOYED,
    "CCE": ContractType.SELF_EMPLOYED,
    "REP": ContractType.SELF_EMPLOYED,
}
_LABELS = (
    ("interim", ContractType.TEMP),
    ("insertion", ContractType.CDDI),
    ("indetermine", ContractType.CDI),
    ("cdi", ContractType.CDI),
    ("determine", ContractType.CDD),
    ("cdd", ContractType.CDD),
    ("saison", ContractType.SEASONAL),
    ("liberale", ContractType.SELF_EMPLOYED),
    ("franchise", ContractType.SELF_EMPLOYED),
    ("independant", ContractType.SELF_EMPLOYED),
    ("commerc", ContractType.SELF_EMPLOYED),
)
_DURATION = re.compile(r"(\d{1,4})\s?(jour|semaine|mois|an)")
_UNIT_DAYS = {"jour": 1, "semaine": 7, "mois": 30, "an": 365}


def contract_of(fields: Mapping[str, object]) -> Contract:
    """Kind and length (days) of the contract; None where nothing can be understood."""
    label = fold(text_of(fields, "typeContratLibelle"))
    duration = _DURATION.search(label)
    days = int(duration[1]) * _UNIT_DAYS[duration[2]] if duration else None
    return Contract(_contract_type(fields, label), days if days else None)


def _contract_type(fields: Mapping[str, object], label: str) -> ContractType | None:
    nature = fold(text_of(fields, "natureContrat"))
    kind = _TYPES.get(text_of(fields, "typeContrat").upper())
    if kind is None:
        kind = next((value for word, value in _LABELS if word in label), None)
    if fields.get("alternance") is True or "apprentissage" in nature or "profession" in nature:
        return ContractType.WORK_STUDY
    if "insertion" in nature and kind is not ContractType.TEMP:
        return ContractType.CDDI
    if _SUBSIDISED.search(nature):
        return ContractType.SUBSIDISED
    if kind is None and (label or text_of(fields, "typeContrat")):
        return ContractType.OTHER
    return kind


_SUBSIDISED = re.compile(
    r"\bcui\b|\bcae\b|\bcie\b|\bpec\b|parcours emploi|contrat unique|contrat aide"
)


_WEEKLY = re.compile(r"(\d{1,2})\s?h\s?(\d{2})?")
_KEY_PATTERNS = (
    (WorkPattern.DAY, re.compile(r"en journee|horaires normaux|bureau|de jour")),
    (WorkPattern.TWO_SHIFTS, re.compile(r"2x8|poste")),
    (WorkPattern.THREE_SHIFTS, re.compile(r"3x8|poste")),
    (WorkPattern.NIGHT, re.compile(r"de nuit|\bnuits?\b")),
    (WorkPattern.WEEKEND, re.compile(r"week-?ends?|samedi|dimanche|feries")),
    (WorkPattern.SPLIT, re.compile(r"fractionne|coupe")),
)
_BY_DEFAULT = "horaires normaux"
"""What forms hold when nobody chose: a title that names the night knows better."""
_ANY_SHIFT = "travail poste"
"""France Travail says "Travail posté (2x8, 3x8, 5x8, etc.)" for any of them: 2x8 is what is
sure, the text tells the rest."""


def working_time_of(fields: Mapping[str, object]) -> WorkingTime:
    """Weekly hours (0 to 60), full time or not, and the shifts that the keys name."""
    label = text_of(fields, "dureeTravailLibelle")
    context = mapping_of(fields, "contexteTravail").get("horaires")
    listed = (
        [item for item in context if isinstance(item, str)] if isinstance(context, list) else []
    )
    folded = fold("\n".join([label, *listed]))
    match = _WEEKLY.search(folded)
    hours = int(match[1]) + int(match[2] or 0) / 60 if match else None
    if hours is not None and not 0 < hours <= 60:
        hours = None
    return WorkingTime(
        weekly_hours=round(hours, 2) if hours else None,
        full_time=_full_time(fields, folded, hours),
        patterns=_key_patterns(
            folded.replace(_BY_DEFAULT, " ") if _is_by_night(fields) else folded
        ),
    )


def _is_by_night(fields: Mapping[str, object]) -> bool:
    return re.search(r"\bnuits?\b", fold(text_of(fields, "intitule"))) is not None


def _full_time(fields: Mapping[str, object], folded: str, hours: float | None) -> bool | None:
    said = f"{fold(text_of(fields, 'dureeTravailLibelleConverti'))} {folded}"
    if "temps partiel" in said:
        return False
    if "temps plein" in said:
        return True
    return None if hours is None else hours >= FULL_TIME_HOURS


def _key_patterns(folded: str) -> tuple[WorkPattern, ...]:
    if not folded:
        return ()
    if _ANY_SHIFT in folded:
        rest = folded.replace("2x8, 3x8, 5x8", "")
        others = [name for name, words in _KEY_PATTERNS[3:] if words.search(rest)]
        return (WorkPattern.TWO_SHIFTS, *others)
    return tuple(name for name, words in _KEY_PATTERNS if words.search(folded))
