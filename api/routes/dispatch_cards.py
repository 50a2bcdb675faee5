"""The cards of a dispatch on our side: typed answers, files, paper."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import NowDep, SessionDep, UserDep
from api.dispatch_files import cards_csv, pdf_facts
from api.dispatch_forms import AnswerForm, given_answer
from api.rendering import page
from api.services import (
    answers,
    dispatches,
    dispatches_waiting,
)
from api.services.dispatches_scope import card_of_key, dispatch_of
from api.services.pdf import pdf_of
from models.dispatch_moves import by_user
from models.dispatches import Dispatch, DispatchCard

router = APIRouter()


def _back(dispatch: Dispatch) -> RedirectResponse:
    return RedirectResponse(f"/envois/{dispatch.key}", status_code=303)


@router.post("/envois/{key}/cards/{card_key}/remove", response_class=HTMLResponse)
def remove_card(
    session: SessionDep, user: UserDep, now: NowDep, key: str, card_key: str
) -> Response:
    """Take a card out before sending."""
    dispatch = dispatch_of(session, user, key)
    dispatches.remove_card(session, user, dispatch, card_key, now)
    return _back(dispatch)


@router.post("/envois/{key}/cards/{card_key}/answer", response_class=HTMLResponse)
def type_answer(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    key: str,
    card_key: str,
    form: Annotated[AnswerForm, Form()],
) -> Response:
    """An answer by telephone, typed by one of us."""
    dispatch = dispatch_of(session, user, key)
    card = card_of_key(dispatch, card_key)
    answers.answer(session, dispatch, card, given_answer(form), by_user(user), now)
    return _back(dispatch)


@router.post("/envois/{key}/cards/{card_key}/confirm", response_class=HTMLResponse)
def confirm(session: SessionDep, user: UserDep, now: NowDep, key: str, card_key: str) -> Response:
    """Let an answer take effect now."""
    dispatch = dispatch_of(session, user, key)
    card = card_of_key(dispatch, card_key)
    answers.confirm(session, dispatch, card, by_user(user), now)
    return _back(dispatch)


@router.post("/envois/{key}/cards/{card_key}/take-back", response_class=HTMLResponse)
def take_back(session: SessionDep, user: UserDep, now: NowDep, key: str, card_key: str) -> Response:
    """Change an answer that did not take effect yet."""
    dispatch = dispatch_of(session, user, key)
    card = card_of_key(dispatch, card_key)
    answers.take_back(session, dispatch, card, by_user(user), now)
    return _back(dispatch)


@router.post("/envois/{key}/cards/{card_key}/told", response_class=HTMLResponse)
def told(session: SessionDep, user: UserDep, now: NowDep, key: str, card_key: str) -> Response:
    """The person knows how it ended."""
    dispatch = dispatch_of(session, user, key)
    dispatches_waiting.mark_told(session, user, dispatch, card_key, now)
    return _back(dispatch)


@router.get("/envois/{key}/fiches", response_class=HTMLResponse)
def print_cards(request: Request, session: SessionDep, user: UserDep, key: str) -> Response:
    """The cards on paper, two on a sheet."""
    dispatch = dispatch_of(session, user, key)
    back = f"/envois/{dispatch.key}"
    return page(
        request, "dispatch_cards.html", {**pdf_facts(dispatch, dispatch.cards), "back": back}
    )


@router.get("/envois/{key}/fiches.csv")
def cards_file(session: SessionDep, user: UserDep, key: str) -> Response:
    """The cards as a file."""
    dispatch = dispatch_of(session, user, key)
    return csv_answer(dispatch, dispatch.cards)


@router.get("/envois/{key}/fiches.pdf")
def cards_pdf(session: SessionDep, user: UserDep, key: str) -> Response:
    """The cards as PDF, where the extra is installed."""
    dispatch = dispatch_of(session, user, key)
    return pdf_answer(dispatch, dispatch.cards)


def csv_answer(dispatch: Dispatch, cards: Sequence[DispatchCard]) -> Response:
    """Cards of a dispatch as CSV."""
    name = f"profils-{dispatch.key.hex[:8]}.csv"
    return Response(
        cards_csv(cards),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


def pdf_answer(dispatch: Dispatch, cards: Sequence[DispatchCard]) -> Response:
    """Cards of a dispatch as PDF."""
    name = f"profils-{dispatch.key.hex[:8]}.pdf"
    return Response(
        pdf_of("cards", pdf_facts(dispatch, cards)),
        media_type="application/pdf",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )
