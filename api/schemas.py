"""What forms and addresses may hold, before any service sees it."""

from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)

from models.guards import AlertDecision, LegalGround
from models.vocabulary import Band, DiscardMotive, Role

MAX_OFFER_TEXT = 100_000
MAX_LINE = 300
MAX_PARAGRAPH = 20_000
MAX_NOTE = 1_000
MAX_SEARCH = 200
MAX_PAGE = 10_000
MAX_VERSION = 2**31 - 1


def storable(text: str) -> str:
    """The text with plain line ends, refused where no base could keep it.

    Raises
    ------
    ValueError : a NUL or half a character (lone surrogate)
    """
    if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("caractère interdit")
    return text.replace("\r\n", "\n").replace("\r", "\n")


Line = Annotated[str, StringConstraints(max_length=MAX_LINE), AfterValidator(storable)]
Note = Annotated[str, StringConstraints(max_length=MAX_NOTE), AfterValidator(storable)]
OfferText = Annotated[str, StringConstraints(max_length=MAX_OFFER_TEXT), AfterValidator(storable)]
Paragraph = Annotated[str, StringConstraints(max_length=MAX_PARAGRAPH), AfterValidator(storable)]
Search = Annotated[str, StringConstraints(max_length=MAX_SEARCH), AfterValidator(storable)]
LinkToken = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,100}$")]
PageNumber = Annotated[int, Field(ge=1, le=MAX_PAGE)]
Version = Annotated[int, Field(ge=0, le=MAX_VERSION)]
Lines = Annotated[list[Line], Field(max_length=100)]
Items = Annotated[list[Line], Field(max_length=110)]
"""Rows of a list: the hundred that an offer keeps, and those to add."""
Title = Annotated[str, StringConstraints(max_length=2_000), AfterValidator(storable)]
Names = Annotated[str, StringConstraints(max_length=2_000), AfterValidator(storable)]


class Form(BaseModel):
    """A form: unknown fields are refused, blanks around values do not count."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class SignInForm(Form):
    email: Annotated[str, StringConstraints(max_length=254), AfterValidator(storable)]
    password: Annotated[str, StringConstraints(max_length=128, strip_whitespace=False)]
    next: Line = "/"


class OfferTextForm(BaseModel):
    """The pasted text, kept to the character: the evidence counts in it."""

    model_config = ConfigDict(extra="forbid")

    text: OfferText = ""


class DecisionForm(Form):
    """What decisions carry: the version on screen, a note, the page they were taken on."""

    version: Version
    note: Note = ""
    back: Line = ""


class DiscardForm(DecisionForm):
    """`motive` empty: the service asks for one."""

    motive: DiscardMotive | None = None


class ShortlistSearchForm(Form):
    """A search among people goes in the body: addresses end up in logs."""

    q: Search = ""


class RankingForm(Form):
    """The band to show once everybody is ranked."""

    band: Band | None = None


class OfferForm(Form):
    """The boxes of the fiche as typed, in its order; `api.forms` reads them into values.

    `confirmable` names the boxes that could be confirmed on the page that was sent, and
    `confirmed` those that were.
    """

    version: Version
    action: Line = "save"
    confirmable: Names = ""
    confirmed: Lines = []

    title: Title = ""
    rome: Line = ""
    rome_other: Line = ""
    domain: Line = ""
    commune: Line = ""
    contract: Line = ""
    positions: Line = ""
    start_date: Line = ""
    starts_soon: Line = ""
    weekly_hours: Line = ""
    start_time: Line = ""
    end_time: Line = ""
    patterns: Lines = []
    level: Line = ""
    deadline: Line = ""
    channel: Line = ""
    contact_name: Line = ""
    contact_phone: Line = ""
    contact_email: Line = ""

    licence: Items = []
    licence_necessity: Items = []
    experience_necessity: Line = ""
    experience_months: Line = ""
    education_level: Line = ""
    education_necessity: Line = ""
    skills_required: Paragraph = ""
    skills_wished: Paragraph = ""
    language: Items = []
    language_level: Items = []
    language_necessity: Items = []
    vehicle: Line = ""
    legal_min_age: Line = ""
    soft_skills: Paragraph = ""
    legal_checks: Paragraph = ""

    pay_min: Line = ""
    pay_max: Line = ""
    pay_period: Line = ""
    pay_basis: Line = ""
    smic_percent: Line = ""
    benefits: Lines = []
    duration_days: Line = ""
    is_renewable: Line = ""
    prospect: Line = ""
    trial_days: Line = ""
    full_time: Line = ""
    overtime: Line = ""
    weekdays: Lines = []
    rhythms: Lines = []
    access: Lines = []
    travel: Line = ""
    remote: Line = ""
    constraints: Lines = []
    intensity: Lines = []
    intensity_level: Lines = []
    equipment: Lines = []
    has_medical_follow_up: Line = ""

    employer: Line = ""
    siret: Line = ""
    sector: Line = ""
    employer_kind: Line = ""
    agency: Line = ""
    agency_reference: Line = ""
    user_company: Line = ""
    address: Line = ""
    site: Line = ""
    contact_role: Line = ""
    contact_preferred: Line = ""
    positioning: Line = ""
    max_candidates: Line = ""

    tasks: Paragraph = ""
    agreement: Line = ""
    coefficient: Line = ""
    scheme: Line = ""
    has_immersion: Line = ""
    session_on: Line = ""
    disability_access: Line = ""
    adaptations: Lines = []
    target_publics: Lines = []
    clause_hours: Line = ""
    clause_market: Line = ""
    clause_owner: Line = ""
    collected_by: Line = ""


class AlertForm(Form):
    """A decision on an alert; `ground` only where its words are kept."""

    decision: AlertDecision
    ground: Annotated[LegalGround | None, BeforeValidator(lambda text: text or None)] = None


class DemoRoleForm(Form):
    """The role to take, in the demonstration only."""

    role: Role
