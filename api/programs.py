"""Programs that call the API: the token they show, what it opens, how often."""

from datetime import datetime, timedelta

from fastapi import Request
from sqlalchemy.orm import Session, sessionmaker

from api.services.tokens import (
    TokenRefusedError,
    TooManyRequestsError,
    check_scope,
    count_request,
    token_for,
)
from models.database import reading, transaction
from models.days import day_of
from models.tokens import ApiScope, ApiToken

API = "/api/v1"


def is_api(path: str) -> bool:
    """True for the addresses that programs call: they read JSON, never pages."""
    return path.startswith(f"{API}/") and path != f"{API}/"


def admit_program(request: Request, scope: ApiScope, now: datetime) -> None:
    """Let a token with this right in; a cookie opens nothing here.

    The journal of accesses names who made the token. Counted in a transaction of its own, over
    before that of the request begins.

    Raises
    ------
    TokenRefusedError, TooManyRequestsError, ScopeMissingError
    """
    kind, _, secret = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not secret.strip():
        raise TokenRefusedError
    factory: sessionmaker[Session] = request.app.state.sessions
    with reading(factory) as session:
        token = token_for(session, secret.strip(), day_of(now))
        session.expunge_all()  # so that the end of the reading leaves the token readable
    wait = _count(factory, token, now)
    if wait is not None:
        raise TooManyRequestsError(wait)
    check_scope(token, scope)
    request.state.account = token.created_by
    request.state.user = None
    request.state.token = token


def _count(factory: sessionmaker[Session], token: ApiToken, now: datetime) -> timedelta | None:
    with transaction(factory) as session:
        return count_request(session, token, now)


def token_of(request: Request) -> ApiToken:
    """The token of a request that was let in."""
    token: ApiToken = request.state.token
    return token
