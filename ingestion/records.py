"""What ingestion produces: clean records, values only. No tables, no scores.

`None` or an empty tuple says "the source does not say"; it is never a zero or a refusal.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from ingestion.details import OfferDetails
from models.vocabulary import (
    Condition,
    ContractType,
    CredentialState,
    Domain,
    Necessity,
    PayPeriod,
    SiteAccess,
    TravelMode,
    Vehicle,
    Weekday,
    WorkingTimeWish,
    WorkPattern,
)

# --- offers ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value was read: `text` is exactly `source_text[start:end]` (characters)."""

    start: int
    end: int
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class OccupationGuess:
    rome: str
    label: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Occupation:
    """`declared` is true when the source itself gives the code (then confidence is 0.9)."""

    rome: str | None = None
    label: str | None = None
    confidence: float | None = None
    alternatives: tuple[OccupationGuess, ...] = ()
    declared: bool = False


@dataclass(frozen=True, slots=True)
class Employer:
    name: str | None = None
    siret: str | None = None
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class Workplace:
    insee: str | None = None
    name: str | None = None
    postal_code: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    access: tuple[SiteAccess, ...] = ()


@dataclass(frozen=True, slots=True)
class Contract:
    type: ContractType | None = None
    duration_days: int | None = None
    start_date: date | None = None


@dataclass(frozen=True, slots=True)
class WorkingTime:
    weekly_hours: float | None = None
    full_time: bool | None = None
    patterns: tuple[WorkPattern, ...] = ()
    start_time: time | None = None
    end_time: time | None = None


@dataclass(frozen=True, slots=True)
class Pay:
    """Gross euros per `period`."""

    min: float | None = None
    max: float | None = None
    period: PayPeriod | None = None


@dataclass(frozen=True, slots=True)
class ExperienceNeed:
    necessity: Necessity | None = None
    months: int | None = None


@dataclass(frozen=True, slots=True)
class EducationNeed:
    """`level` on the French 2..8 scale (3 = CAP, 4 = Bac)."""

    level: int | None = None
    necessity: Necessity | None = None


@dataclass(frozen=True, slots=True)
class LicenceNeed:
    code: str
    necessity: Necessity


@dataclass(frozen=True, slots=True)
class SkillNeed:
    label: str
    necessity: Necessity


@dataclass(frozen=True, slots=True)
class LanguageNeed:
    code: str
    level: str | None
    necessity: Necessity


@dataclass(frozen=True, slots=True)
class OfferWarning:
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class ParsedOffer:
    """One offer, whatever way it arrived; every key always there.

    `source_text` is what the evidence offsets count in (JSON and rows: title, newline,
    description). A value that has evidence under its dotted name was read from text; one
    without was given by the source as such.
    """

    reference: str | None
    title: str
    description: str
    source_text: str
    employer: Employer = Employer()
    occupation: Occupation = Occupation()
    domain: Domain = Domain.OTHER
    workplace: Workplace = Workplace()
    contract: Contract = Contract()
    working_time: WorkingTime = WorkingTime()
    vehicle: Vehicle | None = None
    pay: Pay = Pay()
    positions: int | None = None
    experience: ExperienceNeed = ExperienceNeed()
    education: EducationNeed = EducationNeed()
    licences: tuple[LicenceNeed, ...] = ()
    skills: tuple[SkillNeed, ...] = ()
    languages: tuple[LanguageNeed, ...] = ()
    constraints: tuple[Condition, ...] = ()
    level: int | None = None
    clause_hours: float | None = None
    agency: str | None = None
    deadline: date | None = None
    details: OfferDetails = field(default_factory=OfferDetails)
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    questions: tuple[str, ...] = ()
    warnings: tuple[OfferWarning, ...] = ()


# --- candidates ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Identity:
    """Never read by the ranking."""

    civility: str | None = None
    last_name: str | None = None
    first_name: str | None = None
    birth_date: date | None = None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Follow:
    """Who follows the person, and since when."""

    branch: str | None = None
    caseworker: str | None = None
    advisor: str | None = None
    entered_on: date | None = None
    engagement_signed: bool | None = None


@dataclass(frozen=True, slots=True)
class Home:
    """`insee` and coordinates of the commune or quarter; `label` is what the file said."""

    label: str | None = None
    insee: str | None = None
    quarter: str | None = None
    postal_code: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Project:
    title: str
    rome: str | None = None
    validated_on: date | None = None
    validated: bool = False


@dataclass(frozen=True, slots=True)
class Experience:
    """`months` and years are None where the file does not say."""

    title: str
    months: int | None = None
    start_year: int | None = None
    end_year: int | None = None


@dataclass(frozen=True, slots=True)
class Credential:
    """`code` is a licence code of the exchange format (`permis_B`, `CACES_R489_3`...)."""

    code: str
    label: str
    state: CredentialState
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class LanguageLevel:
    """`code` ISO 639-1; `level` CEFR (A1..C2, "native") or None."""

    code: str
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Restriction:
    """What the person must not do; `limit_kg` only for loads. Never a cause."""

    condition: Condition
    limit_kg: float | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What `Contraintes` says, as capacities: hours, days and restrictions."""

    restrictions: tuple[Restriction, ...] = ()
    earliest_start: time | None = None
    latest_end: time | None = None
    excluded_patterns: frozenset[WorkPattern] = frozenset()
    excluded_weekdays: frozenset[Weekday] = frozenset()


@dataclass(frozen=True, slots=True)
class CandidateRecord:
    """One row of a candidate export, read. `None` sets mean "unknown", empty sets "none"."""

    identifier: str
    identity: Identity = Identity()
    follow: Follow = Follow()
    home: Home = Home()
    priority_quarter: bool | None = None
    statuses: tuple[str, ...] = ()
    projects: tuple[Project, ...] = ()
    experiences: tuple[Experience, ...] = ()
    skills: tuple[str, ...] = ()
    education_level: int | None = None
    diplomas: tuple[str, ...] = ()
    languages: tuple[LanguageLevel, ...] = ()
    credentials: tuple[Credential, ...] | None = None
    travel_modes: frozenset[TravelMode] | None = None
    trip_limit_minutes: float | None = None
    trip_limit_km: float | None = None
    available_from: date | None = None
    contracts: frozenset[ContractType] | None = None
    working_time: WorkingTimeWish | None = None
    hours_min: float | None = None
    hours_max: float | None = None
    patterns: frozenset[WorkPattern] | None = None
    limits: Limits = Limits()
    consent: bool | None = None
    consent_on: date | None = None
    withheld: tuple[str, ...] = ()
    """Words that say more than they should (health, justice, undeclared work): kept in the
    file of the person, out of the ranking and of every text that is shown or sent."""
    raw: Mapping[str, str] = field(default_factory=dict)
    """The row as it came, by canonical header: what an export gives back unchanged."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row or a value that could not be taken; `row` counts from 1, header included."""

    row: int
    field: str
    reason: str
