"""What blocks, weighs or is only told for one offer."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import MatcherDep, NowDep, SessionDep, UserDep
from api.offer_forces_form import OfferForcesForm
from api.rendering import page
from api.services.offer_forces import LONGEST_MOTIVE, Wish, choose
from api.services.offer_forces_view import forces_view
from api.services.offer_lists import offer_of
from api.services.offers_sides import profile_of
from models.vocabulary import Force

router = APIRouter()


@router.get("/offers/{key}/obstacles", response_class=HTMLResponse)
def show_offer_forces(
    request: Request, session: SessionDep, user: UserDep, matcher: MatcherDep, key: str
) -> Response:
    """How each requirement of one offer counts, and who chose so."""
    offer = offer_of(session, key)
    view = forces_view(session, offer, user, matcher.current(session))
    facts = {
        "offer": offer,
        "view": view,
        "forces": list(Force),
        "longest": LONGEST_MOTIVE,
    }
    return page(request, "offer_forces.html", facts)


@router.post("/offers/{key}/obstacles")
def choose_offer_forces(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    matcher: MatcherDep,
    key: str,
    form: Annotated[OfferForcesForm, Form()],
) -> Response:
    """Keep what the employer holds to; the next ranking applies it."""
    offer = offer_of(session, key)
    profile = profile_of(session, offer, matcher.current(session))
    choose(session, offer, user, Wish(form.forces(), form.motive, form.version), profile, now)
    return RedirectResponse(f"/offers/{offer.key}/obstacles", status_code=303)
