"""What the forms of insertion clauses hold, and how their boxes are read."""

import re
from datetime import date
from typing import Annotated

from pydantic import Field

from api.boxes import BoxReader
from api.schemas import Form, Line
from api.services.clauses import MONTH, NewLine, NewMarket
from api.work_forms import day_in, needed_day, number_in
from ingestion.normalise import fold, month_number
from models.clauses import MOST_PEOPLE, ClauseProof
from models.contract_lists import ContractKind
from models.errors import InputRefusedError

_MONTH = re.compile(r"(\d{4})-(\d{1,2})|(\d{1,2})\s?/\s?(\d{4})|([a-z]{3,9})\s{1,5}(\d{4})")
"""`2026-11` (what browsers send), `11/2026`, `novembre 2026`."""
Name = Annotated[Line, Field(max_length=200)]


class MarketForm(Form):
    """A market as typed."""

    name: Name = ""
    lot: Annotated[Line, Field(max_length=100)] = ""
    owner: Name = ""
    facilitator: Name = ""
    hours_due: Line = ""
    first_on: Line = ""
    last_on: Line = ""

    def market(self) -> NewMarket:
        """The values.

        Raises
        ------
        InputRefusedError : one is missing or cannot be read
        """
        return NewMarket(
            name=self.name,
            lot=self.lot,
            owner=self.owner,
            facilitator=self.facilitator,
            hours_due=_hours(self.hours_due, "Heures à réaliser"),
            first_on=needed_day(self.first_on, "Premier jour"),
            last_on=needed_day(self.last_on, "Dernier jour"),
        )


class TieForm(Form):
    reference: Line = ""


class LineForm(Form):
    """A line as typed: a person by identifier, or how many."""

    identifier: Line = ""
    people: Line = ""
    employer: Name = ""
    kind: Line = ""
    month: Line = ""
    hours: Line = ""
    proof: Line = ""
    checked_on: Line = ""

    def line(self) -> NewLine:
        """The values.

        Raises
        ------
        InputRefusedError : one is missing or cannot be read
        """
        reader = BoxReader()
        kind = reader.choice("Contrat", self.kind, ContractKind)
        proof = reader.choice("Pièce", self.proof, ClauseProof)
        people = reader.whole("Personnes", self.people, 1, MOST_PEOPLE)
        if reader.errors:
            first = reader.errors[0]
            raise InputRefusedError(first.message.rstrip(".").lower(), first.field)
        return NewLine(
            employer=self.employer,
            month=month_in(self.month),
            hours=_hours(self.hours, "Heures"),
            identifier=self.identifier,
            people=people or 1,
            kind=kind,
            proof=proof,
            checked_on=day_in(self.checked_on, "Vérifiée le"),
        )


class HireLineForm(Form):
    """A line that a hire proposes, its hours as kept or corrected."""

    contract: Line
    month: Line
    hours: Line = ""

    def values(self) -> tuple[str, date, float]:
        """Key of the contract, month, hours.

        Raises
        ------
        InputRefusedError : the hours are missing or cannot be read
        """
        return self.contract, month_in(self.month), _hours(self.hours, "Heures")


class PaperForm(Form):
    """The paper of one person, seen on a day."""

    proof: ClauseProof
    checked_on: Line = ""


def month_in(text: str) -> date:
    """The first day of a month as typed.

    Raises
    ------
    InputRefusedError : it is missing or cannot be read
    """
    found = _MONTH.fullmatch(fold(text.strip()))
    if found is None:
        raise InputRefusedError("mois illisible : écrivez par exemple 11/2026", MONTH)
    year = int(found[1] or found[4] or found[6])
    month = month_number(found[5]) if found[5] else int(found[2] or found[3])
    if month is None or not 1 <= month <= 12 or not 2000 <= year <= 2100:
        raise InputRefusedError("mois illisible : écrivez par exemple 11/2026", MONTH)
    return date(year, month, 1)


def _hours(text: str, place: str) -> float:
    hours = number_in(text, place)
    if hours is None:
        raise InputRefusedError("le nombre d’heures manque", place)
    return hours
