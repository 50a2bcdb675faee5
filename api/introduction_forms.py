"""The forms of an introduction, before any service sees them."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field

from api.schemas import Form, Line, Note, Search, Version
from models.motives import AgreementChannel
from models.moves import Step
from models.vocabulary import Band, DiscardMotive, IntroductionAction

Blank = BeforeValidator(lambda text: text or None)
"""An empty box says nothing was chosen; the table of transitions says whether it may."""


class StepForm(Form):
    """One step on an introduction, with what it asks."""

    version: Version
    action: IntroductionAction
    motive: Line = ""
    detail: Line = ""
    note: Note = ""
    on: Annotated[date | None, Blank] = None
    channel: Annotated[AgreementChannel | None, Blank] = None
    confirmed: bool = False

    def step(self) -> Step:
        """What is asked of the workflow."""
        return Step(
            self.action,
            self.motive or None,
            self.note or None,
            self.on,
            self.version,
            self.channel,
            self.detail or None,
            self.confirmed,
        )


class UndoForm(Form):
    """The version on screen."""

    version: Version


class NoteForm(Form):
    """A word to colleagues."""

    text: Note = ""


class DelegationForm(Form):
    """Who stands in for whom; keys of accounts, days in the form of date boxes."""

    absent: Line = ""
    stand_in: Line = ""
    first_day: Annotated[date | None, Blank] = None
    last_day: Annotated[date | None, Blank] = None


class EveryoneForm(Form):
    """The filters of a list as its page was shown, and what that page announced."""

    everyone: bool = False
    band: Annotated[Band | None, Blank] = None
    decision: Line = ""
    mine: bool = False
    by_score: bool = False
    q: Search = ""
    list_key: Annotated[UUID | None, Blank] = None
    announced: Version = 0
    last_step: Version = 0


class TogetherForm(EveryoneForm):
    """One decision on the rows that are ticked, or on everybody whom the filters leave.

    who : `candidate key:version` of the rows ticked; not read where `everyone` is
    """

    who: Annotated[list[Line], Field(max_length=1_000, default_factory=list)]
    action: IntroductionAction
    motive: Annotated[DiscardMotive | None, Blank] = None
    note: Note = ""
    back: Line = ""


class BatchForm(Form):
    """The batch to take back, and the page it was decided on."""

    batch: UUID
    back: Line = ""
