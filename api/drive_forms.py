"""What the forms of recruitment drives hold, and how their boxes are read."""

import re
from datetime import datetime
from typing import Annotated

from pydantic import Field

from api.boxes import BoxReader
from api.schemas import Form, Line, Lines, Note, Search
from api.services.drives import NewSession
from api.services.drives_attendance import Ticks
from api.services.drives_people import Group
from models.days import PARIS
from models.drives import LONGEST_MINUTES, MOST_SEATS
from models.errors import InputRefusedError

BETWEEN = re.compile(r"[\s,;]{1,50}")
USUAL_MINUTES = "120"
MOST_VALUES = 2_000
Ticked = Annotated[list[Line], Field(max_length=500)]
Values = Annotated[list[Line], Field(max_length=MOST_VALUES)]


class DriveForm(Form):
    """A drive as typed; references between commas, blanks or lines."""

    name: Annotated[Line, Field(max_length=200)] = ""
    offers: Note = ""

    def references(self) -> list[str]:
        """The references typed, each once."""
        return list(dict.fromkeys(filter(None, BETWEEN.split(self.offers.strip()))))


class OfferForm(Form):
    reference: Line = ""


class SessionForm(Form):
    """A session as typed, on the clock of Paris."""

    day: Line = ""
    hour: Line = ""
    minutes: Line = USUAL_MINUTES
    place: Annotated[Line, Field(max_length=200)] = ""
    seats: Line = str(MOST_SEATS)

    def session(self) -> NewSession:
        """The values.

        Raises
        ------
        InputRefusedError : one is missing or cannot be read
        """
        reader = BoxReader()
        day = reader.day("Jour", self.day)
        hour = reader.clock("Heure", self.hour)
        minutes = reader.whole("Durée", self.minutes, 5, LONGEST_MINUTES)
        seats = reader.whole("Places", self.seats, 1, MOST_SEATS)
        for place, value in (("Jour", day), ("Heure", hour), ("Durée", minutes), ("Places", seats)):
            if value is None and not any(each.field == place for each in reader.errors):
                reader.complain(place, "Ce champ manque.")
        if reader.errors:
            first = reader.errors[0]
            raise InputRefusedError(first.message.rstrip(".").lower(), first.field)
        assert day is not None
        assert hour is not None
        slot = datetime.combine(day, hour, PARIS)
        return NewSession(slot, minutes or 0, self.place, seats or 0)


class SeatsForm(Form):
    seats: Line = ""

    def number(self) -> int:
        """Seats of the room.

        Raises
        ------
        InputRefusedError : no whole number between 1 and 65
        """
        reader = BoxReader()
        seats = reader.whole("Places", self.seats, 1, MOST_SEATS)
        if seats is None:
            raise InputRefusedError(f"indiquez un nombre entre 1 et {MOST_SEATS}", "Places")
        return seats


class InviteForm(Form):
    """Whom to invite: people ticked, or a group; `session` empty: to the complementary list."""

    session: Line = ""
    people: Ticked = Field(default_factory=list)
    group: Group | None = None


class SearchForm(Form):
    q: Search = ""


class PlaceForm(Form):
    """Where a card goes: a session, or "" for the complementary list."""

    session: Line = ""


class AttendanceForm(Form):
    """The sheet: who is ticked, who was on screen; `over` : the others are absent."""

    came: Lines = Field(default_factory=list)
    shown: Lines = Field(default_factory=list)
    over: bool = False

    def ticks(self) -> Ticks:
        """What the sheet says."""
        return Ticks(frozenset(self.came), frozenset(self.shown), self.over)


class SpreadForm(Form):
    places: Values = Field(default_factory=list)
