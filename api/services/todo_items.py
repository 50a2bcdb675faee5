"""One thing to do, as every source of « À traiter » says it."""

from dataclasses import dataclass
from datetime import date, datetime


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
