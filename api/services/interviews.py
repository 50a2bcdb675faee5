"""Level-2 interviews: a slot, who came, and the way back after two absences."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from api.rendering import date_fr
from api.services.interviews_cases import Case, receivers
from api.services.interviews_grid import grid_of
from api.services.shortlists import Matcher
from models.days import PARIS, day_of
from models.errors import ConcurrentChangeError, InputRefusedError, TransitionRefusedError
from models.interviews import (
    Interview,
    InterviewLine,
    InterviewState,
    held,
    interviews_of_round,
)
from models.move_guards import ABSENCES
from models.moves import Actor, Step, move
from models.people import User
from models.vocabulary import IntroductionAction, IntroductionState

LONGEST_AGO, LONGEST_AHEAD = timedelta(days=30), timedelta(days=180)
"""A slot may be noted after the fact, and is not given for next year."""
PLACE, SLOT = "Lieu", "Rendez-vous"


@dataclass(frozen=True, slots=True)
class Slot:
    """When and where somebody is received; `day` and `hour` on the clock of Paris."""

    day: date
    hour: time
    minutes: int
    place: str
    advisor_key: str

    @property
    def start(self) -> datetime:
        """The instant it starts."""
        return datetime.combine(self.day, self.hour, PARIS)


@dataclass(frozen=True)
class Work:
    """Who does it, when, and what the trip and the open questions are worked out with."""

    user: User
    at: datetime
    matcher: Matcher


def propose_slot(session: Session, case: Case, slot: Slot, work: Work) -> Interview:
    """Plan an interview; its grid can be read and printed from then on.

    Whoever put the person forward may find a slot, for somebody else to hold.

    Raises
    ------
    TransitionRefusedError : the introduction does not wait for level 2, or has a slot already
    InputRefusedError : day too far, no place, an advisor who may not, or is taken
    """
    _check_waiting(case)
    advisor = _check_slot(session, case, slot, work.at, None)
    interview = Interview(
        introduction_id=case.introduction.id,
        version=1,
        slot=slot.start,
        minutes=slot.minutes,
        place=slot.place.strip(),
        advisor_id=advisor.id,
        created_at=work.at,
        created_by_id=work.user.id,
        state=InterviewState.PLANNED,
        lines=grid_of(session, case.introduction, work.matcher, day_of(work.at)),
    )
    try:
        with session.begin_nested():
            session.add(interview)
    except IntegrityError as error:  # one planned at most, says the base
        raise refused("Proposer un rendez-vous", "un rendez-vous est déjà prévu") from error
    return interview


def change_slot(
    session: Session, case: Case, interview: Interview, slot: Slot, at: datetime, version: int
) -> None:
    """Move a planned interview.

    Raises
    ------
    InputRefusedError, TransitionRefusedError, ConcurrentChangeError
    """
    _check_planned(interview, "Déplacer le rendez-vous")
    advisor = _check_slot(session, case, slot, at, interview.id)
    values = {
        "slot": slot.start,
        "minutes": slot.minutes,
        "place": slot.place.strip(),
        "advisor_id": advisor.id,
    }
    change(session, interview, version, values, at)


@dataclass(frozen=True, slots=True)
class Presence:
    """Who came, as recorded; `version` is that of the interview on screen."""

    state: InterviewState
    version: int


def record_presence(
    session: Session, case: Case, interview: Interview, presence: Presence, work: Work
) -> int:
    """Note who came, and give the absences so far; the second returns the introduction.

    Once the person is there, the grid is made again on what is known that day.

    Raises
    ------
    TransitionRefusedError : noted already, or the hour has not come
    ConcurrentChangeError : somebody noted it in the meantime
    """
    action, at = f"Noter « {presence.state.label} »", work.at
    _check_waiting(case)
    _check_planned(interview, action)
    _check_hour(interview, presence.state, action, at)
    values = {"state": presence.state, "state_at": at, "state_by_id": work.user.id}
    change(session, interview, presence.version, values, at)
    if presence.state is InterviewState.PRESENT:
        _renew(session, case, interview, work)
    missed = [
        each
        for each in interviews_of_round(session, case.introduction.id)
        if each.state is InterviewState.ABSENT
    ]
    if presence.state is InterviewState.ABSENT and len(missed) >= ABSENCES:
        days = " et ".join(date_fr(each.slot) for each in missed)
        note = f"{len(missed)} absences à l’entretien de niveau 2 : {days}."
        step = Step(IntroductionAction.RETURN, note=note)
        move(session, case.introduction, step, Actor(work.user.id, None), at)
    return len(missed)


def held_interview(session: Session, introduction_id: int) -> Interview | None:
    """The interview that may end the wait: present, grid complete, outcome that decides."""
    return held(session, introduction_id)


def change(
    session: Session, interview: Interview, version: int, values: dict[str, Any], at: datetime
) -> None:
    """One conditional UPDATE: two at once give one winner.

    Raises
    ------
    ConcurrentChangeError : the interview is not the one that was on screen
    """
    session.flush()
    done = session.execute(
        update(Interview)
        .where(Interview.id == interview.id, Interview.version == version)
        .values(**values, version=version + 1)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(done, CursorResult)
    session.refresh(interview)
    if done.rowcount != 1:
        who = session.get(User, interview.decided_by_id or interview.state_by_id or 0)
        when = interview.decided_at or interview.state_at or at
        state = interview.result.label if interview.result else interview.state.label
        raise ConcurrentChangeError(who.name if who else "Quelqu’un", when, state)


def _renew(session: Session, case: Case, interview: Interview, work: Work) -> None:
    session.execute(
        delete(InterviewLine)
        .where(InterviewLine.interview_id == interview.id)
        .execution_options(synchronize_session=False)
    )
    session.expire(interview, ["lines"])
    for line in grid_of(session, case.introduction, work.matcher, day_of(work.at)):
        line.interview_id = interview.id
        session.add(line)
    session.flush()


def notable(interview: Interview, at: datetime) -> tuple[InterviewState, ...]:
    """What may be noted of a planned interview at an instant.

    Nobody is there before the day, nor missing before the hour; one may excuse oneself.
    """
    states = []
    if day_of(interview.slot) <= day_of(at):
        states.append(InterviewState.PRESENT)
    if interview.slot <= at:
        states.append(InterviewState.ABSENT)
    return (*states, InterviewState.EXCUSED)


def _check_hour(interview: Interview, state: InterviewState, action: str, at: datetime) -> None:
    if state is InterviewState.PLANNED:
        raise InputRefusedError("dites qui est venu", SLOT)
    if state not in notable(interview, at):
        raise refused(action, "l’heure du rendez-vous n’est pas venue")


def _check_waiting(case: Case) -> None:
    if case.introduction.state is not IntroductionState.LEVEL2_PENDING:
        raise TransitionRefusedError("Entretien de niveau 2", case.introduction.state.label)


def _check_planned(interview: Interview, action: str) -> None:
    if interview.state is not InterviewState.PLANNED:
        raise TransitionRefusedError(action, interview.state.label)


def _check_slot(session: Session, case: Case, slot: Slot, at: datetime, but: int | None) -> User:
    """The advisor of a slot that can be."""
    if not at - LONGEST_AGO <= slot.start <= at + LONGEST_AHEAD:
        raise InputRefusedError("le jour est trop loin d’aujourd’hui", SLOT)
    if not slot.place.strip():
        raise InputRefusedError("dites où la personne est attendue", PLACE)
    if not 5 <= slot.minutes <= 240:
        raise InputRefusedError("la durée va de 5 à 240 minutes", SLOT)
    wanted = {str(each.key): each for each in receivers(session, case)}
    advisor = wanted.get(slot.advisor_key)
    if advisor is None:
        raise InputRefusedError("choisissez une autre personne pour recevoir", SLOT)
    end = slot.start + timedelta(minutes=slot.minutes)
    for other in session.scalars(
        select(Interview).where(
            Interview.advisor_id == advisor.id,
            Interview.state == InterviewState.PLANNED,
            Interview.slot < end,
            Interview.slot > slot.start - timedelta(minutes=240),
            Interview.id != (but or 0),
        )
    ):
        if other.slot + timedelta(minutes=other.minutes) > slot.start:
            hour = other.slot.astimezone(PARIS)
            raise InputRefusedError(
                f"{advisor.name} reçoit déjà quelqu’un à {hour:%H h %M} ce jour-là", SLOT
            )
    return advisor


def refused(action: str, reason: str) -> TransitionRefusedError:
    """An action that a guard says no to."""
    return TransitionRefusedError(action, "", reason)
