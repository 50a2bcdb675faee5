"""Boxes of a form, as people fill them: choices, numbers, days and hours, or a complaint."""

import re
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import TypeVar

from ingestion.normalise import read_date, read_number

Choice = TypeVar("Choice", bound=StrEnum)

NUMBER = re.compile(r"[\d\s.,]{1,20}(?:h|heures?|mois|postes?)?", re.IGNORECASE)
"""A number, with the unit people write after it."""


@dataclass(frozen=True, slots=True)
class FormError:
    """What is wrong with one box; `field` is its name in the form."""

    field: str
    message: str


class BoxReader:
    """Reads boxes one by one and keeps the complaints; an empty box is None."""

    def __init__(self) -> None:
        self.errors: list[FormError] = []

    def complain(self, field: str, message: str) -> None:
        """Note what is wrong with a box."""
        self.errors.append(FormError(field, message))

    def choice(self, field: str, text: str, kind: type[Choice]) -> Choice | None:
        """A value of a closed list."""
        if not text:
            return None
        try:
            return kind(text)
        except ValueError:
            self.complain(field, "Choisissez une valeur de la liste.")
            return None

    def number(self, field: str, text: str, low: float, high: float) -> float | None:
        """A number between two bounds, bounds included."""
        if not text:
            return None
        value = read_number(text) if NUMBER.fullmatch(text) else None
        if value is None or not low <= value <= high:
            self.complain(field, f"Indiquez un nombre entre {low:g} et {high:g}.")
            return None
        return value

    def whole(self, field: str, text: str, low: int, high: int) -> int | None:
        """The same, without a fraction."""
        value = self.number(field, text, low, high)
        if value is not None and value != int(value):
            self.complain(field, "Indiquez un nombre entier.")
            return None
        return None if value is None else int(value)

    def day(self, field: str, text: str) -> date | None:
        """A day, written in figures or in words."""
        if not text:
            return None
        value = read_date(text)
        if value is None:
            self.complain(field, "Date illisible : écrivez par exemple 14/03/2027.")
        return value

    def clock(self, field: str, text: str) -> time | None:
        """An hour of the day: `8h30`, `08:30`, `8`."""
        if not text:
            return None
        hours, _, minutes = text.lower().replace("h", ":").partition(":")
        try:
            return time(int(hours), int(minutes or "0"))
        except ValueError:
            self.complain(field, "Heure illisible : écrivez par exemple 08:30.")
            return None
