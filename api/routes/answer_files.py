"""What a contact takes away by a link: the cards on paper, as files, the appointment."""

from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.orm import Session

from api.dependencies import NowDep
from api.dispatch_files import pdf_facts
from api.rendering import page
from api.routes.answers import LinkSession, opened_of
from api.routes.dispatch_cards import csv_answer, pdf_answer
from api.services import answers_links
from api.services.answers_calendar import interview_file
from api.services.answers_links import OpenLink
from api.services.answers_view import readable_card, readable_cards
from models.dispatches import Dispatch
from models.errors import NotFoundError

router = APIRouter()


def valid_dispatch(opened: OpenLink) -> Dispatch:
    """The dispatch of a good link.

    Raises
    ------
    NotFoundError : the link is worth nothing
    """
    if opened.dispatch is None:
        raise NotFoundError("Lien", "")
    return opened.dispatch


@router.get("/reponse/{token}/fiches", response_class=HTMLResponse)
def print_cards(request: Request, session: LinkSession, now: NowDep, token: str) -> Response:
    """The cards on paper."""
    dispatch = valid_dispatch(_read(request, session, token, now))
    cards = readable_cards(session, dispatch)
    facts = {**pdf_facts(dispatch, cards), "back": f"/reponse/{token}"}
    return page(request, "dispatch_cards.html", facts)


@router.get("/reponse/{token}/fiches.csv")
def cards_file(request: Request, session: LinkSession, now: NowDep, token: str) -> Response:
    """The cards as a file."""
    dispatch = valid_dispatch(_read(request, session, token, now))
    return csv_answer(dispatch, readable_cards(session, dispatch))


@router.get("/reponse/{token}/fiches.pdf")
def cards_pdf(request: Request, session: LinkSession, now: NowDep, token: str) -> Response:
    """The cards as PDF."""
    dispatch = valid_dispatch(_read(request, session, token, now))
    return pdf_answer(dispatch, readable_cards(session, dispatch))


@router.get("/reponse/{token}/cards/{card_key}/rendez-vous.ics")
def appointment(
    request: Request, session: LinkSession, now: NowDep, token: str, card_key: str
) -> Response:
    """The appointment proposed, for a calendar."""
    dispatch = valid_dispatch(_read(request, session, token, now))
    made = interview_file(dispatch.offer, readable_card(session, dispatch, card_key), now)
    if made is None:
        raise NotFoundError("Rendez-vous", card_key)
    return Response(
        made,
        media_type="text/calendar; charset=utf-8",
        headers={"content-disposition": 'attachment; filename="rendez-vous.ics"'},
    )


def _read(request: Request, session: Session, token: str, now: datetime) -> OpenLink:
    opened = opened_of(request, session, token, now)
    answers_links.note_reading(session, opened, request.headers.get("user-agent", ""), now)
    return opened
