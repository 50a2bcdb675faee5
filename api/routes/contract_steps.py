"""Steps on the post before the hire: PMSMP, MRS, POEI, AFPR."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import NowDep, SessionDep, UserDep
from api.rendering import page
from api.services.contracts_pages import steps_of
from api.services.contracts_steps import STEP_STATES, NewStep, conclude_step, plan_step
from api.services.introductions import check_follows, introduction_of
from api.work_forms import StepPlanForm, StepResultForm, needed_day
from models.contract_lists import PreHireKind, PreHireResult
from models.errors import InputRefusedError

router = APIRouter()
HOME = "/mises-en-relation/{key}/essais"


@router.get(HOME, response_class=HTMLResponse)
def show_steps(
    request: Request, session: SessionDep, user: UserDep, now: NowDep, key: str
) -> Response:
    """The steps of an introduction, and the form of the next."""
    introduction = introduction_of(session, user, key, now)
    facts = {
        "introduction": introduction,
        "offer": introduction.offer,
        "steps": steps_of(session, introduction),
        "kinds": list(PreHireKind),
        "results": [each for each in PreHireResult if each is not PreHireResult.PLANNED],
        "may_plan": introduction.state in STEP_STATES,
    }
    return page(request, "contract_steps.html", facts)


@router.post(HOME)
def plan(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    key: str,
    form: Annotated[StepPlanForm, Form()],
) -> Response:
    """« Prévoir l’étape »."""
    introduction = introduction_of(session, user, key, now)
    check_follows(session, user, introduction, now)
    if form.kind is None:
        raise InputRefusedError("choisissez l’étape", "Étape")
    start = needed_day(form.start_on, "Premier jour")
    new = NewStep(form.kind, start, needed_day(form.end_on, "Dernier jour"), form.place)
    plan_step(session, introduction, new, user, now)
    return RedirectResponse(f"/mises-en-relation/{key}/essais", status_code=303)


@router.post(f"{HOME}/{{step_key}}")
def conclude(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    key: str,
    step_key: str,
    form: Annotated[StepResultForm, Form()],
) -> Response:
    """« Noter le résultat » of a step."""
    introduction = introduction_of(session, user, key, now)
    check_follows(session, user, introduction, now)
    conclude_step(session, introduction, step_key, form.result, form.note, now)
    return RedirectResponse(f"/mises-en-relation/{key}/essais", status_code=303)
