"""Retenir, Écarter, Annuler: the decisions taken on a row of a shortlist."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.dependencies import NowDep, SessionDep, UserDep
from api.introduction_forms import BatchForm, TogetherForm
from api.rendering import is_htmx, page
from api.routes.shortlists import WORDS, row_filters_of
from api.schemas import DecisionForm, DiscardForm
from api.services import decisions
from api.services import decisions_together as together
from api.services.decisions import Reason, Target
from api.services.decisions_everyone import Announced, Choice, decide_on_everyone
from api.services.decisions_together import Outcome, Together
from api.services.offer_lists import offer_of
from api.services.rows import candidate_of, row_view
from api.services.shortlist_views import RowFilters, shortlist_view
from api.services.shortlists import current_shortlist
from models.candidates import Candidate
from models.errors import InputRefusedError, NotFoundError
from models.offers import Offer
from models.people import User

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that was taken, in words, and the page it was taken on."""

    offer: Offer
    candidate: Candidate
    what: str
    back: str


@router.post("/offers/{key}/candidates/{candidate_key}/keep", response_class=HTMLResponse)
def keep(
    request: Request,
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    key: str,
    candidate_key: str,
    form: Annotated[DecisionForm, Form()],
) -> Response:
    """Retenir."""
    offer, candidate = offer_of(session, key), candidate_of(session, candidate_key)
    decisions.keep(session, user, Target(offer, candidate.id, form.version), form.note, now)
    return decided(request, session, user, Decided(offer, candidate, "retenu·e", form.back))


@router.post("/offers/{key}/candidates/{candidate_key}/discard", response_class=HTMLResponse)
def discard(
    request: Request,
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    key: str,
    candidate_key: str,
    form: Annotated[DiscardForm, Form()],
) -> Response:
    """Écarter, with a motive."""
    offer, candidate = offer_of(session, key), candidate_of(session, candidate_key)
    target = Target(offer, candidate.id, form.version)
    decisions.discard(session, user, target, Reason(form.motive, form.note), now)
    return decided(request, session, user, Decided(offer, candidate, "écarté·e", form.back))


@router.post("/offers/{key}/candidates/{candidate_key}/undo", response_class=HTMLResponse)
def undo(
    request: Request,
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    key: str,
    candidate_key: str,
    form: Annotated[DecisionForm, Form()],
) -> Response:
    """Annuler."""
    offer, candidate = offer_of(session, key), candidate_of(session, candidate_key)
    decisions.take_back(session, user, Target(offer, candidate.id, form.version), now)
    return decided(
        request, session, user, Decided(offer, candidate, "remis·e dans la liste", form.back)
    )


@router.post("/offers/{key}/ensemble")
def decide_together(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    key: str,
    form: Annotated[TogetherForm, Form()],
) -> Response:
    """Retenir or Écarter everybody who is ticked, or everybody whom the filters leave."""
    offer = offer_of(session, key)
    if form.everyone:
        done = decided_on_everyone(session, user, offer, form, now)
        return RedirectResponse(list_after(offer, form.back, done), status_code=303)
    who = tuple(ticked(each) for each in form.who)
    asked = Together(form.action, who, form.motive, form.note)
    done = together.decide_together(session, user, offer, asked, now)
    return RedirectResponse(list_after(offer, form.back, done), status_code=303)


def decided_on_everyone(
    session: Session, user: User, offer: Offer, form: TogetherForm, now: datetime
) -> Outcome:
    """The decision on everybody whom the filters of the page leave."""
    filters = replace(
        row_filters_of(form.band or "", form.decision, form.mine, form.by_score), q=form.q
    )
    asked = Together(form.action, (), form.motive, form.note)
    shown = Announced(form.list_key, form.announced, form.last_step)
    return decide_on_everyone(session, user, offer, Choice(asked, filters, shown), now)


@router.post("/offers/{key}/ensemble/annuler")
def undo_together(
    session: SessionDep, user: UserDep, now: NowDep, key: str, form: Annotated[BatchForm, Form()]
) -> Response:
    """Annuler a whole decision."""
    offer = offer_of(session, key)
    done = together.undo_together(session, user, offer, form.batch, now)
    return RedirectResponse(list_after(offer, form.back, done), status_code=303)


def ticked(value: str) -> tuple[str, int]:
    """The candidate key and the version of a box that is ticked.

    Raises
    ------
    InputRefusedError : the box says something else
    """
    key, _, version = value.partition(":")
    if not (version.isdecimal() and len(version) < 10):
        raise InputRefusedError("case illisible", "Ensemble")
    return key, int(version)


def list_after(offer: Offer, back: str, done: Outcome) -> str:
    """The list decided on, told which batch it was and whom it did not reach."""
    start, query = list_address(offer, back)
    skipped = [str(each.candidate.key) for each in done.skipped[:MOST_TOLD]]
    told = urlencode({"batch": str(done.batch), "skipped": skipped}, doseq=True)
    if len(done.skipped) > MOST_TOLD:
        told += f"&unnamed={len(done.skipped) - MOST_TOLD}"
    return f"{start}{query}{'&' if query else '?'}{told}"


MOST_TOLD = 20
"""People not reached who are named after a decision together."""


def decided(request: Request, session: Session, user: User, done: Decided) -> Response:
    """After a decision: the row alone for htmx, or back to the row in the page."""
    offer, candidate = done.offer, done.candidate
    if not is_htmx(request):
        return RedirectResponse(back_to(done), status_code=303)
    shortlist = current_shortlist(session, offer)
    if shortlist is None:
        raise NotFoundError("Liste", offer.reference)
    facts = {
        **WORDS,
        "offer": offer,
        "row": row_view(session, shortlist, user, candidate.id),
        "view": shortlist_view(session, shortlist, user, RowFilters(decision="none")),
        "filters": RowFilters(),
        "focus": True,
        "oob": True,
        "announcement": f"{candidate.identifier} : {done.what}.",
        "back": done.back,
    }
    return page(request, "_decided.html", facts)


def back_to(done: Decided) -> str:
    """The page the decision was taken on, at its row; the plain shortlist if that is unknown."""
    start, query = list_address(done.offer, done.back)
    mark = "&" if query else "?"
    return f"{start}{query}{mark}seen={done.candidate.key}#p-{done.candidate.key}"


def list_address(offer: Offer, back: str) -> tuple[str, str]:
    """The shortlist and the filters of the page that says to go back to it."""
    start = f"/offers/{offer.key}/shortlist"
    rest = back.removeprefix(start)
    return start, rest if back.startswith(start) and rest.startswith("?") else ""
