"""The forms of contracts, follow-up and exits, and how their boxes are read."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from api.boxes import BoxReader, FormError
from api.rendering import number_fr
from api.schemas import Form, Line, Note, Version
from api.services.contracts_terms import ContractTerms
from api.services.followups import Answers
from ingestion.normalise import read_date, read_number
from models.contract_lists import ContractKind, Mark, PreHireKind, PreHireResult, Question
from models.contracts import MOST_WEEKLY_HOURS
from models.errors import InputRefusedError
from models.exit_lists import ExitAction, ProofKind, ProofStatus, TrainingResult
from models.motives import BreakMotive

Read = TypeVar("Read")


class StepForm(Form):
    """The version of the contract on screen."""

    version: Version


class DayForm(StepForm):
    """A gesture on a day; empty where the service may do without."""

    on: Line = ""


class BreakForm(DayForm):
    """`motive` empty: the service asks for one. `is_free` : propose the person again at once."""

    motive: BreakMotive | None = None
    note: Note = ""
    is_free: bool = False


class OwnerForm(StepForm):
    """The key of the colleague."""

    owner: Line = ""


class HoursForm(Form):
    first: Line = ""
    last: Line = ""
    hours: Line = ""


class HireForm(Form):
    """The terms of a contract, as typed."""

    kind: Line = ""
    employer: Line = ""
    user_company: Line = ""
    job_title: Line = ""
    start_on: Line = ""
    end_on: Line = ""
    trial_ends_on: Line = ""
    hours: Line = ""
    part_time: Line = ""
    note: Note = ""


class StepPlanForm(Form):
    kind: PreHireKind | None = None
    start_on: Line = ""
    end_on: Line = ""
    place: Line = ""


class StepResultForm(Form):
    """`seen` : the mark of what the page showed, here and below."""

    result: PreHireResult = PreHireResult.PLANNED
    note: Note = ""
    seen: Line = ""


class CallForm(Form):
    """The five answers of a call, each empty where it was not asked."""

    version: Version
    presence: Mark | None = None
    taches: Mark | None = None
    relations: Mark | None = None
    transport: Mark | None = None
    suite: Mark | None = None
    note: Note = ""

    def answers(self) -> Answers:
        """What was answered, by question."""
        marks = {question: getattr(self, question.value) for question in Question}
        return Answers({key: mark for key, mark in marks.items() if mark is not None}, self.note)


class TrainingForm(Form):
    title: Line = ""
    provider: Line = ""
    qualifying: Line = ""
    level: Line = ""
    starts_on: Line = ""
    ends_on: Line = ""
    result: TrainingResult = TrainingResult.ONGOING
    stopped_on: Line = ""


class TrainingResultForm(Form):
    result: TrainingResult = TrainingResult.ONGOING
    on: Line = ""
    seen: Line = ""


class BusinessForm(Form):
    activity: Line = ""
    registered_on: Line = ""
    siret: Line = ""


class ProofForm(Form):
    kind: ProofKind
    status: ProofStatus
    note: Line = ""
    seen: Line = ""


class DecisionForm(Form):
    version: Version
    action: ExitAction
    committee_on: Line = ""
    note: Note = ""


def day_in(text: str, place: str) -> date | None:
    """A day as typed; None where the box is empty.

    Raises
    ------
    InputRefusedError : it cannot be read
    """
    return _read(text, place, read_date, "date illisible : écrivez par exemple 14/03/2027")


def needed_day(text: str, place: str) -> date:
    """A day that must be there.

    Raises
    ------
    InputRefusedError : it is missing, or cannot be read
    """
    day = day_in(text, place)
    if day is None:
        raise InputRefusedError("la date manque", place)
    return day


def number_in(text: str, place: str) -> float | None:
    """A number as typed; None where the box is empty.

    Raises
    ------
    InputRefusedError : it cannot be read
    """
    return _read(text, place, read_number, "nombre illisible : écrivez par exemple 35 ou 17,5")


def _read(text: str, place: str, read: Callable[[str], Read | None], complaint: str) -> Read | None:
    if not text:
        return None
    value = read(text)
    if value is None:
        raise InputRefusedError(complaint, place)
    return value


def yes_no(text: str) -> bool | None:
    """Yes, no, or not said."""
    return {"yes": True, "no": False}.get(text)


def read_terms(form: HireForm) -> tuple[ContractTerms | None, tuple[FormError, ...]]:
    """The terms as typed, and what could not be read; None with errors."""
    reader = BoxReader()
    kind = reader.choice("kind", form.kind, ContractKind)
    start_on = reader.day("start_on", form.start_on)
    end_on = reader.day("end_on", form.end_on)
    trial = reader.day("trial_ends_on", form.trial_ends_on)
    hours = reader.number("hours", form.hours, 1, MOST_WEEKLY_HOURS)
    for field, value, message in (
        ("kind", form.kind, "Choisissez le contrat."),
        ("employer", form.employer, "Donnez l’employeur."),
        ("job_title", form.job_title, "Donnez le poste."),
        ("start_on", form.start_on, "Donnez le premier jour."),
    ):
        if not value:
            reader.complain(field, message)
    if reader.errors or kind is None or start_on is None:
        return None, tuple(reader.errors)
    terms = ContractTerms(
        kind=kind,
        start_on=start_on,
        employer_name=form.employer,
        job_title=form.job_title,
        end_on=end_on,
        weekly_hours=hours,
        user_company=form.user_company or None,
        trial_ends_on=trial,
        is_part_time_chosen=yes_no(form.part_time),
        note=form.note or None,
    )
    return terms, ()


def shown_terms(terms: ContractTerms) -> HireForm:
    """The boxes as they are filled before anybody types."""

    def day(value: date | None) -> str:
        return "" if value is None else value.isoformat()

    return HireForm(
        kind=terms.kind.value,
        employer=terms.employer_name,
        user_company=terms.user_company or "",
        job_title=terms.job_title,
        start_on=day(terms.start_on),
        end_on=day(terms.end_on),
        trial_ends_on=day(terms.trial_ends_on),
        hours="" if terms.weekly_hours is None else number_fr(terms.weekly_hours),
    )


FIELD_OF_PLACE = {
    "Employeur": "employer",
    "Poste": "job_title",
    "Premier jour": "start_on",
    "Dernier jour": "end_on",
    "Heures par semaine": "hours",
    "Fin de la période d’essai": "trial_ends_on",
}
"""Where a refusal of the service is shown in the form of a hire."""
HIRE_LABELS = {field: place for place, field in FIELD_OF_PLACE.items()} | {"kind": "Contrat"}


def error_of(error: InputRefusedError) -> FormError:
    """A refusal of the service as a complaint about a box."""
    words = str(error).removeprefix(f"{error.place} : ")
    field = FIELD_OF_PLACE.get(error.place, "start_on")
    return FormError(field, words[:1].upper() + words[1:] + ".")
