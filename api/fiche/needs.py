"""Boxes that hold more than one value: occupation, commune, licences, skills, languages."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

from api.boxes import BoxReader
from api.fiche.first_groups import NEEDS
from api.schemas import OfferForm
from ingestion.details import Intensity
from ingestion.licences import licence_codes, licence_label
from ingestion.normalise import resolve_commune, rome_code
from ingestion.offers.needs import LANGUAGE_CODES
from ingestion.records import (
    LanguageNeed,
    LicenceNeed,
    Occupation,
    ParsedOffer,
    SkillNeed,
    Workplace,
)
from models.vocabulary import Condition, Domain, Necessity

OTHER_OCCUPATION = "other"
SKILL_SEPARATORS = "\n;"
LANGUAGE_LEVELS: Mapping[str, str] = {
    "A1": "A1 – quelques mots",
    "A2": "A2 – notions",
    "B1": "B1 – conversation simple",
    "B2": "B2 – à l’aise",
    "C1": "C1 – courant",
    "C2": "C2 – parfait",
}
EDUCATION_LEVELS: Mapping[str, str] = {
    "2": "2 – sans diplôme",
    "3": "3 – CAP, BEP",
    "4": "4 – Bac",
    "5": "5 – Bac+2",
    "6": "6 – Bac+3",
    "7": "7 – Bac+5",
    "8": "8 – Doctorat",
}
OFFER_LEVELS: Mapping[str, str] = {"1": "1 – ordinaire", "2": "2 – entretien et validation"}
INTENSITIES: Mapping[str, str] = {
    "1": "1 – légère ou rare",
    "2": "2 – habituelle",
    "3": "3 – forte",
}


class Occupations(Protocol):
    """The referential of occupations, as `api.services.proposals` knows it."""

    def label(self, rome: str) -> str | None:
        """French label of a code, None for an unknown one."""

    def domain(self, rome: str) -> Domain:
        """The domain of a code."""


def languages() -> dict[str, str]:
    """The languages that may be asked for: code -> French name."""
    names: dict[str, str] = {}
    for name, code in LANGUAGE_CODES.items():
        names.setdefault(code, name)
    return names


def own_boxes(offer: ParsedOffer) -> dict[str, Any]:
    """What the boxes of this module show for an offer."""
    return {
        "rome": offer.occupation.rome or "",
        "rome_other": "",
        "commune": commune_words(offer.workplace),
        "level": _text(offer.level),
        "education_level": _text(offer.education.level),
        "licence": [(licence_label(need.code), need.necessity.value) for need in offer.licences],
        "skills_required": _skills(offer, Necessity.REQUIRED),
        "skills_wished": _skills(offer, Necessity.WISHED, Necessity.TRAINING_OFFERED),
        "language": [
            (need.code, need.level or "", need.necessity.value) for need in offer.languages
        ],
        "intensity": [
            (each.condition.value, str(each.level)) for each in offer.details.intensities
        ],
    }


def own_boxes_as_typed(form: OfferForm) -> dict[str, Any]:
    """What they show after a refusal: exactly what was typed."""
    names = ("rome", "rome_other", "commune", "level", "education_level", "skills_required")
    return {
        **{name: getattr(form, name) for name in (*names, "skills_wished")},
        "licence": _rows(form.licence, form.licence_necessity),
        "language": _rows(form.language, form.language_level, form.language_necessity),
        "intensity": _rows(form.intensity, form.intensity_level),
    }


def own_values(
    reader: BoxReader, form: OfferForm, offer: ParsedOffer, known: Occupations
) -> dict[str, Any]:
    """The values of these boxes by dotted field; what cannot be read is complained of."""
    return {
        "occupation": read_occupation(reader, form, offer.occupation, known),
        "workplace": read_workplace(reader, form.commune, offer.workplace),
        "level": reader.whole("level", form.level, 1, 2),
        "education.level": reader.whole("education_level", form.education_level, 2, 8),
        "licences": read_licences(reader, form, offer),
        "skills": read_skills(form, offer),
        "languages": read_languages(reader, form, offer),
        "details.intensities": read_intensities(reader, form),
    }


def read_occupation(
    reader: BoxReader, form: OfferForm, current: Occupation, known: Occupations
) -> Occupation:
    """The occupation chosen among the proposals, or written as a code."""
    if form.rome != OTHER_OCCUPATION:
        wanted: str | None = form.rome or None
        field = "rome"
    else:
        wanted, field = rome_code(form.rome_other), "rome_other"
        if wanted is None:
            reader.complain(field, "Cherchez un métier et choisissez-le, ou écrivez son code ROME.")
            return current
    if wanted == current.rome:
        return current
    if wanted is None:
        return replace(current, rome=None, label=None, confidence=None, declared=False)
    proposed = {guess.rome: guess.label for guess in current.alternatives}
    words = proposed.get(wanted) or known.label(wanted)
    if words is None:
        reader.complain(field, f"Le code ROME {wanted} n’existe pas.")
        return current
    return replace(current, rome=wanted, label=words, confidence=1.0, declared=True)


def read_workplace(reader: BoxReader, words: str, current: Workplace) -> Workplace:
    """The commune that the words name; the access stays what it was."""
    if words == commune_words(current):
        return current
    if not words:
        return Workplace(access=current.access)
    found = resolve_commune(words)
    if found is None:
        reader.complain("commune", "Commune inconnue : vérifiez l’orthographe.")
        return current
    return Workplace(
        insee=found.insee,
        name=found.name,
        postal_code=found.postal_code,
        latitude=found.latitude,
        longitude=found.longitude,
        access=current.access,
    )


def read_licences(
    reader: BoxReader, form: OfferForm, offer: ParsedOffer
) -> tuple[LicenceNeed, ...]:
    """Licences in words, one box each, with how necessary each is."""
    known = {licence_label(need.code): need.code for need in offer.licences}
    needs: dict[str, LicenceNeed] = {}
    for words, necessity_text in _rows(form.licence, form.licence_necessity):
        if not words:
            continue
        codes = (known[words],) if words in known else licence_codes(words)
        if not codes:
            reader.complain("licence", f"Titre non reconnu : « {words} ».")
        necessity = reader.choice("licence", necessity_text, Necessity) or Necessity.REQUIRED
        needs.update((code, LicenceNeed(code, necessity)) for code in codes)
    return tuple(needs.values())


def read_skills(form: OfferForm, offer: ParsedOffer) -> tuple[SkillNeed, ...]:
    """Skills, one a line; those the employer teaches stay so among the wished ones."""
    trained = {s.label for s in offer.skills if s.necessity is Necessity.TRAINING_OFFERED}
    needs: dict[str, SkillNeed] = {}
    for words in _cut(form.skills_required):
        needs.setdefault(words, SkillNeed(words, Necessity.REQUIRED))
    for words in _cut(form.skills_wished):
        necessity = Necessity.TRAINING_OFFERED if words in trained else Necessity.WISHED
        needs.setdefault(words, SkillNeed(words, necessity))
    in_text = [need.label for need in offer.skills]
    return tuple(
        sorted(
            needs.values(),
            key=lambda need: in_text.index(need.label) if need.label in in_text else len(in_text),
        )
    )


def read_languages(
    reader: BoxReader, form: OfferForm, offer: ParsedOffer
) -> tuple[LanguageNeed, ...]:
    """Languages with their level and how necessary each is; each once."""
    known = {*languages(), *(need.code for need in offer.languages)}
    levels = {*LANGUAGE_LEVELS, *(need.level for need in offer.languages)}
    needs: dict[str, LanguageNeed] = {}
    rows = _rows(form.language, form.language_level, form.language_necessity)
    for code, level, necessity_text in rows:
        if not code:
            continue
        if code not in known or (level and level not in levels):
            reader.complain("language", "Choisissez une valeur de la liste.")
        necessity = reader.choice("language", necessity_text, Necessity) or NEEDS[0]
        needs.setdefault(code, LanguageNeed(code, level or None, necessity))
    return tuple(needs.values())


def read_intensities(reader: BoxReader, form: OfferForm) -> tuple[Intensity, ...]:
    """How strong physical conditions are, each once; a condition without a level is usual."""
    found: dict[Condition, Intensity] = {}
    for words, level_text in _rows(form.intensity, form.intensity_level):
        condition = reader.choice("intensity", words, Condition)
        level = reader.whole("intensity", level_text, 1, 3) if condition else None
        if condition is not None:
            found.setdefault(condition, Intensity(condition, level or 2))
    return tuple(found.values())


def commune_words(workplace: Workplace) -> str:
    """How the place is written in its box."""
    return workplace.name or workplace.postal_code or ""


def _rows(first: list[str], *others: list[str]) -> list[tuple[str, ...]]:
    """Boxes that stand in one row, however the form was sent: short columns are filled up."""
    size = len(first)
    columns = [(column + [""] * size)[:size] for column in others]
    return list(zip(first, *columns, strict=True))


def _cut(text: str) -> list[str]:
    for separator in SKILL_SEPARATORS[1:]:
        text = text.replace(separator, SKILL_SEPARATORS[0])
    return [line.strip(" -•\t\r") for line in text.splitlines() if line.strip(" -•\t\r")]


def _skills(offer: ParsedOffer, *necessities: Necessity) -> str:
    return "\n".join(need.label for need in offer.skills if need.necessity in necessities)


def _text(value: object) -> str:
    return "" if value is None else str(value)
