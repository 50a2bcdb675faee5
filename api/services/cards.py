"""Anonymous cards: what an agency or employer first sees of a person.

A closed list of fields, each of a closed kind: words of the file never pass as they stand. An
occupation is said by its official label (both genders), a licence, a skill or a diploma by our
catalogue, a place by its distance to the workplace, a length of experience in whole years. There
is nowhere to put a name, an age, a commune, a status or a health matter.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from babel import Locale
from sqlalchemy.orm import Session

from api.services.candidates import stored_candidates
from api.services.proposals import packaged_proposals
from ingestion.ground import kilometres
from ingestion.licences import catalogue, implies, licence_label
from ingestion.normalise import rome_code
from ingestion.records import CandidateRecord, Credential, Experience, ParsedOffer
from ingestion.skills import find_skills, skill_code, skill_label
from models.vocabulary import (
    ContractType,
    CredentialState,
    Necessity,
    TravelMode,
    WorkingTimeWish,
    WorkPattern,
)

FIELDS: Mapping[str, str] = {
    "occupation": "libellé officiel d’un métier",
    "is_validated": "oui ou non",
    "licences": "titres de notre catalogue, avec leur fin",
    "experience": "libellés officiels de métiers, en années",
    "skills": "compétences de notre catalogue",
    "education": "niveau de diplôme",
    "languages": "langues que l’offre demande",
    "zone": "distance au lieu de travail, par tranche",
    "travel": "moyens de transport et durée acceptée",
    "available_on": "date, vide pour tout de suite",
    "contracts": "types de contrat",
    "working_time": "temps de travail",
    "patterns": "rythmes",
    "hours": "heures possibles",
}
"""Every field of a card and the kind of its value: what is not here is not sent."""

SURE = 0.5
"""Confidence from which the words of an experience are said as an official occupation."""
MOST_SKILLS = 8
MOST_EXPERIENCES = 4
MONTHS = 12
MOST_YEARS = 10
"""Years above which an experience says an age: « 10 ans et plus »."""
ZONES_KM = ((5.0, "à moins de 5 km du poste"), (10.0, "de 5 à 10 km du poste"))
FAR_KM = ((20.0, "de 10 à 20 km du poste"), (float("inf"), "à plus de 20 km du poste"))
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Signs that nobody takes for another."""
CODE_SIGNS = 4
LEVELS = {3: "CAP ou BEP", 4: "Bac", 5: "Bac+2", 6: "Bac+3", 7: "Bac+5", 8: "Doctorat"}
TIMES = {
    WorkingTimeWish.FULL: "temps plein",
    WorkingTimeWish.PART: "temps partiel",
    WorkingTimeWish.ANY: "temps plein ou partiel",
}
OTHER_TRADE = "Autre métier"


@dataclass(frozen=True, slots=True)
class CardLicence:
    """A licence or certificate; `until` ISO day or None, `state` in French words."""

    label: str
    until: str | None
    state: str
    is_asked: bool


@dataclass(frozen=True, slots=True)
class CardSkill:
    label: str
    is_asked: bool


@dataclass(frozen=True, slots=True)
class CardContent:
    """What a card holds: the fields of `FIELDS`, nothing else; None and () where not known."""

    occupation: str
    is_validated: bool
    licences: tuple[CardLicence, ...]
    experience: tuple[str, ...]
    skills: tuple[CardSkill, ...]
    education: str | None
    languages: tuple[str, ...]
    zone: str | None
    travel: str | None
    available_on: str | None
    contracts: tuple[str, ...]
    working_time: str | None
    patterns: tuple[str, ...]
    hours: str | None

    def as_json(self) -> dict[str, Any]:
        """What the base keeps of it."""
        return asdict(self)


def content_from(kept: Mapping[str, Any]) -> CardContent:
    """The card as it was kept.

    Raises
    ------
    TypeError : a field is not of the closed list
    """
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()
    }
    values["licences"] = tuple(CardLicence(**each) for each in values["licences"])
    values["skills"] = tuple(CardSkill(**each) for each in values["skills"])
    return CardContent(**values)


def draw_code(taken: Sequence[str] = ()) -> str:
    """A code that says nothing of the person, and is not among `taken`."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_SIGNS))
        if code not in taken:
            return code


def cards_of(
    session: Session, candidate_ids: Sequence[int], offer: ParsedOffer, today: date
) -> dict[int, CardContent]:
    """The card of each person for this offer, by candidate id."""
    stored = stored_candidates(session, candidate_ids)
    return {each.id: card_of(each.record, offer, today) for each in stored}


def card_of(record: CandidateRecord, offer: ParsedOffer, today: date) -> CardContent:
    """The card of one person; reads nothing of the record but the fields named here."""
    occupation, is_validated = _occupation(record, offer)
    modes, start = record.travel_modes, record.available_from
    return CardContent(
        occupation=occupation,
        is_validated=is_validated,
        licences=_licences(record.credentials or (), offer, today),
        experience=_experience(record.experiences),
        skills=_skills(record, offer),
        education=LEVELS.get(record.education_level or 0),
        languages=_languages(record, offer),
        zone=_zone(record, offer),
        travel=_travel(modes, record.trip_limit_minutes),
        available_on=start.isoformat() if start is not None and start > today else None,
        contracts=tuple(each.label for each in ContractType if each in (record.contracts or ())),
        working_time=None if record.working_time is None else TIMES[record.working_time],
        patterns=tuple(each.label for each in WorkPattern if each in (record.patterns or ())),
        hours=_hours(record),
    )


def _occupation(record: CandidateRecord, offer: ParsedOffer) -> tuple[str, bool]:
    """The project that fits the offer, else the first; and whether it is validated."""
    for project in record.projects:
        if project.rome is not None and project.rome == offer.occupation.rome:
            return _label(project.rome) or OTHER_TRADE, project.validated
    for project in record.projects:
        label = _label(project.rome) or official_label(project.title)
        return label or OTHER_TRADE, project.validated
    return OTHER_TRADE, False


def _label(code: str | None) -> str | None:
    return None if code is None else packaged_proposals().label(rome_code(code) or code)


def official_label(title: str) -> str | None:
    """The official label, in both genders, of what a title says; None where nothing is sure."""
    proposals = packaged_proposals()
    guesses = proposals.propose([title], [""])[0]
    if not guesses or guesses[0].confidence < SURE:
        return None
    return proposals.label(guesses[0].rome)


def _licences(
    held: Sequence[Credential], offer: ParsedOffer, today: date
) -> tuple[CardLicence, ...]:
    """Those asked for first; a suspended one is nobody's business here and is left out."""
    asked = {each.code for each in offer.licences}
    lines = []
    for each in held:
        if each.state is CredentialState.SUSPENDED or each.code not in catalogue():
            continue
        is_asked = not asked.isdisjoint({each.code, *implies(each.code)})
        until = None if each.expires_on is None else each.expires_on.isoformat()
        label = licence_label(each.code)
        lines.append(CardLicence(label, until, _standing(each, today), is_asked))
    return tuple(sorted(dict.fromkeys(lines), key=lambda line: not line.is_asked))


def _standing(held: Credential, today: date) -> str:
    is_past = held.expires_on is not None and held.expires_on < today
    if held.state is CredentialState.EXPIRED or is_past:
        return "à renouveler"
    return "en cours" if held.state is CredentialState.IN_PROGRESS else "détenu"


def _experience(lived: Sequence[Experience]) -> tuple[str, ...]:
    """Months added up by occupation, the longest first, said in whole years."""
    months: dict[str, int] = {}
    for each in lived:
        label = official_label(each.title) or OTHER_TRADE
        months[label] = months.get(label, 0) + (each.months or 0)
    told = sorted(months.items(), key=lambda pair: (pair[0] == OTHER_TRADE, -pair[1], pair[0]))
    return tuple(f"{label}, {_years(count)}" for label, count in told[:MOST_EXPERIENCES])


def _years(months: int) -> str:
    if months == 0:
        return "durée à préciser"
    if months < MONTHS:
        return "moins d’un an"
    years = months // MONTHS
    if years >= MOST_YEARS:
        return f"{MOST_YEARS} ans et plus"
    return f"{years} an{'s' if years > 1 else ''}"


def _skills(record: CandidateRecord, offer: ParsedOffer) -> tuple[CardSkill, ...]:
    asked = {m.code for need in offer.skills for m in find_skills(need.label)}
    asked |= {code for need in offer.skills if (code := skill_code(need.label)) is not None}
    held = dict.fromkeys(m.code for label in record.skills for m in find_skills(label))
    lines = [CardSkill(skill_label(code), code in asked) for code in held]
    return tuple(sorted(lines, key=lambda line: not line.is_asked)[:MOST_SKILLS])


def _languages(record: CandidateRecord, offer: ParsedOffer) -> tuple[str, ...]:
    """What the offer asks and no more: a mother tongue would say an origin."""
    wanted = {each.code for each in offer.languages if each.necessity is not Necessity.NONE}
    names = Locale.parse("fr").languages
    lines = []
    for each in record.languages:
        if each.code in wanted:
            level = "courant" if each.level == "native" else each.level
            lines.append(" ".join(filter(None, (names.get(each.code, each.code), level))))
    return tuple(dict.fromkeys(lines))


def _zone(record: CandidateRecord, offer: ParsedOffer) -> str | None:
    here, there = record.home, offer.workplace
    if here.latitude is None or here.longitude is None:
        return None
    if there.latitude is None or there.longitude is None:
        return None
    km = kilometres(here.latitude, here.longitude, there.latitude, there.longitude)
    return next(words for most, words in (*ZONES_KM, *FAR_KM) if km < most)


def _travel(modes: frozenset[TravelMode] | None, minutes: float | None) -> str | None:
    parts = [mode.label for mode in TravelMode if mode in (modes or ())]
    words = " ou ".join(parts)
    if minutes is not None:
        words = f"{words}, {minutes:.0f} min au plus" if words else f"{minutes:.0f} min au plus"
    return words or None


def _hours(record: CandidateRecord) -> str | None:
    limits = record.limits
    parts = []
    if limits.earliest_start is not None:
        parts.append(f"à partir de {limits.earliest_start:%H h %M}")
    if limits.latest_end is not None:
        parts.append(f"jusqu’à {limits.latest_end:%H h %M}")
    return ", ".join(parts) or None
