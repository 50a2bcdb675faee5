"""Generated paths of participants: the exits of the 2009 report, and as many that just miss.

Each path is drawn from a seed: first days over two years, employers, hours, pauses. A path that
misses differs from one that counts by the one thing its rule turns on: a day, an hour, a trial.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from api.services.exits_history import Business, Course, History, Job
from api.services.interim_hours import HoursLine
from models.contract_lists import ContractKind
from models.exit_lists import TrainingResult
from models.months import add_months

JUDGED_ON = date(2009, 12, 31)
ENTERED_ON = date(2006, 6, 1)
REPORT = {
    "cdi": 181,
    "cdd_gt_6m": 222,
    "alternance": 125,
    "interim_1215h": 84,
    "ci_rma": 1,
    "qualifying_training_gt_6m": 58,
    "business_creation": 4,
}
"""The positive exits of the report, by type: 675."""
EMPLOYERS = ("Verrerie du Large", "Halles du Port", "Jardins de l'Aa", "Transports Bray", "Logidun")
AGENCIES = ("Agence du Phare", "Intérim du Canal")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Path:
    """One participant: what they did, and the exit it must give (None: it just misses)."""

    name: str
    history: History
    exit: str | None


def paths(seed: int = 2009) -> list[Path]:
    """The 675 paths of the report, then as many that just miss a rule."""
    rng = Random(seed)
    found = []
    for code, count in REPORT.items():
        for number in range(count):
            found.append(Path(f"{code}-{number}", RIGHT[code](rng, number), code))
    for code, count in REPORT.items():
        for number in range(count):
            found.append(Path(f"pas-{code}-{number}", WRONG[code](rng, number), None))
    return found


def _after(first: date, months: int) -> date:
    """The day after so many whole months: 1 March for six months from 31 August."""
    month = date(
        first.year + (first.month + months - 1) // 12, (first.month + months - 1) % 12 + 1, 1
    )
    try:
        return month.replace(day=first.day)
    except ValueError:
        return add_months(month, 1)


def _first(rng: Random) -> date:
    return date(2007, 1, 1) + timedelta(days=rng.randrange(700))


def _short_jobs(rng: Random, before: date) -> Iterator[Job]:
    """Small contracts before the one that matters: they count for nothing."""
    day = before - timedelta(days=rng.randrange(60, 200))
    for _ in range(rng.randrange(3)):
        last = day + timedelta(days=rng.randrange(10, 28))
        if last >= before:
            return
        yield Job(ContractKind.CDD, rng.choice(EMPLOYERS) + " (remplacement)", day, last)
        day = last + timedelta(days=rng.randrange(3, 20))


def _cdi(rng: Random, number: int) -> History:
    first = _first(rng)
    trial = _after(first, 2) - DAY
    last = None
    if number % 5 == 0:  # left later: the trial was over
        last = trial + DAY + timedelta(days=rng.randrange(90))
    job = Job(ContractKind.CDI, rng.choice(EMPLOYERS), first, last, trial, 35.0)
    return History(jobs=(*_short_jobs(rng, first), job))


def _cdi_broken_in_trial(rng: Random, number: int) -> History:
    first = _first(rng)
    trial = _after(first, 2) - DAY
    last = trial if number % 3 == 0 else trial - timedelta(days=rng.randrange(1, 50))
    return History(jobs=(Job(ContractKind.CDI, rng.choice(EMPLOYERS), first, last, trial, 35.0),))


def _cdd(rng: Random, number: int) -> History:
    first = _first(rng)
    employer = rng.choice(EMPLOYERS)
    if number % 4:
        more = timedelta(days=0 if number % 4 == 1 else rng.randrange(1, 120))
        jobs = (Job(ContractKind.CDD, employer, first, _after(first, 6) + more),)
    else:  # renewed at once by the same employer
        cut = add_months(first, rng.randrange(1, 6))
        jobs = (
            Job(ContractKind.CDD, employer, first, cut - DAY),
            Job(ContractKind.CDD, employer.upper(), cut, _after(first, 6)),
        )
    return History(jobs=(*_short_jobs(rng, first), *jobs))


def _cdd_of_six_months(rng: Random, number: int) -> History:
    """Exactly six months; or two contracts with a day between, or at two employers."""
    first = _first(rng)
    end = _after(first, 6) - DAY
    cut = add_months(first, 3)
    match number % 4:
        case 0:
            jobs: tuple[Job, ...] = (
                Job(ContractKind.CDD, EMPLOYERS[0], first, cut - DAY),
                Job(ContractKind.CDD, EMPLOYERS[0], cut + DAY, _after(first, 6) + DAY),
            )
        case 1:
            jobs = (
                Job(ContractKind.CDD, EMPLOYERS[0], first, cut - DAY),
                Job(ContractKind.CDD, EMPLOYERS[1], cut, add_months(cut, 4)),
            )
        case _:
            jobs = (Job(ContractKind.CDD, rng.choice(EMPLOYERS), first, end),)
    return History(jobs=jobs)


def _alternance(rng: Random, number: int) -> History:
    first = _first(rng)
    trial = first + timedelta(days=44)
    job = Job(ContractKind.WORK_STUDY, rng.choice(EMPLOYERS), first, add_months(first, 12), trial)
    return History(jobs=(*_short_jobs(rng, first), job))


def _alternance_broken(rng: Random, number: int) -> History:
    first = _first(rng)
    trial = first + timedelta(days=44)
    last = trial - timedelta(days=rng.randrange(0, 40))
    return History(jobs=(Job(ContractKind.WORK_STUDY, EMPLOYERS[2], first, last, trial),))


def _missions(rng: Random, first: date, last: date, hours: float) -> History:
    """Missions by the week between two days, of `hours` in all, to the minute."""
    spans = []
    day = first
    while day <= last:
        end = min(day + timedelta(days=rng.randrange(4, 12)), last)
        spans.append((day, end))
        day = end + DAY
        if last - day > timedelta(days=20):
            day += timedelta(days=rng.randrange(4))
    spans[-1] = (spans[-1][0], last)
    days = [(end - start).days + 1 for start, end in spans]
    shares = [round(hours * count / sum(days) * 60) / 60 for count in days]
    shares[-1] = hours - sum(shares[:-1])
    jobs = tuple(Job(ContractKind.TEMP, rng.choice(AGENCIES), *span) for span in spans)
    lines = tuple(
        (ContractKind.TEMP, HoursLine(start, end, share))
        for (start, end), share in zip(spans, shares, strict=True)
    )
    return History(jobs=jobs, hours=lines)


def _interim(rng: Random, number: int) -> History:
    first = _first(rng)
    months = rng.randrange(9, 13)
    more = 0.0 if number % 3 == 0 else rng.randrange(1, 200)
    return _missions(rng, first, add_months(first, months) - DAY, 1215.0 + more)


def _interim_short(rng: Random, number: int) -> History:
    """1,214 hours in the year, or 1,215 spread over thirteen months."""
    first = _first(rng)
    if number % 2:
        return _missions(rng, first, add_months(first, 12) - DAY, 1214.0)
    return _missions(rng, first, add_months(first, 13) - DAY, 1215.0)


def _ci_rma(rng: Random, number: int) -> History:
    first = _first(rng)
    job = Job(ContractKind.CI_RMA, EMPLOYERS[1], first, add_months(first, 6), first + 30 * DAY)
    return History(jobs=(job,))


def _ci_rma_broken(rng: Random, number: int) -> History:
    first = _first(rng)
    job = Job(ContractKind.CI_RMA, EMPLOYERS[1], first, first + 29 * DAY, first + 30 * DAY)
    return History(jobs=(job,))


def _course(first: date, last: date, result: TrainingResult, is_qualifying: bool) -> History:
    return History(courses=(Course("Titre professionnel", first, last, result, is_qualifying),))


def _training(rng: Random, number: int) -> History:
    first = _first(rng)
    last = _after(first, 6) + timedelta(days=0 if number % 2 else rng.randrange(120))
    return _course(first, last, TrainingResult.PASSED, True)


def _training_short(rng: Random, number: int) -> History:
    first = _first(rng)
    longer = add_months(first, 7)
    match number % 4:
        case 0:
            return _course(first, _after(first, 6) - DAY, TrainingResult.PASSED, True)
        case 1:
            return _course(first, longer, TrainingResult.PASSED, False)
        case 2:
            return _course(first, longer, TrainingResult.FAILED, True)
        case _:
            return _course(first, longer, TrainingResult.STOPPED, True)


def _business(rng: Random, number: int) -> History:
    return History(businesses=(Business("Multiservice", _first(rng)),))


def _business_never_registered(rng: Random, number: int) -> History:
    if number % 2:
        return History(businesses=(Business("Multiservice", ENTERED_ON - DAY),))
    return History(businesses=(Business("Multiservice", None),))


Maker = Callable[[Random, int], History]
RIGHT: dict[str, Maker] = {
    "cdi": _cdi,
    "cdd_gt_6m": _cdd,
    "alternance": _alternance,
    "interim_1215h": _interim,
    "ci_rma": _ci_rma,
    "qualifying_training_gt_6m": _training,
    "business_creation": _business,
}
WRONG: dict[str, Maker] = {
    "cdi": _cdi_broken_in_trial,
    "cdd_gt_6m": _cdd_of_six_months,
    "alternance": _alternance_broken,
    "interim_1215h": _interim_short,
    "ci_rma": _ci_rma_broken,
    "qualifying_training_gt_6m": _training_short,
    "business_creation": _business_never_registered,
}
