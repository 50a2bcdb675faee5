"""The journal of accesses, written after the answer has left: it neither slows nor fails one."""

import logging
from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from fastapi import Request
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker
from starlette.concurrency import run_in_threadpool

from api.dependencies import NowDep
from api.services.access_log import Seen, kind_of, note_access
from models.access import AccessKind
from models.database import transaction

logger = logging.getLogger(__name__)


async def record(request: Request, now: NowDep) -> AsyncIterator[None]:
    """Note what the request showed once it was answered; a refusal shows nothing.

    A page of several people says whom it named in `request.state.named` (ids). In a transaction
    of its own: that of a page that is read can write nothing.
    """
    yield
    path = getattr(request.scope.get("route"), "path", "")
    named: Sequence[int] = getattr(request.state, "named", ())
    kind = kind_of(request.method, path) or (AccessKind.VIEW if named else None)
    account = getattr(request.state, "account", None)
    if kind is None or account is None:
        return
    keys = {name: str(value) for name, value in request.path_params.items()}
    seen = Seen(kind, path, keys, getattr(request.state, "lines", None), named)
    factory: sessionmaker[Session] = request.app.state.sessions
    await run_in_threadpool(_note, factory, account.id, seen, now)


def _note(factory: sessionmaker[Session], user_id: int, seen: Seen, at: datetime) -> None:
    try:
        with transaction(factory) as session:
            note_access(session, user_id, seen, at)
    except SQLAlchemyError:
        logger.exception("an access to %s could not be noted", seen.path)
