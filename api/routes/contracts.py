"""Contracts: a hire, the list, one contract and each gesture on it."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.boxes import FormError
from api.dependencies import NowDep, SessionDep, TodayDep, UserDep
from api.rendering import page
from api.schemas import PageNumber
from api.services import contracts_life as life
from api.services.contracts import hire
from api.services.contracts_hours import add_hours, remove_hours
from api.services.contracts_pages import (
    ContractFilters,
    colleagues,
    contract_view,
    contracts_of_introduction,
    contracts_page,
)
from api.services.contracts_scope import contract_of
from api.services.contracts_terms import terms_of_offer
from api.services.exits import evaluate_exits
from api.services.introductions import actor_of, check_follows, introduction_of
from api.work_forms import (
    HIRE_LABELS,
    BreakForm,
    DayForm,
    HireForm,
    HoursForm,
    OwnerForm,
    StepForm,
    day_in,
    error_of,
    needed_day,
    number_in,
    read_terms,
    shown_terms,
)
from models.contract_lists import ContractKind, ContractState
from models.contracts import Contract
from models.errors import InputRefusedError
from models.introductions import Introduction
from models.motives import BreakMotive

router = APIRouter()
HOME = "/contrats"
ONE = f"{HOME}/{{contract_key}}"
HIRE = "/mises-en-relation/{key}/embauche"


@router.get(HIRE, response_class=HTMLResponse)
def show_hire(
    request: Request, session: SessionDep, user: UserDep, now: NowDep, today: TodayDep, key: str
) -> Response:
    """The form of a hire, filled with what the offer says."""
    introduction = introduction_of(session, user, key, now)
    offer = introduction.offer
    start = max(offer.start_date or today, today)
    form = shown_terms(terms_of_offer(offer, start))
    return _hire_page(request, session, introduction, form)


@router.post(HIRE, response_class=HTMLResponse)
def save_hire(
    request: Request,
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    key: str,
    form: Annotated[HireForm, Form()],
) -> Response:
    """« Enregistrer l’embauche »."""
    introduction = introduction_of(session, user, key, now)
    check_follows(session, user, introduction, now)
    terms, errors = read_terms(form)
    if terms is None:
        return _hire_page(request, session, introduction, form, errors)
    try:
        with session.begin_nested():
            contract = hire(session, introduction, terms, actor_of(user), now)
    except InputRefusedError as error:
        introduction = introduction_of(session, user, key, now)
        return _hire_page(request, session, introduction, form, (error_of(error),))
    return _done(session, contract, now)


def _hire_page(
    request: Request,
    session: Session,
    introduction: Introduction,
    form: HireForm,
    errors: tuple[FormError, ...] = (),
) -> Response:
    facts = {
        "introduction": introduction,
        "offer": introduction.offer,
        "known": contracts_of_introduction(session, introduction.id),
        "form": form,
        "kinds": list(ContractKind),
        "errors": errors,
        "labels": HIRE_LABELS,
    }
    return page(request, "contract_hire.html", facts, 422 if errors else 200)


@router.get(HOME, response_class=HTMLResponse)
def show_contracts(
    request: Request,
    session: SessionDep,
    user: UserDep,
    today: TodayDep,
    state: str = "",
    number: Annotated[PageNumber, Query(alias="page")] = 1,
) -> Response:
    """The contracts that the user may see; `state` may also be `courants` or `risque`."""
    chosen = next((each for each in ContractState if each == state), None)
    filters = ContractFilters(chosen, state == "courants", state == "risque", number)
    facts = {
        "found": contracts_page(session, user, filters, today),
        "states": list(ContractState),
        "state": state if chosen or filters.running or filters.at_risk else "",
        "number": number,
        "pager_url": lambda wanted: f"{HOME}?state={state}&page={wanted}",
    }
    return page(request, "contracts.html", facts)


@router.get(ONE, response_class=HTMLResponse)
def show_contract(
    request: Request, session: SessionDep, user: UserDep, today: TodayDep, contract_key: str
) -> Response:
    """One contract: where it stands, its calls, its hours, its story."""
    contract = contract_of(session, user, contract_key, today)
    facts = {
        "view": contract_view(session, contract, user, today),
        "contract": contract,
        "colleagues": colleagues(session),
        "motives": list(BreakMotive),
        "today": today,
    }
    return page(request, "contract.html", facts)


@router.post(f"{ONE}/demarrage")
def start(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    today: TodayDep,
    contract_key: str,
    form: Annotated[DayForm, Form()],
) -> Response:
    """« Confirmer le démarrage » on the real first day."""
    contract = contract_of(session, user, contract_key, today)
    day = day_in(form.on, "Premier jour") or contract.start_on
    life.start(session, contract, day, actor_of(user), now, form.version)
    return _done(session, contract, now)


@router.post(f"{ONE}/en-cours")
def confirm(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    today: TodayDep,
    contract_key: str,
    form: Annotated[StepForm, Form()],
) -> Response:
    """« Passer en cours » : the trial is over."""
    contract = contract_of(session, user, contract_key, today)
    life.confirm(session, contract, actor_of(user), now, form.version)
    return _done(session, contract, now)


@router.post(f"{ONE}/date-de-fin")
def extend(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    today: TodayDep,
    contract_key: str,
    form: Annotated[DayForm, Form()],
) -> Response:
    """« Changer la date de fin »."""
    contract = contract_of(session, user, contract_key, today)
    last = day_in(form.on, "Dernier jour")
    life.extend(session, contract, last, actor_of(user), now, form.version)
    return _done(session, contract, now)


@router.post(f"{ONE}/fin")
def end(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    today: TodayDep,
    contract_key: str,
    form: Annotated[DayForm, Form()],
) -> Response:
    """« Terminer normalement »."""
    contract = contract_of(session, user, contract_key, today)
    last = needed_day(form.on, "Dernier jour")
    life.end(session, contract, last, actor_of(user), now, form.version)
    return _done(session, contract, now)


@router.post(f"{ONE}/rupture")
def break_off(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    today: TodayDep,
    contract_key: str,
    form: Annotated[BreakForm, Form()],
) -> Response:
    """« Rompre », with its motive; the person is proposed again at once where it is ticked."""
    contract = contract_of(session, user, contract_key, today)
    last = needed_day(form.on, "Dernier jour travaillé")
    actor = actor_of(user)
    life.break_off(session, contract, form.motive, last, actor, now, form.note, form.version)
    if form.is_free:
        life.make_available(session, contract, user, now)
    return _done(session, contract, now)


@router.post(f"{ONE}/disponible")
def make_available(
    session: SessionDep, user: UserDep, now: NowDep, today: TodayDep, contract_key: str
) -> Response:
    """« Remettre disponible » in one click."""
    contract = contract_of(session, user, contract_key, today)
    life.make_available(session, contract, user, now)
    return _done(session, contract, now)


@router.post(f"{ONE}/cdi")
def transform(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    today: TodayDep,
    contract_key: str,
    form: Annotated[DayForm, Form()],
) -> Response:
    """« Transformer en CDI »; the page of the CDI follows."""
    contract = contract_of(session, user, contract_key, today)
    first = needed_day(form.on, "Premier jour du CDI")
    made = life.transform(session, contract, first, actor_of(user), now, form.version)
    return _done(session, made, now)


@router.post(f"{ONE}/reprise")
def resume(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    today: TodayDep,
    contract_key: str,
    form: Annotated[StepForm, Form()],
) -> Response:
    """« Reprendre le contrat » ended or broken by mistake."""
    contract = contract_of(session, user, contract_key, today)
    life.resume(session, contract, actor_of(user), now, form.version)
    return _done(session, contract, now)


@router.post(f"{ONE}/responsable")
def hand_over(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    today: TodayDep,
    contract_key: str,
    form: Annotated[OwnerForm, Form()],
) -> Response:
    """« Confier le suivi » to a colleague."""
    contract = contract_of(session, user, contract_key, today)
    owner = next((each for each in colleagues(session) if str(each.key) == form.owner), None)
    if owner is None:
        raise InputRefusedError("choisissez quelqu’un de la liste", "Responsable du suivi")
    life.hand_over(session, contract, owner, actor_of(user), now, form.version)
    return RedirectResponse("/suivi", status_code=303)


@router.post(f"{ONE}/heures")
def write_hours(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    today: TodayDep,
    contract_key: str,
    form: Annotated[HoursForm, Form()],
) -> Response:
    """« Ajouter les heures » of a statement."""
    contract = contract_of(session, user, contract_key, today)
    first = needed_day(form.first, "Du")
    hours = number_in(form.hours, "Heures")
    if hours is None:
        raise InputRefusedError("le nombre d’heures manque", "Heures")
    add_hours(session, contract, (first, needed_day(form.last, "Au"), hours), user, now)
    return _done(session, contract, now, "#heures")


@router.post(f"{ONE}/heures/{{line_key}}/retirer")
def drop_hours(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    today: TodayDep,
    contract_key: str,
    line_key: str,
) -> Response:
    """« Retirer » a line of hours."""
    contract = contract_of(session, user, contract_key, today)
    remove_hours(session, contract, line_key)
    return _done(session, contract, now, "#heures")


def _done(session: Session, contract: Contract, now: datetime, mark: str = "") -> Response:
    """Back to the contract; the exit of the person is judged again at once."""
    evaluate_exits(session, now, [contract.candidate_id])
    return RedirectResponse(f"{HOME}/{contract.key}{mark}", status_code=303)
