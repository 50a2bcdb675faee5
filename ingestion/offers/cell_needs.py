"""Cells that say what is asked of people: experience, education, licences, skills, languages."""

import re
from collections.abc import Sequence

from ingestion.details import Intensity
from ingestion.lexicon import cut
from ingestion.licences import implies, licence_codes
from ingestion.normalise import fold
from ingestion.offers import conditions, needs
from ingestion.offers.cell_denials import affirmed
from ingestion.offers.necessity import necessity_around
from ingestion.records import EducationNeed, ExperienceNeed, LanguageNeed, LicenceNeed, SkillNeed
from models.vocabulary import Condition, Necessity

_ITEMS = re.compile(r"[|;\n•]|,\s(?=[^\d\s])")
SAYS_NOTHING = {"", "-", "/", "x", "nc", "n c", "neant", "aucun", "aucune", "non", "sans", "ras"}
"""Words of a cell that asks for nothing, folded."""


def experience(said: str) -> ExperienceNeed:
    """The experience that a cell asks for."""
    folded = fold(said).strip(" .")
    if not folded:
        return ExperienceNeed()
    if folded in SAYS_NOTHING or folded == "0":
        return ExperienceNeed(Necessity.NONE)
    found = needs.experience(cut(f"expérience : {said}"))
    return found.value if found else ExperienceNeed()


def education(said: str) -> EducationNeed:
    """The level that a cell asks for."""
    folded = fold(said).strip(" .")
    if not folded:
        return EducationNeed()
    if folded in SAYS_NOTHING:
        return EducationNeed(None, Necessity.NONE)
    number = re.fullmatch(r"(?:niveau\s)?([2-8])", folded)
    if number:
        return EducationNeed(int(number[1]), Necessity.REQUIRED)
    found = needs.education(cut(f"niveau {said.upper() if said.islower() else said}"))
    return found.value if found else EducationNeed()


def _split(said: str) -> list[str]:
    return [item.strip() for item in _ITEMS.split(said) if item.strip()]


def _need(item: str) -> Necessity:
    words = cut(item)
    return necessity_around(words, 0, len(item))[0]


_TRAINED = re.compile(r"\bform(?:ation|ons|erons|ee?s?\b)|\bfinanc|prise? en charge")
_OR = re.compile(r"\bou\b")


def licences(said: str) -> tuple[LicenceNeed, ...]:
    """Licences and certificates of a cell, in its order.

    What it denies is not asked for, or is what the employer trains for where it says so.
    """
    needed: dict[str, LicenceNeed] = {}
    for item in filter(None, (each.strip() for each in re.split(r"[|;\n•]", said))):
        asked = licence_codes(affirmed(item))
        either = _either(item)
        for code in asked:
            need = Necessity.WISHED if _can_be_replaced(code, either) else _need(item)
            needed.setdefault(code, LicenceNeed(code, need))
        for code in licence_codes(item) if _TRAINED.search(fold(item)) else ():
            needed.setdefault(code, LicenceNeed(code, Necessity.TRAINING_OFFERED))
    return tuple(needed.values())


def _either(item: str) -> tuple[str, ...]:
    """The codes that an item parts by `ou`: `DEAES ou ADVF, permis B` needs the licence anyway."""
    parts = re.split(r",(?!\s?\d)", item)
    return tuple(c for part in parts if _OR.search(fold(part)) for c in licence_codes(part))


def _can_be_replaced(code: str, either: Sequence[str]) -> bool:
    """Whether another one will do; of `C ou CE` the first is needed whatever the other."""
    others = [each for each in either if each != code]
    return code in either and not all(code in implies(other) for other in others)


_NEED_WORDS = re.compile(
    r"\s*\((?:souhait|exig|appr|oblig|requis|un plus|indisp|format)[^)]*\)", re.I
)


def skills(said: str) -> tuple[SkillNeed, ...]:
    """Skills of a cell, each once."""
    found: dict[str, SkillNeed] = {}
    for item in _split(said):
        label = _NEED_WORDS.sub("", item).strip()
        if label and affirmed(label):
            found.setdefault(label, SkillNeed(label, _need(item)))
    return tuple(found.values())


def languages(said: str) -> tuple[LanguageNeed, ...]:
    """Languages of a cell, each once."""
    found: dict[str, LanguageNeed] = {}
    for item in re.split(r"[|;,\n]", said):
        folded = fold(item)
        code = next(
            (needs.LANGUAGE_CODES[w] for w in cut(item).words if w in needs.LANGUAGE_CODES), None
        )
        if code is not None:
            level = needs.language_level(folded)
            found.setdefault(code, LanguageNeed(code, level, _need(item)))
    return tuple(found.values())


def hardships(said: str) -> tuple[Condition, ...]:
    """Physical conditions of a cell."""
    if not said:
        return ()
    names = [found.value for found in conditions.named_conditions(cut(said))]
    folded = fold(said)
    for condition in Condition:
        if fold(condition.label) in folded and condition not in names:
            names.append(condition)
    return tuple(names)


def burdens(said: str) -> tuple[Intensity, ...]:
    """How heavy the loads of a cell are, where it says their weight."""
    if not re.search(r"\d\s?(?:kg|kilo)", fold(said)):
        return ()
    found = (each.value for each in conditions.intensities(cut(said)))
    return tuple(each for each in found if each.condition is Condition.LOADS)
