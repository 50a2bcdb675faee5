"""The decision log: what advisors decided, on which row, shown where, with which scores."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from matching.learning.exposure import FIRST_SWAPPED, LAST_SWAPPED, Shown
from matching.learning.motives import motive_criteria
from matching.learning.preferences import CRITERIA, Decision
from models.days import day_of
from models.introductions import Introduction, IntroductionEvent
from models.learning import ShortlistOrigin
from models.offers import Offer
from models.shortlists import Shortlist, ShortlistEntry
from models.undone import taken_back
from models.vocabulary import Band, Criterion, DiscardMotive, Domain, IntroductionAction

JUDGED = (IntroductionAction.KEEP, IntroductionAction.DISCARD)


@dataclass(frozen=True)
class DecisionLog:
    """Useful decisions, rows shown beside them, and how many decisions say nothing of the order.

    silent : motives that no criterion reads; unshown : no row of a list holds their scores
    """

    decisions: tuple[Decision, ...]
    shown: tuple[Shown, ...]
    silent: int
    unshown: int

    @property
    def kept(self) -> int:
        """How many of the useful decisions retain somebody."""
        return sum(each.is_kept for each in self.decisions)


@dataclass(frozen=True, slots=True)
class _Judgement:
    """The decision that stands on a pair; `shortlist_id` is the list it was taken on."""

    offer_id: int
    candidate_id: int
    shortlist_id: int | None
    at: datetime
    is_kept: bool
    motive: str | None


@dataclass(frozen=True, slots=True)
class _Row:
    rank: int
    band: Band
    contributions: dict[str, Any]


def read_log(session: Session) -> DecisionLog:
    """Everything decided so far that still stands."""
    judgements = _standing(session)
    rows, offers = _rows(session), _offers(session)
    swaps = _swaps(session)
    decisions, silent, unshown = [], 0, 0
    for each in judgements:
        row = rows.get((each.shortlist_id, each.candidate_id))
        criterion = None
        if not each.is_kept:
            criterion = criterion_of(each.motive)
            if criterion is None:
                silent += 1
                continue
        if row is None:
            unshown += 1
            continue
        name, domain = offers[each.offer_id]
        decisions.append(
            Decision(
                offer=name,
                candidate=str(each.candidate_id),
                day=day_of(each.at),
                domain=domain,
                band=row.band,
                rank=row.rank,
                values=tuple(float(row.contributions[c.value]["score"]) for c in CRITERIA),
                is_kept=each.is_kept,
                motive=criterion,
            )
        )
    return DecisionLog(tuple(decisions), _shown(judgements, rows, swaps), silent, unshown)


def judged() -> ColumnElement[bool]:
    """The keeps and discards that nobody took back."""
    return and_(IntroductionEvent.action.in_(JUDGED), IntroductionEvent.id.not_in(taken_back()))


def standing() -> ColumnElement[bool]:
    """The last of them on each introduction."""
    last = select(func.max(IntroductionEvent.id)).where(judged())
    return IntroductionEvent.id.in_(last.group_by(IntroductionEvent.introduction_id))


def criterion_of(motive: str | None) -> Criterion | None:
    """What the motive of a discard aims at; None: nothing of the order.

    Raises
    ------
    ValueError : it is no motive of a discard
    """
    return motive_criteria()[DiscardMotive(motive or "")]


def _standing(session: Session) -> list[_Judgement]:
    """The decision that stands on each introduction."""
    event, lists = IntroductionEvent, _lists(session)
    rows = session.execute(
        select(
            event.at,
            event.action,
            event.motive,
            Introduction.offer_id,
            Introduction.candidate_id,
        )
        .join(Introduction, Introduction.id == event.introduction_id)
        .where(standing())
        .order_by(event.id)
    )
    return [
        _Judgement(
            offer,
            candidate,
            _list_at(lists[offer], at),
            at,
            action is IntroductionAction.KEEP,
            motive,
        )
        for at, action, motive, offer, candidate in rows
    ]


def _lists(session: Session) -> dict[int, list[tuple[datetime, int]]]:
    """When each list of each offer was made, in order."""
    found: dict[int, list[tuple[datetime, int]]] = defaultdict(list)
    rows = session.execute(
        select(Shortlist.offer_id, Shortlist.generated_at, Shortlist.id).order_by(Shortlist.id)
    )
    for offer, at, number in rows:
        found[offer].append((at, number))
    return found


def _list_at(lists: Sequence[tuple[datetime, int]], at: datetime) -> int | None:
    """The list that was current at that instant."""
    before = [number for made, number in lists if made <= at]
    return before[-1] if before else None


def _rows(session: Session) -> dict[tuple[int | None, int], _Row]:
    """Rows of lists about people somebody decided on for that offer."""
    entry = ShortlistEntry
    rows = session.execute(
        select(entry.shortlist_id, entry.candidate_id, entry.rank, entry.band, entry.contributions)
        .join(Shortlist, Shortlist.id == entry.shortlist_id)
        .join(
            Introduction,
            and_(
                Introduction.offer_id == Shortlist.offer_id,
                Introduction.candidate_id == entry.candidate_id,
            ),
        )
    )
    return {(number, candidate): _Row(*parts) for number, candidate, *parts in rows}


def _offers(session: Session) -> dict[int, tuple[str, Domain]]:
    listed = select(Shortlist.offer_id)
    rows = session.execute(
        select(Offer.id, Offer.reference, Offer.domain).where(Offer.id.in_(listed))
    )
    return {number: (reference, domain) for number, reference, domain in rows}


def _swaps(session: Session) -> dict[int, tuple[int, int]]:
    origin = ShortlistOrigin
    rows = session.execute(select(origin.shortlist_id, origin.swap_first, origin.swap_second))
    return {
        number: (first, second)
        for number, first, second in rows
        if first is not None and second is not None
    }


def _shown(
    judgements: Sequence[_Judgement],
    rows: dict[tuple[int | None, int], _Row],
    swaps: dict[int, tuple[int, int]],
) -> tuple[Shown, ...]:
    """The ranks of the experiment in every list somebody decided on, decided on or not."""
    decided: dict[int, set[int]] = defaultdict(set)
    for each in judgements:
        row = rows.get((each.shortlist_id, each.candidate_id))
        if each.shortlist_id is not None and row is not None:
            decided[each.shortlist_id].add(row.rank)
    shown = []
    for number, ranks in decided.items():
        first, second = swaps.get(number, (0, 0))
        natural = {first: second, second: first} if first else {}
        for rank in range(FIRST_SWAPPED, LAST_SWAPPED + 1):
            shown.append(Shown(natural.get(rank, rank), rank, rank in ranks))
    return tuple(shown)
