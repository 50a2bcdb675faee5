"""What the page of a shortlist says of changes: under its rows, and in three questions."""

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from api.services.levers import read_shortlist, row_changes
from api.services.levers_questions import Questions, three_questions
from api.services.shortlist_views import ShortlistView
from api.services.shortlists import Matcher
from models.offers import Offer
from models.people import User


@dataclass(frozen=True, slots=True)
class ShortlistLevers:
    """changes : words by identifier; three : None where offer, engine or pool changed since."""

    changes: dict[str, str] = field(default_factory=dict)
    three: Questions | None = None


def shortlist_levers(
    session: Session, offer: Offer, view: ShortlistView | None, user: User, matcher: Matcher
) -> ShortlistLevers:
    """What would change the rows of a page, and the questions of its list."""
    if view is None:
        return ShortlistLevers()
    reading = read_shortlist(session, view.shortlist, offer, matcher)
    if reading is None:
        return ShortlistLevers()
    rows = list(view.rows)
    return ShortlistLevers(
        row_changes(reading.near, rows), three_questions(session, offer, reading, user)
    )
