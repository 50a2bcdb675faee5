"""What the forms of level 2 hold: a slot, who came, the lines of a grid, an outcome, signatures."""

from datetime import date, time
from typing import Annotated, TypeVar

from pydantic import Field

from api.schemas import Form, Line, Note, Paragraph, Version
from api.services.interviews import Presence, Slot
from api.services.interviews_marks import Mark
from api.services.interviews_outcome import Outcome
from api.services.synthesis import Signing, Texts
from models.errors import InputRefusedError
from models.interviews import (
    InterviewResult,
    InterviewState,
    LineMark,
    Preparation,
    SignatureMode,
)
from models.vocabulary import DiscardMotive

MOST_LINES = 120
USUAL_MINUTES = "45"
Value = TypeVar("Value", date, time)

Columns = Annotated[list[Line], Field(max_length=MOST_LINES)]
Notes = Annotated[list[Note], Field(max_length=MOST_LINES)]
Marks = Annotated[list[LineMark], Field(max_length=MOST_LINES)]


class SlotForm(Form):
    """A slot as typed; `version` is that of the interview that is moved, 0 for a new one."""

    version: Version = 0
    day: Line = ""
    hour: Line = ""
    minutes: Line = USUAL_MINUTES
    place: Annotated[Line, Field(max_length=200)] = ""
    advisor: Line = ""

    def slot(self) -> Slot:
        """The values.

        Raises
        ------
        InputRefusedError : a day, an hour or a number cannot be read
        """
        minutes = self.minutes.removesuffix("min").strip()
        if not minutes.isascii() or not minutes.isdecimal() or len(minutes) > 3:
            raise InputRefusedError("donnez la durée en minutes", "Durée")
        day = read(self.day, date, "Jour", "choisissez un jour")
        hour = read(self.hour, time, "Heure", "choisissez une heure")
        return Slot(day, hour.replace(tzinfo=None), int(minutes), self.place, self.advisor)


class PresenceForm(Form):
    version: Version
    state: InterviewState

    def presence(self) -> Presence:
        """Who came."""
        return Presence(self.state, self.version)


class GridForm(Form):
    """The lines of a grid, the same place in each list; one line alone, or all of them."""

    line: Columns
    mark: Marks
    note: Notes
    seen: Columns

    def marks(self) -> list[Mark]:
        """One mark a line.

        Raises
        ------
        InputRefusedError : the lists differ in length
        """
        try:
            rows = list(zip(self.line, self.mark, self.note, self.seen, strict=True))
        except ValueError as error:
            raise InputRefusedError("rechargez la page", "Grille") from error
        return [Mark(*row) for row in rows]


class OutcomeForm(Form):
    """An outcome; what belongs to another result than the one chosen is not read."""

    version: Version
    result: InterviewResult | None = None
    action: Line = ""
    action_on: Line = ""
    preparation: Preparation | None = None
    motive: DiscardMotive | None = None
    note: Note = ""

    def outcome(self) -> Outcome:
        """What was decided.

        Raises
        ------
        InputRefusedError : nothing is chosen, or a day cannot be read
        """
        if self.result is None:
            raise InputRefusedError("choisissez ce qui ressort de l’entretien", "Issue")
        is_dated = self.result is InterviewResult.RESERVED and self.action_on
        day = read(self.action_on, date, "Sous réserve", "choisissez un jour") if is_dated else None
        return Outcome(
            self.result,
            self.version,
            self.action,
            day,
            self.preparation,
            self.motive,
            self.note,
        )


class TextsForm(Form):
    version: Version
    summary: Paragraph = ""
    next_steps: Paragraph = ""
    employer_text: Paragraph = ""

    def texts(self) -> Texts:
        """What was written."""
        return Texts(self.summary, self.next_steps, self.employer_text, self.version)


class SigningForm(Form):
    version: Version
    mode: SignatureMode | None = None
    person_name: Line = ""

    def signing(self) -> Signing:
        """How it was signed.

        Raises
        ------
        InputRefusedError : nothing is chosen
        """
        if self.mode is None:
            raise InputRefusedError("dites comment la personne signe", "Signature")
        return Signing(self.mode, self.person_name, self.version)


class VersionForm(Form):
    version: Version


def read(text: str, kind: type[Value], place: str, wanted: str) -> Value:
    """A day or an hour as browsers send them.

    Raises
    ------
    InputRefusedError : it cannot be read
    """
    try:
        return kind.fromisoformat(text)
    except ValueError as error:
        raise InputRefusedError(wanted, place) from error
