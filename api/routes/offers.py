"""Offers: the list, and the page of one offer."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import NowDep, SessionDep, TodayDep, UserDep
from api.drafts import facts_of
from api.rendering import page
from api.schemas import PageNumber, Search
from api.services import offers as service
from api.services.clauses_views import clause_of_offer
from api.services.dispatches_views import dispatches_of_offer
from api.services.documents import documents_of
from api.services.drives_views import drives_of_offer
from api.services.offer_life_view import life_view
from api.services.offer_lists import OfferFilters, offer_of, offers_page
from api.services.reliability import reliability_of_offer
from ingestion.offers.questions import questions
from models.people import User
from models.vocabulary import Domain, OfferState, Role

router = APIRouter()
OWN = "miens"
"""In the address, the domains of whoever reads."""


@router.get("/offers", response_class=HTMLResponse)
def list_offers(
    request: Request,
    session: SessionDep,
    user: UserDep,
    today: TodayDep,
    q: Search = "",
    domain: str = "",
    state: str = "",
    due: bool = False,
    number: Annotated[PageNumber, Query(alias="page")] = 1,
) -> Response:
    """The offers, cut down to what the address says; those of one's domains where it is bare."""
    own = own_domains(user)
    if own and not request.url.query:
        return RedirectResponse(f"/offers?domain={OWN}", status_code=303)
    filters = filters_of(q, domain, state, due, own, number)
    chosen = OWN if filters.own else filters.domain

    def query(wanted: int = 0) -> str:
        kept = {"q": filters.q, "domain": chosen, "state": filters.state, "page": wanted}
        kept |= {"due": "true" if filters.due else ""}
        return urlencode({name: value for name, value in kept.items() if value})

    return page(
        request,
        "offers.html",
        {
            "page": offers_page(session, filters, today),
            "filters": filters,
            "domains": list(Domain),
            "own": (OWN, [each.label for each in Domain if each in own]),
            "states": list(OfferState),
            "query": query(),
            "pager_url": lambda wanted: f"/offers?{query(wanted)}",
        },
    )


def own_domains(user: User) -> tuple[str, ...]:
    """The domains on which an advisor decides; () for the others, who see them all alike."""
    return tuple(user.domains) if user.role is Role.ADVISOR else ()


def filters_of(
    q: str, domain: str, state: str, due: bool, own: tuple[str, ...] = (), number: int = 1
) -> OfferFilters:
    """The filters of the address; what is not known of them does not filter."""
    return OfferFilters(
        domain=next((each for each in Domain if each == domain), None),
        own=own if domain == OWN else (),
        state=next((each for each in OfferState if each == state), None),
        q=q.strip(),
        page=number,
        due=due,
    )


@router.get("/offers/{key}", response_class=HTMLResponse)
def show_offer(
    request: Request, session: SessionDep, user: UserDep, now: NowDep, today: TodayDep, key: str
) -> Response:
    """One offer as it stands."""
    offer = offer_of(session, key)
    parsed = service.parsed_offer(session, offer)
    return page(
        request,
        "offer.html",
        {
            "offer": offer,
            "facts": facts_of(parsed),
            "questions": questions(parsed),
            "documents": documents_of(session, offer),
            "life": life_view(session, offer, today),
            "clause": clause_of_offer(session, offer),
            "drives": drives_of_offer(session, user, offer),
            "sent": dispatches_of_offer(session, user, offer.id),
            "reliability": reliability_of_offer(session, offer, now),
        },
    )
