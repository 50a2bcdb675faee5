"""The people of a recruitment drive: invite, sit, withdraw, tick who came, share the posts out."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.dependencies import MatcherDep, NowDep, SessionDep, TodayDep, UserDep
from api.drive_forms import AttendanceForm, InviteForm, PlaceForm, SearchForm, SpreadForm
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
def show_people(
    request: Request, session: SessionDep, user: UserDep, now: NowDep, drive_key: str
) -> Response:
    """Whom to invite: the first of the lists of the offers, and a search by hand."""
    drive = drives.drive_of(session, user, drive_key)
    facts = _people_facts(session, user, drive, now)
    return page(request, "drive_people.html", facts | {"found": listed(session, drive), "q": ""})


@router.post(f"{ONE}/personnes", response_class=HTMLResponse)
def find_people(
    request: Request,
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    drive_key: str,
    form: Annotated[SearchForm, Form()],
) -> Response:
    """The same with who was looked for; what is typed stays out of the address."""
    drive = drives.drive_of(session, user, drive_key)
    found = search(session, user, drive, form.q) if form.q else listed(session, drive)
    facts = _people_facts(session, user, drive, now)
    return page(request, "drive_people.html", facts | {"found": found, "q": form.q})


def _people_facts(session: Session, user: UserDep, drive: Drive, now: NowDep) -> dict[str, object]:
    view = drive_view(session, user, drive)
    today = day_of(now)
    return {
        "drive": drive,
        "is_open": drive.state is DriveState.OPEN,
        "to_come": [each for each in view.sessions if day_of(each.slot) >= today],
    }


@router.post(f"{ONE}/invitations")
def invite(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    drive_key: str,
    form: Annotated[InviteForm, Form()],
) -> Response:
    """« Inviter » the people ticked, or a group; one by one is for who reads names.

    Raises
    ------
    RoleRefusedError : people are named by somebody who may not look them up
    """
    drive = drives.run_drive_of(session, user, drive_key, drives_seats.INVITE)
    if form.people and user.role not in NAME_READERS:
        raise RoleRefusedError("Choisir les personnes une à une", user.role.label)
    target = drives.session_of(session, drive, form.session) if form.session else None
    people = chosen(session, form.people)
    if form.group is not None:
        people += group_of(session, drive, form.group)
    done = drives_seats.invite(session, user, drive, people, target, now)
    counts = query_of(places=done.seated, attente=done.waiting, connus=done.known)
    return back_to(drive, f"{counts}#seances")


@router.get(SHEET, response_class=HTMLResponse)
def show_sheet(
    request: Request,
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    drive_key: str,
    session_key: str,
) -> Response:
    """One session: who is expected, who came; printed, the attendance sheet."""
    drive = drives.drive_of(session, user, drive_key)
    held = drives.session_of(session, drive, session_key)
    sheet = sheet_of(session, user, drive, held, now)
    facts = {"sheet": sheet, "drive": drive, "is_open": drive.state is DriveState.OPEN}
    return page(request, "drive_session.html", facts)


@router.post(f"{SHEET}/presences")
def tick(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    drive_key: str,
    session_key: str,
    form: Annotated[AttendanceForm, Form()],
) -> Response:
    """« Enregistrer les présences »."""
    drive = drives.run_drive_of(session, user, drive_key, drives_attendance.TICK)
    held = drives.session_of(session, drive, session_key)
    drives_attendance.tick(session, user, held, form.ticks(), now)
    return RedirectResponse(f"{HOME}/{drive.key}/seances/{held.key}", status_code=303)


@router.post(f"{GUEST}/place")
def sit(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    drive_key: str,
    guest_key: str,
    form: Annotated[PlaceForm, Form()],
) -> Response:
    """Give a card a seat of another session, or put it in the complementary list."""
    drive = drives.run_drive_of(session, user, drive_key, drives_seats.SEAT)
    guest = drives.guest_of(session, drive, guest_key)
    if form.session:
        target = drives.session_of(session, drive, form.session)
        drives_seats.seat(session, user, guest, target, now)
    else:
        drives_seats.wait(session, user, guest, now)
    return back_to(drive, "#attente")


@router.post(f"{GUEST}/desistement")
def withdraw(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    drive_key: str,
    guest_key: str,
    form: Annotated[EmptyForm, Form()],
) -> Response:
    """« Désistement » : the seat goes to the first who waits."""
    drive = drives.run_drive_of(session, user, drive_key, "Noter un désistement")
    guest = drives.guest_of(session, drive, guest_key)
    drives_seats.withdraw(session, user, guest, now)
    return back_to(drive, "#a-prevenir")


@router.post(f"{GUEST}/prevenu")
def tell(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    drive_key: str,
    guest_key: str,
    form: Annotated[EmptyForm, Form()],
) -> Response:
    """« Prévenu·e » : somebody told the person that a seat came to them."""
    drive = drives.run_drive_of(session, user, drive_key, "Prévenir")
    drives_seats.tell(session, user, drives.guest_of(session, drive, guest_key), now)
    return back_to(drive, "#a-prevenir")


@router.get(f"{ONE}/repartition", response_class=HTMLResponse)
def show_spread(
    request: Request,
    session: SessionDep,
    user: UserDep,
    today: TodayDep,
    matcher: MatcherDep,
    drive_key: str,
) -> Response:
    """« Proposer une répartition » : nothing is decided by looking."""
    drive = drives.drive_of(session, user, drive_key)
    proposal = propose(session, drive, matcher, today)
    return page(request, "drive_spread.html", {"drive": drive, "proposal": proposal})


@router.post(f"{ONE}/repartition", response_class=HTMLResponse)
def keep_spread(
    request: Request,
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    drive_key: str,
    form: Annotated[SpreadForm, Form()],
) -> Response:
    """« Retenir » what is ticked; who could not be is told with why."""
    drive = drives.run_drive_of(session, user, drive_key, "Retenir la répartition")
    kept = keep_places(session, user, drive, form.places, now)
    return page(request, "drive_kept.html", {"drive": drive, "kept": kept})
