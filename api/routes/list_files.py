"""The lists that people work on, as files: the page's address with `.csv`, `.xlsx` or `.json`."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from api.dependencies import SessionDep, TodayDep, UserDep
from api.gestures import GestureDep
from api.list_answers import csv_answer, json_answer, xlsx_answer
from api.routes.contracts import filters_of as contract_filters
from api.routes.offers import filters_of, own_domains
from api.routes.shortlists import row_filters_of
from api.schemas import Search, ShortlistSearchForm
from api.services.list_files import Table
from api.services.list_files_tables import (
    dispatches_table,
    follow_up_table,
    offers_table,
    people_table,
    shortlist_table,
)
from api.services.list_files_work import contracts_table, drives_table, level2_table
from api.services.offer_lists import offer_of
from models.dispatch_lists import DispatchState

router = APIRouter()


@router.get("/offers.csv")
@router.get("/offers.xlsx")
@router.get("/offers.json")
def offers_file(
    request: Request,
    session: SessionDep,
    user: UserDep,
    today: TodayDep,
    q: Search = "",
    domain: str = "",
    state: str = "",
    due: bool = False,
) -> Response:
    """The offers that the filters leave."""
    table = offers_table(session, filters_of(q, domain, state, due, own_domains(user)), today)
    return answer(request, table, today)


@router.get("/candidats.csv")
@router.get("/candidats.xlsx")
@router.get("/candidats.json")
def people_file(request: Request, session: SessionDep, user: UserDep, today: TodayDep) -> Response:
    """The people whom the user may look at."""
    return answer(request, people_table(session, user), today)


@router.post("/candidats.csv")
@router.post("/candidats.xlsx")
@router.post("/candidats.json")
def found_people_file(
    request: Request,
    session: SessionDep,
    user: UserDep,
    today: TodayDep,
    form: Annotated[ShortlistSearchForm, Form()],
) -> Response:
    """Those whom the words fit; in the body, as addresses end up in logs."""
    return answer(request, people_table(session, user, form.q), today)


@router.get("/contrats.csv")
@router.get("/contrats.xlsx")
@router.get("/contrats.json")
def contracts_file(request: Request, act: GestureDep, state: str = "") -> Response:
    """The contracts that the filter leaves, all pages."""
    filters = contract_filters(state)
    return answer(request, contracts_table(act.session, act.user, filters, act.today), act.today)


@router.get("/niveau-2.csv")
@router.get("/niveau-2.xlsx")
@router.get("/niveau-2.json")
def level2_file(request: Request, act: GestureDep) -> Response:
    """Who waits for level 2, and the syntheses to hand over."""
    return answer(request, level2_table(act.session, act.user, act.at), act.today)


@router.get("/recrutements.csv")
@router.get("/recrutements.xlsx")
@router.get("/recrutements.json")
def drives_file(request: Request, act: GestureDep) -> Response:
    """The drives that the user sees."""
    return answer(request, drives_table(act.session, act.user, act.at), act.today)


@router.get("/offers/{key}/shortlist.csv")
@router.get("/offers/{key}/shortlist.xlsx")
@router.get("/offers/{key}/shortlist.json")
def shortlist_file(
    request: Request,
    session: SessionDep,
    user: UserDep,
    today: TodayDep,
    key: str,
    band: str = "",
    decision: str = "",
    mine: bool = False,
    by_score: bool = False,
) -> Response:
    """The rows of a shortlist that the filters leave, all pages."""
    filters = row_filters_of(band, decision, mine, by_score)
    table = shortlist_table(session, user, offer_of(session, key), filters)
    return answer(request, table, today)


@router.get("/suivi.csv")
@router.get("/suivi.xlsx")
@router.get("/suivi.json")
def follow_up_file(
    request: Request, session: SessionDep, user: UserDep, today: TodayDep, qui: str = ""
) -> Response:
    """The day of the user, or (`qui=tous`) of everybody they see."""
    return answer(request, follow_up_table(session, user, today, qui == "tous"), today)


@router.get("/envois.csv")
@router.get("/envois.xlsx")
@router.get("/envois.json")
def dispatches_file(
    request: Request, session: SessionDep, user: UserDep, today: TodayDep, state: str = ""
) -> Response:
    """The dispatches that the filter leaves."""
    chosen = next((each for each in DispatchState if each == state), None)
    return answer(request, dispatches_table(session, user, chosen, today), today)


def answer(request: Request, table: Table, today: date) -> Response:
    """The file that the address ends like."""
    kinds = {".xlsx": xlsx_answer, ".json": json_answer}
    give = kinds.get(request.url.path[-5:], csv_answer)
    return give(request, table, today)
