"""The common indicators of ESF+ (regulation (EU) 2021/1057, annex I) that the base can tell.

What a file does not say is counted as not known; what is asked of nobody is said not to be
collected. Codes, labels and bounds stand in `api/data/esf_plus.csv`.
"""

import csv
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services.fairness_groups import SEXES, YES, Groups, read_groups
from api.services.list_files import Table
from api.services.steering.masking import masked_grid
from models.candidates import Candidate
from models.case_files import CandidateFollow, CandidateIdentity
from models.contract_lists import ContractState
from models.contracts import Contract
from models.exit_lists import ExitState, TrainingResult
from models.exits import BusinessCreation, Exit, Training
from models.fairness import Public
from models.months import add_months

UPON_LEAVING = timedelta(days=28)
"""« À la sortie »: within four weeks of it, as the regulation says."""
AFTER_MONTHS = 6
UNKNOWN, KNOWN, OTHERWISE, NOT_DUE = "unknown", "yes", "no", "not_due"
EMPLOYED, LONG_TERM = "employed", "long_term"
HIDDEN, NOT_COLLECTED = "masqué", "non recueilli"
HEADERS = ("Code", "Moment", "Indicateur", "Ensemble", *SEXES[:2], f"Sexe {SEXES[2].lower()}")

Span = tuple[date, date | None]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A line of the table of indicators; `values` is what it counts in its block."""

    code: str
    moment: str
    block: str
    label: str
    values: str


@dataclass(frozen=True, slots=True)
class EsfLine:
    """An indicator and its counts: everybody, women, men, sex not known.

    counts : None where few people are not told; () where nobody collects it
    """

    indicator: Indicator
    counts: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class EsfReport:
    """The indicators of a period, `first` and `last` included."""

    first: date
    last: date
    lines: tuple[EsfLine, ...]


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody, and the day they are told on: of the entry, or of the exit."""

    id: int
    on: date


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the base says of everybody, by id."""

    groups: Groups
    born: Mapping[int, date]
    education: Mapping[int, int]
    work: Mapping[int, Sequence[Span]]
    trainings: Mapping[int, Sequence[Span]]
    qualified: Mapping[int, Sequence[date]]
    today: date

    def says(self, public: Public, person: _Person) -> str:
        """What the file says of a status: `YES`, another of its words, or that it is not said."""
        breakdown = next(each for each in self.groups.breakdowns if each.public is public)
        return breakdown.names[int(breakdown.codes[self.groups.rows[person.id]])]


Reader = Callable[[_Person, _Facts], str | int | None]


def esf_report(session: Session, first: date, last: date, today: date) -> EsfReport:
    """Who came in and who went out in a period, as ESF+ counts them."""
    facts = _facts(session, last, today)
    entries = [_Person(*row) for row in _entries(session, first, last)]
    exits = [_Person(*row) for row in _exits(session, first, last)]
    lines: list[EsfLine] = []
    people, totals, told = entries, [0] * 4, [True] * 4
    for block, rows in groupby(indicators(), key=lambda each: each.block):
        kept = list(rows)
        if block in ("total", "exits"):
            people = entries if block == "total" else exits
            totals = _by_sex(people, facts)
            (shown,) = masked_grid([totals], [True] * 4)
            told = [each is not None for each in shown]
            lines += [EsfLine(each, tuple(shown)) for each in kept]
        elif block == "none":
            lines += [EsfLine(each, ()) for each in kept]
        else:
            lines += _block(kept, people, told, facts)
    return EsfReport(first, last, tuple(lines))


def esf_table(report: EsfReport) -> Table:
    """The indicators as lines of a file."""
    rows = []
    for line in report.lines:
        each = line.indicator
        counts = line.counts or (NOT_COLLECTED,) * 4
        shown = (HIDDEN if count is None else count for count in counts)
        rows.append((each.code, each.moment, each.label, *shown))
    return Table(f"fse-plus-{report.first}-{report.last}", HEADERS, rows)


@cache
def indicators() -> tuple[Indicator, ...]:
    """The lines of the table, in their order."""
    source = files("api") / "data" / "esf_plus.csv"
    with source.open(encoding="utf-8") as lines:
        return tuple(Indicator(**row) for row in csv.DictReader(lines, delimiter=";"))


def _block(
    kept: Sequence[Indicator], people: Sequence[_Person], told: Sequence[bool], facts: _Facts
) -> list[EsfLine]:
    """Indicators that share people out: each person in one of their values."""
    values = list(dict.fromkeys(each.values for each in kept))
    read = READERS[kept[0].block]
    groups: dict[str, list[_Person]] = {value: [] for value in values}
    for person in people:
        groups[_place(read(person, facts), values)].append(person)
    shown = masked_grid([_by_sex(groups[value], facts) for value in values], told)
    counts = {value: tuple(row) for value, row in zip(values, shown, strict=True)}
    return [EsfLine(each, counts[each.values]) for each in kept]


def _place(fact: str | int | None, values: Sequence[str]) -> str:
    """The value that a fact falls under: its own, or the bounds that hold it; else not known."""
    if isinstance(fact, int):
        for value in values:
            low, _, high = value.partition("-")
            if high and int(low) <= fact <= int(high):
                return value
        return UNKNOWN
    return fact if fact is not None and fact in values else UNKNOWN


def _by_sex(people: Sequence[_Person], facts: _Facts) -> list[int]:
    said = [facts.says(Public.SEX, each) for each in people]
    return [len(said), *(said.count(sex) for sex in SEXES)]


def _situation(person: _Person, facts: _Facts) -> str:
    if _covers(facts.work.get(person.id, ()), person.on, person.on):
        return EMPLOYED
    return LONG_TERM if facts.says(Public.DELD, person) == YES else UNKNOWN


def _age(person: _Person, facts: _Facts) -> int | None:
    born = facts.born.get(person.id)
    if born is None or born > person.on:
        return None
    had = (person.on.month, person.on.day) >= (born.month, born.day)
    return person.on.year - born.year - (not had)


def _status(public: Public) -> Reader:
    """Whether the file says a status; a file that does not say it does not deny it."""
    words = {YES: KNOWN, "Non": OTHERWISE}
    return lambda person, facts: words.get(facts.says(public, person), UNKNOWN)


def _working(person: _Person, facts: _Facts) -> str:
    spans = facts.work.get(person.id, ())
    return KNOWN if _covers(spans, person.on, person.on + UPON_LEAVING) else UNKNOWN


def _training(person: _Person, facts: _Facts) -> str:
    spans = facts.trainings.get(person.id, ())
    return KNOWN if _covers(spans, person.on, person.on + UPON_LEAVING) else UNKNOWN


def _qualified(person: _Person, facts: _Facts) -> str:
    last = person.on + UPON_LEAVING
    return KNOWN if any(day <= last for day in facts.qualified.get(person.id, ())) else UNKNOWN


def _later(person: _Person, facts: _Facts) -> str:
    day = add_months(person.on, AFTER_MONTHS)
    if day > facts.today:
        return NOT_DUE
    return KNOWN if _covers(facts.work.get(person.id, ()), day, day) else UNKNOWN


def _covers(spans: Sequence[Span], first: date, last: date) -> bool:
    """True where one of the spans (None: goes on) meets the days from `first` to `last`."""
    return any(start <= last and (end is None or end >= first) for start, end in spans)


READERS: Mapping[str, Reader] = {
    "situation": _situation,
    "age": _age,
    "education": lambda person, facts: facts.education.get(person.id),
    "disability": _status(Public.RQTH),
    "rsa": _status(Public.RSA),
    "quarter": _status(Public.QUARTER),
    "training": _training,
    "qualification": _qualified,
    "employment": _working,
    "later": _later,
}
"""What each block of the table reads of a person."""


def _facts(session: Session, last: date, today: date) -> _Facts:
    work: dict[int, list[Span]] = defaultdict(list)
    contracts = select(
        Contract.candidate_id, Contract.start_on, Contract.ended_on, Contract.end_on
    ).where(Contract.state != ContractState.PLANNED)
    for person, start, ended, planned in session.execute(contracts):
        work[person].append((start, ended or planned))
    businesses = select(
        BusinessCreation.candidate_id, BusinessCreation.registered_on, BusinessCreation.stopped_on
    ).where(BusinessCreation.registered_on.is_not(None))
    for person, registered, stopped in session.execute(businesses):
        if registered is not None:
            work[person].append((registered, stopped))
    trainings: dict[int, list[Span]] = defaultdict(list)
    qualified: dict[int, list[date]] = defaultdict(list)
    for each in session.scalars(select(Training).where(Training.result != TrainingResult.PLANNED)):
        trainings[each.candidate_id].append((each.starts_on, each.stopped_on or each.ends_on))
        if each.is_qualifying and each.result is TrainingResult.PASSED:
            qualified[each.candidate_id].append(each.ends_on)
    born = select(CandidateIdentity.candidate_id, CandidateIdentity.birth_date)
    levels = select(Candidate.id, Candidate.education_level)
    return _Facts(
        groups=read_groups(session, last),
        born={id_: day for id_, day in session.execute(born) if day is not None},
        education={id_: level for id_, level in session.execute(levels) if level is not None},
        work=work,
        trainings=trainings,
        qualified=qualified,
        today=today,
    )


def _entries(session: Session, first: date, last: date) -> Sequence[tuple[int, date]]:
    rows = session.execute(
        select(CandidateFollow.candidate_id, CandidateFollow.entered_on).where(
            CandidateFollow.entered_on.between(first, last)
        )
    )
    return [(id_, day) for id_, day in rows if day is not None]


def _exits(session: Session, first: date, last: date) -> Sequence[tuple[int, date]]:
    """Each person once, on the day of the last exit of the period."""
    rows = session.execute(
        select(Exit.candidate_id, Exit.acquired_on)
        .where(Exit.state == ExitState.VALIDATED, Exit.acquired_on.between(first, last))
        .order_by(Exit.acquired_on, Exit.id)
    )
    return list({id_: day for id_, day in rows if day is not None}.items())
