"""What a box of the fiche is: how it is shown, what it may hold, which fields it writes."""

from dataclasses import dataclass
from enum import StrEnum

from models.vocabulary import Labelled


class Kind(StrEnum):
    """How a box is shown and read."""

    LINE = "line"
    LINES = "lines"
    """Several texts, one a line."""
    NUMBER = "number"
    WHOLE = "whole"
    DAY = "day"
    CLOCK = "clock"
    CHOICE = "choice"
    MANY = "many"
    FLAG = "flag"
    """Yes, no, or not said."""
    PHONE = "phone"
    MAIL = "mail"
    SIRET = "siret"
    OWN = "own"
    """Read and shown by code of its own (`api.fiche.needs`)."""


class Width(StrEnum):
    """Share of a row that a box takes on a wide screen."""

    FULL = "full"
    HALF = "half"
    THIRD = "third"


@dataclass(frozen=True, slots=True)
class Box:
    """One box of the fiche.

    `fields` are the dotted fields of a parsed offer that it shows; the first is the one a box
    of the plain kinds writes. `low` and `high` bound numbers, both included.
    """

    name: str
    label: str
    kind: Kind
    fields: tuple[str, ...]
    width: Width = Width.HALF
    options: tuple[Labelled, ...] = ()
    low: float = 0
    high: float = 0
    hint: str = ""
    empty: str = "Non précisé"
    flags: tuple[str, str] = ("Oui", "Non")


@dataclass(frozen=True, slots=True)
class Group:
    """Boxes that are shown together; `is_folded` leaves them closed on arrival."""

    name: str
    title: str
    boxes: tuple[Box, ...]
    is_folded: bool = False
