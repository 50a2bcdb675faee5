"""Steps on the post before the hire: PMSMP, MRS, POEI, AFPR."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.gestures import GestureDep, IntroductionDep
from api.rendering import page
from api.services.contracts_pages import steps_of
from api.services.contracts_steps import (
    STEP_STATES,
    NewStep,
    StepResult,
    conclude_step,
    plan_step,
)
from api.services.introductions import check_follows
from api.work_forms import StepPlanForm, StepResultForm, needed_day
from models.contract_lists import PreHireKind, PreHireResult
from models.errors import InputRefusedError

router = APIRouter()
HOME = "/mises-en-relation/{key}/essais"


@router.get(HOME, response_class=HTMLResponse)
def show_steps(request: Request, act: GestureDep, introduction: IntroductionDep) -> Response:
    """The steps of an introduction, and the form of the next."""
    facts = {
        "introduction": introduction,
        "offer": introduction.offer,
        "steps": steps_of(act.session, introduction),
        "mark_of": StepResult.mark,
        "kinds": list(PreHireKind),
        "results": [each for each in PreHireResult if each is not PreHireResult.PLANNED],
        "may_plan": introduction.state in STEP_STATES,
    }
    return page(request, "contract_steps.html", facts)


@router.post(HOME)
def plan(
    act: GestureDep, introduction: IntroductionDep, form: Annotated[StepPlanForm, Form()]
) -> Response:
    """« Prévoir l’étape »."""
    check_follows(act.session, act.user, introduction, act.at)
    if form.kind is None:
        raise InputRefusedError("choisissez l’étape", "Étape")
    start = needed_day(form.start_on, "Premier jour")
    new = NewStep(form.kind, start, needed_day(form.end_on, "Dernier jour"), form.place)
    plan_step(act.session, introduction, new, act.user, act.at)
    return RedirectResponse(HOME.format(key=introduction.key), status_code=303)


@router.post(f"{HOME}/{{step_key}}")
def conclude(
    act: GestureDep,
    introduction: IntroductionDep,
    step_key: str,
    form: Annotated[StepResultForm, Form()],
) -> Response:
    """« Noter le résultat » of a step."""
    check_follows(act.session, act.user, introduction, act.at)
    said = StepResult(form.result, form.note, form.seen or None)
    conclude_step(act.session, introduction, step_key, said, act.user, act.at)
    return RedirectResponse(HOME.format(key=introduction.key), status_code=303)
