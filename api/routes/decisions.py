"""Retenir, Écarter, Annuler: the decisions taken on a row of a shortlist."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.dependencies import NowDep, SessionDep, UserDep
from api.rendering import is_htmx, page
from api.routes.shortlists import WORDS
from api.schemas import DecisionForm, DiscardForm
from api.services import decisions
from api.services.decisions import Reason, Target
from api.services.offer_lists import offer_of
from api.services.rows import candidate_of, row_view
from api.services.shortlist_views import RowFilters, shortlist_view
from api.services.shortlists import current_shortlist
from models.candidates import Candidate
from models.errors import NotFoundError
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
    start = f"/offers/{done.offer.key}/shortlist"
    rest = done.back.removeprefix(start)
    query = rest if done.back.startswith(start) and rest.startswith("?") else ""
    mark = "&" if query else "?"
    return f"{start}{query}{mark}seen={done.candidate.key}#p-{done.candidate.key}"
