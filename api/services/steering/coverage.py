"""Offers without candidates and people without offers: how many, and what keeps them apart.

An offer is without candidates where nobody of its current list is right for it, whatever is
left to check; a person is without offers where no open offer of their trade was possible when
the lists were last made together. The causes are the obstacles met on the way.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from models.candidates import Candidate
from models.offers import Offer
from models.shortlists import Shortlist, ShortlistEntry
from models.spread import Prospect
from models.vocabulary import Band, Gate, OfferState

RIGHT = (Band.VERY_SUITABLE, Band.SUITABLE, Band.TO_CHECK)
"""Bands of who may be put forward at once."""


@dataclass(frozen=True, slots=True)
class Cause:
    """An obstacle, and how many it keeps apart."""

    gate: Gate
    count: int


@dataclass(frozen=True, slots=True)
class BareOffer:
    """An open offer for which nobody is right; `near` stand behind an obstacle that lifts."""

    key: UUID
    reference: str
    title: str
    domain: str
    opened_at: datetime | None
    near: int
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Both lists of the week.

    `people` are counted out of those compared at `compared_at` (None: never compared yet);
    `people_causes` : of those without an offer, how many each obstacle keeps from one at least;
    `no_trade` : of those, how many find no open offer of their trade at all.
    """

    open_offers: int
    bare: tuple[BareOffer, ...]
    offer_causes: tuple[Cause, ...]
    compared: int
    people: int
    no_trade: int
    people_causes: tuple[Cause, ...]
    compared_at: datetime | None


def coverage(session: Session) -> Coverage:
    """As the base stands."""
    total, bare = _bare_offers(session)
    compared, people, no_trade, causes, compared_at = _bare_people(session)
    of_offers: Counter[Gate] = Counter()
    for offer in bare:
        of_offers.update({cause.gate: 1 for cause in offer.causes})
    return Coverage(
        total, bare, _ordered(of_offers), compared, people, no_trade, causes, compared_at
    )


def _bare_offers(session: Session) -> tuple[int, tuple[BareOffer, ...]]:
    current = (
        select(func.max(Shortlist.id).label("id"))
        .join(Offer, Offer.id == Shortlist.offer_id)
        .where(Offer.state == OfferState.OPEN)
        .group_by(Shortlist.offer_id)
        .subquery()
    )
    rows = session.execute(
        select(Shortlist.id, Shortlist.band_counts)
        .add_columns(Offer.key, Offer.reference, Offer.title, Offer.domain, Offer.opened_at)
        .join(current, current.c.id == Shortlist.id)
        .join(Offer, Offer.id == Shortlist.offer_id)
        .order_by(Offer.opened_at, Offer.id)
    ).all()
    wanted = {id_: (counts, offer) for id_, counts, *offer in rows if not _right(counts)}
    causes = _causes_of(session, wanted)
    return len(rows), tuple(
        BareOffer(
            key,
            reference,
            title,
            domain.label,
            opened_at,
            counts.get(Band.WITH_LEVER.value, 0),
            _ordered(causes.get(id_, Counter())),
        )
        for id_, (counts, (key, reference, title, domain, opened_at)) in wanted.items()
    )


def _right(counts: Mapping[str, int]) -> int:
    return sum(counts.get(band.value, 0) for band in RIGHT)


def _causes_of(session: Session, lists: Iterable[int]) -> dict[int, Counter[Gate]]:
    """List -> people of its trade whom each obstacle holds back."""
    found: dict[int, Counter[Gate]] = {}
    rows = session.execute(
        select(ShortlistEntry.shortlist_id, ShortlistEntry.blockers).where(
            ShortlistEntry.shortlist_id.in_(list(lists)),
            ShortlistEntry.band == Band.WITH_LEVER,
        )
    )
    for id_, blockers in rows:
        found.setdefault(id_, Counter()).update({Gate(each["criterion"]) for each in blockers})
    return found


def _bare_people(
    session: Session,
) -> tuple[int, int, int, tuple[Cause, ...], datetime | None]:
    is_bare = Prospect.suitable == 0
    compared, compared_at, people, no_trade = session.execute(
        _of_active(
            func.count(),
            func.max(Prospect.at),
            func.count(case((is_bare, 1))),
            func.count(case((is_bare & (Prospect.blocked == 0), 1))),
        )
    ).one()
    causes: Counter[Gate] = Counter()
    for gates in session.scalars(_of_active(Prospect.gates).where(is_bare)):
        causes.update(_gates(gates))
    return compared, people, no_trade, _ordered(causes), compared_at


def _of_active(*columns: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(*columns)
        .select_from(Prospect)
        .join(Candidate, Candidate.id == Prospect.candidate_id)
        .where(Candidate.is_active)
    )


def _gates(gates: Mapping[str, Any]) -> set[Gate]:
    return {Gate(gate) for gate, told in gates.items() if told.get("offers")}


def _ordered(causes: Counter[Gate]) -> tuple[Cause, ...]:
    places = {gate: place for place, gate in enumerate(Gate)}
    found = sorted(causes.items(), key=lambda each: (-each[1], places[each[0]]))
    return tuple(Cause(gate, count) for gate, count in found)
