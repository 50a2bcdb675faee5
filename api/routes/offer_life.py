"""The life of an offer: still open, suspended, closed, reopened; the files it came in."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import NowDep, SessionDep, TodayDep, UserDep
from api.life_forms import CloseForm, ReopenForm, VersionForm
from api.rendering import page
from api.services import offer_life
from api.services.documents import document_file
from api.services.offer_life import Closing
from api.services.offer_life_view import life_view, story
from api.services.offer_lists import offer_of
from models.endings import ReopenMotive
from models.errors import InputRefusedError

router = APIRouter()

SANDBOX = {"content-security-policy": "sandbox; default-src 'none'"}


@router.get("/offers/{key}/close", response_class=HTMLResponse)
def show_close(request: Request, session: SessionDep, today: TodayDep, key: str) -> Response:
    """Ways of closing the offer, who waits on it, and its story."""
    offer = offer_of(session, key)
    facts = {
        "offer": offer,
        "life": life_view(session, offer, today),
        "story": story(session, offer),
        "people_motives": offer_life.PEOPLE_MOTIVES,
        "reopen_motives": list(ReopenMotive),
    }
    return page(request, "offer_close.html", facts)


@router.post("/offers/{key}/close", response_class=HTMLResponse)
def close(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    key: str,
    form: Annotated[CloseForm, Form()],
) -> Response:
    """Close or suspend the offer, with everybody who waits on it."""
    offer = offer_of(session, key)
    if form.to_state is None:
        raise InputRefusedError("choisissez comment l’offre se termine", "Clôture")
    motive = form.motive.partition(":")[2] or form.motive
    closing = Closing(form.to_state, motive, form.people, form.version)
    offer_life.close(session, offer, closing, user, now)
    return RedirectResponse(f"/offers/{offer.key}", status_code=303)


@router.post("/offers/{key}/still-open", response_class=HTMLResponse)
def still_open(
    session: SessionDep, user: UserDep, now: NowDep, key: str, form: Annotated[VersionForm, Form()]
) -> Response:
    """« Toujours ouverte »."""
    offer = offer_of(session, key)
    offer_life.prolong(session, offer, user, now, form.version)
    return RedirectResponse(f"/offers/{offer.key}", status_code=303)


@router.post("/offers/{key}/reopen", response_class=HTMLResponse)
def reopen(
    session: SessionDep, user: UserDep, now: NowDep, key: str, form: Annotated[ReopenForm, Form()]
) -> Response:
    """Bring a closed offer back."""
    offer = offer_of(session, key)
    offer_life.reopen(session, offer, form.motive, user, now, form.version)
    return RedirectResponse(f"/offers/{offer.key}", status_code=303)


@router.get("/offers/{key}/documents/{document_key}")
def download(session: SessionDep, key: str, document_key: str) -> Response:
    """A file as it was received, to be saved and never shown by the browser in our pages."""
    file = document_file(session, offer_of(session, key), document_key)
    headers = {
        **SANDBOX,
        "content-disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
        "x-content-type-options": "nosniff",
    }
    return Response(file.data, media_type=file.media_type, headers=headers)
