"""The level-2 workbench: who waits, since when, what comes next; and what « À traiter » says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from api.rendering import date_fr
from api.services.interviews_cases import JUDGES, Case, cases, is_open, judged_for
from api.services.scope import introductions_visible
from api.services.todo_items import TodoItem
from models.authors import put_forward_by
from models.days import PARIS, day_of
from models.interviews import Interview, InterviewResult, InterviewState
from models.introductions import Introduction, IntroductionEvent
from models.people import User
from models.vocabulary import IntroductionAction, IntroductionState, Role

REMINDER = timedelta(hours=24)
"""Wait after which the advisors of the domain are reminded."""
ESCALATION = timedelta(hours=48)
"""Wait after which the manager is told."""
KIND = "Niveau 2"
MOST_TO_HAND = 50


@dataclass(frozen=True)
class Waiting:
    """An introduction that waits for level 2.

    since : when it came to wait
    interview : the last of this round, if any; its advisor is loaded
    """

    case: Case
    since: datetime
    age: timedelta
    interview: Interview | None
    absences: int
    is_own: bool

    @property
    def age_words(self) -> str:
        """`26 h`, then `3 jours`."""
        hours = int(self.age.total_seconds() // 3600)
        return f"{hours} h" if hours < 72 else f"{hours // 24} jours"

    @property
    def is_planned(self) -> bool:
        """Whether somebody is to be received."""
        return self.interview is not None and self.interview.state is InterviewState.PLANNED

    @property
    def is_open(self) -> bool:
        """Whether the person was received and an outcome is to be said."""
        return self.interview is not None and is_open(self.case, self.interview)

    @property
    def is_late(self) -> bool:
        """Whether a day went by without a slot."""
        return not self.is_planned and not self.is_open and self.age >= REMINDER

    def next_words(self, at: datetime) -> str:
        """What is to be done now."""
        interview = self.interview
        if self.is_open:
            return "Remplir la grille et conclure"
        if interview is not None and interview.state is InterviewState.PLANNED:
            slot = interview.slot.astimezone(PARIS)
            hour = f"{slot:%H h %M}"
            if interview.slot <= at:
                return f"Noter qui est venu ({date_fr(slot)}, {hour})"
            day = "aujourd’hui" if slot.date() == day_of(at) else f"le {date_fr(slot)}"
            return f"Entretien {day} à {hour}"
        if interview is not None and interview.result is InterviewResult.TO_PREPARE:
            return "Proposer un nouveau rendez-vous, après la préparation"
        if self.absences:
            return "Proposer un nouveau rendez-vous : 1 absence"
        return "Proposer un rendez-vous"


@dataclass(frozen=True)
class Workbench:
    """What the page of level 2 shows.

    to_hand : the latest syntheses not handed over yet, of `to_hand_total`
    """

    waiting: tuple[Waiting, ...]
    to_hand: tuple[tuple[Case, Interview], ...]
    to_hand_total: int


def workbench(session: Session, user: User, at: datetime) -> Workbench:
    """Everything of level 2 that waits for the user, the oldest first, one's own last."""
    to_hand, total = _to_hand(session, user, at)
    return Workbench(waiting_of(session, user, at), to_hand, total)


def waiting_of(session: Session, user: User, at: datetime) -> tuple[Waiting, ...]:
    """The introductions that wait, within what the user sees."""
    is_pending = Introduction.state == IntroductionState.LEVEL2_PENDING
    return _waiting(session, cases(session, user, day_of(at), is_pending), user, at)


def waiting_of_case(session: Session, case: Case, user: User, at: datetime) -> Waiting | None:
    """One of them; None where it does not wait, or no longer."""
    if case.introduction.state is not IntroductionState.LEVEL2_PENDING:
        return None
    return _waiting(session, [case], user, at)[0]


def _waiting(
    session: Session, found: Sequence[Case], user: User, at: datetime
) -> tuple[Waiting, ...]:
    ids = [each.introduction.id for each in found]
    since = _since(session, ids)
    rounds = _rounds(session, ids, since)
    lines = []
    for case in found:
        start = since.get(case.introduction.id, case.introduction.changed_at)
        interviews = rounds.get(case.introduction.id, [])
        lines.append(
            Waiting(
                case=case,
                since=start,
                age=at - start,
                interview=interviews[-1] if interviews else None,
                absences=sum(each.state is InterviewState.ABSENT for each in interviews),
                is_own=case.is_own(user),
            )
        )
    return tuple(sorted(lines, key=lambda line: (line.is_own, line.since)))


def todo_items(session: Session, user: User, at: datetime) -> Sequence[TodoItem]:
    """What level 2 asks of the user: after 24 h of an advisor, after 48 h of the manager."""
    if user.role not in JUDGES:
        return ()
    limit = ESCALATION if user.role is Role.MANAGER else timedelta(0)
    return [
        _item(line, at)
        for line in waiting_of(session, user, at)
        if not line.is_own and (line.age >= limit or _is_received_by(line, user))
    ]


def _is_received_by(line: Waiting, user: User) -> bool:
    return line.interview is not None and line.interview.advisor_id == user.id


def _item(line: Waiting, at: datetime) -> TodoItem:
    planned = line.interview if line.is_planned else None
    due = planned.slot if planned is not None else line.since + REMINDER
    return TodoItem(
        kind=KIND,
        title=f"{line.case.candidate.identifier}, {line.case.offer.title}",
        detail=f"{line.next_words(at)} ; attend depuis {line.age_words}",
        href=f"/niveau-2/{line.case.introduction.key}",
        due=due,
        urgent=line.is_late or (line.is_open or (planned is not None and planned.slot <= at)),
    )


def _since(session: Session, ids: Sequence[int]) -> dict[int, datetime]:
    found = session.execute(
        select(IntroductionEvent.introduction_id, func.max(IntroductionEvent.at))
        .where(
            IntroductionEvent.introduction_id.in_(ids),
            IntroductionEvent.action == IntroductionAction.SUBMIT,
        )
        .group_by(IntroductionEvent.introduction_id)
    )
    return {row[0]: row[1] for row in found}


def _rounds(
    session: Session, ids: Sequence[int], since: dict[int, datetime]
) -> dict[int, list[Interview]]:
    """The interviews of each introduction since it came to wait, oldest first."""
    rounds: dict[int, list[Interview]] = {}
    for interview in session.scalars(
        select(Interview)
        .where(Interview.introduction_id.in_(ids))
        .order_by(Interview.id)
        .options(joinedload(Interview.advisor))
    ):
        start = since.get(interview.introduction_id)
        if start is None or interview.created_at >= start:
            rounds.setdefault(interview.introduction_id, []).append(interview)
    return rounds


def _to_hand(
    session: Session, user: User, at: datetime
) -> tuple[tuple[tuple[Case, Interview], ...], int]:
    """The latest syntheses that the user may hand over, and how many there are in all."""
    today = day_of(at)
    seen = introductions_visible(user, *judged_for(session, user, today))
    wanted = (
        Interview.result.is_not(None),
        Interview.handed_on.is_(None),
        seen,
        ~put_forward_by(user.id),
    )
    is_of = Introduction.id == Interview.introduction_id
    total = session.scalar(
        select(func.count(Interview.id)).join(Introduction, is_of).where(*wanted)
    )
    interviews = session.scalars(
        select(Interview)
        .join(Introduction, is_of)
        .where(*wanted)
        .order_by(Interview.decided_at.desc(), Interview.id.desc())
        .limit(MOST_TO_HAND)
    ).all()
    ids = Introduction.id.in_([each.introduction_id for each in interviews])
    found = {each.introduction.id: each for each in cases(session, user, today, ids)}
    return tuple((found[each.introduction_id], each) for each in interviews), total or 0
