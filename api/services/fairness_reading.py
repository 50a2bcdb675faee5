"""What the lists and decisions of a month did with each person, as bare tables.

Read: the last list that each offer had in the month, as it was shown, and the decisions of the
month. No group is known here.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services.fairness_lists import List, Period, read_lists
from matching.fairness.ratios import Observed
from matching.profiles import FloatArray
from models.fairness import Measure
from models.introductions import Introduction, IntroductionEvent
from models.shortlists import Shortlist, ShortlistEntry
from models.vocabulary import Band, Criterion, Domain, Gate, IntroductionAction

SEEN = 25
"""Places of a list that count: what the first page shows."""
DISCOUNT = 1 / np.log2(1 + np.arange(1, SEEN + 1))
"""(SEEN,) how much each place is looked at."""
CLEAR = frozenset({Band.VERY_SUITABLE, Band.SUITABLE, Band.TO_CHECK})
"""Bands of the rows that nothing holds back."""
LEVELS = 10
"""Levels of score within which what is retained is compared."""
ALL = "tous"
DOMAINS = tuple(Domain)
_JUDGED = frozenset({IntroductionAction.KEEP, IntroductionAction.DISCARD})


@dataclass(frozen=True)
class Reading:
    """The tables of a period.

    tables : (measure, gate or "tous") -> (n, s) tables; strata are domains, levels of score for
    what is retained
    """

    tables: Mapping[tuple[Measure, str], Observed]
    lists: int
    whole: int
    decisions: int


def read_period(
    session: Session, period: Period, rows: Mapping[int, int], right_fit: float
) -> Reading:
    """The tables of everybody in `rows` (id of a candidate -> row).

    right_fit : score of the occupation from which a row that is far is of the trade still
    """
    lists = list(read_lists(session, period, right_fit))
    tables = {(Measure.EXPOSURE, ALL): exposure(lists, rows)}
    tables |= _held_back([each for each in lists if each.is_whole], rows)
    tables[Measure.UNKNOWN, ALL] = _unknown(lists, rows)
    kept, decisions = _kept(session, period, rows)
    tables[Measure.KEPT, ALL] = kept
    return Reading(tables, len(lists), sum(each.is_whole for each in lists), decisions)


def exposure(lists: Sequence[List], rows: Mapping[int, int]) -> Observed:
    """How much each person was at the head of lists, among those eligible in the domain.

    Eligible in a domain: nothing held them back on one of its lists at least. Their places on
    all its lists count, so that who is held back on many is less seen than they should.
    """
    happened, chances = _empty(rows, len(DOMAINS)), _empty(rows, len(DOMAINS))
    for each in lists:
        stratum = DOMAINS.index(each.domain)
        for row in each.rows:
            person = rows.get(row.candidate_id)
            if person is None:
                continue
            if row.is_eligible and row.band in CLEAR:
                chances[person, stratum] = 1.0
            if row.place <= SEEN:
                happened[person, stratum] += DISCOUNT[row.place - 1]
    return Observed(happened * chances, chances)


def _held_back(
    lists: Sequence[List], rows: Mapping[int, int]
) -> dict[tuple[Measure, str], Observed]:
    """Rows of the trade that nothing holds back, and those that each gate does."""
    among = _empty(rows, len(DOMAINS))
    clear = _empty(rows, len(DOMAINS))
    held = {gate: _empty(rows, len(DOMAINS)) for gate in Gate}
    for each in lists:
        stratum = DOMAINS.index(each.domain)
        for row in each.rows:
            person = rows.get(row.candidate_id)
            if person is None:
                continue
            among[person, stratum] += 1
            clear[person, stratum] += row.is_eligible
            for gate in row.gates:
                held[gate][person, stratum] += 1
    tables = {(Measure.GATE, gate.value): Observed(held[gate], among) for gate in Gate}
    return {(Measure.ACCESS, ALL): Observed(clear, among), **tables}


def _unknown(lists: Sequence[List], rows: Mapping[int, int]) -> Observed:
    """Values of criteria that nobody knows, on the rows above the last band."""
    happened, chances = _empty(rows, len(DOMAINS)), _empty(rows, len(DOMAINS))
    for each in lists:
        stratum = DOMAINS.index(each.domain)
        for row in each.rows:
            person = rows.get(row.candidate_id)
            if person is not None and row.band is not Band.REMOTE:
                chances[person, stratum] += len(Criterion)
                happened[person, stratum] += len(Criterion) - row.known
    return Observed(happened, chances)


def _empty(rows: Mapping[int, int], strata: int) -> FloatArray:
    return np.zeros((len(rows), strata))


def _kept(session: Session, period: Period, rows: Mapping[int, int]) -> tuple[Observed, int]:
    """Who was retained among those decided on in the period, by level of score."""
    happened, chances = _empty(rows, LEVELS), _empty(rows, LEVELS)
    judged = _judged(session, period)
    scores = _scores(session, {(number, id_) for number, id_, _ in judged})
    decisions = 0
    for number, candidate_id, is_kept in judged:
        person, score = rows.get(candidate_id), scores.get((number, candidate_id))
        if person is None or score is None:
            continue
        level = min(int(score * LEVELS), LEVELS - 1)
        chances[person, level] += 1
        happened[person, level] += is_kept
        decisions += 1
    return Observed(happened, chances), decisions


def _judged(session: Session, period: Period) -> list[tuple[int | None, int, bool]]:
    """List then shown, person, retained or not: the last decision of the period that stands."""
    event = IntroductionEvent
    undone = set(session.scalars(select(event.undoes_id).where(event.undoes_id.is_not(None))))
    lists: dict[int, list[tuple[datetime, int]]] = defaultdict(list)
    for offer, at, number in session.execute(
        select(Shortlist.offer_id, Shortlist.generated_at, Shortlist.id)
        .where(Shortlist.generated_at < period.end)
        .order_by(Shortlist.generated_at, Shortlist.id)
    ):
        lists[offer].append((at, number))
    found: dict[int, tuple[int | None, int, bool]] = {}
    for number, introduction, at, action, offer, candidate in session.execute(
        select(
            event.id,
            event.introduction_id,
            event.at,
            event.action,
            Introduction.offer_id,
            Introduction.candidate_id,
        )
        .join(Introduction, Introduction.id == event.introduction_id)
        .where(event.action.in_(_JUDGED), event.at >= period.start, event.at < period.end)
        .order_by(event.id)
    ):
        if number in undone:
            continue
        before = bisect_right(lists[offer], at, key=lambda each: each[0])
        shown = lists[offer][before - 1][1] if before else None
        found[introduction] = (shown, candidate, action is IntroductionAction.KEEP)
    return list(found.values())


def _scores(
    session: Session, wanted: set[tuple[int | None, int]]
) -> dict[tuple[int | None, int], float]:
    numbers = sorted({number for number, _ in wanted if number is not None})
    entry = ShortlistEntry
    rows = (
        session.execute(
            select(entry.shortlist_id, entry.candidate_id, entry.score)
            .join(Shortlist, Shortlist.id == entry.shortlist_id)
            .join(
                Introduction,
                (Introduction.offer_id == Shortlist.offer_id)
                & (Introduction.candidate_id == entry.candidate_id),
            )
        )
        if numbers
        else ()
    )
    return {
        (number, candidate): score
        for number, candidate, score in rows
        if (number, candidate) in wanted
    }
