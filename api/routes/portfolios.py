"""Who follows whom, and the people of a caseworker given to another, as a manager does it."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.account_forms import ReassignForm
from api.dependencies import NowDep, SessionDep, UserDep
from api.rendering import page
from api.schemas import Form as EmptyForm
from api.services import portfolios

router = APIRouter()
HOME = "/portefeuilles"


@router.get(HOME, response_class=HTMLResponse)
def show_portfolios(request: Request, session: SessionDep) -> Response:
    """Every portfolio, and what was reassigned."""
    facts = {
        "portfolios": portfolios.portfolios(session),
        "past": portfolios.past(session),
        "words_of": portfolios.words_of,
    }
    return page(request, "portfolios.html", facts)


@router.get(f"{HOME}/{{portfolio_key}}", response_class=HTMLResponse)
def show_portfolio(request: Request, session: SessionDep, portfolio_key: str) -> Response:
    """The people of a portfolio, to tick and give."""
    portfolio = portfolios.find_portfolio(session, portfolio_key)
    facts = {
        "portfolio": portfolio,
        "people": portfolios.participants(session, portfolio),
        "receivers": portfolios.receivers(session),
    }
    return page(request, "portfolio.html", facts)


@router.post(f"{HOME}/{{portfolio_key}}")
def reassign(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    portfolio_key: str,
    form: Annotated[ReassignForm, Form()],
) -> Response:
    """Give the people ticked, or all of them, to a colleague."""
    portfolio = portfolios.find_portfolio(session, portfolio_key)
    who = None if form.everybody else form.who
    portfolios.reassign(session, user, portfolio, form.to, who, now)
    return RedirectResponse(f"{HOME}#reaffectations", status_code=303)


@router.post(f"{HOME}/reaffectations/{{key}}/annuler")
def undo(
    session: SessionDep, user: UserDep, now: NowDep, key: str, form: Annotated[EmptyForm, Form()]
) -> Response:
    """Give them back."""
    portfolios.undo(session, user, key, now)
    return RedirectResponse(f"{HOME}#reaffectations", status_code=303)
