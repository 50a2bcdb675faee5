"""Records to facts: the one door by which a file reaches the ranking.

What is not written here is not read: identity, statuses, quarter flag and withheld words have
no attribute on the other side.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from ingestion.licences import catalogue, implies, licence_codes, licence_label
from ingestion.normalise import fold, resolve_commune
from ingestion.records import CandidateRecord, Credential, ParsedOffer
from ingestion.skills import skill_code
from matching.profiles import (
    CandidateFacts,
    CredentialFact,
    ExperienceFact,
    LicenceAsk,
    OfferFacts,
    Place,
    ProjectFact,
    SkillFact,
)
from models.fiche import DisabilityAccess
from models.vocabulary import Condition, CredentialState, Force, Gate, Necessity

BLOCKING: Mapping[Gate, Force] = MappingProxyType({})
"""The forces of an offer that nobody chose anything for: every gate blocks."""

ARRANGED = frozenset({DisabilityAccess.ACCESSIBLE, DisabilityAccess.ADAPTABLE})
"""What the employer says of a post that somebody with a restriction may be put forward for."""

READ_FROM_TEXT = {
    "licences": ("licences",),
    "schedule": ("working_time.patterns", "working_time.start_time", "working_time.end_time"),
    "workplace": ("workplace",),
    "contract": ("contract.type",),
    "conditions": ("constraints",),
    "availability": ("contract.start_date",),
    "languages": ("languages",),
}
"""Parts of an offer that a gate reads, and the fields whose evidence says "read in a text"."""

_NOT_OBTAINED = re.compile(
    r"^niveau|niveau (?:cap|bep|bac|bts)|partiel|non obtenu|en cours|equivalence|a l'etude"
    r"|1ere annee|expire"
)

_LASTING = frozenset({"permis_B", "permis_AM"})
"""Licences without an end: a lorry licence that has lapsed leaves them."""

_AFTER_B = frozenset(
    f"permis_{code}" for code in ("BE", "C", "C1", "CE", "C1E", "D", "D1", "DE", "D1E")
)
"""Licences that nobody may learn without holding B."""

_WITH_LICENCES = frozenset(
    ("HACCP", "permis_exploitation", "certibiocide", "certiphyto", "attestation_fluides")
)
"""Certificates of trades that files list with the licences, not with the diplomas."""

_GENERIC = frozenset({"CACES"})
"""Codes that say "some category": implied by each category, but proof of none."""


def offer_facts(
    offer: ParsedOffer,
    *,
    key: str | None = None,
    unreviewed: bool = False,
    forces: Mapping[Gate, Force] = BLOCKING,
) -> OfferFacts:
    """What the ranking reads of an offer.

    With `unreviewed`, parts read from text are marked as read by nobody yet. `forces` : what
    somebody chose for this offer, "blocks" included; a post that may be arranged makes a
    restriction weigh where nobody chose.
    """
    place = offer.workplace
    return OfferFacts(
        key=key or offer.reference or "",
        title=offer.title,
        description=offer.description,
        domain=offer.domain,
        rome=offer.occupation.rome,
        rome_declared=offer.occupation.declared,
        rome_guesses=tuple(
            (guess.rome, guess.confidence) for guess in offer.occupation.alternatives
        ),
        skills=tuple(
            (SkillFact(s.label, _skill(s.label)), s.necessity is Necessity.REQUIRED)
            for s in offer.skills
        ),
        experience=offer.experience.necessity,
        experience_months=offer.experience.months,
        education_level=offer.education.level,
        education=offer.education.necessity,
        languages=tuple((x.code, x.level, x.necessity) for x in offer.languages),
        licences=tuple(
            LicenceAsk(x.code, licence_label(x.code), x.necessity, x.code in _diplomas())
            for x in offer.licences
        ),
        workplace=_place(place.insee, None, place.latitude, place.longitude),
        access=frozenset(place.access),
        vehicle=offer.vehicle,
        contract=offer.contract.type,
        start_date=offer.contract.start_date,
        deadline=offer.deadline,
        weekly_hours=offer.working_time.weekly_hours,
        full_time=offer.working_time.full_time,
        patterns=frozenset(offer.working_time.patterns),
        start_time=offer.working_time.start_time,
        end_time=offer.working_time.end_time,
        conditions=frozenset(offer.constraints),
        load_level=_load_level(offer),
        unreviewed=_unreviewed(offer.evidence) if unreviewed else frozenset(),
        forces=_loosening(offer, unreviewed, forces),
    )


def may_be_arranged(offer: ParsedOffer, *, unreviewed: bool = False) -> bool:
    """Whether the employer says so; with `unreviewed`, what nobody reviewed does not count."""
    details = offer.details
    is_said = details.disability_access in ARRANGED or bool(details.adaptations)
    return is_said and not (unreviewed and "details.disability_access" in offer.evidence)


def _loosening(
    offer: ParsedOffer, unreviewed: bool, chosen: Mapping[Gate, Force]
) -> dict[Gate, Force]:
    arranged = may_be_arranged(offer, unreviewed=unreviewed)
    said = {Gate.RESTRICTION: Force.WEIGHS} if arranged else {}
    wanted = said | dict(chosen)
    return {gate: wanted[gate] for gate in Gate if wanted.get(gate, Force.BLOCKS) != Force.BLOCKS}


def _load_level(offer: ParsedOffer) -> int | None:
    said = (each.level for each in offer.details.intensities if each.condition is Condition.LOADS)
    return next(said, None)


def _unreviewed(evidence: Iterable[str]) -> frozenset[str]:
    fields = tuple(evidence)
    return frozenset(
        part
        for part, prefixes in READ_FROM_TEXT.items()
        if any(f == p or f.startswith(f"{p}.") for p in prefixes for f in fields)
    )


def candidate_facts(record: CandidateRecord) -> CandidateFacts:
    """What the ranking reads of a person."""
    home = record.home
    return CandidateFacts(
        key=record.identifier,
        projects=tuple(
            ProjectFact(p.title, p.rome, p.validated, p.validated_on) for p in record.projects
        ),
        experiences=tuple(
            ExperienceFact(e.title, e.months, e.end_year) for e in record.experiences
        ),
        skills=tuple(SkillFact(words, _skill(words)) for words in record.skills),
        education_level=record.education_level,
        languages=tuple((x.code, x.level) for x in record.languages),
        credentials=_credentials(record),
        credentials_listed=record.credentials is not None,
        diplomas_listed=bool(record.diplomas),
        origin=_place(home.insee, home.quarter, home.latitude, home.longitude),
        place_given=home.insee is not None,
        travel_modes=record.travel_modes,
        trip_limit_minutes=record.trip_limit_minutes,
        trip_limit_km=record.trip_limit_km,
        available_from=record.available_from,
        contracts=record.contracts,
        working_time=record.working_time,
        hours_min=record.hours_min,
        hours_max=record.hours_max,
        patterns=record.patterns,
        restrictions=tuple((r.condition, r.limit_kg) for r in record.limits.restrictions),
        earliest_start=record.limits.earliest_start,
        latest_end=record.limits.latest_end,
        excluded_patterns=record.limits.excluded_patterns,
        excluded_weekdays=record.limits.excluded_weekdays,
    )


def _place(
    insee: str | None, quarter: str | None, latitude: float | None, longitude: float | None
) -> Place | None:
    """Where it is; the centre of the commune where no coordinates are kept; None: unknown."""
    if latitude is None or longitude is None:
        return _centre(insee, quarter) if insee else None
    return Place(insee or "", quarter, latitude, longitude)


def _centre(insee: str, quarter: str | None) -> Place | None:
    """The centre of a commune, or of its quarter; None where no table has it."""
    whole = resolve_commune(None, None, insee)
    found = resolve_commune(quarter, None, insee) if whole and quarter else whole
    if found is None or found.latitude is None or found.longitude is None:
        return None
    return Place(found.insee, found.quarter, found.latitude, found.longitude)


def _credentials(record: CandidateRecord) -> tuple[CredentialFact, ...]:
    """Licences of the file, what they imply, and what diplomas prove."""
    diplomas = [
        Credential(code, words, CredentialState.HELD)
        for words in record.diplomas
        if not _NOT_OBTAINED.search(fold(words))
        for code in _diploma_codes(words)
    ]
    held = [*(record.credentials or ()), *diplomas]
    facts = [CredentialFact(c.code, c.state, c.expires_on) for c in held]
    stated = {c.code for c in held}
    facts += [
        _implied(code, c) for c in held for code in sorted(implies(c.code) - _GENERIC - stated)
    ]
    return tuple(facts)


def _implied(code: str, by: Credential) -> CredentialFact:
    """What a title proves besides itself; a car licence outlives, and precedes, a lorry's."""
    lapsed = by.state in (CredentialState.HELD, CredentialState.EXPIRED)
    needs_b = by.state is CredentialState.IN_PROGRESS and by.code in _AFTER_B
    if (code in _LASTING and lapsed) or (code == "permis_B" and needs_b):
        return CredentialFact(code, CredentialState.HELD, None)
    return CredentialFact(code, by.state, by.expires_on)


@lru_cache(maxsize=1)
def _diplomas() -> frozenset[str]:
    trades = {code for code, licence in catalogue().items() if licence.family == "metier"}
    return frozenset(trades - _WITH_LICENCES)


@lru_cache(maxsize=20_000)
def _diploma_codes(words: str) -> tuple[str, ...]:
    return licence_codes(words)


@lru_cache(maxsize=50_000)
def _skill(words: str) -> str | None:
    return skill_code(words)
