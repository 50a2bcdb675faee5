"""Who stands in for an absent colleague, as a manager says it."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import NowDep, SessionDep, TodayDep, UserDep
from api.introduction_forms import DelegationForm
from api.rendering import page
from api.schemas import Form as EmptyForm
from api.services import delegations
from api.services.delegations import NewDelegation
from models.errors import InputRefusedError

router = APIRouter()


@router.get("/delegations", response_class=HTMLResponse)
def show_delegations(request: Request, session: SessionDep, today: TodayDep) -> Response:
    """Delegations in force or to come, and the form of a new one."""
    facts = {
        "standing": delegations.standing(session, today),
        "users": delegations.delegable_users(session),
        "today": today,
    }
    return page(request, "delegations.html", facts)


@router.post("/delegations")
def give(
    session: SessionDep, user: UserDep, now: NowDep, form: Annotated[DelegationForm, Form()]
) -> Response:
    """A colleague stands in for another one.

    Raises
    ------
    InputRefusedError : a day is missing
    """
    if form.first_day is None or form.last_day is None:
        raise InputRefusedError("donnez le premier et le dernier jour", "Jours")
    new = NewDelegation(form.absent, form.stand_in, form.first_day, form.last_day)
    delegations.delegate(session, user, new, now)
    return RedirectResponse("/delegations", status_code=303)


@router.post("/delegations/{key}/fin")
def end(
    session: SessionDep, user: UserDep, now: NowDep, key: str, form: Annotated[EmptyForm, Form()]
) -> Response:
    """A delegation is taken back before its last day."""
    delegations.end_delegation(session, user, key, now)
    return RedirectResponse("/delegations", status_code=303)
