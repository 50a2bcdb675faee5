"""Acting by a link from a second browser: a code asked for, a code typed."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.routes.answers import Asked, AskedDep, answer_page, device_cookie, opened_of, remember
from api.services.answers_codes import CodeRefusedError, accept_code, ask_code, new_device
from api.services.answers_links import OpenLink, note_reading
from models.errors import InputRefusedError

router = APIRouter()


@router.post("/reponse/{token}/code", response_class=HTMLResponse)
def send_code(asked: AskedDep) -> Response:
    """Mail a code to the contact, good in this browser alone."""
    request, session, now = asked.request, asked.session, asked.now
    opened = opened_of(request, session, asked.token, now)
    if opened.dispatch is None or opened.may_act:
        return _read_page(asked, opened)
    device = request.cookies.get(device_cookie(request)) or new_device()
    try:
        ask_code(session, opened, device, now)
    except CodeRefusedError as refused:
        return _read_page(asked, opened, str(refused))
    response = RedirectResponse(f"/reponse/{asked.token}?code=1#code", status_code=303)
    remember(request, response, device)
    return response


@router.post("/reponse/{token}/code/saisi", response_class=HTMLResponse)
def type_code(asked: AskedDep, code: Annotated[str, Form(max_length=40)] = "") -> Response:
    """Go on in this browser, by a link of its own.

    Noted as a reading before the code is looked at: its refusal shows the cards, and a link that
    was opened too often today lets nobody guess.
    """
    request, session, now = asked.request, asked.session, asked.now
    opened = opened_of(request, session, asked.token, now)
    _note(asked, opened)
    if opened.dispatch is None or opened.may_act:
        return answer_page(request, session, opened, asked.token, now)
    device = request.cookies.get(device_cookie(request)) or new_device()
    try:
        token = accept_code(session, opened, device, code, now)
    except (CodeRefusedError, InputRefusedError) as refused:
        return answer_page(request, session, opened, asked.token, now, str(refused))
    return RedirectResponse(f"/reponse/{token}", status_code=303)


def _read_page(asked: Asked, opened: OpenLink, error: str = "") -> Response:
    """The page of the link, its reading noted as any other."""
    _note(asked, opened)
    return answer_page(asked.request, asked.session, opened, asked.token, asked.now, error)


def _note(asked: Asked, opened: OpenLink) -> None:
    agent = asked.request.headers.get("user-agent", "")
    note_reading(asked.session, opened, agent, asked.now)
