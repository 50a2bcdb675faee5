"""Why people were not taken, month by month: by employer, and by line of the fiche.

A motive points to the line of the fiche that could have said it. Where that line is empty, the
fiche let people be put forward in vain; where it is filled, it is to be read again with the
employer. Which line answers which motive stands in `api/data/fiche_lines.csv`.
"""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from api.services.list_files import Table
from api.services.offers import parsed_offer
from api.services.steering.activity import LEAST_TOLD
from api.services.steering.scope import Condition
from ingestion.folding import squash
from ingestion.records import ParsedOffer
from models.days import start_of
from models.endings import EndMotive
from models.introductions import Introduction, IntroductionEvent
from models.motives import EmployerMotive
from models.offers import Offer
from models.vocabulary import DiscardMotive, IntroductionAction, Labelled

EMPLOYER, OWN = "employer", "own"
NOT_SAID = "Employeur non précisé"
Reader = Callable[[IntroductionEvent], Labelled]
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
    offer: Offer
    candidate_id: int
    motive: Labelled


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
    lines = fiche_lines()
    employers: dict[tuple[str, Labelled], list[_Said]] = defaultdict(list)
    names: dict[str, str] = {}
    for said in _refusals(session, *period):
        name = said.offer.employer_name or said.offer.agency_name or NOT_SAID
        employers[names.setdefault(squash(name), name), said.motive].append(said)
    own: dict[tuple[str, Labelled], list[_Said]] = defaultdict(list)
    for said in _discards(session, *period):
        own["", said.motive].append(said)
    parsed: dict[int, ParsedOffer] = {}

    def told(side: str, found: Mapping[tuple[str, Labelled], list[_Said]]) -> list[MotiveLine]:
        return [
            _line(session, who, motive, said, lines.get((side, motive.value)), parsed)
            for (who, motive), said in found.items()
        ]

    return MonthReport(
        first,
        after - timedelta(days=1),
        tuple(sorted(told(EMPLOYER, employers), key=lambda e: (e.who, -(e.people or 0), e.motive))),
        tuple(
            _masked(each)
            for each in sorted(told(OWN, own), key=lambda e: (-(e.people or 0), e.motive))
        ),
    )


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


def lacks(offer: ParsedOffer, line: FicheLine) -> bool:
    """True where one of the fields of the line is empty."""
    return any(_value(offer, field) in (None, "", ()) for field in line.fields)


def _value(offer: ParsedOffer, field: str) -> object:
    value: object = offer
    for name in field.split("."):
        if value is None:
            return None
        value = getattr(value, name)
    return value


def _line(
    session: Session,
    who: str,
    motive: Labelled,
    said: Iterable[_Said],
    line: FicheLine | None,
    parsed: dict[int, ParsedOffer],
) -> MotiveLine:
    said = list(said)
    bare: dict[str, str] = {}
    filled: dict[str, str] = {}
    if line is not None:
        for offer in {each.offer.id: each.offer for each in said}.values():
            if offer.id not in parsed:
                parsed[offer.id] = parsed_offer(session, offer)
            place = bare if lacks(parsed[offer.id], line) else filled
            place[offer.reference] = str(offer.key)
    people = len({(each.offer.id, each.candidate_id) for each in said})
    return MotiveLine(
        who, motive, people, line, tuple(sorted(bare.items())), tuple(sorted(filled.items()))
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
        said=lambda event: EmployerMotive(event.detail or EmployerMotive.NO_MOTIVE.value),
    )


def _discards(session: Session, start: datetime, end: datetime) -> list[_Said]:
    return _given(
        session,
        IntroductionEvent.action == IntroductionAction.DISCARD,
        IntroductionEvent.at >= start,
        IntroductionEvent.at < end,
        said=lambda event: DiscardMotive(event.motive or DiscardMotive.OTHER.value),
    )


def _given(session: Session, *conditions: Condition, said: Reader) -> list[_Said]:
    """What was said and not taken back since."""
    undone = aliased(IntroductionEvent)
    rows = session.execute(
        select(IntroductionEvent, Offer, Introduction.candidate_id)
        .join(Introduction, Introduction.id == IntroductionEvent.introduction_id)
        .join(Offer, Offer.id == Introduction.offer_id)
        .where(
            *conditions, ~select(undone.id).where(undone.undoes_id == IntroductionEvent.id).exists()
        )
        .order_by(IntroductionEvent.id)
    )
    return [_Said(offer, candidate, said(event)) for event, offer, candidate in rows]


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
