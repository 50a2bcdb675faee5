"""What a record says of each thing that an offer asks: the middle column of the grid."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from api.person_facts import LANGUAGES, LEVELS, experience_words
from api.rendering import date_fr, number_fr
from api.services.profiles import candidate_facts
from ingestion.licences import licence_label
from ingestion.normalise import squash
from ingestion.records import CandidateRecord, ParsedOffer
from ingestion.skills import skill_code
from matching.credentials import lapses
from matching.profiles import CredentialFact
from models.vocabulary import Condition, CredentialState, Necessity, Vehicle

SAME_WORDS = 88.0
"""rapidfuzz token-set ratio (0..100) from which two wordings say one skill."""
MOST_EXPERIENCES = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that the offer asks, and what the record says of it (None: nothing).

    source : the part of the record that says it
    """

    label: str
    necessity: Necessity | None
    fact: str | None
    source: str | None


def asked_of(offer: ParsedOffer, record: CandidateRecord, today: date) -> list[Asked]:
    """Every requirement of the offer, what is required before what is wished."""
    found = [
        *_experience(offer, record),
        *_licences(offer, record, today),
        *_skills(offer, record),
        *_education(offer, record),
        *_languages(offer, record),
        *_conditions(offer, record),
    ]
    return sorted(found, key=lambda each: each.necessity is not Necessity.REQUIRED)


def _experience(offer: ParsedOffer, record: CandidateRecord) -> Iterator[Asked]:
    need = offer.experience
    if need.necessity not in (Necessity.REQUIRED, Necessity.WISHED):
        return
    length = f" : {need.months} mois" if need.months else ""
    words = [experience_words(each) for each in record.experiences[:MOST_EXPERIENCES]]
    yield _asked(f"Expérience{length}", need.necessity, " ; ".join(words), "Expériences")


def _licences(offer: ParsedOffer, record: CandidateRecord, today: date) -> Iterator[Asked]:
    held = candidate_facts(record).credentials
    for need in offer.licences:
        same = [each for each in held if _is_met(each, need.code)]
        words = credential_words(same[0], today) if same else ""
        if not words and record.credentials is not None:
            words = "non cité dans la liste des permis et titres"
        yield _asked(licence_label(need.code), need.necessity, words, "Permis et titres")
    if offer.vehicle is Vehicle.OWN:
        modes = sorted(mode.label for mode in record.travel_modes or ())
        yield _asked(
            "Véhicule personnel", Necessity.REQUIRED, ", ".join(modes), "Moyens de transport"
        )


def _is_met(held: CredentialFact, code: str) -> bool:
    return held.code == code or (code == "CACES" and held.code.startswith("CACES_"))


def credential_words(held: CredentialFact, today: date) -> str:
    """`détenu, jusqu'au 1er mars 2027`; a title that lapses without a day is to be seen."""
    expires = held.expires_on
    if held.state is not CredentialState.HELD:
        return held.state.label
    if expires is not None:
        ended = expires < today
        return f"{'périmé depuis le' if ended else 'détenu, jusqu’au'} {date_fr(expires)}"
    return "détenu, fin de validité à voir" if lapses(held.code) else "détenu"


def _skills(offer: ParsedOffer, record: CandidateRecord) -> Iterator[Asked]:
    for need in offer.skills:
        words = next((each for each in record.skills if _is_same(need.label, each)), "")
        yield _asked(need.label, need.necessity, words, "Compétences")


def _is_same(asked: str, said: str) -> bool:
    code = skill_code(asked)
    if code is not None and code == skill_code(said):
        return True
    return fuzz.token_set_ratio(squash(asked), squash(said)) >= SAME_WORDS


def _education(offer: ParsedOffer, record: CandidateRecord) -> Iterator[Asked]:
    need = offer.education
    if need.level is None or need.necessity not in (Necessity.REQUIRED, Necessity.WISHED):
        return
    parts = list(record.diplomas)
    if record.education_level is not None:
        parts.insert(0, LEVELS.get(record.education_level, "sans diplôme"))
    label = f"Niveau de formation : {LEVELS.get(need.level, need.level)}"
    yield _asked(label, need.necessity, " ; ".join(parts), "Formation")


def _languages(offer: ParsedOffer, record: CandidateRecord) -> Iterator[Asked]:
    for need in offer.languages:
        said = [each for each in record.languages if each.code == need.code]
        words = (said[0].level or "parlé, niveau inconnu") if said else ""
        name = LANGUAGES.get(need.code, need.code)
        label = f"{name[:1].upper()}{name[1:]} {need.level or ''}".strip()
        yield _asked(label, need.necessity, words, "Langues")


def _conditions(offer: ParsedOffer, record: CandidateRecord) -> Iterator[Asked]:
    limits = {each.condition: each.limit_kg for each in record.limits.restrictions}
    for condition in offer.constraints:
        words = _limit(condition, limits) if condition in limits else ""
        label = f"Condition du poste : {condition.label}"
        yield _asked(label, Necessity.REQUIRED, words, "Contraintes")


def _limit(condition: Condition, limits: dict[Condition, float | None]) -> str:
    most = limits[condition]
    return "à éviter" if most is None else f"{number_fr(most)} kg au plus"


def _asked(label: str, necessity: Necessity | None, words: str, source: str) -> Asked:
    return Asked(label, necessity, words or None, f"Dossier, {source}" if words else None)
