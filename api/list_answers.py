"""A list as the file that a browser keeps."""

from datetime import date
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import Response

from api.services.list_files import Table, to_csv, to_json, to_xlsx

CSV = "text/csv; charset=utf-8"
JSON = "application/json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_answer(request: Request, table: Table, today: date) -> Response:
    """The list as CSV; the journal of accesses is told how many lines left."""
    return _answer(request, table, to_csv(table), CSV, table.file_name(today, "csv"))


def xlsx_answer(request: Request, table: Table, today: date) -> Response:
    """The list as a workbook; the journal of accesses is told how many lines left."""
    return _answer(request, table, to_xlsx(table), XLSX, table.file_name(today, "xlsx"))


def json_answer(request: Request, table: Table, today: date) -> Response:
    """The list for a program; the journal of accesses is told how many lines left."""
    return _answer(request, table, to_json(table), JSON, table.file_name(today, "json"))


def query_of(**values: object) -> str:
    """What is filtered, as the end of an address: `?state=open`, or nothing."""
    kept = {name: str(value) for name, value in values.items() if value}
    return f"?{urlencode(kept)}" if kept else ""


def _answer(request: Request, table: Table, body: bytes, kind: str, name: str) -> Response:
    request.state.lines = len(table.rows)
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=kind, headers=headers)
