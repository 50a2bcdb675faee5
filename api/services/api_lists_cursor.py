"""Where a program stopped reading a list: the last change it read, as a word it gives back."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import InstrumentedAttribute

from models.errors import InputRefusedError

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row read: when it changed, and its number where several changed together."""

    at: datetime
    id: int

    @property
    def word(self) -> str:
        """What the program is given; what it holds is nobody's business."""
        return urlsafe_b64encode(f"{self.at.isoformat()}|{self.id}".encode()).decode().rstrip("=")


def cursor_in(word: str) -> Cursor | None:
    """The cursor that a request gives; None where it gives none.

    Raises
    ------
    InputRefusedError : it is not one that an answer gave
    """
    if not word:
        return None
    try:
        padded = word + "=" * (-len(word) % 4)
        at, _, number = urlsafe_b64decode(padded[:LONGEST].encode()).decode().partition("|")
        cursor = Cursor(datetime.fromisoformat(at), int(number))
    except (ValueError, binascii.Error) as error:
        raise InputRefusedError("redonnez tel quel le « next » d’une réponse", "cursor") from error
    if cursor.at.tzinfo is None or not 0 <= cursor.id < 2**63:
        raise InputRefusedError("redonnez tel quel le « next » d’une réponse", "cursor")
    return cursor


def after(
    cursor: Cursor | None,
    at: InstrumentedAttribute[datetime],
    number: InstrumentedAttribute[int],
) -> list[ColumnElement[bool]]:
    """The condition of the rows that come next, in the order of `at` then `number`."""
    if cursor is None:
        return []
    return [or_(at > cursor.at, and_(at == cursor.at, number > cursor.id))]
