"""The working life of a person: contracts found without us, trainings, businesses, exit."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.boxes import BoxReader, FormError
from api.dependencies import NowDep, SessionDep, TodayDep, UserDep
from api.rendering import page
from api.services.contracts import record_contract
from api.services.contracts_pages import work_view
from api.services.exits import evaluate_exits
from api.services.exits_list import rule_label
from api.services.exits_records import (
    NewTraining,
    add_business,
    add_training,
    conclude_training,
)
from api.services.persons import Person, person_of
from api.work_forms import (
    HIRE_LABELS,
    BusinessForm,
    HireForm,
    TrainingForm,
    TrainingResultForm,
    day_in,
    error_of,
    needed_day,
    number_in,
    read_terms,
    yes_no,
)
from models.contract_lists import ContractKind
from models.errors import InputRefusedError
from models.exit_lists import TrainingResult

router = APIRouter()
HOME = "/candidats/{candidate_key}/emploi"


@router.get(HOME, response_class=HTMLResponse)
def show_work(
    request: Request, session: SessionDep, user: UserDep, today: TodayDep, candidate_key: str
) -> Response:
    """What the person did since they entered, and where they stand on the way out."""
    person = person_of(session, user, candidate_key)
    return _work_page(request, session, person, today, HireForm())


def _work_page(
    request: Request,
    session: Session,
    person: Person,
    today: date,
    form: HireForm,
    errors: tuple[FormError, ...] = (),
) -> Response:
    view = work_view(session, person.candidate.id, today)
    facts = {
        "person": person,
        "view": view,
        "exit_label": None if view.exit is None else rule_label(view.exit.protocol, view.exit.rule),
        "form": form,
        "kinds": list(ContractKind),
        "results": list(TrainingResult),
        "errors": errors,
        "labels": HIRE_LABELS,
        "today": today,
    }
    return page(request, "follow_person.html", facts, 422 if errors else 200)


@router.post(f"{HOME}/contrats", response_class=HTMLResponse)
def write_contract(
    request: Request,
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    today: TodayDep,
    candidate_key: str,
    form: Annotated[HireForm, Form()],
) -> Response:
    """« Ajouter le contrat » that the person found without us."""
    person = person_of(session, user, candidate_key)
    terms, errors = read_terms(form)
    if terms is None:
        return _work_page(request, session, person, today, form, errors)
    try:
        with session.begin_nested():
            contract = record_contract(session, person.candidate, terms, user, now)
    except InputRefusedError as error:
        person = person_of(session, user, candidate_key)
        return _work_page(request, session, person, today, form, (error_of(error),))
    evaluate_exits(session, now, [person.candidate.id])
    return RedirectResponse(f"/contrats/{contract.key}", status_code=303)


@router.post(f"{HOME}/formations")
def write_training(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    candidate_key: str,
    form: Annotated[TrainingForm, Form()],
) -> Response:
    """« Ajouter la formation »."""
    person = person_of(session, user, candidate_key)
    level = number_in(form.level, "Niveau")
    if level is not None and level not in range(1, 9):
        raise InputRefusedError("un niveau entre 1 et 8", "Niveau")
    new = NewTraining(
        title=form.title,
        starts_on=needed_day(form.starts_on, "Début"),
        ends_on=needed_day(form.ends_on, "Fin"),
        result=form.result,
        provider=form.provider,
        is_qualifying=yes_no(form.qualifying),
        level=None if level is None else int(level),
        stopped_on=day_in(form.stopped_on, "Quittée le"),
    )
    add_training(session, person.candidate, new, user, now)
    evaluate_exits(session, now, [person.candidate.id])
    return _to(candidate_key, "#formations")


@router.post(f"{HOME}/formations/{{training_key}}")
def end_training(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    candidate_key: str,
    training_key: str,
    form: Annotated[TrainingResultForm, Form()],
) -> Response:
    """« Noter le résultat » of a training."""
    person = person_of(session, user, candidate_key)
    day = day_in(form.on, "Le")
    conclude_training(session, person.candidate, training_key, form.result, day, now)
    evaluate_exits(session, now, [person.candidate.id])
    return _to(candidate_key, "#formations")


@router.post(f"{HOME}/creations")
def write_business(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    candidate_key: str,
    form: Annotated[BusinessForm, Form()],
) -> Response:
    """« Ajouter la création »."""
    person = person_of(session, user, candidate_key)
    reader = BoxReader()
    siret = reader.siret("siret", form.siret)
    if reader.errors:
        raise InputRefusedError("un SIRET a 14 chiffres", "SIRET")
    day = day_in(form.registered_on, "Immatriculée le")
    add_business(session, person.candidate, form.activity, day, siret, user, now)
    evaluate_exits(session, now, [person.candidate.id])
    return _to(candidate_key, "#creations")


def _to(candidate_key: str, mark: str) -> Response:
    return RedirectResponse(f"/candidats/{candidate_key}/emploi{mark}", status_code=303)
