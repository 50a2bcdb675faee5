"""When a dispatch is reminded, when silence is said, when mail leaves. Pure: no base, no clock."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from models.days import PARIS, day_of
from models.dispatch_lists import DispatchState
from models.dispatch_moves import AWAITED, OUT
from models.dispatches import Dispatch

REVERSIBLE = timedelta(minutes=30)
"""How long an answer may be changed before it takes effect."""
OFFICE_OPENS, OFFICE_CLOSES = time(8), time(18)
"""Hours of Paris, Monday to Friday, between which messages leave for agencies and employers."""
SUNDAY_AND_SATURDAY = (5, 6)
LATER_DAYS, LATER_DAYS_TEMP = 7, 2
"""Days that « Plus tard » gives."""
OUTCOME_DAYS, OUTCOME_DAYS_TEMP = 7, 3
"""Days after « Je le rencontre » from which we ask how it went."""
REPLY_DAYS, REPLY_DAYS_TEMP = 5, 2
"""Days proposed for the answer."""


@dataclass(frozen=True, slots=True)
class Cadence:
    """Days after the sending: of each reminder, and of the end without an answer."""

    reminders: tuple[int, ...]
    silence: int


ORDINARY = Cadence((3, 7), 10)
TEMP_WORK = Cadence((1, 2), 4)


def cadence_of(dispatch: Dispatch) -> Cadence:
    """The days of this dispatch."""
    return TEMP_WORK if dispatch.is_temp else ORDINARY


def reply_by(today: date, is_temp: bool, deadline: date | None) -> date:
    """The day proposed for the answer: some days on, never past the end of the offer."""
    proposed = today + timedelta(days=REPLY_DAYS_TEMP if is_temp else REPLY_DAYS)
    return proposed if deadline is None else max(today, min(proposed, deadline))


def next_reminder(dispatch: Dispatch) -> date | None:
    """The day of the next reminder; None where there is none left, or nothing is awaited."""
    days = cadence_of(dispatch).reminders
    if dispatch.sent_at is None or dispatch.state not in AWAITED:
        return None
    if dispatch.reminders >= len(days):
        return None
    return day_of(dispatch.sent_at) + timedelta(days=days[dispatch.reminders])


def silent_on(dispatch: Dispatch) -> date | None:
    """The day from which no answer is « sans réponse »; None where none is awaited."""
    if dispatch.sent_at is None or dispatch.state not in AWAITED:
        return None
    return day_of(dispatch.sent_at) + timedelta(days=cadence_of(dispatch).silence)


@dataclass(frozen=True, slots=True)
class NextStep:
    """What comes next of itself: French words and the day; None where nothing does."""

    words: str
    due: date | None


def next_step(dispatch: Dispatch) -> NextStep:
    """What comes next for this dispatch, as lists say it."""
    if dispatch.state is DispatchState.PREPARED:
        return NextStep("À relire et envoyer", None)
    if dispatch.state not in OUT:
        return NextStep("Rien à attendre", None)
    if dispatch.state is DispatchState.COMPLETE:
        return NextStep("Suite des réponses", None)
    reminder = next_reminder(dispatch)
    if reminder is not None:
        return NextStep("Relance", reminder)
    return NextStep("Clos sans réponse", silent_on(dispatch))


def office_hour(at: datetime) -> datetime:
    """`at`, or the next moment of office hours in Paris."""
    here = at.astimezone(PARIS)
    if here.weekday() in SUNDAY_AND_SATURDAY or here.time() >= OFFICE_CLOSES:
        here = datetime.combine(here.date() + timedelta(days=1), OFFICE_OPENS, PARIS)
        while here.weekday() in SUNDAY_AND_SATURDAY:
            here += timedelta(days=1)
    elif here.time() < OFFICE_OPENS:
        here = datetime.combine(here.date(), OFFICE_OPENS, PARIS)
    else:
        return at
    return here.astimezone(at.tzinfo)


def age_days(instant: datetime, today: date) -> int:
    """Days since an instant."""
    return (today - day_of(instant)).days
