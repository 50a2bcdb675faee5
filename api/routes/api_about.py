"""What the API can do, for people and for programs; open to everybody, as it shows no data."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from api.api_document import chapters, document
from api.programs import API
from api.rendering import page
from api.services.tokens import MOST_A_MINUTE
from models.tokens import ApiScope

router = APIRouter()


@router.get(f"{API}/", response_class=HTMLResponse)
def read_about_the_api(request: Request) -> Response:
    """The document of the API, read out."""
    facts = {"chapters": chapters(), "scopes": list(ApiScope), "most": MOST_A_MINUTE}
    return page(request, "api.html", facts)


@router.get(f"{API}/openapi.json")
def openapi_document() -> Response:
    """The document of the API, as OpenAPI 3.1."""
    return JSONResponse(document())
