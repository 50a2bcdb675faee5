"""Signing in, by password or by a one-time link, and signing out."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.dependencies import NowDep, SessionDep
from api.rendering import page
from api.schemas import Line, LinkToken, SignInForm
from api.services import users
from models.errors import SignInRefusedError
from models.people import User

router = APIRouter()

PASSWORD_REFUSED = "Adresse ou mot de passe non reconnu."
PASSWORDS_CLOSED = "La connexion par mot de passe est fermée ici."
LINK_REFUSED = "Ce lien a déjà servi, ou il a expiré."


@router.get("/sign-in", response_class=HTMLResponse)
def sign_in_page(request: Request, target: Annotated[Line, Query(alias="next")] = "/") -> Response:
    """The sign-in form."""
    return page(request, "sign_in.html", sign_in_facts(request, target=inside(target)))


@router.post("/sign-in", response_class=HTMLResponse)
def sign_in(
    request: Request, session: SessionDep, now: NowDep, form: Annotated[SignInForm, Form()]
) -> Response:
    """Check the password; a refusal is answered, not raised, so that the attempt is kept.

    Raises
    ------
    TooManyAttemptsError : the account is slowed down
    """
    if not request.app.state.settings.local_sign_in:
        return page(request, "sign_in.html", sign_in_facts(request, PASSWORDS_CLOSED), 403)
    user = users.check_password(session, form.email, form.password, now)
    if user is None:
        facts = sign_in_facts(request, PASSWORD_REFUSED, form.email, inside(form.next))
        return page(request, "sign_in.html", facts, 401)
    return welcome(request, session, user, now, inside(form.next))


@router.get("/sign-in/link/{token}", response_class=HTMLResponse)
def link_page(request: Request, token: LinkToken) -> Response:
    """A page with a button: mail scanners that follow links do not spend them."""
    return page(request, "sign_in_link.html", {"message": "", "token": token})


@router.post("/sign-in/link/{token}", response_class=HTMLResponse)
def use_link(request: Request, session: SessionDep, now: NowDep, token: LinkToken) -> Response:
    """Spend the link and sign in."""
    try:
        user = users.use_link(session, token, now)
    except SignInRefusedError:
        return page(request, "sign_in_link.html", {"message": LINK_REFUSED, "token": ""}, 401)
    return enter(request, session, users.open_session_by_link(session, user, now), now, "/")


@router.post("/sign-out")
def sign_out(request: Request, session: SessionDep, now: NowDep) -> Response:
    """End the session, on the server and in the browser."""
    token = request.cookies.get(request.app.state.cookie_name)
    if token:
        users.end_session(session, token, now)
    response = RedirectResponse("/sign-in", status_code=303)
    response.delete_cookie(
        request.app.state.cookie_name,
        secure=request.app.state.is_https,
        httponly=True,
        samesite="lax",
    )
    return response


def welcome(
    request: Request, session: Session, user: User, now: datetime, target: str
) -> RedirectResponse:
    """Open a new session, ending the one the browser had, and go to `target`."""
    return enter(request, session, users.open_session(session, user, now), now, target)


def enter(
    request: Request, session: Session, token: str, now: datetime, target: str
) -> RedirectResponse:
    """Go to `target` with the session of `token`; the one the browser had ends."""
    former = request.cookies.get(request.app.state.cookie_name)
    if former:
        users.end_session(session, former, now)
    response = RedirectResponse(target, status_code=303)
    response.set_cookie(
        request.app.state.cookie_name,
        token,
        secure=request.app.state.is_https,
        httponly=True,
        samesite="lax",
        path="/",
    )
    return response


def sign_in_facts(
    request: Request, message: str = "", email: str = "", target: str = "/"
) -> dict[str, object]:
    """What the sign-in page shows: the ways in that the settings leave open."""
    relying = request.app.state.relying
    return {
        "message": message,
        "email": email,
        "next": target,
        "sso_name": None if relying is None else relying.provider.name,
        "local": request.app.state.settings.local_sign_in,
    }


def inside(target: str) -> str:
    """The address to go to after signing in: a path of ours, never another site."""
    is_path = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if is_path and target.isprintable() and "\\" not in target else "/"
