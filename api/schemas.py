"""What forms and addresses may hold, before any service sees it."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from models.vocabulary import Band, DiscardMotive, Role

MAX_OFFER_TEXT = 100_000
MAX_LINE = 300
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
Paragraph = Annotated[str, StringConstraints(max_length=6_000), AfterValidator(storable)]
Search = Annotated[str, StringConstraints(max_length=MAX_SEARCH), AfterValidator(storable)]
LinkToken = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,100}$")]
PageNumber = Annotated[int, Field(ge=1, le=MAX_PAGE)]
Version = Annotated[int, Field(ge=0, le=MAX_VERSION)]
Lines = Annotated[list[Line], Field(max_length=60)]


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
    """The fields of an offer as typed; `api.forms` reads them into values."""

    version: Version
    action: Line = "save"
    title: Line = ""
    rome: Line = ""
    rome_other: Line = ""
    domain: Line = ""
    commune: Line = ""
    contract: Line = ""
    start_date: Line = ""
    weekly_hours: Line = ""
    patterns: Lines = []
    start_time: Line = ""
    end_time: Line = ""
    experience_necessity: Line = ""
    experience_months: Line = ""
    licence: Lines = []
    licence_necessity: Lines = []
    skills_required: Paragraph = ""
    skills_wished: Paragraph = ""
    positions: Line = ""
    level: Line = ""
    deadline: Line = ""


class DemoRoleForm(Form):
    """The role to take, in the demonstration only."""

    role: Role
