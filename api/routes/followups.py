"""« Suivi » : the calls of the day, and one call on a telephone."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.gestures import CallDep, GestureDep
from api.rendering import page
from api.services import followups
from api.services.followups_day import follow_up_day
from api.services.followups_people import NOBODY, latest_flags, people_of
from api.services.followups_shares import call_shares
from api.services.followups_words import COLUMNS, place_of, script_of
from api.work_forms import CallForm, StepForm
from models.contract_lists import ContractState, FollowUpState, Mark, Question
from models.contracts import Contract, FollowUp

router = APIRouter()
HOME = "/suivi"


@router.get(HOME, response_class=HTMLResponse)
def show_day(request: Request, act: GestureDep, qui: str = "") -> Response:
    """What the follow-up asks of the user today, or of everybody they see (`qui=tous`)."""
    everyone = qui == "tous"
    facts = {
        "day": follow_up_day(act.session, act.user, act.today, everyone),
        "everyone": everyone,
        "today": act.today,
        "place_of": place_of,
        "shares": [each for each in call_shares(act.session, act.user, act.today) if each.due],
    }
    return page(request, "follow_day.html", facts)


@router.get(f"{HOME}/{{call_key}}", response_class=HTMLResponse)
def show_call(request: Request, act: GestureDep, call: CallDep) -> Response:
    """The words of one call, and where its answers are noted."""
    contract = call.contract
    person = people_of(act.session, [contract.candidate_id]).get(contract.candidate_id, NOBODY)
    facts = {
        "call": call,
        "contract": contract,
        "person": person,
        "script": script_of(contract, call.kind, person.first_name),
        "marks": list(Mark),
        "flag": latest_flags(act.session, [contract.id]).get(contract.id),
        "given": {q.value: getattr(call, COLUMNS[q]) for q in Question},
        "may_answer": call.state is not FollowUpState.VOID
        and contract.state is not ContractState.PLANNED,
        "tries_left": followups.MOST_ATTEMPTS - call.attempts,
        "today": act.today,
    }
    return page(request, "follow_call.html", facts)


@router.post(f"{HOME}/{{call_key}}")
def answer(act: GestureDep, call: CallDep, form: Annotated[CallForm, Form()]) -> Response:
    """« Enregistrer l’appel »."""
    followups.answer(act.session, call, form.answers(), act.user, act.at, form.version)
    return _after(act.session, call)


@router.post(f"{HOME}/{{call_key}}/injoignable")
def unreachable(act: GestureDep, call: CallDep, form: Annotated[StepForm, Form()]) -> Response:
    """« Injoignable » : one more try."""
    followups.unreachable(act.session, call, act.user, act.at, form.version)
    return _after(act.session, call)


def _after(session: Session, call: FollowUp) -> Response:
    """Back to the contract, which says what the call left and what comes next."""
    contract = session.get_one(Contract, call.contract_id)
    return RedirectResponse(f"/contrats/{contract.key}#suivi", status_code=303)
