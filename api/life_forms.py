"""The forms of the life of an offer, before any service sees them."""

from typing import Literal

from pydantic import Field

from api.schemas import Form, Line, Lines, Version
from models.endings import EndMotive, ReopenMotive
from models.vocabulary import OfferState


class VersionForm(Form):
    """The version of the offer on screen."""

    version: Version


class CloseForm(VersionForm):
    """`motive` may be told as `state:motive`, where one list shows the motives of all states."""

    to_state: OfferState | None = None
    motive: Line = ""
    people: EndMotive | None = None


class ReopenForm(VersionForm):
    """`motive` empty: the service asks for one."""

    motive: ReopenMotive | None = None


class UniteForm(VersionForm):
    """Which of the two lives on, and, field by field, whose value is right.

    `choices` holds `field=mine` or `field=other`.
    """

    other_version: Version
    keep: Literal["mine", "other"] = "mine"
    choices: Lines = Field(default_factory=list)

    def taken_from(self, keep: str) -> tuple[str, ...]:
        """The fields whose value comes from the offer that does not live on."""
        pairs = (choice.partition("=") for choice in self.choices)
        return tuple(field for field, _, side in pairs if side and side != keep)


class DistinctForm(Form):
    """Nothing but the gesture."""


class PartForm(VersionForm):
    """Whether what changed since is kept."""

    keeps_edits: bool = False
