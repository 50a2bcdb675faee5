"""The rows of a person's page: offers with reasons, where they stand, what was decided."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from api.services.decisions import UNSEEN_VERSION
from api.services.offer_lists import pages_of
from api.services.offers_for import Listed, OffersFor, listed, near_offers_for, offers_for
from api.services.offers_sides import Side
from api.services.spread_history import LOOKS_BACK, Proposal, proposals
from matching.allocation.rules import packaged_rules
from matching.directions import FEW, Facing
from matching.shortlist import Entry
from models.introductions import Introduction, IntroductionEvent
from models.offers import Offer
from models.shortlists import ShortlistEntry
from models.vocabulary import Band, IntroductionAction, IntroductionState

FIRST_ROWS = {Band.VERY_SUITABLE: 10, Band.SUITABLE: 10, Band.REMOTE: 0}
OTHER_FIRST_ROWS = 5
"""Offers of each band on the first page; the others are one link away."""
ROWS_PER_PAGE = 25
SAID_NO = frozenset(
    {
        IntroductionState.DISCARDED,
        IntroductionState.DECLINED,
        IntroductionState.LEVEL2_REFUSED,
        IntroductionState.CLOSED,
    }
)
"""Introductions that somebody ended: the short view does not bring the offer back."""


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One offer of a person: `entry` is not of the base, its rank says nothing.

    retained : people retained on the offer, whoever they are
    """

    offer: Offer
    entry: ShortlistEntry
    introduction: Introduction | None
    event: IntroductionEvent | None
    listed: Listed | None
    proposal: Proposal | None
    retained: int

    @property
    def state(self) -> IntroductionState:
        """Where the introduction stands; suggested while nobody decided."""
        return self.introduction.state if self.introduction else IntroductionState.SUGGESTED

    @property
    def version(self) -> int:
        """What a decision taken on this row must name."""
        return self.introduction.version if self.introduction else UNSEEN_VERSION


@dataclass(frozen=True, slots=True)
class OfferGroup:
    """A band of the page: `total` offers, those of `rows` shown."""

    band: Band
    total: int
    rows: tuple[OfferRow, ...]


@dataclass(frozen=True, slots=True)
class PersonOffers:
    """The offers of one person as a page shows them; every open offer is counted.

    last_on : when something was last proposed to the person, in the last `LOOKS_BACK`
    """

    groups: tuple[OfferGroup, ...]
    open: int
    left: int
    pages: int
    live: int
    last_at: datetime | None


def person_offers(
    side: Side, now: datetime, band: Band | None = None, page: int = 1
) -> PersonOffers:
    """The groups of a person's page, or one of them, whole, page after page."""
    found = offers_for(side) if band is Band.REMOTE else near_offers_for(side)
    start = (page - 1) * ROWS_PER_PAGE
    shown: dict[Band, list[Facing]] = {}
    for each in Band if band is None else (band,):
        standings = found.of_band(each)
        few = FIRST_ROWS.get(each, OTHER_FIRST_ROWS)
        shown[each] = standings[:few] if band is None else standings[start : start + ROWS_PER_PAGE]
    ids = [found.ids[each.offer] for group in shown.values() for each in group]
    context = _Context.of(side, now, ids)
    groups = tuple(
        OfferGroup(each, found.total(each), tuple(context.rows(found, group)))
        for each, group in shown.items()
    )
    past = context.proposals.values()
    return PersonOffers(
        groups=groups,
        open=found.open,
        left=found.left,
        pages=1 if band is None else pages_of(groups[0].total, ROWS_PER_PAGE),
        live=sum(each.is_live for each in past),
        last_at=max((each.at for each in past), default=None),
    )


def best_rows(side: Side, now: datetime, most: int = FEW) -> tuple[list[OfferRow], int]:
    """The best offers that nothing known keeps the person from and that nobody ended.

    And how many open offers are not compared yet.
    """
    found = near_offers_for(side)
    ended = set(
        side.session.scalars(
            select(Introduction.offer_id).where(
                Introduction.candidate_id == side.candidate.id, Introduction.state.in_(SAID_NO)
            )
        )
    )
    chosen = [each for each in found.feasible if found.ids[each.offer] not in ended][:most]
    context = _Context.of(side, now, [found.ids[each.offer] for each in chosen])
    return context.rows(found, chosen), found.left


def offer_row(side: Side, offer: Offer, now: datetime) -> OfferRow:
    """One offer of a person, open or not."""
    return _Context.of(side, now, [offer.id]).row(offer)


def as_row(entry: Entry) -> ShortlistEntry:
    """An entry in the shape that rows of the base have, in no list."""
    shown = entry.to_json()
    return ShortlistEntry(
        rank=entry.rank,
        score=entry.score,
        band=entry.band,
        is_eligible=entry.eligible,
        contributions=shown["contributions"],
        subtotals=shown["subtotals"],
        blockers=shown["blockers"],
        unknowns=shown["unknowns"],
        remarks=shown.get("remarks"),
    )


@dataclass(frozen=True)
class _Context:
    """What rows say beside scores, read once for the offers of a page."""

    side: Side
    offers: dict[int, Offer]
    listed: dict[int, Listed]
    proposals: dict[int, Proposal]
    introductions: dict[int, Introduction]
    events: dict[int, IntroductionEvent]
    retained: Counter[int]

    @classmethod
    def of(cls, side: Side, now: datetime, ids: Sequence[int]) -> "_Context":
        session, id_ = side.session, side.candidate.id
        live_since = now - timedelta(days=packaged_rules().live_days)
        past = proposals(session, {id_}, now - LOOKS_BACK, live_since)
        introductions = session.scalars(
            select(Introduction).where(
                Introduction.candidate_id == id_, Introduction.offer_id.in_(ids)
            )
        ).all()
        kept = session.execute(
            select(Introduction.offer_id, func.count())
            .where(Introduction.offer_id.in_(ids), Introduction.state == IntroductionState.KEPT)
            .group_by(Introduction.offer_id)
        )
        offers = session.scalars(select(Offer).where(Offer.id.in_(ids)))
        return cls(
            side,
            {each.id: each for each in offers},
            listed(session, id_),
            {each.offer_id: each for each in sorted(past, key=lambda each: each.at)},
            {each.offer_id: each for each in introductions},
            _last_events(session, [each.id for each in introductions]),
            Counter({row[0]: row[1] for row in kept}),
        )

    def rows(self, found: OffersFor, shown: Sequence[Facing]) -> list[OfferRow]:
        return [self.row(self.offers[found.ids[each.offer]]) for each in shown]

    def row(self, offer: Offer) -> OfferRow:
        introduction = self.introductions.get(offer.id)
        return OfferRow(
            offer=offer,
            entry=as_row(self.side.entry(offer)),
            introduction=introduction,
            event=None if introduction is None else self.events.get(introduction.id),
            listed=self.listed.get(offer.id),
            proposal=self.proposals.get(offer.id),
            retained=self.retained[offer.id],
        )


def _last_events(session: Session, ids: Sequence[int]) -> dict[int, IntroductionEvent]:
    """What people last did, by introduction; the engine's own suggestion is left out."""
    if not ids:
        return {}
    found = session.scalars(
        select(IntroductionEvent)
        .where(
            IntroductionEvent.introduction_id.in_(ids),
            IntroductionEvent.action != IntroductionAction.SUGGEST,
        )
        .order_by(IntroductionEvent.id)
        .options(selectinload(IntroductionEvent.actor))
    )
    return {event.introduction_id: event for event in found}
