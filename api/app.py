"""The web application, made of settings; there is no global one."""

import gc
import mimetypes
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from api import problems
from api.dependencies import authorise
from api.recording import record
from api.rendering import STATIC
from api.routes import (
    abc,
    accounts,
    alerts,
    answer_codes,
    answer_files,
    answers,
    api_about,
    api_v1,
    candidates,
    captures,
    clauses,
    contract_steps,
    contracts,
    decisions,
    delegations,
    demo,
    dispatch_cards,
    dispatches,
    drive_guests,
    drives,
    duplicates,
    exits,
    fairness,
    figures,
    figures_reports,
    followups,
    help,
    imports,
    interviews,
    introductions,
    journal,
    learning,
    levers,
    list_files,
    offer_forces,
    offer_life,
    offers,
    offers_out,
    portfolios,
    reviews,
    shortlists,
    sign_in,
    spread,
    sso,
    start,
    synthesis,
    todo,
    tokens,
    travel,
    working_life,
)
from api.security import BodyLimit, SecurityHeaders, check_policies
from api.settings import Settings
from api.sign_on import relying_of
from models.database import create_engine_from_url, create_session_factory

ROUTERS = (
    start.router,
    sign_in.router,
    sso.router,
    accounts.router,
    demo.router,
    captures.router,
    offers_out.router,
    offers.router,
    reviews.router,
    alerts.router,
    duplicates.router,
    offer_forces.router,
    offer_life.router,
    shortlists.router,
    candidates.router,
    levers.router,
    decisions.router,
    contracts.router,
    contract_steps.router,
    followups.router,
    help.router,
    exits.router,
    working_life.router,
    introductions.router,
    delegations.router,
    drives.router,
    drive_guests.router,
    clauses.router,
    portfolios.router,
    todo.router,
    interviews.router,
    synthesis.router,
    imports.router,
    spread.router,
    learning.router,
    fairness.router,
    figures.router,
    figures_reports.router,
    travel.router,
    abc.router,
    journal.router,
    list_files.router,
    dispatches.router,
    dispatch_cards.router,
    answers.router,
    answer_codes.router,
    answer_files.router,
    tokens.router,
    api_about.router,
    api_v1.router,
)
MAX_BODY_BYTES = 2_000_000
"""The longest pasted offer is 100,000 characters, each up to 12 bytes once encoded."""
UPLOADS = {"/offers": 50_000_000, "/imports": 55_000_000}
"""Bytes of a form with files: several documents of 10 MB each, or one export of 50 MiB."""
COLLECTING = (10_000, 10, 50)
"""When the collector goes round: objects made and not let go of, then rounds of each generation.

With Python's (700, 10, 10) one page in ten went through a round over all that the process has kept
by then, up to 138 ms where lists of people are.
"""
STATIC_LASTS = "public, max-age=31536000, immutable"
"""Addresses of static files change with their content."""


class StaticAssets(StaticFiles):
    """Our style sheets and scripts, which browsers may keep."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, to be kept for a year; a missing one is not to be remembered."""
        response = await super().get_response(path, scope)
        if response.status_code in (200, 304):
            response.headers["cache-control"] = STATIC_LASTS
        return response


def settle() -> None:
    """Leave what start-up made out of the rounds of the collector; for a process that serves.

    Some 300,000 objects stay as long as the process: going over them held a page in five up for
    150 to 250 ms.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTING)


def create_app(settings: Settings) -> FastAPI:
    """The application for these settings; its base must have its tables.

    Raises
    ------
    RuntimeError : a route has no policy
    InputRefusedError : the address of the base cannot be read, or the sign-on is not whole
    """
    mimetypes.add_type("font/woff2", ".woff2")
    is_https = (settings.public_url or "").startswith("https://")
    engine = create_engine_from_url(settings.database_url)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        engine.dispose()

    app = FastAPI(
        title="Candidathèque",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan,
        dependencies=[Depends(authorise), Depends(record)],
        middleware=[
            Middleware(SecurityHeaders, is_https=is_https),
            Middleware(BodyLimit, most_bytes=MAX_BODY_BYTES, uploads=UPLOADS),
        ],
    )
    app.state.settings = settings
    app.state.demo = settings.demo
    app.state.is_https = is_https
    app.state.cookie_name = "__Host-candidatheque" if is_https else "candidatheque"
    app.state.relying = relying_of(settings)
    app.state.sessions = create_session_factory(engine)
    problems.install(app)
    check_policies(route for router in ROUTERS for route in router.routes)
    for router in ROUTERS:
        app.include_router(router)
    # pages are not compressed: they hold the tokens of links beside words that others write
    app.mount("/static", GZipMiddleware(StaticAssets(directory=STATIC)), name="static")
    return app
