"""The journal of accesses, for the administration."""

from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from api.dependencies import SessionDep, TodayDep
from api.rendering import page
from api.routes.list_files import answer
from api.schemas import PageNumber, Search
from api.services.access_log import (
    JournalFilters,
    heavy_readers,
    journal_page,
    journal_table,
    readers,
)
from api.services.access_screens import screen_name
from api.work_forms import day_in
from models.access import AccessKind
from models.errors import InputRefusedError

router = APIRouter()
HOME = "/journal"


@router.get(HOME, response_class=HTMLResponse)
def show_journal(
    request: Request,
    session: SessionDep,
    today: TodayDep,
    personne: Search = "",
    qui: str = "",
    du: str = "",
    au: str = "",
    quoi: str = "",
    number: Annotated[PageNumber, Query(alias="page")] = 1,
) -> Response:
    """Who looked at whom, the latest first."""
    filters = filters_of(personne, qui, (du, au), quoi, number)
    facts = {
        "journal": journal_page(session, filters),
        "filters": filters,
        "query": query_of(filters),
        "readers": readers(session),
        "kinds": list(AccessKind),
        "screen_name": screen_name,
        "heavy": heavy_readers(session, today),
        "number": number,
        "pager_url": lambda wanted: f"{HOME}?{query_of(filters, wanted)}",
    }
    return page(request, "journal.html", facts)


@router.get(f"{HOME}.csv")
@router.get(f"{HOME}.xlsx")
@router.get(f"{HOME}.json")
def journal_file(
    request: Request,
    session: SessionDep,
    today: TodayDep,
    personne: Search = "",
    qui: str = "",
    du: str = "",
    au: str = "",
    quoi: str = "",
) -> Response:
    """The same as a file, all pages."""
    filters = filters_of(personne, qui, (du, au), quoi)
    return answer(request, journal_table(session, filters), today)


def filters_of(
    personne: str, qui: str, days: tuple[str, str], quoi: str, number: int = 1
) -> JournalFilters:
    """The filters of the address.

    Raises
    ------
    InputRefusedError : a day cannot be read, or the period ends before it begins
    """
    first: date | None = day_in(days[0], "Du")
    last: date | None = day_in(days[1], "Au")
    if first and last and last < first:
        raise InputRefusedError("la période finit avant de commencer", "Période")
    kind = next((each for each in AccessKind if each == quoi), None)
    return JournalFilters(personne.strip(), qui, first, last, kind, number)


def query_of(filters: JournalFilters, number: int = 1) -> str:
    """The filters as the end of an address."""
    said = {
        "personne": filters.person,
        "qui": filters.user,
        "du": filters.first,
        "au": filters.last,
        "quoi": filters.kind.value if filters.kind else "",
        "page": number if number > 1 else "",
    }
    return urlencode({name: str(value) for name, value in said.items() if value})
