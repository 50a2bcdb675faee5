"""The tokens of programs, as the administration gives and takes them."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import Field
from sqlalchemy.orm import Session

from api.dependencies import NowDep, SessionDep, TodayDep, UserDep
from api.rendering import page
from api.schemas import Form as EmptyForm
from api.schemas import Line, Lines
from api.services import tokens as service
from api.work_forms import needed_day
from models.days import day_of
from models.tokens import ApiScope

router = APIRouter()
HOME = "/jetons"
USUAL = timedelta(days=180)


class TokenForm(EmptyForm):
    """A token to make."""

    name: Line = ""
    scopes: Annotated[Lines, Field(default_factory=list)]
    last_day: Line = ""


@router.get(HOME, response_class=HTMLResponse)
def show_tokens(request: Request, session: SessionDep, today: TodayDep) -> Response:
    """The tokens there are, and the form of a new one."""
    return _tokens_page(request, session, today)


@router.post(HOME, response_class=HTMLResponse)
def make_token(
    request: Request,
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    form: Annotated[TokenForm, Form()],
) -> Response:
    """Make a token and show it, this once.

    Raises
    ------
    InputRefusedError : something is missing or makes no sense
    """
    last_day = needed_day(form.last_day, "Dernier jour")
    new = service.NewToken(form.name, service.scopes_of(form.scopes), last_day)
    secret = service.create_token(session, user, new, now)
    return _tokens_page(request, session, day_of(now), secret)


@router.post(f"{HOME}/{{token_key}}/revocation")
def revoke(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    token_key: str,
    form: Annotated[EmptyForm, Form()],
) -> Response:
    """Take a token back, from the next request on."""
    service.revoke_token(session, user, token_key, now)
    return RedirectResponse(HOME, status_code=303)


def _tokens_page(request: Request, session: Session, today: date, secret: str = "") -> Response:
    facts = {
        "lines": service.tokens(session, today),
        "scopes": list(ApiScope),
        "today": today,
        "latest": today + timedelta(days=service.LONGEST_DAYS),
        "usual": today + USUAL,
        "most": service.MOST_A_MINUTE,
        "secret": secret,
    }
    return page(request, "tokens.html", facts)
