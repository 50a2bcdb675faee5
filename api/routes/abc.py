"""What ABC Evolution is told: the acts since the last time, given out once; those of a period."""

from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.dependencies import NowDep, SessionDep, TodayDep, UserDep
from api.list_answers import csv_answer, xlsx_answer
from api.rendering import page
from api.services.abc_acts import acts_of_days
from api.services.abc_lines import HEADERS
from api.services.abc_round import (
    batch_of,
    batch_table,
    batches_of,
    give_out,
    table_of,
)
from api.services.abc_waiting import what_waits
from api.services.list_files import Table, text_rows, to_paste
from api.work_forms import needed_day
from models.errors import InputRefusedError
from models.people import User

router = APIRouter()
HOME = "/abc"
PERIOD = f"{HOME}/periode"
BATCH = f"{HOME}/{{batch_key}}"
PREVIEWED = 50


@router.get(HOME, response_class=HTMLResponse)
def show_waiting(request: Request, session: SessionDep, user: UserDep, today: TodayDep) -> Response:
    """What was not given out yet, and what was."""
    found = what_waits(session, user, today, PREVIEWED)
    facts = {
        "total": found.counts.total(),
        "counts": found.counts.most_common(),
        "headers": HEADERS,
        "lines": text_rows(table_of(found.oldest)),
        "batches": batches_of(session),
        "first": today.replace(day=1),
        "today": today,
    }
    return page(request, "abc.html", facts)


@router.post(HOME)
def give(session: SessionDep, user: UserDep, now: NowDep) -> Response:
    """« Remettre » : mark what waits, and show it to be taken."""
    batch = give_out(session, user, now)
    return RedirectResponse(HOME if batch is None else f"{HOME}/{batch.key}", status_code=303)


@router.get(f"{PERIOD}.csv")
def period_csv(
    request: Request,
    session: SessionDep,
    user: UserDep,
    today: TodayDep,
    du: str = "",
    au: str = "",
) -> Response:
    """Every act of a period, given out or not; nothing is marked."""
    return csv_answer(request, period_table(session, user, today, (du, au)), today)


@router.get(f"{PERIOD}.xlsx")
def period_xlsx(
    request: Request,
    session: SessionDep,
    user: UserDep,
    today: TodayDep,
    du: str = "",
    au: str = "",
) -> Response:
    """The same as a workbook."""
    return xlsx_answer(request, period_table(session, user, today, (du, au)), today)


@router.get(f"{BATCH}.csv")
def batch_csv(
    request: Request, session: SessionDep, user: UserDep, today: TodayDep, batch_key: str
) -> Response:
    """What was given out together, again."""
    batch = batch_of(session, batch_key)
    return csv_answer(request, batch_table(session, user, batch, today), today)


@router.get(f"{BATCH}.xlsx")
def batch_xlsx(
    request: Request, session: SessionDep, user: UserDep, today: TodayDep, batch_key: str
) -> Response:
    """The same as a workbook."""
    batch = batch_of(session, batch_key)
    return xlsx_answer(request, batch_table(session, user, batch, today), today)


@router.get(BATCH, response_class=HTMLResponse)
def show_batch(
    request: Request, session: SessionDep, user: UserDep, today: TodayDep, batch_key: str
) -> Response:
    """What was given out together: two files, and a block to copy."""
    batch = batch_of(session, batch_key)
    table = batch_table(session, user, batch, today)
    facts = {
        "batch": batch,
        "headers": HEADERS,
        "total": len(table.rows),
        "block": to_paste(table),
    }
    return page(request, "abc_batch.html", facts)


def period_table(session: Session, user: User, today: date, asked: tuple[str, str]) -> Table:
    """The lines of the days asked for, in ISO form.

    Raises
    ------
    InputRefusedError : a day is missing or unreadable, or the period ends before it begins
    """
    first, last = needed_day(asked[0], "Du"), needed_day(asked[1], "Au")
    if last < first:
        raise InputRefusedError("la période finit avant de commencer", "Période")
    return table_of(acts_of_days(session, user, (first, last), today))
