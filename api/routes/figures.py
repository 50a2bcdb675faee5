"""The figures of the service: the funnel and the waits, what is not covered, the activity."""

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from api.dependencies import SessionDep, TodayDep, UserDep
from api.figures_query import Asked, asked
from api.rendering import page
from api.services.exits_rules import protocols
from api.services.steering.activity import activity
from api.services.steering.coverage import coverage
from api.services.steering.scope import choices
from api.services.steering.tables import Table, activity_table, board, coverage_tables
from ingestion.candidates.escaping import escape
from models.vocabulary import Domain, Role

router = APIRouter()

HOME = "/chiffres"
ACTIVITY_READERS = (Role.MANAGER, Role.ADMIN)


def asked_of(request: Request, today: date) -> Asked:
    """What the address of the request narrows."""
    return asked(request.query_params, today)


@router.get(HOME, response_class=HTMLResponse)
def show_figures(request: Request, session: SessionDep, user: UserDep, today: TodayDep) -> Response:
    """The funnel and the waits of a period."""
    wanted = asked_of(request, today)
    found = board(session, wanted.scope)
    facts = {
        **shared(wanted, user.role),
        "board": found,
        "tables": found.tables,
        "choices": choices(session),
        "domains": list(Domain),
    }
    return page(request, "figures.html", facts)


@router.get(f"{HOME}.csv")
def figures_file(request: Request, session: SessionDep, today: TodayDep) -> Response:
    """The same figures as a file."""
    return _file(board(session, asked_of(request, today).scope).tables, "chiffres")


@router.get(f"{HOME}.json")
def figures_json(request: Request, session: SessionDep, today: TodayDep) -> Response:
    """The same figures for a program."""
    return _json(board(session, asked_of(request, today).scope).tables)


@router.get(f"{HOME}/couverture", response_class=HTMLResponse)
def show_coverage(
    request: Request, session: SessionDep, user: UserDep, today: TodayDep
) -> Response:
    """Offers without candidates, people without offers, and what keeps them apart."""
    facts = {**shared(asked_of(request, today), user.role), "found": coverage(session)}
    return page(request, "figures_coverage.html", facts)


@router.get(f"{HOME}/couverture.csv")
def coverage_file(session: SessionDep) -> Response:
    """The same two lists as a file."""
    return _file(coverage_tables(coverage(session)), "couverture")


@router.get(f"{HOME}/activite", response_class=HTMLResponse)
def show_activity(
    request: Request, session: SessionDep, user: UserDep, today: TodayDep
) -> Response:
    """Entries, steps and exits by public."""
    wanted = asked_of(request, today)
    found = activity(session, wanted.scope.first, wanted.scope.last, exit_rules())
    facts = {**shared(wanted, user.role), "table": activity_table(found)}
    return page(request, "figures_activity.html", facts)


@router.get(f"{HOME}/activite.csv")
def activity_file(request: Request, session: SessionDep, today: TodayDep) -> Response:
    """The same table as a file."""
    scope = asked_of(request, today).scope
    found = activity(session, scope.first, scope.last, exit_rules())
    return _file([activity_table(found)], "activite")


def exit_rules() -> list[tuple[str, str]]:
    """Name and label of every positive exit of any protocol, in the order of the files."""
    found: dict[str, str] = {}
    for protocol in protocols():
        for rule in protocol.rules:
            found.setdefault(rule.code, rule.label)
    return list(found.items())


def shared(wanted: Asked, role: Role) -> dict[str, Any]:
    """What every page of figures shows."""
    return {
        "asked": wanted,
        "scope": wanted.scope,
        "reads_activity": role in ACTIVITY_READERS,
    }


def _file(tables: Sequence[Table], name: str) -> Response:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for table in tables:
        writer.writerow([escape(cell) for cell in (table.title, *table.headers)])
        for row in table.rows:
            writer.writerow([_cell(each) for each in (row.title, *row.cells)])
        writer.writerow([])
    return Response(
        out.getvalue().encode("utf-8-sig"),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}.csv"'},
    )


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return str(value).replace(".", ",") if isinstance(value, float) else escape(str(value))


def _json(tables: Sequence[Table]) -> Response:
    return JSONResponse({"tables": [asdict(table) for table in tables]})
