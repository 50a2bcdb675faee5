"""The people of a recruitment drive: invite, sit, withdraw, tick who came, share the posts out."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import MatcherDep
from api.drive_forms import AttendanceForm, InviteForm, PlaceForm, SearchForm, SpreadForm
from api.gestures import Gesture, GestureDep
from api.list_answers import query_of
from api.rendering import page
from api.routes.drives import HOME, ONE, back_to
from api.schemas import Form as EmptyForm
from api.services import drives, drives_attendance, drives_seats
from api.services.drives_people import chosen, group_of, listed, search
from api.services.drives_spread import keep_places, propose
from api.services.drives_views import drive_view, sheet_of
from api.services.rows import NAME_READERS
from models.days import day_of
from models.drives import Drive, DriveState
from models.errors import RoleRefusedError

router = APIRouter()
SHEET = f"{ONE}/seances/{{session_key}}"
GUEST = f"{ONE}/personnes/{{guest_key}}"


@router.get(f"{ONE}/personnes", response_class=HTMLResponse)
def show_people(request: Request, act: GestureDep, drive_key: str) -> Response:
    """Whom to invite: the first of the lists of the offers, and a search by hand."""
    drive = drives.drive_of(act.session, act.user, drive_key)
    facts = _people_facts(act, drive)
    return page(
        request, "drive_people.html", facts | {"found": listed(act.session, drive), "q": ""}
    )


@router.post(f"{ONE}/personnes", response_class=HTMLResponse)
def find_people(
    request: Request, act: GestureDep, drive_key: str, form: Annotated[SearchForm, Form()]
) -> Response:
    """The same with who was looked for; what is typed stays out of the address."""
    drive = drives.drive_of(act.session, act.user, drive_key)
    found = search(act.session, act.user, drive, form.q) if form.q else listed(act.session, drive)
    facts = _people_facts(act, drive)
    return page(request, "drive_people.html", facts | {"found": found, "q": form.q})


def _people_facts(act: Gesture, drive: Drive) -> dict[str, object]:
    view = drive_view(act.session, act.user, drive)
    return {
        "drive": drive,
        "is_open": drive.state is DriveState.OPEN,
        "to_come": [each for each in view.sessions if day_of(each.slot) >= act.today],
    }


@router.post(f"{ONE}/invitations")
def invite(act: GestureDep, drive_key: str, form: Annotated[InviteForm, Form()]) -> Response:
    """« Inviter » the people ticked, or a group; one by one is for who reads names.

    Raises
    ------
    RoleRefusedError : people are named by somebody who may not look them up
    """
    drive = drives.run_drive_of(act.session, act.user, drive_key, drives_seats.INVITE)
    if form.people and act.user.role not in NAME_READERS:
        raise RoleRefusedError("Choisir les personnes une à une", act.user.role.label)
    target = drives.session_of(act.session, drive, form.session) if form.session else None
    people = chosen(act.session, form.people)
    if form.group is not None:
        people += group_of(act.session, drive, form.group)
    done = drives_seats.invite(act.session, act.user, drive, people, target, act.at)
    counts = query_of(places=done.seated, attente=done.waiting, connus=done.known)
    return back_to(drive, f"{counts}#seances")


@router.get(SHEET, response_class=HTMLResponse)
def show_sheet(request: Request, act: GestureDep, drive_key: str, session_key: str) -> Response:
    """One session: who is expected, who came; printed, the attendance sheet."""
    drive = drives.drive_of(act.session, act.user, drive_key)
    held = drives.session_of(act.session, drive, session_key)
    sheet = sheet_of(act.session, act.user, drive, held, act.at)
    facts = {"sheet": sheet, "drive": drive, "is_open": drive.state is DriveState.OPEN}
    return page(request, "drive_session.html", facts)


@router.post(f"{SHEET}/presences")
def tick(
    act: GestureDep, drive_key: str, session_key: str, form: Annotated[AttendanceForm, Form()]
) -> Response:
    """« Enregistrer les présences »."""
    drive = drives.run_drive_of(act.session, act.user, drive_key, drives_attendance.TICK)
    held = drives.session_of(act.session, drive, session_key)
    drives_attendance.tick(act.session, act.user, held, form.ticks(), act.at)
    return RedirectResponse(f"{HOME}/{drive.key}/seances/{held.key}", status_code=303)


@router.post(f"{GUEST}/place")
def sit(
    act: GestureDep, drive_key: str, guest_key: str, form: Annotated[PlaceForm, Form()]
) -> Response:
    """Give a card a seat of another session, or put it in the complementary list."""
    drive = drives.run_drive_of(act.session, act.user, drive_key, drives_seats.SEAT)
    guest = drives.guest_of(act.session, drive, guest_key)
    if form.session:
        target = drives.session_of(act.session, drive, form.session)
        drives_seats.seat(act.session, act.user, guest, target, act.at)
    else:
        drives_seats.wait(act.session, act.user, guest, act.at)
    return back_to(drive, "#attente")


@router.post(f"{GUEST}/desistement")
def withdraw(
    act: GestureDep, drive_key: str, guest_key: str, form: Annotated[EmptyForm, Form()]
) -> Response:
    """« Désistement » : the seat goes to the first who waits."""
    drive = drives.run_drive_of(act.session, act.user, drive_key, "Noter un désistement")
    guest = drives.guest_of(act.session, drive, guest_key)
    drives_seats.withdraw(act.session, act.user, guest, act.at)
    return back_to(drive, "#a-prevenir")


@router.post(f"{GUEST}/prevenu")
def tell(
    act: GestureDep, drive_key: str, guest_key: str, form: Annotated[EmptyForm, Form()]
) -> Response:
    """« Prévenu·e » : somebody told the person that a seat came to them."""
    drive = drives.run_drive_of(act.session, act.user, drive_key, "Prévenir")
    drives_seats.tell(act.session, act.user, drives.guest_of(act.session, drive, guest_key), act.at)
    return back_to(drive, "#a-prevenir")


@router.get(f"{ONE}/repartition", response_class=HTMLResponse)
def show_spread(request: Request, act: GestureDep, matcher: MatcherDep, drive_key: str) -> Response:
    """« Proposer une répartition » : nothing is decided by looking."""
    drive = drives.drive_of(act.session, act.user, drive_key)
    proposal = propose(act.session, drive, matcher, act.today)
    return page(request, "drive_spread.html", {"drive": drive, "proposal": proposal})


@router.post(f"{ONE}/repartition", response_class=HTMLResponse)
def keep_spread(
    request: Request, act: GestureDep, drive_key: str, form: Annotated[SpreadForm, Form()]
) -> Response:
    """« Retenir » what is ticked; who could not be is told with why."""
    drive = drives.run_drive_of(act.session, act.user, drive_key, "Retenir la répartition")
    kept = keep_places(act.session, act.user, drive, form.places, act.at)
    return page(request, "drive_kept.html", {"drive": drive, "kept": kept})
