"""Offers: the list, the intake, the review beside the text, the page of one offer."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import NowDep, SessionDep, UserDep
from api.drafts import facts_of
from api.rendering import page
from api.schemas import OfferTextForm, PageNumber, Search
from api.services import offers as service
from api.services.offer_lists import OfferFilters, offer_of, offers_page
from api.services.reading import read_offer_words
from models.vocabulary import (
    Domain,
    OfferState,
)

router = APIRouter()

SPARE_LICENCE_ROWS = 2
EMPTY_TEXT = "Collez d’abord le texte de l’offre."


@router.get("/offers", response_class=HTMLResponse)
def list_offers(
    request: Request,
    session: SessionDep,
    q: Search = "",
    domain: str = "",
    state: str = "",
    number: Annotated[PageNumber, Query(alias="page")] = 1,
) -> Response:
    """The offers, cut down to what the address says."""
    filters = OfferFilters(
        domain=next((each for each in Domain if each == domain), None),
        state=next((each for each in OfferState if each == state), None),
        q=q.strip(),
        page=number,
    )

    def pager_url(wanted: int) -> str:
        kept = {"q": filters.q, "domain": filters.domain, "state": filters.state, "page": wanted}
        return "/offers?" + urlencode({name: value for name, value in kept.items() if value})

    return page(
        request,
        "offers.html",
        {
            "page": offers_page(session, filters),
            "filters": filters,
            "domains": list(Domain),
            "states": list(OfferState),
            "pager_url": pager_url,
        },
    )


@router.get("/offers/new", response_class=HTMLResponse)
def new_offer(request: Request) -> Response:
    """Where the text of an offer is pasted."""
    return page(request, "offer_new.html", {"text": "", "message": ""})


@router.post("/offers/preview", response_class=HTMLResponse)
def preview(request: Request, form: Annotated[OfferTextForm, Form()]) -> Response:
    """What is read of the text so far; nothing is kept."""
    if not form.text.strip():
        return page(request, "_preview.html", {"found": [], "questions": []})
    offers = read_offer_words(form.text).offers
    if not offers:
        return page(request, "_preview.html", {"found": [], "questions": []})
    return page(
        request,
        "_preview.html",
        {"found": facts_of(offers[0]), "questions": offers[0].questions},
    )


@router.post("/offers", response_class=HTMLResponse)
def create_offer(
    request: Request,
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    form: Annotated[OfferTextForm, Form()],
) -> Response:
    """Take the offer in, and go on to its review."""
    if not form.text.strip():
        return page(request, "offer_new.html", {"text": form.text, "message": EMPTY_TEXT}, 422)
    read = read_offer_words(form.text)
    if not read.offers:
        message = read.refused[0].reason if read.refused else EMPTY_TEXT
        return page(request, "offer_new.html", {"text": form.text, "message": message}, 422)
    created = [service.create_offer(session, parsed, user, now) for parsed in read.offers]
    target = f"/offers/{created[0].key}/review" if len(created) == 1 else "/offers?state=to_review"
    return RedirectResponse(target, status_code=303)


@router.get("/offers/{key}", response_class=HTMLResponse)
def show_offer(request: Request, session: SessionDep, key: str) -> Response:
    """One offer as it stands."""
    offer = offer_of(session, key)
    parsed = service.parsed_offer(session, offer)
    return page(
        request,
        "offer.html",
        {"offer": offer, "facts": facts_of(parsed), "questions": parsed.questions},
    )
