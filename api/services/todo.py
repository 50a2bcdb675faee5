"""« À traiter »: what waits for somebody today, whatever part of the service it comes from.

Each part gives a source: a function of its own service file, named once in `SOURCES`.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from sqlalchemy.orm import Session

from api.services import (
    dispatches_todo,
    drives_files,
    exits_list,
    followups_todo,
    interviews_list,
    todo_decided,
    todo_dispatch,
    todo_endings,
    todo_matches,
    todo_offers,
    todo_tell,
    todo_workflow,
)
from api.services.todo_items import TodoItem
from api.services.todo_workflow import BY_OTHERS
from models.days import day_of
from models.people import User

__all__ = ["SOURCES", "Todo", "TodoItem", "todo", "todo_page"]

Source: TypeAlias = Callable[[Session, User, datetime], Sequence[TodoItem]]

SOURCES: tuple[Source, ...] = (
    dispatches_todo.dispatch_todo,
    todo_dispatch.ready_to_send,
    todo_tell.people_to_tell,
    todo_workflow.agreements_to_collect,
    todo_workflow.agreements_ending,
    interviews_list.todo_items,
    todo_decided.decided_by_others,
    todo_endings.ended_by_others,
    todo_workflow.places_freed,
    drives_files.drives_todo,
    todo_offers.offers_closing,
    todo_offers.offers_to_look_after,
    todo_matches.new_matches,
    followups_todo.follow_up_todo,
    exits_list.exits_todo,
)
"""One line a part of the service."""

ITEMS_PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class Todo:
    """One page of « À traiter »: `counts` of each kind, of the whole list, and `items` shown.

    chosen : the kind the page is cut down to, or None
    """

    counts: tuple[tuple[str, int], ...]
    items: tuple[TodoItem, ...]
    total: int
    urgent: int
    page: int
    pages: int
    chosen: str | None = None


def todo(session: Session, user: User, at: datetime) -> tuple[TodoItem, ...]:
    """What waits for `user` at the instant `at`: urgent first, then by due day, undated last.

    What colleagues decided is news only where nothing is to be done on the same page.
    """
    found = [item for source in SOURCES for item in source(session, user, at)]
    asked = {item.href for item in found if item.kind != BY_OTHERS}
    told = (item for item in found if item.kind != BY_OTHERS or item.href not in asked)
    return tuple(sorted(told, key=_order))


def todo_page(session: Session, user: User, at: datetime, kind: str = "", page: int = 1) -> Todo:
    """One page of what waits, of one kind (its French name) or of all."""
    found = todo(session, user, at)
    counts = Counter(item.kind for item in found)
    chosen = kind if kind in counts else None
    shown = [item for item in found if chosen is None or item.kind == chosen]
    pages = max(1, -(-len(shown) // ITEMS_PER_PAGE))
    page = min(page, pages)
    start = (page - 1) * ITEMS_PER_PAGE
    return Todo(
        counts=tuple(counts.items()),
        items=tuple(shown[start : start + ITEMS_PER_PAGE]),
        total=len(found),
        urgent=sum(item.urgent for item in found),
        page=page,
        pages=pages,
        chosen=chosen,
    )


def _order(item: TodoItem) -> tuple[bool, bool, date, int, str, str]:
    """Within a day, the lines with the most posts left come first."""
    day = day_of(item.due) if isinstance(item.due, datetime) else item.due
    return (
        not item.urgent,
        day is None,
        day or date.max,
        -(item.posts_left or 0),
        item.kind,
        item.title,
    )
