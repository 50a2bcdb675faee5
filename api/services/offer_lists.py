"""What the offers list reads. Queries only."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, String, func, select, type_coerce
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
_LATEST = (Offer.updated_at.desc(), Offer.id.desc())


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


@dataclass(frozen=True, slots=True)
class _Found:
    """The offers that match, counted; `shown` are those of the page, in order."""

    by_state: dict[OfferState, int]
    total: int
    shown: Sequence[int]


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
    due = due_today(session, today)
    ending = (*due.past, *due.tomorrow, *due.soon) if filters.due else None
    place = slice((filters.page - 1) * size, filters.page * size)
    words = fold(filters.q).split()
    if words:
        found = _searched(session, filters, words, ending, place)
    else:
        found = _counted(session, filters, ending, place)
    asked = select(Offer).where(Offer.id.in_(found.shown)).options(*WITHOUT_TEXTS)
    offers = {each.id: each for each in session.scalars(asked)}
    return OfferPage(
        lines=_lines(session, [offers[id_] for id_ in found.shown], today),
        total=found.total,
        pages=pages_of(found.total, size),
        by_state=found.by_state,
        due=due.total,
    )


def pages_of(total: int, size: int) -> int:
    """How many pages of `size` hold `total` rows; at least one."""
    return max(1, -(-total // size))


def counts_by_state(session: Session) -> dict[OfferState, int]:
    """How many offers stand in each state."""
    rows = session.execute(select(Offer.state, func.count()).group_by(Offer.state))
    return {row[0]: row[1] for row in rows}


def _searched(
    session: Session,
    filters: OfferFilters,
    words: Sequence[str],
    ending: Sequence[int] | None,
    place: slice,
) -> _Found:
    """What holds every word: no base folds accents as we do, so that each offer is looked at."""
    columns = (Offer.reference, Offer.title, Offer.employer_name, Offer.commune_name)
    query = select(Offer.id, type_coerce(Offer.state, String), *columns)
    # Plain rows, of which only those found become states: there are ten thousand to look at.
    rows = session.connection().execute(query.where(*_conditions(filters)).order_by(*_LATEST))
    found = []
    for id_, state, *texts in rows:
        text = " ".join([fold(part) for part in texts if part])
        if all(word in text for word in words):
            found.append((id_, OfferState(state)))
    ids = [id_ for id_, state in found if filters.state in (None, state)]
    ids = ids if ending is None else _kept(ending, ids)
    return _Found(Counter(state for _, state in found), len(ids), ids[place])


def _counted(
    session: Session, filters: OfferFilters, ending: Sequence[int] | None, place: slice
) -> _Found:
    """What the columns alone say: the base counts, and reads one page."""
    counted = select(Offer.state, func.count()).where(*_conditions(filters)).group_by(Offer.state)
    by_state = {row[0]: row[1] for row in session.execute(counted)}
    query = select(Offer.id).where(*_conditions(filters))
    if filters.state is not None:
        query = query.where(Offer.state == filters.state)
    if ending is not None:
        ids = _kept(ending, session.scalars(query.where(Offer.id.in_(ending))))
        return _Found(by_state, len(ids), ids[place])
    total = sum(by_state.values()) if filters.state is None else by_state.get(filters.state, 0)
    asked = query.order_by(*_LATEST).offset(place.start).limit(place.stop - place.start)
    return _Found(by_state, total, session.scalars(asked).all())


def _conditions(filters: OfferFilters) -> list[ColumnElement[bool]]:
    """What the columns say of the filters, but for the state, by which the list counts."""
    conditions: list[ColumnElement[bool]] = []
    if filters.domain is not None:
        conditions.append(Offer.domain == filters.domain)
    if filters.own:
        conditions.append(Offer.domain.in_(filters.own))
    return conditions


def _kept(ordered: Sequence[int], ids: Iterable[int]) -> list[int]:
    wanted = set(ids)
    return [id_ for id_ in ordered if id_ in wanted]


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
