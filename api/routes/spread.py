"""People without a proposal for long, what explains it, and all the lists made again."""

import csv
import io
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from api.dependencies import NowDep, SessionDep, UserDep
from api.list_answers import json_answer
from api.rendering import page
from api.schemas import PageNumber
from api.services.list_files import Table
from api.services.offer_lists import pages_of
from api.services.spread_forgotten import FILE_HEADERS, WAITS, file_rows, forgotten
from ingestion.candidates.escaping import escape
from models.days import day_of
from models.vocabulary import Role

router = APIRouter()

PEOPLE_PER_PAGE = 25


@router.get("/forgotten", response_class=HTMLResponse)
def show_forgotten(
    request: Request,
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    wait: int = WAITS[0],
    mine: bool | None = None,
    number: Annotated[PageNumber, Query(alias="page")] = 1,
) -> Response:
    """Who was not proposed for 30 or 60 days; a caseworker first sees those they follow."""
    chosen = wait if wait in WAITS else WAITS[0]
    own = mine if mine is not None else user.role is Role.CASEWORKER
    start = (number - 1) * PEOPLE_PER_PAGE
    shown = slice(start, start + PEOPLE_PER_PAGE)
    found = forgotten(session, user, now, chosen, own, shown)

    def link(wanted_wait: int = chosen, wanted_mine: bool = own, wanted_page: int = 1) -> str:
        return f"/forgotten?wait={wanted_wait}&mine={str(wanted_mine).lower()}" + (
            f"&page={wanted_page}" if wanted_page > 1 else ""
        )

    facts = {
        "found": found,
        "page_number": number,
        "pages": pages_of(found.total, PEOPLE_PER_PAGE),
        "waits": WAITS,
        "wait": chosen,
        "mine": own,
        "link": link,
        "pager_url": lambda wanted: link(wanted_page=wanted),
        "file_url": link().replace("/forgotten", "/forgotten.csv", 1),
    }
    return page(request, "forgotten.html", facts)


@router.get("/forgotten.json")
def forgotten_json(
    request: Request,
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    wait: int = WAITS[0],
    mine: bool = False,
) -> Response:
    """The same for a program; names only of those whose names the person reads."""
    found = forgotten(session, user, now, wait if wait in WAITS else WAITS[0], mine)
    table = Table("sans-proposition", tuple(FILE_HEADERS), list(file_rows(found)))
    return json_answer(request, table, day_of(now))


@router.get("/forgotten.csv")
def forgotten_file(
    session: SessionDep, user: UserDep, now: NowDep, wait: int = WAITS[0], mine: bool = False
) -> Response:
    """The same as a file; names only of those whose names the person reads."""
    chosen = wait if wait in WAITS else WAITS[0]
    found = forgotten(session, user, now, chosen, mine)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(FILE_HEADERS)
    writer.writerows([escape(cell) for cell in row] for row in file_rows(found))
    name = f"sans-proposition-{chosen}-jours.csv"
    return Response(
        out.getvalue().encode("utf-8-sig"),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )
