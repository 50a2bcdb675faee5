"""What routes are given: the transaction of the request, the person signed in, the clock."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.orm import Session, sessionmaker

from api.programs import admit_program
from api.security import (
    DECIDERS,
    DRIVE_RUNNERS,
    IMPORTERS,
    SAFE_METHODS,
    AccessRefusedError,
    CrossSiteError,
    SignInRequiredError,
    is_cross_site,
    policy_of,
)
from api.services import users
from api.services.rows import NAME_READERS, ROW_READERS
from api.services.scope import stood_in_for
from api.services.shortlists import Matcher, matcher_of
from models.database import reading, transaction
from models.days import day_of
from models.dispatch_moves import SENDERS
from models.people import User
from models.transitions import OFFER_TRANSITIONS
from models.vocabulary import OfferState, Role

OPENERS = next(t.roles for t in OFFER_TRANSITIONS if t.to_state is OfferState.OPEN)


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person signed in, as pages need them."""

    name: str
    role: Role

    @property
    def may_collect(self) -> bool:
        """May take in and open offers."""
        return self.role in OPENERS

    @property
    def may_decide(self) -> bool:
        """Works with people: proposes them, reads their file and what became of them."""
        return DECIDERS.admits(self.role)

    @property
    def may_send(self) -> bool:
        """May send people to an agency or employer."""
        return self.role in SENDERS

    @property
    def may_run(self) -> bool:
        """May run recruitment drives and keep the ledger of clause hours."""
        return DRIVE_RUNNERS.admits(self.role)

    @property
    def may_import(self) -> bool:
        """May bring files in with the assistant."""
        return IMPORTERS.admits(self.role)

    @property
    def may_approve(self) -> bool:
        """May put weights that were learnt in force."""
        return self.role is Role.MANAGER

    @property
    def sees_people(self) -> bool:
        """May see who is in a shortlist."""
        return self.role in ROW_READERS

    @property
    def reads_names(self) -> bool:
        """Reads the names of everybody, not only of the people they follow."""
        return self.role in NAME_READERS


def get_now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


NowDep = Annotated[datetime, Depends(get_now)]


def get_today(now: NowDep) -> date:
    """The day in Paris."""
    return day_of(now)


TodayDep = Annotated[date, Depends(get_today)]


def get_session(request: Request) -> Iterator[Session]:
    """One request, one transaction: reading for safe methods, writing for the others."""
    factory: sessionmaker[Session] = request.app.state.sessions
    opened = reading if request.method in SAFE_METHODS else transaction
    with opened(factory) as session:
        yield session


# "function": the commit precedes the response, so that a failed commit is an error.
SessionDep = Annotated[Session, Depends(get_session, scope="function")]


def authorise(request: Request, now: NowDep) -> None:
    """Apply the policy of the route; remember who asks in `request.state`.

    Raises
    ------
    CrossSiteError, SignInRequiredError, AccessRefusedError; what `admit_program` raises
    """
    if is_cross_site(request.method, request.headers):
        raise CrossSiteError
    policy = policy_of(request)
    if policy.scope is not None:
        admit_program(request, policy.scope, now)
        return
    user = signed_in(request, now)
    request.state.account = user
    request.state.user = None if user is None else Viewer(user.name, user.role)
    if policy.public:
        return
    if user is None:
        raise SignInRequiredError
    if not policy.admits(user.role):
        raise AccessRefusedError(user.role)


def signed_in(request: Request, now: datetime) -> User | None:
    """Whoever the cookie of the request stands for, if their session is still good.

    In transactions of its own, over before that of the request begins: on SQLite the note
    that the session is in use would otherwise wait for the reader beside it.
    """
    token = request.cookies.get(request.app.state.cookie_name)
    if not token:
        return None
    factory: sessionmaker[Session] = request.app.state.sessions
    with reading(factory) as session:
        user = users.user_of_session(session, token, now)
        is_stale = user is not None and users.needs_touch(session, token, now)
        if user is not None:
            user.stand_in_for(stood_in_for(session, user, day_of(now)))
        session.expunge_all()  # so that the end of the reading leaves the account readable
    if is_stale:
        with transaction(factory) as session:
            users.touch_session(session, token, now)
    return user


def get_user(request: Request) -> User:
    """The person signed in.

    Raises
    ------
    SignInRequiredError : nobody is
    """
    user: User | None = getattr(request.state, "account", None)
    if user is None:
        raise SignInRequiredError
    return user


UserDep = Annotated[User, Depends(get_user)]


def get_matcher(request: Request) -> Matcher:
    """The ranker of the settings, made at the first ranking."""
    settings = request.app.state.settings
    matcher = matcher_of(settings.encoder, settings.territory)
    return replace(matcher, swaps=settings.rank_swaps)


MatcherDep = Annotated[Matcher, Depends(get_matcher)]
