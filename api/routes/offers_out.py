"""An open offer in the formats that others take: schema.org JobPosting, France Travail JSON."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from api.dependencies import SessionDep
from api.services import api_offers
from api.services.offer_discretion import for_staff
from api.services.offer_lists import offer_of
from models.offers import Offer

router = APIRouter()

LD_JSON, JSON = "application/ld+json", "application/json"


@router.get("/offers/{key}.jsonld")
def job_posting(session: SessionDep, key: str) -> Response:
    """The offer for a web page: search engines read it."""
    offer = offer_of(session, key)
    return _file(offer, api_offers.job_posting(session, offer, for_staff), LD_JSON, "jsonld")


@router.get("/offers/{key}.france-travail.json")
def france_travail(session: SessionDep, key: str) -> Response:
    """The offer for a partner who reads France Travail's."""
    offer = offer_of(session, key)
    return _file(
        offer, api_offers.france_travail(session, offer, for_staff), JSON, "france-travail.json"
    )


def _file(offer: Offer, body: dict[str, Any], kind: str, suffix: str) -> Response:
    name = f"offre-{str(offer.key)[:8]}.{suffix}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return JSONResponse(body, media_type=kind, headers=headers)
