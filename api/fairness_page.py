"""The facts of the page on equity: figures in the order they are read, verdicts in French."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date
from sqlalchemy.orm import Session

from api.rendering import LOCALE, number_fr
from api.services.fairness import Answer, answer_of, answerers, last_month
from api.services.fairness_figures import WATCHED
from api.services.fairness_groups import UNSAID
from api.services.fairness_reading import ALL, SEEN
from matching.fairness.masking import LEAST_PEOPLE
from matching.fairness.ratios import HIGHEST, LOWEST
from models.fairness import FairnessFigure, FairnessReport, Measure, Public
from models.people import User
from models.vocabulary import Domain, Gate

FILE_HEADERS = (
    "Mois", "Mesure", "Obstacle", "Domaine", "Public", "Groupe", "Personnes (à 5 près)",
    "Taux", "Rapport", "Borne basse à 95 %", "Borne haute à 95 %", "Lecture",
)  # fmt: skip

EXPLAINED = {
    Measure.EXPOSURE: (
        f"Part des {SEEN} premières places des listes (la première compte le plus) sur la part "
        "parmi les personnes éligibles du même domaine. Rapport de 1 : autant que les autres."
    ),
    Measure.ACCESS: (
        "Part des lignes du métier que rien ne retient (permis, horaires, trajet…), comparée à "
        "celle de tous dans le même domaine. Comptée sur les listes entières."
    ),
    Measure.KEPT: (
        "Part des personnes retenues parmi celles sur qui quelqu’un a décidé, comparée à celle de "
        "tous au même niveau de points."
    ),
    Measure.UNKNOWN: (
        "Part des critères dont la valeur est inconnue : au-dessus de 1, les dossiers sont moins "
        "remplis que ceux des autres."
    ),
    Measure.GATE: (
        "Part des lignes du métier retenues par chaque obstacle : au-dessus de 1, plus souvent "
        "que les autres. C’est là que se cache une discrimination indirecte."
    ),
}
OUT = "hors de la bande : à analyser"
MAYBE = "hors de la bande, peut être le hasard"
WITHIN = "dans la bande"
NOT_COMPARED = "non comparé"


@dataclass(frozen=True, slots=True)
class Line:
    """A group of one table."""

    figure: FairnessFigure
    reading: str


@dataclass(frozen=True, slots=True)
class FigureTable:
    """The groups of one public, or a note where none may be told."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A measure, or one obstacle of it, by public."""

    measure: Measure
    title: str
    explained: str
    tables: tuple[FigureTable, ...]


def month_fr(month: date) -> str:
    """`octobre 2026`."""
    return format_date(month, "MMMM yyyy", locale=LOCALE)


def reading_of(figure: FairnessFigure) -> str:
    """What a figure says, in a few words; nothing where the measure has no band."""
    if figure.measure not in WATCHED:
        return ""
    if figure.group == UNSAID or figure.ratio is None:
        return NOT_COMPARED
    if figure.is_out:
        return OUT
    return WITHIN if LOWEST <= figure.ratio <= HIGHEST else MAYBE


def home_facts(made: Sequence[FairnessReport], today: date) -> dict[str, Any]:
    """The list of reports, and the month whose report may be made."""
    month = last_month(today)
    return {
        "reports": [(each, month_fr(each.month), len(_out(each))) for each in made],
        "month": None if any(each.month == month for each in made) else month_fr(month),
    }


def report_facts(
    session: Session, report: FairnessReport, user: User, today: date
) -> dict[str, Any]:
    """All that the page of a report shows."""
    answer: Answer = answer_of(session, report)
    return {
        "report": report,
        "month": month_fr(report.month),
        "least": LEAST_PEOPLE,
        "band": (LOWEST, HIGHEST),
        "alarms": [alarm_words(each) for each in _out(report)],
        "sections": sections(report),
        "answer": answer,
        "is_late": answer.is_late(today),
        "answerers": answerers(session),
        "is_named": answer.naming is not None and answer.naming.named_id == user.id,
    }


def alarm_words(figure: FairnessFigure) -> str:
    """One sentence on a figure that is out of the band."""
    where = "" if figure.domain == ALL else f", {Domain(figure.domain).label}"
    bounds = " à ".join(number_fr(bound, 2, "?") for bound in (figure.low, figure.high))
    return (
        f"{figure.measure.label}{where} : {figure.public.label}, {figure.group} : rapport "
        f"{number_fr(figure.ratio, 2)} (intervalle de {bounds})."
    )


def sections(report: FairnessReport) -> tuple[Section, ...]:
    """Measures in their order, all domains together, then places by domain, then obstacles."""
    figures = report.figures
    found = [
        _section(measure, measure.label, _of(figures, measure, ALL, ALL))
        for measure in Measure
        if measure is not Measure.GATE
    ]
    for domain in Domain:
        part = _of(figures, Measure.EXPOSURE, domain.value, ALL)
        if part:
            title = f"{Measure.EXPOSURE.label} : {domain.label}"
            found.append(_section(Measure.EXPOSURE, title, part))
    for gate in Gate:
        part = _of(figures, Measure.GATE, ALL, gate.value)
        if any(each.rate for each in part):
            title = f"{Measure.GATE.label} : {gate.label}"
            found.append(_section(Measure.GATE, title, part))
    return tuple(found)


def _section(measure: Measure, title: str, figures: Sequence[FairnessFigure]) -> Section:
    tables = tuple(
        FigureTable(
            public.label,
            tuple(Line(each, reading_of(each)) for each in figures if each.public is public),
        )
        for public in Public
    )
    return Section(measure, title, EXPLAINED[measure], tables)


def _of(
    figures: Sequence[FairnessFigure], measure: Measure, domain: str, gate: str
) -> list[FairnessFigure]:
    wanted = (measure, domain, gate)
    return [each for each in figures if (each.measure, each.domain, each.gate) == wanted]


def _out(report: FairnessReport) -> list[FairnessFigure]:
    return [each for each in report.figures if each.is_out]


def file_rows(report: FairnessReport) -> Iterator[tuple[str, ...]]:
    """The figures as lines of a file."""
    for each in report.figures:
        yield (
            f"{report.month:%Y-%m}",
            each.measure.label,
            "" if each.gate == ALL else Gate(each.gate).label,
            "" if each.domain == ALL else Domain(each.domain).label,
            each.public.label,
            each.group,
            str(each.people),
            *(
                "" if value is None else f"{value:.2f}".replace(".", ",")
                for value in (each.rate, each.ratio, each.low, each.high)
            ),
            reading_of(each),
        )
