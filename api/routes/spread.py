"""People without a proposal for long, what explains it, and all the lists made again."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from api.dependencies import NowDep, SessionDep, UserDep
from api.rendering import page
from api.routes.list_files import answer
from api.schemas import PageNumber
from api.services.list_files import Table
from api.services.offer_lists import pages_of
from api.services.spread_forgotten import FILE_HEADERS, WAITS, file_rows, forgotten
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
        "query": link().partition("?")[2],
    }
    return page(request, "forgotten.html", facts)


@router.get("/forgotten.csv")
@router.get("/forgotten.xlsx")
@router.get("/forgotten.json")
def forgotten_file(
    request: Request,
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    wait: int = WAITS[0],
    mine: bool = False,
) -> Response:
    """The same as a file; names only of those whose names the person reads."""
    chosen = wait if wait in WAITS else WAITS[0]
    found = forgotten(session, user, now, chosen, mine)
    table = Table(f"sans-proposition-{chosen}-jours", FILE_HEADERS, file_rows(found))
    return answer(request, table, day_of(now))
