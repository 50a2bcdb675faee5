"""What the page of a shortlist reads: rows and counts, as far as the viewer may see them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from api.services.decisions import UNSEEN_VERSION, follows
from api.services.offer_lists import pages_of
from ingestion.normalise import fold, squash
from models.candidates import Candidate, CandidateProject
from models.case_files import CandidateFollow, CandidateIdentity
from models.errors import NotFoundError
from models.introductions import Introduction, IntroductionEvent
from models.people import User
from models.shortlists import Shortlist, ShortlistEntry
from models.vocabulary import Band, IntroductionState, Role

CaseFile = TypeVar("CaseFile", CandidateIdentity, CandidateFollow)
Ranked = tuple[int, int, Band]

FIRST_ROWS = {Band.VERY_SUITABLE: 10, Band.SUITABLE: 10, Band.REMOTE: 0}
OTHER_FIRST_ROWS = 5
"""Rows of each band on the first page of a shortlist; the others are one link away."""
ROWS_PER_PAGE = 25
NAME_READERS = frozenset({Role.ADVISOR, Role.MANAGER})
"""Who reads the names of everybody; a caseworker reads those of their own participants."""
ROW_READERS = NAME_READERS | {Role.CASEWORKER}
"""Who sees people at all; the others see how many there are, and nobody."""
RAW_ORDER = "brut"


@dataclass(frozen=True, slots=True)
class RowFilters:
    """What a shortlist is cut down to; `decision` is "", "todo", "kept" or "discarded".

    `by_score` gives up the bands for the plain order of the points.
    """

    band: Band | None = None
    decision: str = ""
    mine: bool = False
    q: str = ""
    page: int = 1
    by_score: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate of a shortlist, with what the viewer may see of them."""

    entry: ShortlistEntry
    candidate: Candidate
    name: str | None
    follow: CandidateFollow | None
    introduction: Introduction | None
    event: IntroductionEvent | None
    may_decide: bool

    @property
    def state(self) -> IntroductionState:
        """Where the introduction stands; suggested while nobody decided."""
        return self.introduction.state if self.introduction else IntroductionState.SUGGESTED

    @property
    def version(self) -> int:
        """What a decision taken on this row must name."""
        return self.introduction.version if self.introduction else UNSEEN_VERSION


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


def candidate_of(session: Session, key: str) -> Candidate:
    """The candidate of this key.

    Raises
    ------
    NotFoundError : none, or the key is no key
    """
    try:
        candidate = session.scalar(select(Candidate).where(Candidate.key == UUID(key)))
    except ValueError:
        candidate = None
    if candidate is None:
        raise NotFoundError("Dossier", key)
    return candidate


def shortlist_view(
    session: Session, shortlist: Shortlist, user: User, filters: RowFilters
) -> ShortlistView:
    """The groups of a shortlist, with the rows that match and are on this page."""
    states = _states(session, shortlist.offer_id)
    tally = Counter(states.values())
    chosen = [
        ranked
        for ranked in _matching(session, shortlist, user, filters)
        if _decision_matches(states.get(ranked[1]), filters.decision)
    ]
    groups = _groups(shortlist, chosen, filters)
    ranks = [rank for _, _, shown in groups for rank in shown]
    rows = _rows(session, shortlist, user, ranks)
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
            )
            for band, matching, shown in groups
        ),
        kept=tally[IntroductionState.KEPT],
        discarded=tally[IntroductionState.DISCARDED],
        pages=pages_of(groups[0][1], ROWS_PER_PAGE) if alone else 1,
    )


def row_view(session: Session, shortlist: Shortlist, user: User, candidate_id: int) -> Row:
    """One row of a shortlist, as it stands now.

    Raises
    ------
    NotFoundError : the candidate is not in this shortlist
    """
    rank = session.scalar(
        select(ShortlistEntry.rank).where(
            ShortlistEntry.shortlist_id == shortlist.id,
            ShortlistEntry.candidate_id == candidate_id,
        )
    )
    if rank is None:
        raise NotFoundError("Dossier", candidate_id)
    return _rows(session, shortlist, user, [rank])[rank]


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
        own = _followed(session, user)
        entries = [entry for entry in entries if entry[1] in own]
    words = fold(filters.q).split()
    if not words:
        return entries
    texts = _search_texts(session, user)
    return [entry for entry in entries if all(word in texts.get(entry[1], "") for word in words)]


def _followed(session: Session, user: User) -> set[int]:
    """The candidates whose file names the user as caseworker or advisor."""
    name = squash(user.name)
    found = session.execute(
        select(CandidateFollow.candidate_id, CandidateFollow.caseworker, CandidateFollow.advisor)
    )
    return {
        row.candidate_id
        for row in found
        if name in (squash(row.caseworker or ""), squash(row.advisor or ""))
    }


def _search_texts(session: Session, user: User) -> dict[int, str]:
    """What a search reads of each candidate: only what the viewer may see."""
    texts: dict[int, list[str]] = {}
    for id_, identifier, home in session.execute(
        select(Candidate.id, Candidate.identifier, Candidate.home_label)
    ):
        texts[id_] = [identifier, home or ""]
    for id_, title in session.execute(
        select(CandidateProject.candidate_id, CandidateProject.title)
    ):
        texts[id_].append(title)
    if user.role in NAME_READERS:
        for id_, last, first in session.execute(
            select(
                CandidateIdentity.candidate_id,
                CandidateIdentity.last_name,
                CandidateIdentity.first_name,
            )
        ):
            texts[id_].append(f"{last or ''} {first or ''}")
    return {id_: fold(" ".join(parts)) for id_, parts in texts.items()}


def _rows(
    session: Session, shortlist: Shortlist, user: User, ranks: Sequence[int]
) -> dict[int, Row]:
    entries = session.scalars(
        select(ShortlistEntry)
        .where(ShortlistEntry.shortlist_id == shortlist.id, ShortlistEntry.rank.in_(ranks))
        .options(
            selectinload(ShortlistEntry.candidate).options(
                selectinload(Candidate.projects),
                selectinload(Candidate.mobility),
                selectinload(Candidate.availability),
            )
        )
    ).all()
    ids = [entry.candidate_id for entry in entries]
    identities = _by_candidate(session, CandidateIdentity, ids)
    all_follows = _by_candidate(session, CandidateFollow, ids)
    introductions = {
        introduction.candidate_id: introduction
        for introduction in session.scalars(
            select(Introduction).where(
                Introduction.offer_id == shortlist.offer_id, Introduction.candidate_id.in_(ids)
            )
        )
    }
    events = _last_events(session, [one.id for one in introductions.values()])
    rows = {}
    for entry in entries:
        follow = all_follows.get(entry.candidate_id)
        introduction = introductions.get(entry.candidate_id)
        is_theirs = follows(user, follow)
        rows[entry.rank] = Row(
            entry=entry,
            candidate=entry.candidate,
            name=_name(identities.get(entry.candidate_id)) if is_theirs else None,
            follow=follow,
            introduction=introduction,
            event=events.get(introduction.id) if introduction else None,
            may_decide=is_theirs,
        )
    return rows


def _by_candidate(
    session: Session, table: type[CaseFile], ids: Sequence[int]
) -> dict[int, CaseFile]:
    found = session.scalars(select(table).where(table.candidate_id.in_(ids)))
    return {one.candidate_id: one for one in found}


def _last_events(session: Session, ids: Sequence[int]) -> dict[int, IntroductionEvent]:
    last = (
        select(func.max(IntroductionEvent.id))
        .where(IntroductionEvent.introduction_id.in_(ids))
        .group_by(IntroductionEvent.introduction_id)
    )
    found = session.scalars(
        select(IntroductionEvent)
        .where(IntroductionEvent.id.in_(last))
        .options(selectinload(IntroductionEvent.actor))
    )
    return {event.introduction_id: event for event in found}


def _name(identity: CandidateIdentity | None) -> str | None:
    if identity is None:
        return None
    return " ".join(part for part in (identity.first_name, identity.last_name) if part) or None
