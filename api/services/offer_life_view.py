"""What the page of an offer says of its life: its end, who waits, its sources, its twins."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from api.services.duplicates import Probable, probable_duplicates
from api.services.merging import Source, sources_of, standing_merges
from api.services.offer_life import REOPEN_WITHIN, reminder, standing_merge
from models.closing import waiting
from models.days import day_of
from models.endings import OFFER_MOTIVES, offer_motive_label
from models.merges import OfferMerge
from models.offers import Offer, OfferEvent
from models.transitions import ENDED, LIVE
from models.vocabulary import Labelled, OfferState

CLOSINGS = (
    (OfferState.FILLED, "Pourvue par nous"),
    (OfferState.FILLED_ELSEWHERE, "Pourvue autrement"),
    (OfferState.CANCELLED, "Annulée par l’employeur"),
    (OfferState.SUSPENDED, "Suspendue pour l’instant"),
)


@dataclass(frozen=True, slots=True)
class Ending:
    """A way to close an offer, with the closed list of its motives."""

    state: OfferState
    label: str
    motives: tuple[Labelled, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A step of the story of an offer in words."""

    event: OfferEvent
    words: str


@dataclass(frozen=True, slots=True)
class LifeView:
    """`merged_into` is the offer in which this one rests; `merges` those that rest in it."""

    reminder: str
    is_live: bool
    may_reopen: bool
    waiting: int
    endings: tuple[Ending, ...]
    merges: tuple[tuple[OfferMerge, Offer], ...]
    merged_into: Offer | None
    resting: OfferMerge | None
    sources: tuple[Source, ...]
    probable: tuple[Probable, ...]


def life_view(session: Session, offer: Offer, today: date) -> LifeView:
    """Everything that the life panel of an offer shows."""
    resting = standing_merge(session, offer)
    merges = standing_merges(session, offer)
    closed_on = None if offer.closed_at is None else day_of(offer.closed_at)
    is_recent = closed_on is not None and today - closed_on <= timedelta(REOPEN_WITHIN.days)
    return LifeView(
        reminder=reminder(offer, today),
        is_live=offer.state in LIVE,
        may_reopen=offer.state in ENDED and is_recent and resting is None,
        waiting=len(waiting(session, offer.id)),
        endings=endings(offer),
        merges=tuple((each, session.get_one(Offer, each.merged_id)) for each in merges),
        merged_into=None if resting is None else session.get_one(Offer, resting.kept_id),
        resting=resting,
        sources=sources_of(session, offer) if merges else (),
        probable=probable_duplicates(session, offer),
    )


def endings(offer: Offer) -> tuple[Ending, ...]:
    """The ways in which this offer may be closed or suspended."""
    if offer.state not in LIVE:
        return ()
    return tuple(
        Ending(state, label, tuple(OFFER_MOTIVES[state]))
        for state, label in CLOSINGS
        if state is not offer.state
    )


def story(session: Session, offer: Offer) -> tuple[Told, ...]:
    """The changes of state of an offer, the latest first."""
    events = session.scalars(
        select(OfferEvent)
        .where(OfferEvent.offer_id == offer.id)
        .options(joinedload(OfferEvent.actor))
        .order_by(OfferEvent.id.desc())
    )
    return tuple(Told(event, _words(event)) for event in events)


def _words(event: OfferEvent) -> str:
    motive = offer_motive_label(event.to_state, event.motive)
    if event.from_state is event.to_state:
        return motive or event.to_state.label
    return f"{event.to_state.label} : {motive}" if motive else event.to_state.label
