"""Cells that say what is asked of people: experience, education, licences, skills, languages."""

import re

from ingestion.lexicon import cut
from ingestion.licences import licence_codes
from ingestion.normalise import fold
from ingestion.offers import conditions, needs
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


def licences(said: str) -> tuple[LicenceNeed, ...]:
    """Licences and certificates of a cell, in its order."""
    needed: dict[str, LicenceNeed] = {}
    for item in re.split(r"[|;\n•]", said):
        for code in licence_codes(item.strip()) if item.strip() else ():
            needed.setdefault(code, LicenceNeed(code, _need(item)))
    return tuple(needed.values())


_NEED_WORDS = re.compile(
    r"\s*\((?:souhait|exig|appr|oblig|requis|un plus|indisp|format)[^)]*\)", re.I
)


def skills(said: str) -> tuple[SkillNeed, ...]:
    """Skills of a cell, each once."""
    found: dict[str, SkillNeed] = {}
    for item in _split(said):
        label = _NEED_WORDS.sub("", item).strip()
        if label and fold(label) not in SAYS_NOTHING:
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
