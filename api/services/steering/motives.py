"""Why people were not taken, month by month: by employer, and by line of the fiche.

A motive points to the line of the fiche that could have said it. Where that line is empty, the
fiche let people be put forward in vain; where it is filled, it is to be read again with the
employer. Which line answers which motive stands in `api/data/fiche_lines.csv`.
"""

import csv
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from api.services.list_files import Table
from api.services.steering.activity import LEAST_TOLD
from api.services.steering.scope import Condition
from ingestion.folding import squash
from models.days import start_of
from models.endings import EndMotive
from models.introductions import Introduction, IntroductionEvent
from models.motives import EmployerMotive
from models.offers import Offer
from models.vocabulary import DiscardMotive, IntroductionAction, Labelled

EMPLOYER, OWN = "employer", "own"
AT_ONCE = 500
"""Offers asked about in one query."""
NOT_SAID = "Employeur non précisé"
Reader = Callable[[str | None, str | None], Labelled]
"""From the motive of a step and its detail to what was said."""
HEADERS = (
    "Qui refuse",
    "Employeur",
    "Motif",
    "Personnes",
    "Ligne de la fiche",
    "Offres où la ligne manque",
    "Offres où elle est à revoir",
    "Références où elle manque",
)


@dataclass(frozen=True, slots=True)
class FicheLine:
    """The line of the fiche that a motive questions; `fields` of which one empty is a lack."""

    label: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MotiveLine:
    """How often a motive was given: `people` None where one to four are not told.

    bare, filled : (reference, key of the offer) where the line lacks, and where it is there
    """

    who: str
    motive: Labelled
    people: int | None
    line: FicheLine | None
    bare: tuple[tuple[str, str], ...]
    filled: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MonthReport:
    """A month: the refusals of employers, by employer; our own, all employers together."""

    first: date
    last: date
    employers: tuple[MotiveLine, ...]
    own: tuple[MotiveLine, ...]

    @property
    def refusals(self) -> int:
        """How many people employers refused."""
        return sum(line.people or 0 for line in self.employers)


@dataclass(frozen=True, slots=True)
class _Said:
    """A motive given to one person on one offer; `employer` is who said it."""

    offer_id: int
    candidate_id: int
    motive: Labelled
    reference: str
    offer_key: UUID
    employer: str


_Groups: TypeAlias = dict[tuple[str, Labelled], list[_Said]]
"""(who said it, motive) -> each time it was said."""


def month_of(text: str, today: date) -> date | None:
    """The first day of the month `AAAA-MM`, this one for none; None where it cannot be read."""
    if not text:
        return today.replace(day=1)
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return first if 2000 <= first.year <= 2100 else None


def month_report(session: Session, first: date) -> MonthReport:
    """The motives given in the month that begins on `first`; those taken back do not count."""
    after = (first + timedelta(days=32)).replace(day=1)
    period = start_of(first), start_of(after)
    by_employer: _Groups = defaultdict(list)
    names: dict[str, str] = {}
    for said in _refusals(session, *period):
        who = names.setdefault(squash(said.employer), said.employer)
        by_employer[who, said.motive].append(said)
    ours: _Groups = defaultdict(list)
    for said in _discards(session, *period):
        ours["", said.motive].append(said)
    employers = _lines(session, EMPLOYER, by_employer)
    own = [_masked(each) for each in _lines(session, OWN, ours)]
    return MonthReport(first, after - timedelta(days=1), tuple(employers), tuple(own))


def _lines(session: Session, side: str, groups: _Groups) -> list[MotiveLine]:
    """A line for each group, in the order they are shown: those of an employer together."""
    asked: dict[Labelled, set[int]] = defaultdict(set)
    for (_, motive), said in groups.items():
        asked[motive].update(each.offer_id for each in said)
    lines = {motive: fiche_lines().get((side, motive.value)) for motive in asked}
    bare = {
        motive: bare_offers(session, line, asked[motive]) for motive, line in lines.items() if line
    }
    found = [
        _line(who, motive, said, lines[motive], bare.get(motive, set()))
        for (who, motive), said in groups.items()
    ]
    return sorted(found, key=lambda each: (each.who, -(each.people or 0), each.motive))


def month_table(report: MonthReport) -> Table:
    """The same as lines of a file."""
    rows = [_row("Employeur", each, each.who) for each in report.employers]
    rows += [_row("Nous", each, "") for each in report.own]
    return Table(f"motifs-{report.first:%Y-%m}", HEADERS, rows)


@cache
def fiche_lines() -> Mapping[tuple[str, str], FicheLine]:
    """(side, motive) -> the line of the fiche it questions."""
    source = files("api") / "data" / "fiche_lines.csv"
    with source.open(encoding="utf-8") as lines:
        return {
            (row["side"], row["motive"]): FicheLine(row["line"], tuple(row["fields"].split("|")))
            for row in csv.DictReader(lines, delimiter=";")
        }


def bare_offers(session: Session, line: FicheLine, offer_ids: Collection[int]) -> set[int]:
    """Those of these offers in which one of the fields of the line is empty.

    The base reads the fields in the offer as it stands: whole offers are not brought out.
    """
    ids = list(offer_ids)
    is_bare = or_(*(_is_empty(field) for field in line.fields))
    return {
        number
        for start in range(0, len(ids), AT_ONCE)
        for number in session.scalars(
            select(Offer.id).where(Offer.id.in_(ids[start : start + AT_ONCE]), is_bare)
        )
    }


def _is_empty(field: str) -> Condition:
    value = Offer.parsed[tuple(field.split("."))].as_string()
    return func.coalesce(value, "").in_(("", "[]"))


def _line(
    who: str,
    motive: Labelled,
    said: Sequence[_Said],
    line: FicheLine | None,
    bare: Collection[int],
) -> MotiveLine:
    lacking: dict[str, str] = {}
    filled: dict[str, str] = {}
    for each in said if line is not None else ():
        place = lacking if each.offer_id in bare else filled
        place[each.reference] = str(each.offer_key)
    people = len({(each.offer_id, each.candidate_id) for each in said})
    return MotiveLine(
        who, motive, people, line, tuple(sorted(lacking.items())), tuple(sorted(filled.items()))
    )


def _masked(line: MotiveLine) -> MotiveLine:
    """Our own motives may say something of a person: few are not told, nor on which offers."""
    if line.people is not None and 0 < line.people < LEAST_TOLD:
        return MotiveLine(line.who, line.motive, None, line.line, (), ())
    return line


def _refusals(session: Session, start: datetime, end: datetime) -> list[_Said]:
    return _given(
        session,
        IntroductionEvent.action == IntroductionAction.CLOSE,
        IntroductionEvent.motive == EndMotive.REFUSED.value,
        IntroductionEvent.at >= start,
        IntroductionEvent.at < end,
        said=lambda _, detail: EmployerMotive(detail or EmployerMotive.NO_MOTIVE.value),
    )


def _discards(session: Session, start: datetime, end: datetime) -> list[_Said]:
    return _given(
        session,
        IntroductionEvent.action == IntroductionAction.DISCARD,
        IntroductionEvent.at >= start,
        IntroductionEvent.at < end,
        said=lambda motive, _: DiscardMotive(motive or DiscardMotive.OTHER.value),
    )


def _given(session: Session, *conditions: Condition, said: Reader) -> list[_Said]:
    """What was said and not taken back since, in the order it was."""
    event, undone = IntroductionEvent, aliased(IntroductionEvent)
    rows = session.execute(
        select(event.motive, event.detail, Introduction.candidate_id)
        .add_columns(Offer.id, Offer.reference, Offer.key, Offer.employer_name, Offer.agency_name)
        .join(Introduction, Introduction.id == event.introduction_id)
        .join(Offer, Offer.id == Introduction.offer_id)
        .where(*conditions, ~select(undone.id).where(undone.undoes_id == event.id).exists())
        .order_by(event.id)
    )
    return [
        _Said(number, candidate, said(motive, detail), reference, key, name or agency or NOT_SAID)
        for motive, detail, candidate, number, reference, key, name, agency in rows
    ]


def _row(side: str, line: MotiveLine, employer: str) -> tuple[str | int | None, ...]:
    return (
        side,
        employer,
        line.motive.label,
        line.people,
        line.line.label if line.line else "",
        len(line.bare) if line.line and line.people is not None else None,
        len(line.filled) if line.line and line.people is not None else None,
        ", ".join(reference for reference, _ in line.bare),
    )
