"""The monthly report by group: for managers and the administration alone."""

import csv
import io
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import NowDep, SessionDep, UserDep
from api.fairness_forms import AnalysisForm, NamingForm
from api.fairness_page import FILE_HEADERS, file_rows, home_facts, report_facts
from api.rendering import page
from api.services.fairness import (
    analyse,
    establish,
    last_month,
    name_answerer,
    report_of,
    reports,
)
from ingestion.candidates.escaping import escape
from models.days import day_of

router = APIRouter()

HOME = "/equite"


@router.get(HOME, response_class=HTMLResponse)
def show_reports(request: Request, session: SessionDep, user: UserDep, now: NowDep) -> Response:
    """The reports made so far, and the button that makes the next."""
    return page(request, "fairness.html", home_facts(reports(session, user), day_of(now)))


@router.post(HOME)
def make_report(session: SessionDep, user: UserDep, now: NowDep) -> Response:
    """« Établir le rapport » of the last month that is over."""
    report = establish(session, user, now, last_month(day_of(now)))
    return _to(str(report.key))


@router.get(f"{HOME}/{{report_key}}", response_class=HTMLResponse)
def show_report(
    request: Request, session: SessionDep, user: UserDep, now: NowDep, report_key: str
) -> Response:
    """One report: what is out of its band first."""
    report = report_of(session, user, report_key)
    facts = report_facts(session, report, user, day_of(now))
    return page(request, "fairness_report.html", facts)


@router.get(f"{HOME}/{{report_key}}/report.csv")
def report_file(session: SessionDep, user: UserDep, report_key: str) -> Response:
    """The same figures as a file."""
    report = report_of(session, user, report_key)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(FILE_HEADERS)
    writer.writerows([escape(cell) for cell in row] for row in file_rows(report))
    name = f"equite-{report.month:%Y-%m}.csv"
    return Response(
        out.getvalue().encode("utf-8-sig"),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


@router.post(f"{HOME}/{{report_key}}/answerer")
def choose_answerer(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    report_key: str,
    form: Annotated[NamingForm, Form()],
) -> Response:
    """« Nommer » who answers for what is out of the band."""
    name_answerer(session, report_key, user, form.named, now)
    return _to(report_key)


@router.post(f"{HOME}/{{report_key}}/analysis")
def write_analysis(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    report_key: str,
    form: Annotated[AnalysisForm, Form()],
) -> Response:
    """« Enregistrer l’analyse » of the person named."""
    analyse(session, report_key, user, form.text, now)
    return _to(report_key)


def _to(report_key: str) -> Response:
    return RedirectResponse(f"{HOME}/{report_key}", status_code=303)
