"""The table of the territory: trips and buses to each zone, confirmed or corrected."""

from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.dependencies import MatcherDep, NowDep, SessionDep, UserDep
from api.maps import territory_map
from api.rendering import page
from api.security import TRAVEL_KEEPERS
from api.services import travel
from api.services.shortlists import Matcher
from api.services.travel import BusKey, TripKey
from api.services.travel_lines import (
    bus_lines,
    confirmed_count,
    last_said,
    trip_lines,
    zone_column,
)
from api.travel_forms import BusesForm, Shown, TripForm
from models.errors import InputRefusedError
from models.people import User
from models.vocabulary import HourBand, TravelMode

router = APIRouter()

NOTICES = {
    "confirmed": "C’est noté, à votre nom. Les prochaines listes en tiennent compte.",
    "withdrawn": "La valeur confirmée est retirée : celle de la table compte de nouveau.",
}


@router.get("/territoire", response_class=HTMLResponse)
def show_territory(
    request: Request,
    session: SessionDep,
    matcher: MatcherDep,
    shown: Annotated[Shown, Query()],
) -> Response:
    """The trips to one zone by one mode in one band, its buses, the aids, who said what."""
    return _page(request, session, matcher, shown)


@router.post("/territoire/trips", response_class=HTMLResponse)
def say_trip(
    request: Request,
    session: SessionDep,
    matcher: MatcherDep,
    user: UserDep,
    now: NowDep,
    form: Annotated[TripForm, Form()],
) -> Response:
    """« Confirmer » or « Retirer » the minutes of a trip."""
    key = TripKey(form.place, form.zone, form.mode, form.band)
    shown = Shown(zone=form.zone, mode=form.mode, band=form.band)
    who: tuple[User, datetime] = (user, now)
    if form.action == "withdraw":
        travel.withdraw_trip(session, key, who)
        return _back(shown, "withdrawn", f"lieu-{key.place}")
    try:
        territory = matcher.current(session).territory
        travel.confirm_trip(session, territory, key, form.minutes, who)
    except InputRefusedError as error:
        return _page(request, session, matcher, shown, str(error))
    return _back(shown, "confirmed", f"lieu-{key.place}")


@router.post("/territoire/buses", response_class=HTMLResponse)
def say_buses(
    request: Request,
    session: SessionDep,
    matcher: MatcherDep,
    user: UserDep,
    now: NowDep,
    form: Annotated[BusesForm, Form()],
) -> Response:
    """« Confirmer » or « Retirer » the first and last bus."""
    key = BusKey(form.place, form.zone, form.day)
    shown = Shown(zone=form.zone, mode=form.mode, band=form.band)
    who: tuple[User, datetime] = (user, now)
    if form.action == "withdraw":
        travel.withdraw_buses(session, key, who)
        return _back(shown, "withdrawn", "bus")
    try:
        territory = matcher.current(session).territory
        travel.confirm_buses(session, territory, key, (form.first, form.last), who)
    except InputRefusedError as error:
        return _page(request, session, matcher, shown, str(error))
    return _back(shown, "confirmed", "bus")


def _back(shown: Shown, notice: str, anchor: str) -> Response:
    query = urlencode({**shown.plain(), "notice": notice})
    return RedirectResponse(f"/territoire?{query}#{anchor}", status_code=303)


def _page(
    request: Request, session: Session, matcher: Matcher, shown: Shown, error: str = ""
) -> Response:
    territory = matcher.current(session).territory
    facts: dict[str, Any] = {
        "territory": territory,
        "shown": shown,
        "modes": list(TravelMode),
        "bands": list(HourBand),
        "may_confirm": request.state.user is not None
        and TRAVEL_KEEPERS.admits(request.state.user.role),
        "notice": NOTICES.get(shown.notice, ""),
        "error": error,
        "said": last_said(session, territory),
        "confirmed": confirmed_count(session),
        "zone": None,
    }
    if territory.table.zones:
        column = zone_column(territory, shown.zone)
        facts["zone"] = territory.table.zones[column]
        trips = trip_lines(session, territory, column, shown.mode, shown.band)
        how = f"{shown.mode.label}, {shown.band.label}"
        facts["trips"] = trips
        facts["map"] = territory_map(territory, facts["zone"], trips, how)
        facts["buses"] = bus_lines(session, territory, column)
    return page(request, "travel.html", facts, 422 if error else 200)
