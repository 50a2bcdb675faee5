"""What would change a list: the table of an offer, the answers of people, the territory."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import Field
from sqlalchemy.orm import Session

from api.dependencies import MatcherDep, NowDep, SessionDep, TodayDep, UserDep
from api.rendering import page
from api.routes.list_files import answer as file_answer
from api.schemas import Form as BaseForm
from api.schemas import Line
from api.services.levers_answers import (
    HOURS,
    LIMIT,
    LONGEST_TRIP,
    MEANS,
    SHORTEST_TRIP,
    TITLE,
    Answer,
    Asked,
    check_may_answer,
    question_words,
    record_of,
    write_answer,
)
from api.services.levers_table import offer_table
from api.services.levers_territory import (
    BUDGET_SECONDS,
    territory_levers,
    territory_table,
)
from api.services.offer_forces_view import told_forces
from api.services.offer_lists import offer_of
from api.services.offers import offer_to_rank
from api.services.rows import candidate_of
from api.services.shortlists import refresh_shortlist
from models.errors import InputRefusedError
from models.vocabulary import CredentialState, OfferState, TravelMode, WorkPattern

router = APIRouter()

STATES = (CredentialState.HELD, CredentialState.IN_PROGRESS, CredentialState.EXPIRED)
NOT_HELD = "not_held"


Modes = Annotated[tuple[TravelMode, ...], Field(max_length=20)]
Patterns = Annotated[tuple[WorkPattern, ...], Field(max_length=20)]


class AnswerForm(BaseForm):
    """The boxes of every question as typed; a question reads its own."""

    question: Line
    modes: Modes = ()
    no_mode: bool = False
    minutes: Line = ""
    patterns: Patterns = ()
    earliest: Line = ""
    latest: Line = ""
    state: Line = ""
    expires: Line = ""

    def answer(self) -> Answer:
        """What was typed, as values.

        Raises
        ------
        InputRefusedError : a number, an hour or a day cannot be read
        """
        return Answer(
            modes=frozenset(self.modes),
            no_mode=self.no_mode,
            minutes=_read(self.minutes.replace(",", "."), float, "Trajet maximum", "un nombre"),
            patterns=frozenset(self.patterns),
            earliest_start=_read(self.earliest, _clock, "Pas avant", "une heure"),
            latest_end=_read(self.latest, _clock, "Pas après", "une heure"),
            state=next((each for each in STATES if each == self.state), None),
            expires_on=_read(self.expires, date.fromisoformat, "Valable jusqu’au", "une date"),
            is_list_complete=self.state == NOT_HELD,
        )


Value = TypeVar("Value")


def _clock(typed: str) -> time:
    """An hour as a browser sends it: no seconds, no zone."""
    return datetime.strptime(typed, "%H:%M").time()


def _read(typed: str, as_value: Callable[[str], Value], box: str, wanted: str) -> Value | None:
    try:
        return as_value(typed) if typed else None
    except ValueError as error:
        raise InputRefusedError(f"donnez {wanted}", box) from error


@router.get("/offers/{key}/levers", response_class=HTMLResponse)
def show_offer_levers(
    request: Request,
    session: SessionDep,
    user: UserDep,
    today: TodayDep,
    matcher: MatcherDep,
    key: str,
) -> Response:
    """What each change would bring to the list of an offer; printed, it names nobody."""
    offer = offer_of(session, key)
    table = offer_table(session, offer, today, matcher, user)
    forces = told_forces(session, offer, None, matcher.ranker)
    facts = {"offer": offer, "table": table, "today": today, "forces": forces}
    return page(request, "offer_levers.html", facts)


@router.get("/offers/{key}/candidates/{candidate_key}/answer", response_class=HTMLResponse)
def ask(
    request: Request,
    session: SessionDep,
    user: UserDep,
    key: str,
    candidate_key: str,
    question: Annotated[str, Query(max_length=100)] = MEANS,
) -> Response:
    """The form of one question to one person, filled with what the record says."""
    offer, candidate = offer_of(session, key), candidate_of(session, candidate_key)
    check_may_answer(session, user, candidate)
    asked = Asked(question, offer_to_rank(session, offer), candidate)
    return answer_page(request, session, offer.key, asked)


@router.post("/offers/{key}/candidates/{candidate_key}/answer", response_class=HTMLResponse)
def answer(
    request: Request,
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    today: TodayDep,
    matcher: MatcherDep,
    key: str,
    candidate_key: str,
    form: Annotated[AnswerForm, Form()],
) -> Response:
    """Write the answer in the record, then rank again where the offer is open."""
    offer, candidate = offer_of(session, key), candidate_of(session, candidate_key)
    asked = Asked(form.question, offer_to_rank(session, offer), candidate)
    try:
        write_answer(session, user, asked, form.answer(), now)
    except InputRefusedError as refusal:
        return answer_page(request, session, offer.key, asked, str(refusal))
    if offer.state is OfferState.OPEN:
        refresh_shortlist(session, offer, today, matcher)
    return RedirectResponse(
        f"/offers/{offer.key}/shortlist?seen={candidate.key}#p-{candidate.key}", status_code=303
    )


def answer_page(
    request: Request, session: Session, offer_key: object, asked: Asked, refusal: str = ""
) -> Response:
    """Render the form of a question."""
    facts: dict[str, Any] = {
        "offer_key": offer_key,
        "offer": asked.offer,
        "candidate": asked.candidate,
        "question": asked.key,
        "words": question_words(asked.key, asked.offer),
        "record": record_of(session, asked.candidate),
        "refusal": refusal,
        "kinds": {"means": MEANS, "limit": LIMIT, "hours": HOURS, "title": TITLE},
        "modes": list(TravelMode),
        "patterns": list(WorkPattern),
        "states": STATES,
        "not_held": NOT_HELD,
        "bounds": (SHORTEST_TRIP, LONGEST_TRIP),
    }
    return page(request, "lever_answer.html", facts, 422 if refusal else 200)


@router.get("/levers", response_class=HTMLResponse)
def show_territory_levers(
    request: Request, session: SessionDep, today: TodayDep, matcher: MatcherDep
) -> Response:
    """What was read so far of the open offers."""
    view = territory_levers(session, today, matcher)
    facts = {"view": view, "today": today, "budget": BUDGET_SECONDS}
    return page(request, "territory_levers.html", facts)


@router.post("/levers")
def read_on(session: SessionDep, today: TodayDep, matcher: MatcherDep) -> Response:
    """Read some more of the open offers, for as long as one request may."""
    territory_levers(session, today, matcher, BUDGET_SECONDS)
    return RedirectResponse("/levers", status_code=303)


@router.get("/levers.csv")
@router.get("/levers.xlsx")
@router.get("/levers.json")
def territory_file(
    request: Request, session: SessionDep, today: TodayDep, matcher: MatcherDep
) -> Response:
    """The same as a file: numbers of people, no person."""
    return file_answer(request, territory_table(territory_levers(session, today, matcher)), today)
