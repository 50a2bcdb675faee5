"""Templates, and the French ways of writing dates, numbers and plurals."""

import hashlib
import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from api.navigation import is_here, menu
from api.services.help import help_href
from models.days import PARIS, day_of
from models.vocabulary import Role

HERE = Path(__file__).parent
STATIC = HERE / "static"
DEMO_ROLES = (Role.OFFICER, Role.ADVISOR, Role.CASEWORKER, Role.MANAGER)
"""The roles that a demonstration lets one take with a click."""
NO_BREAK = "\u00a0"
SIGNS_AFTER_SPACE = re.compile(r" (?=[;:?!»](?:\s|$|[.,)]))")
LOCALE = Locale.parse("fr_FR")
"""Read once: pages write hundreds of numbers."""
MOST_WRITTEN = 4_096
"""Days and numbers whose words are kept: the same come back on every page."""


def date_fr(value: date | None, missing: str = "non précisé") -> str:
    """`12 mars 2026`, `1er mars 2026`; an hour-bearing value is read on the clock of Paris."""
    if value is None:
        return missing
    return _in_words(day_of(value) if isinstance(value, datetime) else value)


@lru_cache(MOST_WRITTEN)
def _in_words(day: date) -> str:
    return format_date(day, f"{_day(day)} MMMM yyyy", locale=LOCALE)


def datetime_fr(value: datetime | None, missing: str = "non précisé") -> str:
    """`12 mars 2026 à 14 h 05`, on the clock of Paris."""
    if value is None:
        return missing
    local = value.astimezone(PARIS)
    return format_datetime(local, f"{_day(local)} MMMM yyyy 'à' HH 'h' mm", locale=LOCALE)


def _day(value: date) -> str:
    """The pattern of a day of the month: the first is an ordinal in French."""
    return "d'er'" if value.day == 1 else "d"


FIRST_GROUPED = 1_000
"""The first whole number that French writes in groups of figures."""


def number_fr(value: float | None, digits: int = 0, missing: str = "non précisé") -> str:
    """`1 234,5` with the French comma and narrow no-break spaces."""
    if value is None:
        return missing
    if type(value) is int and not digits and 0 <= value < FIRST_GROUPED:
        return str(value)  # most numbers of a page: nothing to write in French
    if not value:
        return _in_figures.__wrapped__(value, digits)  # 0.0 and -0.0 are equal, and written apart
    return _in_figures(value, digits)


@lru_cache(MOST_WRITTEN, typed=True)
def _in_figures(value: float, digits: int) -> str:
    pattern = "#,##0." + "0" * digits if digits else "#,##0.##"
    return format_decimal(value, pattern, locale=LOCALE)


def plural(count: int, one: str, many: str | None = None) -> str:
    """`0 offre`, `1 offre`, `1 400 offres`: the number with its noun, French rule."""
    noun = one if count < 2 else (many or f"{one}s")
    return f"{number_fr(count)} {noun}"


def unbroken(words: str) -> str:
    """The words with the no-break spaces that French puts inside « » and before ; : ? !."""
    return SIGNS_AFTER_SPACE.sub(NO_BREAK, words).replace("« ", f"«{NO_BREAK}")


@cache
def static_url(name: str) -> str:
    """The address of one of our static files, with a mark that changes with its content."""
    mark = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={mark}"


@cache
def environment() -> Environment:
    """The one Jinja environment: everything escaped, an unknown name is an error."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        date_fr=date_fr,
        datetime_fr=datetime_fr,
        number_fr=number_fr,
        plural=plural,
        unbroken=unbroken,
    )
    made.globals.update(static_url=static_url)
    return made


def wants_html(request: Request) -> bool:
    """True where the client is a browser (it names text/html before any JSON)."""
    accepted = request.headers.get("accept", "")
    kinds = [part.split(";")[0].strip() for part in accepted.split(",")]
    if "text/html" not in kinds:
        return False
    return "application/json" not in kinds[: kinds.index("text/html")]


def is_htmx(request: Request) -> bool:
    """True where htmx asks, and swaps a part of the page."""
    return request.headers.get("hx-request") == "true"


def page(
    request: Request, template: str, context: Mapping[str, Any], status: int = 200
) -> HTMLResponse:
    """Render a template for the person signed in, if any (`request.state.user`)."""
    user = getattr(request.state, "user", None)
    common = {
        "user": user,
        "menu": None if user is None else menu(user.role),
        "is_here": is_here,
        "help_href": help_href(None if user is None else user.role, request.url.path),
        "demo": getattr(request.app.state, "demo", False),
        "demo_roles": DEMO_ROLES,
        "path": request.url.path,
    }
    body = environment().get_template(template).render({**common, **context})
    return HTMLResponse(body, status_code=status, headers={"Vary": "HX-Request, Accept"})
