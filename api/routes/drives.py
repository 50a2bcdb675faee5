"""Recruitment drives: the list, one drive, its offers, its sessions, its end."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.drive_forms import DriveForm, OfferForm, SeatsForm, SessionForm
from api.gestures import Gesture, GestureDep
from api.rendering import page
from api.routes.list_files import answer
from api.schemas import Form as EmptyForm
from api.schemas import Line, PageNumber
from api.services import drives
from api.services.drives_files import drive_table
from api.services.drives_people import Group, group_count
from api.services.drives_seats import change_seats
from api.services.drives_views import drive_view, drives_page
from models.days import day_of
from models.drives import MOST_SEATS, Drive, DriveState
from models.errors import InputRefusedError

router = APIRouter()
HOME = "/recrutements"
ONE = f"{HOME}/{{drive_key}}"


@router.get(HOME, response_class=HTMLResponse)
def show_drives(
    request: Request,
    act: GestureDep,
    number: Annotated[PageNumber, Query(alias="page")] = 1,
    offer: Annotated[Line, Query(alias="offre")] = "",
) -> Response:
    """The drives, and the form of a new one; `offre` fills in a first reference."""
    return _drives(request, act, number, DriveForm(offers=offer))


@router.post(HOME, response_class=HTMLResponse)
def create(request: Request, act: GestureDep, form: Annotated[DriveForm, Form()]) -> Response:
    """« Créer le recrutement »; a refusal is told beside what was typed."""
    try:
        with act.session.begin_nested():
            made = drives.create_drive(act.session, act.user, form.name, form.references(), act.at)
    except InputRefusedError as refusal:
        return _drives(request, act, 1, form, str(refusal))
    return back_to(made)


def _drives(
    request: Request, act: Gesture, number: int, typed: DriveForm, message: str = ""
) -> Response:
    facts = {
        "found": drives_page(act.session, act.user, act.at, number),
        "number": number,
        "typed": typed,
        "message": message,
        "may_run": act.user.role in drives.RUNNERS,
        "pager_url": lambda wanted: f"{HOME}?page={wanted}",
    }
    return page(request, "drives.html", facts, 422 if message else 200)


@router.get(f"{ONE}.csv")
@router.get(f"{ONE}.xlsx")
@router.get(f"{ONE}.json")
def export(request: Request, act: GestureDep, drive_key: str) -> Response:
    """Everybody of a drive as a file."""
    drive = drives.drive_of(act.session, act.user, drive_key)
    return answer(request, drive_table(act.session, act.user, drive), act.today)


@router.get(ONE, response_class=HTMLResponse)
def show_drive(
    request: Request,
    act: GestureDep,
    drive_key: str,
    seated: Annotated[int, Query(alias="places", ge=0)] = 0,
    waiting: Annotated[int, Query(alias="attente", ge=0)] = 0,
    known: Annotated[int, Query(alias="connus", ge=0)] = 0,
) -> Response:
    """One drive: its funnel, its sessions, who waits, what was just done."""
    drive = drives.drive_of(act.session, act.user, drive_key)
    view = drive_view(act.session, act.user, drive)
    facts = {
        "view": view,
        "drive": drive,
        "is_open": drive.state is DriveState.OPEN,
        "to_come": [each for each in view.sessions if day_of(each.slot) >= act.today],
        "groups": [
            (group, group_count(act.session, drive, group)) for group in Group if view.may_run
        ],
        "done": {"seated": seated, "waiting": waiting, "known": known},
        "most_seats": MOST_SEATS,
        "today": act.today,
    }
    return page(request, "drive.html", facts)


@router.post(f"{ONE}/offres")
def add_offer(act: GestureDep, drive_key: str, form: Annotated[OfferForm, Form()]) -> Response:
    """« Ajouter l’offre »."""
    drive = drives.run_drive_of(act.session, act.user, drive_key, "Ajouter une offre")
    drives.add_offer(act.session, act.user, drive, form.reference)
    return back_to(drive, "#offres")


@router.post(f"{ONE}/offres/{{key}}/retirer")
def remove_offer(
    act: GestureDep, drive_key: str, key: str, form: Annotated[EmptyForm, Form()]
) -> Response:
    """« Retirer » an offer."""
    drive = drives.run_drive_of(act.session, act.user, drive_key, "Retirer une offre")
    drives.remove_offer(act.session, drive, key)
    return back_to(drive, "#offres")


@router.post(f"{ONE}/seances")
def add_session(act: GestureDep, drive_key: str, form: Annotated[SessionForm, Form()]) -> Response:
    """« Ajouter la séance »."""
    drive = drives.run_drive_of(act.session, act.user, drive_key, "Ajouter une séance")
    drives.add_session(act.session, act.user, drive, form.session(), act.at)
    return back_to(drive, "#seances")


@router.post(f"{ONE}/seances/{{session_key}}/places")
def resize(
    act: GestureDep, drive_key: str, session_key: str, form: Annotated[SeatsForm, Form()]
) -> Response:
    """« Changer les places » of a session."""
    drive = drives.run_drive_of(act.session, act.user, drive_key, "Changer les places")
    held = drives.session_of(act.session, drive, session_key)
    change_seats(act.session, held, form.number(), act.at)
    return RedirectResponse(f"{HOME}/{drive.key}/seances/{held.key}", status_code=303)


@router.post(f"{ONE}/cloture")
def close(act: GestureDep, drive_key: str, form: Annotated[EmptyForm, Form()]) -> Response:
    """« Clore le recrutement »."""
    drive = drives.drive_of(act.session, act.user, drive_key)
    drives.close_drive(act.session, act.user, drive, act.at)
    return back_to(drive)


@router.post(f"{ONE}/reouverture")
def reopen(act: GestureDep, drive_key: str, form: Annotated[EmptyForm, Form()]) -> Response:
    """« Rouvrir le recrutement »."""
    drive = drives.drive_of(act.session, act.user, drive_key)
    drives.reopen_drive(act.session, act.user, drive)
    return back_to(drive)


def back_to(drive: Drive, mark: str = "") -> Response:
    """To the page of the drive."""
    return RedirectResponse(f"{HOME}/{drive.key}{mark}", status_code=303)
