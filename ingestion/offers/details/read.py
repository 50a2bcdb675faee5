"""The details of the fiche that the keys left empty, read in the words, with their evidence."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from ingestion.details import Contact, OfferDetails
from ingestion.lexicon import Words
from ingestion.offers import conditions, contract, prospects, protection, rhythms
from ingestion.offers.benefits import benefits
from ingestion.offers.details import companies, contact, listed, place_words, terms
from ingestion.offers.details.sender import sender
from ingestion.offers.found import Found, evidence_of
from ingestion.offers.soft_skills import soft_skills
from ingestion.records import Evidence, ParsedOffer
from models.fiche import (
    DisabilityAccess,
    EmployerKind,
    Positioning,
    Remote,
    Scheme,
    TargetPublic,
    Travel,
)
from models.vocabulary import Labelled

Value = TypeVar("Value")
Look = Callable[[], Found[Any] | None]

_ONE: dict[str, type[Labelled]] = {
    "employer_kind": EmployerKind,
    "positioning": Positioning,
    "travel": Travel,
    "remote": Remote,
    "scheme": Scheme,
    "disability_access": DisabilityAccess,
}
"""Fields of one value that words of a list tell: where several are told, the first of the class
that is more than "none" wins."""


@dataclass(slots=True)
class _Reader:
    """Fills empty details and keeps the evidence of what it filled."""

    words: Words
    evidence: dict[str, Evidence] = field(default_factory=dict)

    def one(self, name: str, known: Value | None, look: Look) -> Any:
        """The value if a key gave it, else what is found."""
        if known is not None:
            return known
        return self.given_or(name, None, look())

    def given_or(self, name: str, known: Value | None, found: Found[Any] | None) -> Any:
        """The value of a key, else the one found."""
        if known is not None or found is None:
            return known
        self.evidence[f"details.{name}"] = evidence_of(found, self.words.text)
        return found.value

    def many(
        self, name: str, known: tuple[Any, ...], found: Iterable[Found[Any]]
    ) -> tuple[Any, ...]:
        """The values of the keys, then those found, each once."""
        values = list(known)
        for item in found:
            if item.value not in values:
                spot = f"details.{name}.{len(values)}"
                self.evidence[spot] = evidence_of(item, self.words.text)
                values.append(item.value)
        return tuple(values)


def read_details(
    details: OfferDetails, words: Words, whole: Words, today: date | None
) -> tuple[OfferDetails, dict[str, Evidence], dict[str, Evidence]]:
    """The details completed, and their evidence under `details.<field>`, the contact's apart.

    `words` are those of the post; `whole` also holds signatures and what stood around, which
    only the contact is read in.
    """
    reader = _Reader(words)
    caller = _Reader(whole)
    said = {
        **_listed(details, reader),
        **_terms(details, reader, today),
        **_contract(details, reader),
        **_physical(details, reader),
        "contact": _contact(details, caller),
    }
    return replace(details, **said), reader.evidence, caller.evidence


def with_employer_kind(offer: ParsedOffer) -> ParsedOffer:
    """The offer of an agency is that of a temp agency, unless its words say otherwise."""
    if offer.agency is None or offer.details.employer_kind is EmployerKind.INCLUSION_TEMP:
        return offer
    evidence = dict(offer.evidence)
    if "agency" in evidence:
        evidence["details.employer_kind"] = evidence["agency"]
    details = replace(offer.details, employer_kind=EmployerKind.TEMP_AGENCY)
    return replace(offer, details=details, evidence=evidence)


def _listed(details: OfferDetails, reader: _Reader) -> dict[str, Any]:
    found = listed.listed(reader.words)
    values: dict[str, Any] = {}
    for name, kind in _ONE.items():
        said = [_valued(item, kind(item.value)) for item in found.get(name, ())]
        best = next((item for item in said if item.value not in _NONE), said[0] if said else None)
        values[name] = reader.given_or(name, getattr(details, name), best)
    publics = [_valued(x, TargetPublic(x.value)) for x in found.get("target_publics", ())]
    immersion = found.get("has_immersion")
    told = _valued(immersion[0], True) if immersion else None
    return dict(
        values,
        target_publics=reader.many("target_publics", details.target_publics, publics),
        legal_checks=reader.many(
            "legal_checks", details.legal_checks, found.get("legal_checks", ())
        ),
        has_immersion=reader.given_or("has_immersion", details.has_immersion, told),
        site=reader.one("site", details.site, lambda: listed.site(reader.words)),
        user_company=reader.one(
            "user_company", details.user_company, lambda: companies.user_company(reader.words)
        ),
    )


def _valued(item: Found[str], value: Value) -> Found[Value]:
    return Found(value, item.start, item.end, item.confidence)


_NONE = frozenset({Travel.NONE, Remote.NONE, DisabilityAccess.NO})


def _terms(details: OfferDetails, reader: _Reader, today: date | None) -> dict[str, Any]:
    words, one = reader.words, reader.one
    return {
        "max_candidates": one(
            "max_candidates", details.max_candidates, lambda: terms.max_candidates(words)
        ),
        "session_on": one("session_on", details.session_on, lambda: terms.session_on(words, today)),
        "clause_market": one(
            "clause_market", details.clause_market, lambda: terms.clause_market(words)
        ),
        "clause_owner": one(
            "clause_owner", details.clause_owner, lambda: terms.clause_owner(words)
        ),
        "agreement": one("agreement", details.agreement, lambda: terms.agreement(words)),
        "coefficient": one("coefficient", details.coefficient, lambda: terms.coefficient(words)),
        "address": one("address", details.address, lambda: place_words.address(words)),
        "tasks": reader.many("tasks", details.tasks, place_words.tasks(words)),
    }


def _contract(details: OfferDetails, reader: _Reader) -> dict[str, Any]:
    words, one = reader.words, reader.one
    return {
        "starts_soon": one("starts_soon", details.starts_soon, lambda: contract.starts_soon(words)),
        "is_renewable": one(
            "is_renewable", details.is_renewable, lambda: prospects.is_renewable(words)
        ),
        "prospect": one("prospect", details.prospect, lambda: prospects.prospect(words)),
        "trial_days": one("trial_days", details.trial_days, lambda: prospects.trial_days(words)),
        "weekdays": reader.many("weekdays", details.weekdays, rhythms.weekdays(words)),
        "rhythms": reader.many("rhythms", details.rhythms, rhythms.rhythms(words)),
        "overtime": one("overtime", details.overtime, lambda: rhythms.overtime(words)),
        "benefits": reader.many("benefits", details.benefits, benefits(words)),
    }


def _physical(details: OfferDetails, reader: _Reader) -> dict[str, Any]:
    words, many = reader.words, reader.many
    medical, age = details.has_medical_follow_up, details.legal_min_age
    return {
        "soft_skills": many("soft_skills", details.soft_skills, soft_skills(words)),
        "intensities": many("intensities", details.intensities, conditions.intensities(words)),
        "equipment": many("equipment", details.equipment, protection.equipment(words)),
        "has_medical_follow_up": reader.one(
            "has_medical_follow_up", medical, lambda: protection.medical_follow_up(words)
        ),
        "legal_min_age": reader.one("legal_min_age", age, lambda: protection.legal_min_age(words)),
    }


def _contact(details: OfferDetails, filled: _Reader) -> Contact:
    known, whole = details.contact, filled.words
    named = None if known.name else contact.name(whole) or sender(whole)
    return Contact(
        name=filled.one("contact.name", known.name, lambda: named),
        role=filled.one("contact.role", known.role, lambda: contact.role(whole, named)),
        phone=filled.one("contact.phone", known.phone, lambda: contact.phone(whole)),
        email=filled.one("contact.email", known.email, lambda: contact.email(whole)),
        preferred=filled.one(
            "contact.preferred", known.preferred, lambda: contact.preferred(whole)
        ),
    )
