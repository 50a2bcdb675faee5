"""What the offers list reads. Queries only."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from api.services.offer_life import due_today, reminder
from ingestion.normalise import fold
from models.errors import NotFoundError
from models.introductions import Introduction
from models.offers import Offer
from models.shortlists import Shortlist
from models.vocabulary import Band, Domain, IntroductionState, OfferState

OFFERS_PER_PAGE = 25
WITHOUT_TEXTS = tuple(
    defer(column, raiseload=True)
    for column in (Offer.source_text, Offer.original, Offer.parsed, Offer.review)
)
"""A line of a list reads neither the words of an offer nor what was read in them."""


@dataclass(frozen=True, slots=True)
class OfferFilters:
    """What the offers list is cut down to; None and "" leave it whole.

    `due` keeps the offers whose end comes, which wait for a word of their collector; `own` the
    domains of the viewer, where they are asked for.
    """

    domain: Domain | None = None
    own: tuple[str, ...] = ()
    state: OfferState | None = None
    q: str = ""
    page: int = 1
    due: bool = False


@dataclass(frozen=True, slots=True)
class OfferLine:
    """An offer of the list; `counts` of each band are None while it has no shortlist.

    `reminder` says in French that its end comes, "" while there is nothing to do.
    """

    offer: Offer
    counts: Mapping[str, int] | None
    kept: int
    reminder: str = ""

    @property
    def words(self) -> str:
        """What its shortlist promises: the suitable, or those to check where there is none."""
        if self.counts is None:
            return "Liste à faire"
        suitable = self.counts.get(Band.VERY_SUITABLE, 0) + self.counts.get(Band.SUITABLE, 0)
        if suitable:
            return f"{suitable} {'profil adapté' if suitable == 1 else 'profils adaptés'}"
        to_check = self.counts.get(Band.TO_CHECK, 0)
        if to_check:
            return f"{to_check} {'profil' if to_check == 1 else 'profils'} à vérifier"
        return "Aucun profil solide"


@dataclass(frozen=True, slots=True)
class OfferPage:
    """One page of the offers list; `by_state` counts what matches the other filters.

    `due` counts the offers of the whole list whose end comes.
    """

    lines: tuple[OfferLine, ...]
    total: int
    pages: int
    by_state: dict[OfferState, int]
    due: int = 0


def offer_of(session: Session, key: str) -> Offer:
    """The offer of this key.

    Raises
    ------
    NotFoundError : none, or the key is no key
    """
    try:
        offer = session.scalar(select(Offer).where(Offer.key == UUID(key)))
    except ValueError:
        offer = None
    if offer is None:
        raise NotFoundError("Offre", key)
    return offer


def offers_page(
    session: Session, filters: OfferFilters, today: date, size: int = OFFERS_PER_PAGE
) -> OfferPage:
    """The offers that match, the latest change first; the words of `q` without accents.

    Those whose end comes are in the order of their end where `filters.due` is set.
    """
    found = _matching(session, filters)
    by_state = Counter(state for _, state in found)
    ids = [id_ for id_, state in found if filters.state in (None, state)]
    due = due_today(session, today)
    if filters.due:
        wanted = set(ids)
        ids = [id_ for id_ in (*due.past, *due.tomorrow, *due.soon) if id_ in wanted]
    start = (filters.page - 1) * size
    shown = ids[start : start + size]
    asked = select(Offer).where(Offer.id.in_(shown)).options(*WITHOUT_TEXTS)
    offers = {each.id: each for each in session.scalars(asked)}
    return OfferPage(
        lines=_lines(session, [offers[id_] for id_ in shown], today),
        total=len(ids),
        pages=pages_of(len(ids), size),
        by_state=dict(by_state),
        due=due.total,
    )


def pages_of(total: int, size: int) -> int:
    """How many pages of `size` hold `total` rows; at least one."""
    return max(1, -(-total // size))


def counts_by_state(session: Session) -> dict[OfferState, int]:
    """How many offers stand in each state."""
    rows = session.execute(select(Offer.state, func.count()).group_by(Offer.state))
    return {row[0]: row[1] for row in rows}


def _matching(session: Session, filters: OfferFilters) -> list[tuple[int, OfferState]]:
    columns = (Offer.reference, Offer.title, Offer.employer_name, Offer.commune_name)
    query = select(Offer.id, Offer.state, *columns).order_by(
        Offer.updated_at.desc(), Offer.id.desc()
    )
    if filters.domain is not None:
        query = query.where(Offer.domain == filters.domain)
    if filters.own:
        query = query.where(Offer.domain.in_(filters.own))
    words = fold(filters.q).split()
    found = []
    for id_, state, *texts in session.execute(query):
        text = fold(" ".join(part or "" for part in texts)) if words else ""
        if all(word in text for word in words):
            found.append((id_, state))
    return found


def _lines(session: Session, offers: Sequence[Offer], today: date) -> tuple[OfferLine, ...]:
    ids = [offer.id for offer in offers]
    latest = (
        select(func.max(Shortlist.id))
        .where(Shortlist.offer_id.in_(ids))
        .group_by(Shortlist.offer_id)
    )
    asked = select(Shortlist.offer_id, Shortlist.band_counts).where(Shortlist.id.in_(latest))
    counts = {row.offer_id: row.band_counts for row in session.execute(asked)}
    kept = Counter(
        session.scalars(
            select(Introduction.offer_id).where(
                Introduction.offer_id.in_(ids), Introduction.state == IntroductionState.KEPT
            )
        )
    )
    return tuple(
        OfferLine(offer, counts.get(offer.id), kept[offer.id], reminder(offer, today))
        for offer in offers
    )
