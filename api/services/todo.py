"""« À traiter »: what waits for somebody today, whatever part of the service it comes from.

Each part gives a source: a function of its own service file, named once in `SOURCES`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from sqlalchemy.orm import Session

from models.days import day_of
from models.people import User


@dataclass(frozen=True, slots=True)
class TodoItem:
    """One thing to do: `kind` is its French family (« Accords à recueillir »), `title` what.

    `detail` says why it is here, `href` where it is done; `due` when it should be (None: no
    date); `urgent` puts it before everything else.
    """

    kind: str
    title: str
    detail: str
    href: str
    due: date | datetime | None = None
    urgent: bool = False


Source: TypeAlias = Callable[[Session, User, datetime], Sequence[TodoItem]]

SOURCES: tuple[Source, ...] = ()
"""One line a part of the service."""


def todo(session: Session, user: User, at: datetime) -> tuple[TodoItem, ...]:
    """What waits for `user` at the instant `at`: urgent first, then by due day, undated last."""
    found = [item for source in SOURCES for item in source(session, user, at)]
    return tuple(sorted(found, key=_order))


def _order(item: TodoItem) -> tuple[bool, bool, date, str, str]:
    day = day_of(item.due) if isinstance(item.due, datetime) else item.due
    return (not item.urgent, day is None, day or date.max, item.kind, item.title)
