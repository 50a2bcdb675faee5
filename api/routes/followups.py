"""« Suivi » : the calls of the day, and one call on a telephone."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.dependencies import NowDep, SessionDep, TodayDep, UserDep
from api.rendering import page
from api.services import followups
from api.services.followups_day import follow_up_day
from api.services.followups_people import NOBODY, latest_flags, people_of
from api.services.followups_shares import call_shares
from api.services.followups_words import place_of, script_of
from api.work_forms import CallForm, StepForm
from models.contract_lists import ContractState, FollowUpState, Mark, Question
from models.contracts import Contract, FollowUp

router = APIRouter()
HOME = "/suivi"


@router.get(HOME, response_class=HTMLResponse)
def show_day(
    request: Request, session: SessionDep, user: UserDep, today: TodayDep, qui: str = ""
) -> Response:
    """What the follow-up asks of the user today, or of everybody they see (`qui=tous`)."""
    everyone = qui == "tous"
    facts = {
        "day": follow_up_day(session, user, today, everyone),
        "everyone": everyone,
        "today": today,
        "place_of": place_of,
        "shares": [each for each in call_shares(session, user, today) if each.due],
    }
    return page(request, "follow_day.html", facts)


@router.get(f"{HOME}/{{call_key}}", response_class=HTMLResponse)
def show_call(
    request: Request, session: SessionDep, user: UserDep, today: TodayDep, call_key: str
) -> Response:
    """The words of one call, and where its answers are noted."""
    call = followups.call_of(session, user, call_key, today)
    contract = call.contract
    person = people_of(session, [contract.candidate_id]).get(contract.candidate_id, NOBODY)
    facts = {
        "call": call,
        "contract": contract,
        "person": person,
        "script": script_of(contract, call.kind, person.first_name),
        "marks": list(Mark),
        "flag": latest_flags(session, [contract.id]).get(contract.id),
        "given": {q.value: getattr(call, followups.COLUMNS[q]) for q in Question},
        "may_answer": call.state is not FollowUpState.VOID
        and contract.state is not ContractState.PLANNED,
        "tries_left": followups.MOST_ATTEMPTS - call.attempts,
        "today": today,
    }
    return page(request, "follow_call.html", facts)


@router.post(f"{HOME}/{{call_key}}")
def answer(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    today: TodayDep,
    call_key: str,
    form: Annotated[CallForm, Form()],
) -> Response:
    """« Enregistrer l’appel »."""
    call = followups.call_of(session, user, call_key, today)
    followups.answer(session, call, form.answers(), user, now, form.version)
    return _after(session, call)


@router.post(f"{HOME}/{{call_key}}/injoignable")
def unreachable(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    today: TodayDep,
    call_key: str,
    form: Annotated[StepForm, Form()],
) -> Response:
    """« Injoignable » : one more try."""
    call = followups.call_of(session, user, call_key, today)
    followups.unreachable(session, call, user, now, form.version)
    return _after(session, call)


def _after(session: Session, call: FollowUp) -> Response:
    """Back to the contract, which says what the call left and what comes next."""
    contract = session.get_one(Contract, call.contract_id)
    return RedirectResponse(f"/contrats/{contract.key}#suivi", status_code=303)
