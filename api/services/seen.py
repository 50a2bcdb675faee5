"""What a page showed of a row that has no version: a mark that its form carries back."""

from hashlib import sha256

from sqlalchemy.orm import Session

from models.contracts import PreHireStep
from models.errors import ConcurrentChangeError
from models.exits import Training
from models.people import User

_LENGTH = 16


def mark_of(*shown: object) -> str:
    """A short mark of the values shown; other values give another one.

    Opaque: it goes in a form and comes back, and tells nothing of what it stands for.
    """
    return sha256("\x1f".join(map(str, shown)).encode()).hexdigest()[:_LENGTH]


def is_overtaken(seen: str | None, *now: object) -> bool:
    """True where the page showed something else; `seen` None: no page was read."""
    return seen is not None and seen != mark_of(*now)


def first_by(session: Session, row: PreHireStep | Training, state: str) -> ConcurrentChangeError:
    """The refusal of whoever comes second on a row that says who wrote it last."""
    who = None if row.recorded_by_id is None else session.get(User, row.recorded_by_id)
    return ConcurrentChangeError(who.name if who else "Quelqu’un", row.recorded_at, state)
