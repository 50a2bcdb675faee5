"""Where a program stopped reading a list: the last change it read, as a word it gives back."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import InstrumentedAttribute

from models.errors import InputRefusedError

LONGEST = 200
YEARS = range(2000, 2101)
"""Years that every base can compare, in whatever zone."""
OVERLAP = timedelta(minutes=5)
"""How long the longest request may take to be seen: what changed then is told again."""
AS_GIVEN = "redonnez tel quel le « next » d’une réponse"


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
        raise InputRefusedError(AS_GIVEN, "cursor") from error
    if cursor.at.tzinfo is None or cursor.at.year not in YEARS or not 0 <= cursor.id < 2**63:
        raise InputRefusedError(AS_GIVEN, "cursor")
    return cursor


def changed_since(
    at: InstrumentedAttribute[datetime], since: datetime | None
) -> list[ColumnElement[bool]]:
    """The condition of the rows changed since an instant, and in the minutes before it.

    A change bears the instant at which its request began and is seen once that is over: those
    of the last minutes may have been out of sight when the program read.
    """
    return [] if since is None else [at >= since - OVERLAP]


def after(
    cursor: Cursor | None,
    at: InstrumentedAttribute[datetime],
    number: InstrumentedAttribute[int],
) -> list[ColumnElement[bool]]:
    """The condition of the rows that come next, in the order of `at` then `number`."""
    if cursor is None:
        return []
    return [or_(at > cursor.at, and_(at == cursor.at, number > cursor.id))]
