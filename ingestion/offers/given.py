"""What the keys of a source say outright, before any reading of the text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ingestion.details import OfferDetails
from ingestion.records import (
    Contract,
    EducationNeed,
    Employer,
    ExperienceNeed,
    LanguageNeed,
    LicenceNeed,
    OfferWarning,
    Pay,
    SkillNeed,
    WorkingTime,
    Workplace,
)
from models.vocabulary import Condition, Vehicle


@dataclass(frozen=True, slots=True)
class Given:
    """Values of the keys; None, () or an empty record where the source does not say."""

    rome: str | None = None
    rome_label: str | None = None
    employer: Employer = field(default_factory=Employer)
    workplace: Workplace = field(default_factory=Workplace)
    contract: Contract = field(default_factory=Contract)
    working_time: WorkingTime = field(default_factory=WorkingTime)
    vehicle: Vehicle | None = None
    pay: Pay = field(default_factory=Pay)
    positions: int | None = None
    experience: ExperienceNeed = field(default_factory=ExperienceNeed)
    education: EducationNeed = field(default_factory=EducationNeed)
    licences: tuple[LicenceNeed, ...] = ()
    skills: tuple[SkillNeed, ...] = ()
    languages: tuple[LanguageNeed, ...] = ()
    constraints: tuple[Condition, ...] = ()
    level: int | None = None
    clause_hours: float | None = None
    agency: str | None = None
    deadline: date | None = None
    created: date | None = None
    details: OfferDetails = field(default_factory=OfferDetails)
    warnings: tuple[OfferWarning, ...] = ()


def text_of(fields: Mapping[str, object], key: str) -> str:
    """The words under a key; a number becomes words, anything else ''."""
    return whole_text_of(fields, key).strip()


_UNSAFE = re.compile("[\\x00\\ud800-\\udfff]")


def whole_text_of(fields: Mapping[str, object], key: str) -> str:
    """Same as `text_of` with its blanks: what the offsets of evidence count in.

    Null characters and half surrogates, which no base or file accepts, become U+FFFD.
    """
    value = fields.get(key)
    if isinstance(value, str):
        return value if value.isascii() and "\x00" not in value else _UNSAFE.sub("\ufffd", value)
    if isinstance(value, bool) or value is None:
        return ""
    return str(value) if isinstance(value, int | float) else ""


def mapping_of(fields: Mapping[str, object], key: str) -> Mapping[str, object]:
    """The object under a key, {} where there is none."""
    value = fields.get(key)
    return value if isinstance(value, dict) else {}


def items_of(fields: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    """The objects listed under a key; a lone word counts as `{"libelle": word}`."""
    value = fields.get(key)
    entries = value if isinstance(value, list) else [value]
    items: list[Mapping[str, object]] = []
    for entry in entries:
        if isinstance(entry, dict):
            items.append(entry)
        elif isinstance(entry, str) and entry.strip():
            items.append({"libelle": entry.strip()})
    return items


def number_of(value: object) -> float | None:
    """A number given as such or in words (`"2"`, `"50,85"`); None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value) if value == value and abs(value) < 1e12 else None
    if isinstance(value, str):
        try:
            number = float(value.strip().replace(",", "."))
        except ValueError:
            return None
        return number if number == number and abs(number) < 1e12 else None
    return None
