"""Signing in through the provider of the house: to it, and back."""

import logging
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session, sessionmaker

from api.dependencies import NowDep
from api.rendering import page
from api.routes.sign_in import inside, sign_in_facts, welcome
from api.schemas import Line
from api.services.oidc import STALE, Identity, Relying, SignOnRefusedError
from api.services.oidc_accounts import account_of
from api.sign_on import COOKIE_LASTS_S, COOKIE_SUFFIX, packed, unpacked
from models.database import transaction
from models.errors import NotFoundError

router = APIRouter()
logger = logging.getLogger(__name__)
HOME = "/sso"
RETURN = "/sso/retour"


@router.get(HOME)
def leave(request: Request, target: Annotated[Line, Query(alias="next")] = "/") -> Response:
    """Send the browser to the provider."""
    relying = _relying(request)
    try:
        url, journey = relying.begin(_return_address(request), inside(target))
    except SignOnRefusedError as error:
        return _refused(request, error)
    response = RedirectResponse(url, status_code=303)
    response.set_cookie(
        _cookie(request),
        packed(journey),
        max_age=COOKIE_LASTS_S,
        secure=request.app.state.is_https,
        httponly=True,
        samesite="lax",
        path="/",
    )
    return response


@router.get(RETURN, response_class=HTMLResponse)
def come_back(request: Request, now: NowDep) -> Response:
    """Verify what the provider says, and sign in; a refusal is a sentence and a way out.

    In a transaction of its own, begun once the provider has answered: a page that is read has
    one that writes nothing.
    """
    relying = _relying(request)
    try:
        journey = unpacked(request.cookies.get(_cookie(request), ""))
        if journey is None:
            raise SignOnRefusedError("no journey", STALE)
        identity = relying.finish(_return_address(request), journey, dict(request.query_params))
        response = _signed_in(request, identity, inside(journey.target), now)
    except SignOnRefusedError as error:
        response = _refused(request, error)
    response.delete_cookie(
        _cookie(request), secure=request.app.state.is_https, httponly=True, samesite="lax"
    )
    return response


def _signed_in(request: Request, identity: Identity, target: str, now: datetime) -> Response:
    factory: sessionmaker[Session] = request.app.state.sessions
    with transaction(factory) as session:
        return welcome(request, session, account_of(session, identity, now), now, target)


def _refused(request: Request, error: SignOnRefusedError) -> Response:
    logger.warning("sign-on refused: %s", error.cause)
    return page(request, "sign_in.html", sign_in_facts(request, str(error)), 401)


def _relying(request: Request) -> Relying:
    """Our side of the sign-on.

    Raises
    ------
    NotFoundError : the settings name no provider
    """
    relying: Relying | None = request.app.state.relying
    if relying is None:
        raise NotFoundError("Connexion", "sso")
    return relying


def _return_address(request: Request) -> str:
    site = request.app.state.settings.public_url or str(request.base_url)
    return f"{site.rstrip('/')}{RETURN}"


def _cookie(request: Request) -> str:
    return f"{request.app.state.cookie_name}{COOKIE_SUFFIX}"
