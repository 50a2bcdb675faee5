"""How each rule of an exit is measured on the history of a person. Pure functions.

Each gives the verdicts of the contracts, trainings or hours it looks at; `api.services.
exits_verdicts` puts them in order.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from api.services.contracts_terms import FULL_TIME_FROM
from api.services.exits_history import Business, Course, History, Job
from api.services.exits_rules import Joined, Measure, PartTime, Rule
from api.services.interim_hours import (
    HoursLine,
    hours_between,
    projected_on,
    reached_on,
    window_start,
)
from ingestion.normalise import squash
from models.exit_lists import TrainingResult
from models.months import last_of_months

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule makes of a fact.

    `acquired_on` : the day it was met. Otherwise `is_under_way` tells whether it still may be,
    `expected_on` when. `story` says in French what it rests on, or what lacks.
    """

    rule: Rule
    story: str
    acquired_on: date | None = None
    expected_on: date | None = None
    is_under_way: bool = False
    contract_id: int = 0


def verdicts(rule: Rule, history: History, today: date) -> Iterator[Verdict]:
    """What a rule makes of each fact of the history it looks at."""
    match rule.measure:
        case Measure.CONTRACT:
            for chain in _chains(rule, history.jobs):
                yield _chain(rule, chain, today)
        case Measure.HOURS:
            lines = [line for kind, line in history.hours if kind in rule.kinds]
            if lines:
                yield _hours(rule, lines, today)
        case Measure.WORKED_MONTHS:
            jobs = [job for job in history.jobs if job.kind in rule.kinds and job.has_begun]
            if jobs:
                yield _worked(rule, jobs, today)
        case Measure.TRAINING:
            for course in history.courses:
                yield _course(rule, course, today)
        case Measure.BUSINESS:
            for business in history.businesses:
                yield _business(rule, business, today)


def held_until(first: date, months: int, is_more_than: bool) -> date:
    """The day on which something has been held so many months since `first`.

    Six months from 1 January end on 30 June; more than six months need 1 July.
    """
    if months == 0:
        return first
    last = last_of_months(first, months)
    return last + _DAY if is_more_than else last


def _chains(rule: Rule, jobs: Sequence[Job]) -> list[list[Job]]:
    """The contracts of the rule, those that follow each other taken together."""
    wanted = sorted((job for job in jobs if job.kind in rule.kinds), key=lambda job: job.first)
    if rule.joined is Joined.NONE:
        return [[job] for job in wanted]
    chains: list[list[Job]] = []
    for job in wanted:
        follows = next((chain for chain in reversed(chains) if _follows(rule, chain, job)), None)
        if follows is None:
            chains.append([job])
        else:
            follows.append(job)
    return chains


def _follows(rule: Rule, chain: Sequence[Job], job: Job) -> bool:
    if rule.joined is Joined.SAME_EMPLOYER and squash(chain[0].employer) != squash(job.employer):
        return False
    last = _last_of(chain)
    return last is None or (job.first - last).days - 1 <= rule.gap_days


def _last_of(chain: Sequence[Job]) -> date | None:
    ends = [job.last for job in chain]
    return None if None in ends else max(end for end in ends if end is not None)


def _chain(rule: Rule, chain: Sequence[Job], today: date) -> Verdict:
    first, last, job = chain[0].first, _last_of(chain), chain[-1]
    told = f"{job.kind.label} chez {job.employer} depuis le {first:%d/%m/%Y}"
    if (refusal := _hours_refusal(rule, job)) is not None:
        return Verdict(rule, f"{told} : {refusal}", contract_id=job.contract_id)
    day = _day_due(rule, chain)
    if last is not None and last < day:
        return Verdict(
            rule,
            f"{told} : fini le {last:%d/%m/%Y}, il aurait fallu y être encore le {day:%d/%m/%Y}",
            contract_id=job.contract_id,
        )
    if (question := _hours_question(rule, job)) is not None:
        return Verdict(rule, f"{told} : {question}", is_under_way=True, contract_id=job.contract_id)
    if job.has_begun and day <= today:
        return Verdict(rule, told, acquired_on=day, contract_id=job.contract_id)
    return Verdict(
        rule,
        f"{told} : acquis le {day:%d/%m/%Y} si le contrat tient",
        expected_on=max(day, today),
        is_under_way=True,
        contract_id=job.contract_id,
    )


def _day_due(rule: Rule, chain: Sequence[Job]) -> date:
    """The day from which the contract counts: past its trial, and held long enough."""
    first = chain[0]
    day = held_until(first.first, rule.months, rule.is_more_than)
    if not rule.after_trial:
        return day
    trial = first.trial_end
    if trial is None:
        trial = last_of_months(first.first, rule.trial_months_if_unknown)
    return max(day, trial + _DAY)


def _hours_refusal(rule: Rule, job: Job) -> str | None:
    """Why the hours of the contract make it count for nothing, if they do."""
    hours = job.weekly_hours
    if hours is not None and hours < rule.min_weekly_hours:
        return f"{hours:g} heures par semaine, il en faut {rule.min_weekly_hours:g}"
    is_part_time = hours is not None and hours < FULL_TIME_FROM
    if rule.part_time is PartTime.CHOSEN_ONLY and is_part_time and job.is_part_time_chosen is False:
        return "temps partiel qui n’a pas été choisi"
    return None


def _hours_question(rule: Rule, job: Job) -> str | None:
    """What must be asked before the contract counts, if something must."""
    hours = job.weekly_hours
    asks_hours = rule.min_weekly_hours > 0 or rule.part_time is PartTime.CHOSEN_ONLY
    if asks_hours and hours is None:
        return "les heures par semaine sont à demander"
    is_part_time = hours is not None and hours < FULL_TIME_FROM
    if rule.part_time is PartTime.CHOSEN_ONLY and is_part_time and job.is_part_time_chosen is None:
        return "temps partiel : choisi ou subi, à demander"
    return None


def _hours(rule: Rule, lines: Sequence[HoursLine], today: date) -> Verdict:
    day = reached_on(lines, today, rule.hours, rule.within_months)
    window = hours_between(lines, window_start(today, rule.within_months), today)
    told = f"{_number(window)} heures en {rule.within_months} mois, il en faut {rule.hours:g}"
    if day is not None:
        return Verdict(rule, f"{rule.hours:g} heures atteintes", acquired_on=day)
    expected = projected_on(lines, today, rule.hours)
    return Verdict(rule, told, expected_on=expected, is_under_way=expected is not None)


def _worked(rule: Rule, jobs: Sequence[Job], today: date) -> Verdict:
    needed = float(rule.months * rule.days_per_month)
    days = {
        job.first + timedelta(days=offset)
        for job in jobs
        for offset in range((min(job.last or today, today) - job.first).days + 1)
    }
    lines = [HoursLine(day, day, 1.0) for day in days]
    day = reached_on(lines, today, needed, rule.within_months) if lines else None
    job = max(jobs, key=lambda each: each.first)
    if day is not None:
        told = f"{rule.months} mois travaillés en {rule.within_months}"
        return Verdict(rule, told, acquired_on=day, contract_id=job.contract_id)
    held = hours_between(lines, window_start(today, rule.within_months), today)
    told = f"{held:g} jours travaillés en {rule.within_months} mois, il en faut {needed:g}"
    runs = job.last is None or job.last > today
    return Verdict(rule, told, is_under_way=runs, contract_id=job.contract_id)


def _course(rule: Rule, course: Course, today: date) -> Verdict:
    told = f"Formation « {course.title} », du {course.first:%d/%m/%Y} au {course.last:%d/%m/%Y}"
    day = held_until(course.first, rule.months, rule.is_more_than)
    if rule.is_qualifying and course.is_qualifying is False:
        return Verdict(rule, f"{told} : elle n’est pas qualifiante")
    if course.last < day:
        return Verdict(rule, f"{told} : elle est trop courte")
    if course.result is TrainingResult.FAILED and rule.needs_pass:
        return Verdict(rule, f"{told} : elle n’a pas été validée")
    if course.result is TrainingResult.STOPPED and rule.needs_pass:
        return Verdict(rule, f"{told} : elle a été quittée avant la fin")
    if rule.is_qualifying and course.is_qualifying is None:
        return Verdict(rule, f"{told} : qualifiante ou non, à vérifier", is_under_way=True)
    if rule.needs_pass:
        if course.result is TrainingResult.PASSED and course.last <= today:
            return Verdict(rule, told, acquired_on=course.last)
        expected = max(course.last, today)
        return Verdict(rule, f"{told} : résultat attendu", expected_on=expected, is_under_way=True)
    if course.result is TrainingResult.PLANNED or day > today:
        return Verdict(rule, told, expected_on=max(day, today), is_under_way=True)
    return Verdict(rule, told, acquired_on=day)


def _business(rule: Rule, business: Business, today: date) -> Verdict:
    told = f"Création : {business.activity}"
    if business.since is None:
        return Verdict(rule, f"{told}, pas encore immatriculée", is_under_way=True)
    day = held_until(business.since, rule.months, rule.is_more_than)
    if business.stopped is not None and business.stopped < day:
        return Verdict(rule, f"{told}, arrêtée le {business.stopped:%d/%m/%Y}")
    if day <= today:
        return Verdict(rule, told, acquired_on=day)
    return Verdict(rule, told, expected_on=day, is_under_way=True)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")
