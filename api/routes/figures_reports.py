"""Reports beside the figures: why people were not taken, and the indicators of ESF+."""

from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.orm import Session

from api.dependencies import SessionDep, TodayDep, UserDep
from api.list_answers import csv_answer, xlsx_answer
from api.rendering import page
from api.routes.figures import asked_of, shared
from api.schemas import Search
from api.services.steering.esf import EsfReport, esf_report, esf_table
from api.services.steering.motives import MonthReport, month_of, month_report, month_table
from models.errors import InputRefusedError

router = APIRouter()
MOTIVES = "/chiffres/motifs"
ESF = "/chiffres/fse"


@router.get(MOTIVES, response_class=HTMLResponse)
def show_motives(
    request: Request, session: SessionDep, user: UserDep, today: TodayDep, mois: Search = ""
) -> Response:
    """The refusals of a month, by employer and by line of the fiche."""
    first = month_of(mois, today)
    report = month_report(session, first or today.replace(day=1))
    facts = {
        **shared(asked_of(request, today), user.role),
        "report": report,
        "remark": "" if first else "Ce mois n’a pas été compris : la page montre celui-ci.",
    }
    return page(request, "figures_motives.html", facts)


@router.get(f"{MOTIVES}.csv")
def motives_csv(
    request: Request, session: SessionDep, today: TodayDep, mois: Search = ""
) -> Response:
    """The same as a file."""
    return csv_answer(request, month_table(_month(session, mois, today)), today)


@router.get(f"{ESF}.csv")
def esf_csv(request: Request, session: SessionDep, today: TodayDep) -> Response:
    """The common indicators of ESF+ for a period, as CSV."""
    return csv_answer(request, esf_table(_esf(request, session, today)), today)


@router.get(f"{ESF}.xlsx")
def esf_xlsx(request: Request, session: SessionDep, today: TodayDep) -> Response:
    """The same as a workbook."""
    return xlsx_answer(request, esf_table(_esf(request, session, today)), today)


def _month(session: Session, words: str, today: date) -> MonthReport:
    first = month_of(words, today)
    if first is None:
        raise InputRefusedError("un mois s’écrit AAAA-MM", "Mois")
    return month_report(session, first)


def _esf(request: Request, session: Session, today: date) -> EsfReport:
    scope = asked_of(request, today).scope
    return esf_report(session, scope.first, scope.last, today)
