"""What the fiche de prise d'offre holds beyond the exchange format: values only.

`None` or an empty tuple says "the source does not say". Evidence of these values stands with
that of the offer, under `details.<field>` (`details.contact.phone`, `details.benefits.0`).
"""

from dataclasses import dataclass
from datetime import date

from models.fiche import (
    Adaptation,
    Benefit,
    Channel,
    DisabilityAccess,
    EmployerKind,
    Equipment,
    Overtime,
    PayBasis,
    Positioning,
    Prospect,
    Remote,
    Rhythm,
    Scheme,
    TargetPublic,
    Travel,
)
from models.vocabulary import Condition, Weekday


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to answer at the employer's or agency's; never read by the ranking."""

    name: str | None = None
    role: str | None = None
    phone: str | None = None
    email: str | None = None
    preferred: str | None = None


@dataclass(frozen=True, slots=True)
class Intensity:
    """How strong a physical condition of the post is: 1 light or rare, 2 usual, 3 strong."""

    condition: Condition
    level: int


@dataclass(frozen=True, slots=True)
class OfferDetails:
    """`trial_days` days; `smic_percent` points above the SMIC (10.0 for "SMIC + 10 %")."""

    channel: Channel | None = None
    contact: Contact = Contact()
    collected_by: str | None = None
    employer_kind: EmployerKind | None = None
    user_company: str | None = None
    agency_reference: str | None = None
    positioning: Positioning | None = None
    max_candidates: int | None = None
    address: str | None = None
    site: str | None = None
    travel: Travel | None = None
    remote: Remote | None = None
    starts_soon: bool | None = None
    """The start is "dès que possible"."""
    is_renewable: bool | None = None
    prospect: Prospect | None = None
    trial_days: int | None = None
    scheme: Scheme | None = None
    weekdays: tuple[Weekday, ...] = ()
    rhythms: tuple[Rhythm, ...] = ()
    overtime: Overtime | None = None
    pay_basis: PayBasis | None = None
    smic_percent: float | None = None
    agreement: str | None = None
    coefficient: str | None = None
    benefits: tuple[Benefit, ...] = ()
    tasks: tuple[str, ...] = ()
    soft_skills: tuple[str, ...] = ()
    legal_min_age: int | None = None
    legal_checks: tuple[str, ...] = ()
    intensities: tuple[Intensity, ...] = ()
    equipment: tuple[Equipment, ...] = ()
    has_medical_follow_up: bool | None = None
    disability_access: DisabilityAccess | None = None
    adaptations: tuple[Adaptation, ...] = ()
    target_publics: tuple[TargetPublic, ...] = ()
    clause_market: str | None = None
    clause_owner: str | None = None
    session_on: date | None = None
    """Day of a group meeting about the offer."""
    has_immersion: bool | None = None
