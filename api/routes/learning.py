"""What decisions teach: the weights proposed, who puts them in force, and their story."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import MatcherDep, NowDep, SessionDep, UserDep
from api.learning_forms import OfferWeightsForm, SignatureForm
from api.learning_page import learning_facts, offer_weights_facts
from api.rendering import page
from api.services.fairness_promotion import exposure_in_band
from api.services.learning import Signature, approve, go_back, propose, refuse
from api.services.learning_rates import refit
from api.services.learning_weights import prefer
from api.services.offer_lists import offer_of

router = APIRouter()

HOME = "/apprentissage"


@router.get(HOME, response_class=HTMLResponse)
def show_learning(
    request: Request, session: SessionDep, user: UserDep, matcher: MatcherDep
) -> Response:
    """Where learning stands: decisions, weights in force, what is proposed, what was decided."""
    return page(request, "learning.html", learning_facts(session, matcher.ranker.engine, user))


@router.post(f"{HOME}/proposals")
def make_proposal(session: SessionDep, user: UserDep, now: NowDep, matcher: MatcherDep) -> Response:
    """« Calculer une proposition »: the chances are fitted again with it."""
    propose(session, matcher.ranker.engine, user, now, exposure_in_band(session, now))
    refit(session, matcher.ranker.engine, now)
    return _back()


@router.post(f"{HOME}/proposals/{{proposal_key}}/approve")
def approve_proposal(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    proposal_key: str,
    form: Annotated[SignatureForm, Form()],
) -> Response:
    """« Mettre en service », signed."""
    approve(session, proposal_key, user, Signature(form.signed_as, form.note), now)
    return _back()


@router.post(f"{HOME}/proposals/{{proposal_key}}/refuse")
def refuse_proposal(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    proposal_key: str,
    form: Annotated[SignatureForm, Form()],
) -> Response:
    """« Ne pas retenir », signed."""
    refuse(session, proposal_key, user, Signature(form.signed_as, form.note), now)
    return _back()


@router.post(f"{HOME}/return")
def return_to_packaged(
    session: SessionDep, user: UserDep, now: NowDep, form: Annotated[SignatureForm, Form()]
) -> Response:
    """« Revenir aux poids d’origine », signed."""
    go_back(session, user, Signature(form.signed_as, form.note), now)
    return _back()


@router.get("/offers/{key}/weights", response_class=HTMLResponse)
def show_offer_weights(
    request: Request, session: SessionDep, user: UserDep, matcher: MatcherDep, key: str
) -> Response:
    """Suggested, preferred and applied weights of one offer."""
    engine, offer = matcher.ranker.engine, offer_of(session, key)
    facts: dict[str, Any] = offer_weights_facts(session, offer, engine, user)
    return page(request, "offer_weights.html", facts)


@router.post("/offers/{key}/weights")
def choose_offer_weights(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    matcher: MatcherDep,
    key: str,
    form: Annotated[OfferWeightsForm, Form()],
) -> Response:
    """Keep what is preferred; the next ranking uses it."""
    offer = offer_of(session, key)
    prefer(session, offer, user, form.emphases(), matcher.ranker.engine, now)
    return RedirectResponse(f"/offers/{offer.key}/weights", status_code=303)


def _back() -> Response:
    return RedirectResponse(HOME, status_code=303)
