"""The table of an offer: what each change would bring, for the employer and for training."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from api.services.levers import read_offer
from api.services.rows import ROW_READERS
from api.services.shortlists import Matcher
from matching.levers.relaxations import Relaxation, relaxations, useful, useless
from matching.levers.settings import packaged_settings
from models.offers import Offer
from models.people import User


@dataclass(frozen=True, slots=True)
class Line:
    """One change; `people` are identifiers, empty where the reader sees nobody.

    gained, lost, risen : how many are no longer held back, would be, come into a better band
    """

    key: str
    theme: str
    words: str
    gained: int
    lost: int
    risen: int
    people: tuple[str, ...]
    training: str | None


@dataclass(frozen=True, slots=True)
class OfferTable:
    """What could change of the offer, and of people; who is possible today, out of how many.

    without : changes of the offer that bring nobody
    """

    offered: tuple[Line, ...]
    people: tuple[Line, ...]
    without: tuple[str, ...]
    possible: int
    near: int


def offer_table(
    session: Session, offer: Offer, today: date, matcher: Matcher, user: User
) -> OfferTable:
    """What each single change would bring to the list of an offer, on the data of the day."""
    near = read_offer(session, offer, today, matcher).near
    found = relaxations(near, packaged_settings())
    kept = useful(found)
    batch = matcher.pool(session).batch
    sees = user.role in ROW_READERS
    lines = [(each, _line(each, batch.keys if sees else None)) for each in kept]
    return OfferTable(
        offered=tuple(line for each, line in lines if each.is_offer),
        people=tuple(line for each, line in lines if not each.is_offer),
        without=tuple(each.words for each in useless(found)),
        possible=int(near.possible.sum()),
        near=len(near.rows),
    )


def _line(each: Relaxation, keys: Sequence[str] | None) -> Line:
    moved = each.freed or each.risen
    return Line(
        each.key,
        each.theme.label,
        each.words,
        len(each.freed),
        len(each.lost),
        len(each.risen),
        tuple(keys[row] for row in moved) if keys else (),
        each.training,
    )
