"""Boxes of a form, as people fill them: choices, numbers, days and hours, or a complaint."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import TypeVar

from api.rendering import number_fr
from ingestion.normalise import read_date, read_number

Choice = TypeVar("Choice", bound=StrEnum)
Option = TypeVar("Option", bound=str)
SIRET_DIGITS = 14

NUMBER = re.compile(r"[\d\s.,]{1,20}(?:h|heures?|mois|postes?)?", re.IGNORECASE)
"""A number, with the unit people write after it."""
YES, NO = "yes", "no"
PHONE = re.compile(r"\+?[\d\s.()/-]{6,30}")
MAIL = re.compile(r"[^\s@,;<>]{1,80}@[^\s@,;<>]{1,120}\.[^\s@,;<>.]{2,20}")
BULLETS = " -–•*\t\r"


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

    def one_of(self, field: str, text: str, options: Sequence[Option]) -> Option | None:
        """The value of a closed list that the text names."""
        if not text:
            return None
        found = next((option for option in options if option == text), None)
        if found is None:
            self.complain(field, "Choisissez une valeur de la liste.")
        return found

    def some_of(
        self, field: str, texts: Sequence[str], options: Sequence[Option]
    ) -> tuple[Option, ...]:
        """The values of a closed list that the texts name, each once, in their order."""
        found = (self.one_of(field, text, options) for text in texts)
        return tuple(dict.fromkeys(option for option in found if option is not None))

    def flag(self, field: str, text: str) -> bool | None:
        """Yes, no, or not said."""
        chosen = self.one_of(field, text, (YES, NO))
        return None if chosen is None else chosen == YES

    def line(self, field: str, text: str) -> str | None:
        """A text; blanks around it do not count."""
        return text.strip() or None

    def lines(self, field: str, text: str) -> tuple[str, ...]:
        """Texts, one a line, without bullets; each once."""
        found = (line.strip(BULLETS) for line in text.splitlines())
        return tuple(dict.fromkeys(line for line in found if line))

    def phone(self, field: str, text: str) -> str | None:
        """A telephone number, as written."""
        if not text:
            return None
        if not PHONE.fullmatch(text) or sum(sign.isdigit() for sign in text) < 6:
            self.complain(field, "Numéro illisible : écrivez par exemple 03 28 00 00 00.")
        return text

    def mail(self, field: str, text: str) -> str | None:
        """An e-mail address."""
        if not text:
            return None
        if not MAIL.fullmatch(text):
            self.complain(field, "Adresse illisible : écrivez par exemple nom@exemple.fr.")
        return text

    def siret(self, field: str, text: str) -> str | None:
        """The 14 digits of an establishment; blanks inside do not count."""
        digits = "".join(text.split())
        if digits and not (digits.isascii() and digits.isdigit() and len(digits) == SIRET_DIGITS):
            self.complain(field, "Un SIRET a 14 chiffres.")
        return digits or None

    def number(self, field: str, text: str, low: float, high: float) -> float | None:
        """A number between two bounds, bounds included."""
        if not text:
            return None
        value = read_number(text) if NUMBER.fullmatch(text) else None
        if value is None or not low <= value <= high:
            self.complain(field, f"Indiquez un nombre entre {number_fr(low)} et {number_fr(high)}.")
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
