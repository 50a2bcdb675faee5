"""The lists of a month as they were shown, without any group."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models.offers import Offer
from models.shortlists import Shortlist, ShortlistEntry
from models.spread import ShortlistOpening
from models.vocabulary import Band, Criterion, Domain, Gate


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time, `start` included, `end` not."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list: who, at which place it was shown (from 1), what holds it back.

    known : of the eight criteria, how many were known; values : theirs, in their order
    """

    candidate_id: int
    place: int
    is_eligible: bool
    band: Band
    score: float
    gates: frozenset[Gate]
    known: int
    values: tuple[float, ...]


@dataclass(frozen=True)
class List:
    """A list that was read; `is_whole`: it holds everybody of the trade, held back or not."""

    shortlist_id: int
    domain: Domain
    is_whole: bool
    rows: tuple[Row, ...]


def read_lists(session: Session, period: Period, right_fit: float) -> Iterator[List]:
    """The last list of each offer in the period, its rows of the trade as they were shown."""
    last = (
        select(func.max(Shortlist.id))
        .where(Shortlist.generated_at >= period.start, Shortlist.generated_at < period.end)
        .group_by(Shortlist.offer_id)
    )
    found = session.execute(
        select(Shortlist.id, Offer.domain, Shortlist.candidates_ranked)
        .join(Offer, Offer.id == Shortlist.offer_id)
        .where(Shortlist.id.in_(last))
        .order_by(Shortlist.id)
    ).all()
    for number, domain, ranked in found:
        entry = ShortlistEntry
        kept = session.scalar(select(func.count()).where(entry.shortlist_id == number)) or 0
        entries = session.execute(
            select(
                entry.candidate_id,
                entry.rank,
                entry.is_eligible,
                entry.band,
                entry.score,
                entry.blockers,
                entry.contributions,
            )
            .where(
                entry.shortlist_id == number,
                or_(
                    entry.band != Band.REMOTE,
                    entry.contributions[Criterion.OCCUPATION.value]["score"].as_float()
                    >= right_fit,
                ),
            )
            .order_by(entry.rank)
        ).all()
        places = _places(session, number)
        yield List(
            number,
            domain,
            kept >= ranked,
            tuple(_rows(entries, places)),
        )


def _places(session: Session, shortlist_id: int) -> dict[int, int]:
    """Places of the rows that open a list."""
    opening = ShortlistOpening
    return {
        id_: place
        for id_, place in session.execute(
            select(opening.candidate_id, opening.place).where(
                opening.shortlist_id == shortlist_id, opening.place.is_not(None)
            )
        )
        if place is not None
    }


def _rows(entries: Sequence[Any], places: Mapping[int, int]) -> Iterator[Row]:
    """Rows where they were shown: those that open the list pass before the others."""
    after = len(places)
    for entry in entries:
        place = places.get(entry.candidate_id)
        if place is None:
            after += 1
        contributions: dict[str, Any] = entry.contributions
        yield Row(
            candidate_id=entry.candidate_id,
            place=place or after,
            is_eligible=entry.is_eligible,
            band=entry.band,
            score=entry.score,
            gates=frozenset(Gate(each["criterion"]) for each in entry.blockers),
            known=sum(bool(each["known"]) for each in contributions.values()),
            values=tuple(float(contributions[each.value]["score"]) for each in Criterion),
        )
