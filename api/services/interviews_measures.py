"""Measures of level 2: how long people wait, how many are validated, and whether it pays.

Counts under 5 are masked, and rates that would tell them.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from models.case_files import CandidateFollow
from models.days import PARIS
from models.endings import EndMotive
from models.errors import InputRefusedError
from models.interviews import DECIDING, Interview, InterviewResult, InterviewState
from models.introductions import Introduction, IntroductionEvent
from models.offers import Offer
from models.vocabulary import IntroductionAction

FEW = 5
"""Count under which a figure could tell who is meant."""
MASK = "moins de 5"
NONE = "aucune"
UNKNOWN_BRANCH = "Antenne inconnue"


@dataclass(frozen=True, slots=True)
class Share:
    """`part` out of `whole`, in words that name nobody."""

    label: str
    part: int
    whole: int

    @property
    def whole_words(self) -> str:
        return masked(self.whole) if self.whole else NONE

    @property
    def part_words(self) -> str:
        return masked(self.part) if self.whole else NONE

    @property
    def rate(self) -> float | None:
        """In [0, 1]; None where it would tell a masked count."""
        if self.part < FEW or self.whole < FEW:
            return None
        return self.part / self.whole


@dataclass(frozen=True, slots=True)
class Delay:
    """Hours from « à valider » to the interview; None under `FEW` interviews."""

    count: int
    median_hours: float | None
    ninth_decile_hours: float | None

    @property
    def count_words(self) -> str:
        return masked(self.count)


@dataclass(frozen=True, slots=True)
class Measures:
    """What the manager reads of level 2 over a period.

    branches : validated out of decided, by branch of the person
    hires : hired out of sent, level 2 then level 1
    """

    delay: Delay
    branches: tuple[Share, ...]
    hires: tuple[Share, Share]

    @property
    def does_not_pay(self) -> bool:
        """Whether level 2 is known not to raise the share of hires."""
        second, first = (share.rate for share in self.hires)
        return second is not None and first is not None and second <= first


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included."""

    first: date
    last: date

    @property
    def instants(self) -> tuple[datetime, datetime]:
        """Start (included) and end (excluded), on the clock of Paris."""
        midnight = time(0)
        return (
            datetime.combine(self.first, midnight, PARIS),
            datetime.combine(self.last + timedelta(days=1), midnight, PARIS),
        )


def period(first: str, last: str, today: date) -> Period:
    """The period typed, twelve months up to today by default.

    Raises
    ------
    InputRefusedError : a day cannot be read, or the end precedes the start
    """
    try:
        end = date.fromisoformat(last) if last else today
        start = date.fromisoformat(first) if first else end - timedelta(days=365)
    except (ValueError, OverflowError) as error:
        raise InputRefusedError("un jour n’est pas lisible", "Période") from error
    if not date(2000, 1, 1) <= start <= end <= date(2100, 1, 1):
        raise InputRefusedError("la fin vient avant le début", "Période")
    return Period(start, end)


def masked(count: int) -> str:
    """The count, or « moins de 5 »."""
    return MASK if count < FEW else str(count)


def measures(session: Session, start: datetime, end: datetime) -> Measures:
    """Of what was held, decided and sent from `start` (included) to `end` (excluded)."""
    return Measures(
        _delay(session, start, end), _branches(session, start, end), _hires(session, start, end)
    )


def _delay(session: Session, start: datetime, end: datetime) -> Delay:
    held = session.execute(
        select(Interview.introduction_id, Interview.slot)
        .where(
            Interview.state == InterviewState.PRESENT,
            Interview.slot >= start,
            Interview.slot < end,
        )
        .order_by(Interview.slot)
    ).all()
    submitted: dict[int, list[datetime]] = defaultdict(list)
    for introduction_id, at in session.execute(
        select(IntroductionEvent.introduction_id, IntroductionEvent.at).where(
            IntroductionEvent.action == IntroductionAction.SUBMIT,
            IntroductionEvent.introduction_id.in_({row[0] for row in held}),
        )
    ):
        submitted[introduction_id].append(at)
    hours, seen = [], set()
    for introduction_id, slot in held:
        before = [at for at in submitted[introduction_id] if at <= slot]
        if before and (introduction_id, max(before)) not in seen:  # the first of each wait
            seen.add((introduction_id, max(before)))
            hours.append((slot - max(before)).total_seconds() / 3600)
    if len(hours) < FEW:
        return Delay(len(hours), None, None)
    median, ninth = np.quantile(hours, [0.5, 0.9])
    return Delay(len(hours), float(median), float(ninth))


def _branches(session: Session, start: datetime, end: datetime) -> tuple[Share, ...]:
    rows = session.execute(
        select(CandidateFollow.branch, Interview.result)
        .select_from(Interview)
        .join(Introduction, Introduction.id == Interview.introduction_id)
        .outerjoin(CandidateFollow, CandidateFollow.candidate_id == Introduction.candidate_id)
        .where(
            Interview.result.in_(DECIDING),
            Interview.decided_at >= start,
            Interview.decided_at < end,
        )
    )
    return _shares(
        (branch or UNKNOWN_BRANCH, result is not InterviewResult.REFUSED) for branch, result in rows
    )


def _hires(session: Session, start: datetime, end: datetime) -> tuple[Share, Share]:
    sent = (
        select(IntroductionEvent.introduction_id)
        .where(
            IntroductionEvent.action == IntroductionAction.DISPATCH,
            IntroductionEvent.at >= start,
            IntroductionEvent.at < end,
        )
        .distinct()
    )
    hired = case((Introduction.close_reason == EndMotive.HIRED, Introduction.id))
    rows = session.execute(
        select(Offer.level, func.count(hired), func.count())
        .join(Introduction, Introduction.offer_id == Offer.id)
        .where(Introduction.id.in_(sent))
        .group_by(Offer.level)
    )
    counts = {level: (taken, whole) for level, taken, whole in rows}
    return (
        Share("Niveau 2, après entretien", *counts.get(2, (0, 0))),
        Share("Niveau 1", *counts.get(1, (0, 0))),
    )


def _shares(rows: Iterable[tuple[str, bool]]) -> tuple[Share, ...]:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for label, is_part in rows:
        counts[label][0] += is_part
        counts[label][1] += 1
    return tuple(Share(label, *counts[label]) for label in sorted(counts))
