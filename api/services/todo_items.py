"""One thing to do, as every source of « À traiter » says it."""

from dataclasses import dataclass
from datetime import date, datetime

from api.rendering import plural


@dataclass(frozen=True, slots=True)
class TodoItem:
    """One thing to do: `kind` is its French family (« Accords à recueillir »), `title` what.

    `detail` says why it is here, `href` where it is done; `due` when it should be (None: no
    date); `urgent` puts it before everything else. `posts_left` : of the offers it is about, the
    most first within a day; None where no post is meant.
    """

    kind: str
    title: str
    detail: str
    href: str
    due: date | datetime | None = None
    urgent: bool = False
    posts_left: int | None = None


def posts_words(left: int) -> str:
    """`2 postes restants`."""
    return plural(left, "poste restant", "postes restants") if left else "aucun poste restant"
