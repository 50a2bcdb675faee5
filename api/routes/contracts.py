"""Contracts: a hire, the list, one contract and each gesture on it."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.boxes import FormError
from api.gestures import ContractDep, Gesture, GestureDep, IntroductionDep
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
from api.services.contracts_terms import terms_of_offer
from api.services.dispatches_scope import last_recipient
from api.services.exits import evaluate_exits
from api.services.introductions import check_follows, introduction_of
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
def show_hire(request: Request, act: GestureDep, introduction: IntroductionDep) -> Response:
    """The form of a hire, filled with what the offer says."""
    offer = introduction.offer
    start = max(offer.start_date or act.today, act.today)
    recipient = last_recipient(act.session, introduction.id)
    form = shown_terms(terms_of_offer(offer, start, recipient))
    return _hire_page(request, act.session, introduction, form)


@router.post(HIRE, response_class=HTMLResponse)
def save_hire(
    request: Request,
    act: GestureDep,
    introduction: IntroductionDep,
    form: Annotated[HireForm, Form()],
) -> Response:
    """« Enregistrer l’embauche »."""
    check_follows(act.session, act.user, introduction, act.at)
    terms, errors = read_terms(form)
    if terms is None:
        return _hire_page(request, act.session, introduction, form, errors)
    key = str(introduction.key)
    try:
        with act.session.begin_nested():
            contract = hire(act.session, introduction, terms, act.actor, act.at)
    except InputRefusedError as error:
        introduction = introduction_of(act.session, act.user, key, act.at)
        return _hire_page(request, act.session, introduction, form, (error_of(error),))
    return _done(act, contract)


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
    act: GestureDep,
    state: str = "",
    number: Annotated[PageNumber, Query(alias="page")] = 1,
) -> Response:
    """The contracts that the user may see; `state` may also be `courants` or `risque`."""
    filters = filters_of(state, number)
    chosen = state if filters.state or filters.running or filters.at_risk else ""
    facts = {
        "found": contracts_page(act.session, act.user, filters, act.today),
        "states": list(ContractState),
        "state": chosen,
        "number": number,
        "pager_url": lambda wanted: f"{HOME}?state={state}&page={wanted}",
    }
    return page(request, "contracts.html", facts)


def filters_of(state: str, number: int = 1) -> ContractFilters:
    """What the address asks of the list; words that say nothing leave it whole."""
    chosen = next((each for each in ContractState if each == state), None)
    return ContractFilters(chosen, state == "courants", state == "risque", number)


@router.get(ONE, response_class=HTMLResponse)
def show_contract(request: Request, act: GestureDep, contract: ContractDep) -> Response:
    """One contract: where it stands, its calls, its hours, its story."""
    facts = {
        "view": contract_view(act.session, contract, act.user, act.today),
        "contract": contract,
        "colleagues": colleagues(act.session),
        "motives": list(BreakMotive),
        "today": act.today,
    }
    return page(request, "contract.html", facts)


@router.post(f"{ONE}/demarrage")
def start(act: GestureDep, contract: ContractDep, form: Annotated[DayForm, Form()]) -> Response:
    """« Confirmer le démarrage » on the real first day."""
    day = day_in(form.on, "Premier jour") or contract.start_on
    life.start(act.session, contract, day, act.actor, act.at, form.version)
    return _done(act, contract)


@router.post(f"{ONE}/en-cours")
def confirm(act: GestureDep, contract: ContractDep, form: Annotated[StepForm, Form()]) -> Response:
    """« Passer en cours » : the trial is over."""
    life.confirm(act.session, contract, act.actor, act.at, form.version)
    return _done(act, contract)


@router.post(f"{ONE}/date-de-fin")
def extend(act: GestureDep, contract: ContractDep, form: Annotated[DayForm, Form()]) -> Response:
    """« Changer la date de fin »."""
    last = day_in(form.on, "Dernier jour")
    life.extend(act.session, contract, last, act.actor, act.at, form.version)
    return _done(act, contract)


@router.post(f"{ONE}/fin")
def end(act: GestureDep, contract: ContractDep, form: Annotated[DayForm, Form()]) -> Response:
    """« Terminer normalement »."""
    last = needed_day(form.on, "Dernier jour")
    life.end(act.session, contract, last, act.actor, act.at, form.version)
    return _done(act, contract)


@router.post(f"{ONE}/rupture")
def break_off(
    act: GestureDep, contract: ContractDep, form: Annotated[BreakForm, Form()]
) -> Response:
    """« Rompre », with its motive; the person is proposed again at once where it is ticked."""
    last, by = needed_day(form.on, "Dernier jour travaillé"), act.actor
    life.break_off(act.session, contract, form.motive, last, by, act.at, form.note, form.version)
    if form.is_free:
        life.make_available(act.session, contract, act.user, act.at)
    return _done(act, contract)


@router.post(f"{ONE}/disponible")
def make_available(act: GestureDep, contract: ContractDep) -> Response:
    """« Remettre disponible » in one click."""
    life.make_available(act.session, contract, act.user, act.at)
    return _done(act, contract)


@router.post(f"{ONE}/cdi")
def transform(act: GestureDep, contract: ContractDep, form: Annotated[DayForm, Form()]) -> Response:
    """« Transformer en CDI »; the page of the CDI follows."""
    first = needed_day(form.on, "Premier jour du CDI")
    made = life.transform(act.session, contract, first, act.actor, act.at, form.version)
    return _done(act, made)


@router.post(f"{ONE}/reprise")
def resume(act: GestureDep, contract: ContractDep, form: Annotated[StepForm, Form()]) -> Response:
    """« Reprendre le contrat » ended or broken by mistake."""
    life.resume(act.session, contract, act.actor, act.at, form.version)
    return _done(act, contract)


@router.post(f"{ONE}/responsable")
def hand_over(
    act: GestureDep, contract: ContractDep, form: Annotated[OwnerForm, Form()]
) -> Response:
    """« Confier le suivi » to a colleague."""
    owner = next((each for each in colleagues(act.session) if str(each.key) == form.owner), None)
    if owner is None:
        raise InputRefusedError("choisissez quelqu’un de la liste", "Responsable du suivi")
    life.hand_over(act.session, contract, owner, act.actor, act.at, form.version)
    return RedirectResponse("/suivi", status_code=303)


@router.post(f"{ONE}/heures")
def write_hours(
    act: GestureDep, contract: ContractDep, form: Annotated[HoursForm, Form()]
) -> Response:
    """« Ajouter les heures » of a statement."""
    first = needed_day(form.first, "Du")
    hours = number_in(form.hours, "Heures")
    if hours is None:
        raise InputRefusedError("le nombre d’heures manque", "Heures")
    line = (first, needed_day(form.last, "Au"), hours)
    add_hours(act.session, contract, line, act.user, act.at)
    return _done(act, contract, "#heures")


@router.post(f"{ONE}/heures/{{line_key}}/retirer")
def drop_hours(act: GestureDep, contract: ContractDep, line_key: str) -> Response:
    """« Retirer » a line of hours."""
    remove_hours(act.session, contract, line_key)
    return _done(act, contract, "#heures")


def _done(act: Gesture, contract: Contract, mark: str = "") -> Response:
    """Back to the contract; the exit of the person is judged again at once."""
    evaluate_exits(act.session, act.at, [contract.candidate_id])
    return RedirectResponse(f"{HOME}/{contract.key}{mark}", status_code=303)
