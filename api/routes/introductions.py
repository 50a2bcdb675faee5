"""One introduction: its page, the steps taken on it, the words left to colleagues."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import NowDep, SessionDep, TodayDep, UserDep
from api.introduction_forms import NoteForm, StepForm, UndoForm
from api.introduction_words import call_script, sms_script, state_sentence, step_motive
from api.rendering import page
from api.services import introductions
from api.services.introduction_page import introduction_page
from models.endings import ComeBackMotive, EndMotive
from models.motives import AgreementChannel, EmployerMotive, ParticipantMotive
from models.vocabulary import DiscardMotive

router = APIRouter()

LISTS = {
    "discard_motives": list(DiscardMotive),
    "person_motives": list(ParticipantMotive),
    "employer_motives": list(EmployerMotive),
    "back_motives": list(ComeBackMotive),
    "hand_motives": [EndMotive.HIRED_ELSEWHERE, EndMotive.DUPLICATE],
    "channels": list(AgreementChannel),
    "step_motive": step_motive,
}


@router.get("/mises-en-relation/{key}", response_class=HTMLResponse)
def show_introduction(
    request: Request, session: SessionDep, user: UserDep, now: NowDep, today: TodayDep, key: str
) -> Response:
    """Who, which offer, where it stands, what may be done next, and the whole story."""
    view = introduction_page(session, user, key, now)
    facts = {
        **LISTS,
        "view": view,
        "offer": view.offer,
        "sentence": state_sentence(view.introduction),
        "call": call_script(view.offer, user.name, view.first_name, today),
        "sms": sms_script(view.offer, user.name, today),
        "today": today,
    }
    return page(request, "introduction.html", facts)


@router.post("/mises-en-relation/{key}/etape")
def take_step(
    session: SessionDep, user: UserDep, now: NowDep, key: str, form: Annotated[StepForm, Form()]
) -> Response:
    """One step of the workflow."""
    introductions.act(session, user, key, form.step(), now)
    return RedirectResponse(f"/mises-en-relation/{key}", status_code=303)


@router.post("/mises-en-relation/{key}/annuler")
def take_back(
    session: SessionDep, user: UserDep, now: NowDep, key: str, form: Annotated[UndoForm, Form()]
) -> Response:
    """Annuler."""
    introductions.take_back(session, user, key, now, form.version)
    return RedirectResponse(f"/mises-en-relation/{key}", status_code=303)


@router.post("/mises-en-relation/{key}/notes")
def write_note(
    session: SessionDep, user: UserDep, now: NowDep, key: str, form: Annotated[NoteForm, Form()]
) -> Response:
    """A word to colleagues."""
    introductions.add_note(session, user, key, form.text, now)
    return RedirectResponse(f"/mises-en-relation/{key}#notes", status_code=303)
