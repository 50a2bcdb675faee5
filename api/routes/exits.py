"""Exits: the list, one exit with its proofs, the file for the reports."""

import csv
import io
from datetime import date
from typing import Annotated

import xlsxwriter
from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.gestures import ExitDep, GestureDep
from api.list_answers import json_answer
from api.rendering import number_fr, page
from api.schemas import PageNumber
from api.services.exits import evaluate_exits
from api.services.exits_decisions import Decision, Piece, decide, missing_proofs, set_proof
from api.services.exits_list import (
    HEADERS,
    Cell,
    ExitFilters,
    any_rule_label,
    exits_page,
    export_rows,
    rule_label,
)
from api.services.exits_rules import protocol_named
from api.services.followups_people import NOBODY, people_of
from api.services.list_files import Table
from api.work_forms import DecisionForm, ProofForm, day_in
from ingestion.candidates.escaping import escape
from models.contracts import Contract
from models.exit_lists import ExitState, ProofStatus
from models.exit_transitions import exit_actions

router = APIRouter()
HOME = "/sorties"
ONE = f"{HOME}/{{exit_key}}"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get(HOME, response_class=HTMLResponse)
def show_exits(
    request: Request,
    act: GestureDep,
    state: str = "",
    rule: str = "",
    number: Annotated[PageNumber, Query(alias="page")] = 1,
) -> Response:
    """The exits of the people whom the user sees."""
    filters = filters_of(state, rule, number)
    found = exits_page(act.session, act.user, filters, act.today)
    facts = {
        "found": found,
        "filters": filters,
        "states": list(ExitState),
        "labels": {code: any_rule_label(code) for code in found.by_rule},
        "number": number,
        "query": f"state={state}&rule={filters.rule}",
        "pager_url": lambda wanted: f"{HOME}?state={state}&rule={filters.rule}&page={wanted}",
    }
    return page(request, "exits.html", facts)


@router.post(HOME)
def evaluate(act: GestureDep) -> Response:
    """« Mettre à jour » : what the night does, at once."""
    evaluate_exits(act.session, act.at)
    return RedirectResponse(HOME, status_code=303)


@router.get(f"{HOME}.csv")
def exits_csv(act: GestureDep, state: str = "", rule: str = "") -> Response:
    """The list as a CSV, its filters kept."""
    rows = export_rows(act.session, act.user, filters_of(state, rule), act.today)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADERS)
    writer.writerows([escape(_words(cell)) for cell in row] for row in rows)
    body = out.getvalue().encode("utf-8-sig")
    return _file(body, "text/csv; charset=utf-8", f"sorties-{act.today:%Y-%m-%d}.csv")


@router.get(f"{HOME}.json")
def exits_json(request: Request, act: GestureDep, state: str = "", rule: str = "") -> Response:
    """The list for a program, its filters kept."""
    rows = export_rows(act.session, act.user, filters_of(state, rule), act.today)
    return json_answer(request, Table("sorties", tuple(HEADERS), rows), act.today)


@router.get(f"{HOME}.xlsx")
def exits_xlsx(act: GestureDep, state: str = "", rule: str = "") -> Response:
    """The list as a workbook, days and numbers typed."""
    rows = export_rows(act.session, act.user, filters_of(state, rule), act.today)
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet("Sorties")
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, HEADERS, bold)
        for line, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(line, column, cell, day)
                elif isinstance(cell, float):
                    sheet.write_number(line, column, cell)
                elif cell:
                    sheet.write_string(line, column, cell)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(rows), 1), len(HEADERS) - 1)
        sheet.set_column(0, len(HEADERS) - 1, 16)
    return _file(out.getvalue(), SHEET, f"sorties-{act.today:%Y-%m-%d}.xlsx")


@router.get(ONE, response_class=HTMLResponse)
def show_exit(request: Request, act: GestureDep, found: ExitDep) -> Response:
    """One exit: what it rests on, its pieces, the decision of the committee."""
    protocol = protocol_named(found.protocol)
    contract = None if found.contract_id is None else act.session.get(Contract, found.contract_id)
    facts = {
        "exit": found,
        "person": people_of(act.session, [found.candidate_id]).get(found.candidate_id, NOBODY),
        "label": rule_label(found.protocol, found.rule),
        "protocol": found.protocol if protocol is None else protocol.label,
        "contract": contract,
        "missing": missing_proofs(found.proofs),
        "statuses": list(ProofStatus),
        "mark_of": Piece.mark,
        "actions": exit_actions(found.state, act.user.role),
        "may_prove": found.state not in (ExitState.VALIDATED, ExitState.REFUSED),
        "today": act.today,
    }
    return page(request, "exit.html", facts)


@router.post(f"{ONE}/pieces")
def prove(act: GestureDep, found: ExitDep, form: Annotated[ProofForm, Form()]) -> Response:
    """« Enregistrer » how far a piece is."""
    piece = Piece(form.kind, form.status, form.note, form.seen or None)
    set_proof(act.session, found, piece, act.user, act.at)
    return RedirectResponse(f"{HOME}/{found.key}#pieces", status_code=303)


@router.post(f"{ONE}/decision")
def judge(act: GestureDep, found: ExitDep, form: Annotated[DecisionForm, Form()]) -> Response:
    """What the committee said."""
    day = day_in(form.committee_on, "Comité")
    decision = Decision(form.action, day, form.note, form.version)
    decide(act.session, found, decision, act.user, act.at)
    return RedirectResponse(f"{HOME}/{found.key}", status_code=303)


def filters_of(state: str, rule: str, number: int = 1) -> ExitFilters:
    """The filters of the address; what is not known of them does not filter."""
    chosen = next((each for each in ExitState if each == state), None)
    is_code = rule.isascii() and rule.replace("_", "").isalnum() and len(rule) <= 40
    return ExitFilters(chosen, rule if is_code else "", number)


def _words(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return number_fr(cell) if isinstance(cell, float) else cell


def _file(body: bytes, kind: str, name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=kind, headers=headers)
