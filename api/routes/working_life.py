"""The working life of a person: contracts found without us, trainings, businesses, exit."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.boxes import BoxReader, FormError
from api.gestures import Gesture, GestureDep, PersonDep
from api.rendering import page
from api.services.contracts import record_contract
from api.services.contracts_pages import work_view
from api.services.exits import evaluate_exits
from api.services.exits_list import rule_label
from api.services.exits_records import (
    NewTraining,
    TrainingEnd,
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
def show_work(request: Request, act: GestureDep, person: PersonDep) -> Response:
    """What the person did since they entered, and where they stand on the way out."""
    return _work_page(request, act, person, HireForm())


def _work_page(
    request: Request,
    act: Gesture,
    person: Person,
    form: HireForm,
    errors: tuple[FormError, ...] = (),
) -> Response:
    view = work_view(act.session, person.candidate.id, act.today)
    facts = {
        "person": person,
        "view": view,
        "exit_label": None if view.exit is None else rule_label(view.exit.protocol, view.exit.rule),
        "form": form,
        "kinds": list(ContractKind),
        "results": list(TrainingResult),
        "mark_of": TrainingEnd.mark,
        "errors": errors,
        "labels": HIRE_LABELS,
        "today": act.today,
    }
    return page(request, "follow_person.html", facts, 422 if errors else 200)


@router.post(f"{HOME}/contrats", response_class=HTMLResponse)
def write_contract(
    request: Request, act: GestureDep, person: PersonDep, form: Annotated[HireForm, Form()]
) -> Response:
    """« Ajouter le contrat » that the person found without us."""
    terms, errors = read_terms(form)
    if terms is None:
        return _work_page(request, act, person, form, errors)
    key = str(person.candidate.key)
    try:
        with act.session.begin_nested():
            contract = record_contract(act.session, person.candidate, terms, act.user, act.at)
    except InputRefusedError as error:
        person = person_of(act.session, act.user, key)
        return _work_page(request, act, person, form, (error_of(error),))
    evaluate_exits(act.session, act.at, [person.candidate.id])
    return RedirectResponse(f"/contrats/{contract.key}", status_code=303)


@router.post(f"{HOME}/formations")
def write_training(
    act: GestureDep, person: PersonDep, form: Annotated[TrainingForm, Form()]
) -> Response:
    """« Ajouter la formation »."""
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
    add_training(act.session, person.candidate, new, act.user, act.at)
    return _done(act, person, "formations")


@router.post(f"{HOME}/formations/{{training_key}}")
def end_training(
    act: GestureDep,
    person: PersonDep,
    training_key: str,
    form: Annotated[TrainingResultForm, Form()],
) -> Response:
    """« Noter le résultat » of a training."""
    said = TrainingEnd(form.result, day_in(form.on, "Le"), form.seen or None)
    conclude_training(act.session, person.candidate, training_key, said, act.user, act.at)
    return _done(act, person, "formations")


@router.post(f"{HOME}/creations")
def write_business(
    act: GestureDep, person: PersonDep, form: Annotated[BusinessForm, Form()]
) -> Response:
    """« Ajouter la création »."""
    reader = BoxReader()
    siret = reader.siret("siret", form.siret)
    if reader.errors:
        raise InputRefusedError("un SIRET a 14 chiffres", "SIRET")
    day = day_in(form.registered_on, "Immatriculée le")
    add_business(act.session, person.candidate, form.activity, day, siret, act.user, act.at)
    return _done(act, person, "creations")


def _done(act: Gesture, person: Person, part: str) -> Response:
    """Back to a part of the page; the exit of the person is judged again at once."""
    evaluate_exits(act.session, act.at, [person.candidate.id])
    where = HOME.format(candidate_key=person.candidate.key)
    return RedirectResponse(f"{where}#{part}", status_code=303)
