"""What a post asks of a person, from the keys of the France Travail format."""

import re
from collections.abc import Mapping

from ingestion.lexicon import cut
from ingestion.licences import licence_codes
from ingestion.normalise import fold
from ingestion.offers.conditions import named_conditions
from ingestion.offers.given import mapping_of, text_of
from ingestion.offers.needs import LANGUAGE_CODES, language_level
from ingestion.records import (
    EducationNeed,
    ExperienceNeed,
    LanguageNeed,
    LicenceNeed,
    SkillNeed,
)
from models.vocabulary import Condition, Necessity

Items = list[Mapping[str, object]]


def _need(item: Mapping[str, object]) -> Necessity:
    return Necessity.WISHED if text_of(item, "exigence").upper() == "S" else Necessity.REQUIRED


_LENGTH = re.compile(r"(\d{1,3})\s?(an|mois)")


def experience_of(fields: Mapping[str, object]) -> ExperienceNeed:
    """Necessity and months of experience."""
    mark = text_of(fields, "experienceExige").upper()
    label = fold(text_of(fields, "experienceLibelle"))
    if mark == "D" or "debutant" in label:
        return ExperienceNeed(Necessity.NONE)
    length = _LENGTH.search(label)
    months = int(length[1]) * (12 if length[2] == "an" else 1) if length else None
    if mark == "S" or "souhait" in label:
        return ExperienceNeed(Necessity.WISHED, months)
    if mark == "E" or "exige" in label or months:
        return ExperienceNeed(Necessity.REQUIRED, months)
    return ExperienceNeed()


_LEVELS = (
    ("aucune formation", None),
    ("bac+5", 7),
    ("bac+3", 6),
    ("bac+4", 6),
    ("bac+2", 5),
    ("bac", 4),
    ("cap", 3),
    ("bep", 3),
    ("brevet", 2),
    ("3eme", 2),
    ("4eme", 2),
)


def education_of(items: Items) -> EducationNeed:
    """The lowest level among those required, else among those wished."""
    needs: list[EducationNeed] = []
    for item in items:
        label = fold(text_of(item, "niveauLibelle") or text_of(item, "libelle")).replace(" ", "")
        for words, level in _LEVELS:
            if words.replace(" ", "") in label:
                kind = Necessity.NONE if level is None else _need(item)
                needs.append(EducationNeed(level, kind))
                break
    if not needs:
        return EducationNeed()
    strength = (Necessity.REQUIRED, Necessity.WISHED, Necessity.NONE)
    return min(
        needs, key=lambda need: (strength.index(need.necessity or strength[2]), need.level or 0)
    )


def licences_of(items: Items) -> tuple[LicenceNeed, ...]:
    """Licences and certificates, each once."""
    needs: dict[str, LicenceNeed] = {}
    for item in items:
        label = text_of(item, "libelle")
        if "aucun" in fold(label):
            continue
        head = re.split(r"\s[-–(]|\(", label, maxsplit=1)[0]
        for code in licence_codes(head) or licence_codes(label):
            needs.setdefault(code, LicenceNeed(code, _need(item)))
    return tuple(needs.values())


def skills_of(items: Items) -> tuple[SkillNeed, ...]:
    """Skills under the labels of the keys, each once."""
    needs = {
        text_of(item, "libelle"): SkillNeed(text_of(item, "libelle"), _need(item)) for item in items
    }
    return tuple(need for label, need in needs.items() if label)


def languages_of(items: Items) -> tuple[LanguageNeed, ...]:
    """Languages, each once, with their level."""
    needs: dict[str, LanguageNeed] = {}
    for item in items:
        folded = fold(text_of(item, "libelle"))
        code = next(
            (LANGUAGE_CODES[word] for word in folded.split() if word in LANGUAGE_CODES), None
        )
        if code is not None:
            level = language_level(f"{folded} {fold(text_of(item, 'niveau'))}")
            needs.setdefault(code, LanguageNeed(code, level, _need(item)))
    return tuple(needs.values())


def conditions_of(fields: Mapping[str, object]) -> tuple[Condition, ...]:
    """Physical conditions that the context of work names."""
    context = mapping_of(fields, "contexteTravail").get("conditionsExercice")
    listed = (
        [item for item in context if isinstance(item, str)] if isinstance(context, list) else []
    )
    words = cut("\n".join([*listed, text_of(fields, "conditionExercice")]))
    return tuple(found.value for found in named_conditions(words))
