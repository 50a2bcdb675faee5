"""What a person did since they entered, as the rules of exits read it. Pure values."""

from dataclasses import dataclass, replace
from datetime import date

from api.services.interim_hours import HoursLine, hours_between
from models.contract_lists import ContractKind
from models.exit_lists import TrainingResult


@dataclass(frozen=True, slots=True)
class Job:
    """A contract: `last` the last day worked or signed, None where it has no end we know of.

    `has_begun` is False while it is only planned. `weekly_hours`, `is_part_time_chosen` None:
    not known. `contract_id` is the row of the base it stands for, 0 where there is none.
    """

    kind: ContractKind
    employer: str
    first: date
    last: date | None = None
    trial_end: date | None = None
    weekly_hours: float | None = None
    is_part_time_chosen: bool | None = None
    has_begun: bool = True
    contract_id: int = 0


@dataclass(frozen=True, slots=True)
class Course:
    """A training; `last` is the day it was left, or its planned end."""

    title: str
    first: date
    last: date
    result: TrainingResult
    is_qualifying: bool | None = None


@dataclass(frozen=True, slots=True)
class Business:
    """A business: `since` None while it is not registered, `stopped` where it ended."""

    activity: str
    since: date | None
    stopped: date | None = None


@dataclass(frozen=True, slots=True)
class History:
    """All that counts; hours are by kind of contract."""

    jobs: tuple[Job, ...] = ()
    hours: tuple[tuple[ContractKind, HoursLine], ...] = ()
    courses: tuple[Course, ...] = ()
    businesses: tuple[Business, ...] = ()

    def since(self, entered_on: date | None) -> "History":
        """What began on the day of entry or after; all of it where that day is not known.

        A line of hours that straddles that day counts for the share of its days from then on.
        """
        if entered_on is None:
            return self
        return replace(
            self,
            jobs=tuple(job for job in self.jobs if job.first >= entered_on),
            hours=tuple(
                (kind, _from(line, entered_on))
                for kind, line in self.hours
                if line.last >= entered_on
            ),
            courses=tuple(each for each in self.courses if each.first >= entered_on),
            businesses=tuple(
                each for each in self.businesses if each.since is None or each.since >= entered_on
            ),
        )


def _from(line: HoursLine, day: date) -> HoursLine:
    """The part of a line from a day on."""
    if line.first >= day:
        return line
    return HoursLine(day, line.last, hours_between([line], day, line.last))
