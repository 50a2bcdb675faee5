"""What blocks, weighs or is only told for one offer."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import MatcherDep
from api.gestures import Gesture, GestureDep
from api.offer_forces_form import OfferForcesForm
from api.rendering import page
from api.services.offer_forces import LONGEST_MOTIVE, Wish, choose
from api.services.offer_forces_view import forces_view
from api.services.offer_lists import offer_of
from api.services.offers_sides import profile_of
from api.services.ranking import Ranker
from models.errors import InputRefusedError
from models.offers import Offer
from models.vocabulary import Force

router = APIRouter()


@router.get("/offers/{key}/obstacles", response_class=HTMLResponse)
def show_offer_forces(request: Request, act: GestureDep, matcher: MatcherDep, key: str) -> Response:
    """How each requirement of one offer counts, and who chose so."""
    return _shown(request, act, matcher.current(act.session), offer_of(act.session, key))


@router.post("/offers/{key}/obstacles", response_class=HTMLResponse)
def choose_offer_forces(
    request: Request,
    act: GestureDep,
    matcher: MatcherDep,
    key: str,
    form: Annotated[OfferForcesForm, Form()],
) -> Response:
    """Keep what the employer holds to; the next ranking applies it.

    A refusal is told beside what was chosen and typed.
    """
    offer, ranker = offer_of(act.session, key), matcher.current(act.session)
    profile = profile_of(act.session, offer, ranker)
    wish = Wish(form.forces(), form.motive, form.version)
    try:
        with act.session.begin_nested():
            choose(act.session, offer, act.user, wish, profile, act.at)
    except InputRefusedError as refusal:
        return _shown(request, act, ranker, offer, Told(wish, str(refusal)))
    return RedirectResponse(f"/offers/{offer.key}/obstacles", status_code=303)


@dataclass(frozen=True)
class Told:
    """What was asked and is refused, and why."""

    wish: Wish
    message: str


def _shown(
    request: Request, act: Gesture, ranker: Ranker, offer: Offer, told: Told | None = None
) -> Response:
    facts = {
        "offer": offer,
        "view": forces_view(act.session, offer, act.user, ranker),
        "forces": list(Force),
        "longest": LONGEST_MOTIVE,
        "wished": told.wish.forces if told else {},
        "motive": told.wish.motive if told else "",
        "message": told.message if told else "",
    }
    return page(request, "offer_forces.html", facts, 422 if told else 200)
