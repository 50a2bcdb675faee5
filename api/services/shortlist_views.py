"""The page of a shortlist: which rows of which groups, under which filters, and the counts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.services.learning_rates import told_for
from api.services.offer_lists import pages_of
from api.services.rows import ROW_READERS, Row, rows_of
from api.services.shortlist_search import followed_ids, search_texts
from api.services.spread_openings import opening_ranks
from ingestion.normalise import fold
from matching.learning.calibration import Level
from models.introductions import Introduction
from models.people import User
from models.shortlists import Shortlist, ShortlistEntry
from models.vocabulary import Band, IntroductionState

Ranked = tuple[int, int, Band]
"""Rank, candidate, band."""

FIRST_ROWS = {Band.VERY_SUITABLE: 10, Band.SUITABLE: 10, Band.REMOTE: 0}
OTHER_FIRST_ROWS = 5
"""Rows of each band on the first page of a shortlist; the others are one link away."""
ROWS_PER_PAGE = 25
RAW_ORDER = "brut"


@dataclass(frozen=True, slots=True)
class RowFilters:
    """What a shortlist is cut down to; `decision` is "", "todo", "kept" or "discarded".

    `by_score` gives up the bands for the plain order of the points; `by_rank` the opening for the
    plain order of the ranks.
    """

    band: Band | None = None
    decision: str = ""
    mine: bool = False
    q: str = ""
    page: int = 1
    by_score: bool = False
    by_rank: bool = False

    @property
    def is_plain(self) -> bool:
        """Nothing is cut down: the page of a list as it opens."""
        return not (
            self.band or self.decision or self.mine or self.q or self.by_score or self.by_rank
        )


@dataclass(frozen=True, slots=True)
class Group:
    """A band, or the whole list in raw order (`band` None).

    `total` counts everybody, `matching` those the filters leave, `rows` those on this page;
    `is_whole_page` where the page is about this group alone.
    """

    band: Band | None
    total: int
    matching: int
    rows: tuple[Row, ...]
    is_whole_page: bool
    unranked: int = 0
    """How many of `total` the snapshot only counts."""
    opened: int = 0
    """How many of `total` open the list, before the groups."""

    @property
    def key(self) -> str:
        """The name of the group in addresses and styles."""
        return self.band.value if self.band else RAW_ORDER

    @property
    def label(self) -> str:
        """What the group is called on screen."""
        return self.band.label if self.band else "Ordre brut des points"


@dataclass(frozen=True, slots=True)
class ShortlistView:
    """A shortlist as a page shows it; nobody disappears: totals count everybody."""

    shortlist: Shortlist
    groups: tuple[Group, ...]
    kept: int
    discarded: int
    pages: int
    told: tuple[Level, ...] = ()
    """How many of ten are retained at each band, once there is enough to say so."""
    opening: tuple[Row, ...] = ()
    """The rows that open the list; the groups then leave them out and count them."""
    undecided: tuple[int, ...] = ()
    """Of those whom the filters leave, on all the pages: on whom nobody has decided (ids)."""

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every row of the page, from first to last."""
        return (*self.opening, *(row for group in self.groups for row in group.rows))


def shortlist_view(
    session: Session, shortlist: Shortlist, user: User, filters: RowFilters
) -> ShortlistView:
    """The groups of a shortlist, with the rows that match and are on this page."""
    states = _states(session, shortlist.offer_id)
    tally = Counter(states.values())
    chosen = _chosen(session, shortlist, user, filters, states)
    known = {rank for rank, _, _ in chosen}
    first = [rank for rank in opening_ranks(session, shortlist) if rank in known]
    opening = first if filters.is_plain else []
    groups = _groups(shortlist, _after(chosen, opening), filters)
    ranks = [*opening, *(rank for _, _, shown in groups for rank in shown)]
    rows = rows_of(session, shortlist, user, ranks)
    stored = _stored(session, shortlist)
    alone = filters.by_score or filters.band is not None
    return ShortlistView(
        shortlist=shortlist,
        groups=tuple(
            Group(
                band=band,
                total=_total(shortlist, band),
                matching=matching,
                rows=tuple(rows[rank] for rank in shown),
                is_whole_page=alone,
                unranked=max(0, _total(shortlist, band) - stored[band]),
                opened=sum(rows[rank].entry.band is band for rank in opening),
            )
            for band, matching, shown in groups
        ),
        kept=tally[IntroductionState.KEPT],
        discarded=tally[IntroductionState.DISCARDED],
        pages=pages_of(groups[0][1], ROWS_PER_PAGE) if alone else 1,
        told=told_for(session, shortlist.offer_id),
        opening=tuple(rows[rank] for rank in opening),
        undecided=_undecided(chosen, states, filters),
    )


def undecided_rows(
    session: Session, shortlist: Shortlist, user: User, filters: RowFilters
) -> tuple[int, ...]:
    """Of those whom the filters leave now, on whom nobody has decided (ids), in their order."""
    states = _states(session, shortlist.offer_id)
    return _undecided(_chosen(session, shortlist, user, filters, states), states, filters)


def matching_rows(
    session: Session, shortlist: Shortlist, user: User, filters: RowFilters
) -> tuple[int, ...]:
    """Everybody whom the filters leave (ids), whatever was decided on them."""
    matching = _matching(session, shortlist, user, filters)
    return tuple(id_ for _, id_, band in matching if _is_shown(band, filters))


def shortlist_rows(
    session: Session, shortlist: Shortlist, user: User, filters: RowFilters
) -> list[Row]:
    """Every row of the snapshot that matches, in its order: the list without its pages."""
    states = _states(session, shortlist.offer_id)
    ranks = [
        rank
        for rank, candidate_id, band in _matching(session, shortlist, user, filters)
        if filters.band in (None, band)
        and _decision_matches(states.get(candidate_id), filters.decision)
    ]
    rows = rows_of(session, shortlist, user, ranks)
    return [rows[rank] for rank in ranks]


def _chosen(
    session: Session,
    shortlist: Shortlist,
    user: User,
    filters: RowFilters,
    states: Mapping[int, IntroductionState],
) -> list[Ranked]:
    """The rows that the filters leave, of all the bands."""
    return [
        ranked
        for ranked in _matching(session, shortlist, user, filters)
        if _decision_matches(states.get(ranked[1]), filters.decision)
    ]


def _undecided(
    chosen: Sequence[Ranked], states: Mapping[int, IntroductionState], filters: RowFilters
) -> tuple[int, ...]:
    """The candidates of rows nobody has decided on."""
    return tuple(
        id_
        for _, id_, band in chosen
        if _is_shown(band, filters) and _decision_matches(states.get(id_), "todo")
    )


def _is_shown(band: Band, filters: RowFilters) -> bool:
    """True for a row of the band asked for; the plain order of the points has no bands."""
    return filters.by_score or filters.band in (None, band)


def _after(chosen: Sequence[Ranked], opening: Sequence[int]) -> list[Ranked]:
    """The rows that do not open the list."""
    shown = set(opening)
    return [ranked for ranked in chosen if ranked[0] not in shown]


def _groups(
    shortlist: Shortlist, chosen: Sequence[Ranked], filters: RowFilters
) -> list[tuple[Band | None, int, list[int]]]:
    """(band, how many match, ranks shown) of each group of the page."""
    start = (filters.page - 1) * ROWS_PER_PAGE
    if filters.by_score:
        ranks = [rank for rank, _, _ in chosen]
        return [(None, len(ranks), ranks[start : start + ROWS_PER_PAGE])]
    is_cut_down = bool(filters.q or filters.decision)
    groups: list[tuple[Band | None, int, list[int]]] = []
    for band in Band:
        ranks = [rank for rank, _, of_band in chosen if of_band is band]
        if filters.band is band:
            return [(band, len(ranks), ranks[start : start + ROWS_PER_PAGE])]
        most = ROWS_PER_PAGE if is_cut_down else FIRST_ROWS.get(band, OTHER_FIRST_ROWS)
        groups.append((band, len(ranks), ranks[:most]))
    return groups


def _stored(session: Session, shortlist: Shortlist) -> Counter[Band | None]:
    """How many rows the snapshot holds, by band, and in all under None."""
    found = session.execute(
        select(ShortlistEntry.band, func.count())
        .where(ShortlistEntry.shortlist_id == shortlist.id)
        .group_by(ShortlistEntry.band)
    )
    stored: Counter[Band | None] = Counter({row[0]: row[1] for row in found})
    stored[None] = stored.total()
    return stored


def _total(shortlist: Shortlist, band: Band | None) -> int:
    if band is None:
        return shortlist.candidates_ranked
    return shortlist.band_counts.get(band.value, 0)


def _states(session: Session, offer_id: int) -> dict[int, IntroductionState]:
    found = session.execute(
        select(Introduction.candidate_id, Introduction.state).where(
            Introduction.offer_id == offer_id
        )
    )
    return {row[0]: row[1] for row in found}


def _decision_matches(state: IntroductionState | None, decision: str) -> bool:
    match decision:
        case "kept":
            return state is IntroductionState.KEPT
        case "discarded":
            return state is IntroductionState.DISCARDED
        case "todo":
            return state in (None, IntroductionState.SUGGESTED)
    return True


def _matching(
    session: Session, shortlist: Shortlist, user: User, filters: RowFilters
) -> list[Ranked]:
    """(rank, candidate, band) of the rows that match words and ownership, in their order."""
    if user.role not in ROW_READERS:
        return []
    order = ShortlistEntry.score.desc() if filters.by_score else ShortlistEntry.rank
    found = session.execute(
        select(ShortlistEntry.rank, ShortlistEntry.candidate_id, ShortlistEntry.band)
        .where(ShortlistEntry.shortlist_id == shortlist.id)
        .order_by(order, ShortlistEntry.rank)
    ).all()
    entries = [(row.rank, row.candidate_id, row.band) for row in found]
    if filters.mine:
        own = followed_ids(session, user)
        entries = [entry for entry in entries if entry[1] in own]
    words = fold(filters.q).split()
    if not words:
        return entries
    texts = search_texts(session, user)
    return [entry for entry in entries if all(word in texts.get(entry[1], "") for word in words)]
