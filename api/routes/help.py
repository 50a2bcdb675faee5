"""The guide, by role: what each page is for, in the words of the programme."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import UserDep
from api.rendering import page
from api.services.help import GUIDES, find_guide, guide_of

router = APIRouter()


@router.get("/aide")
def own_guide(user: UserDep) -> Response:
    """To the guide of the role of whoever is signed in."""
    return RedirectResponse(guide_of(user.role).address, status_code=303)


@router.get("/aide/{guide}", response_class=HTMLResponse)
def show_guide(request: Request, guide: str) -> Response:
    """One guide, whole, with the words at its end; contacts read theirs without signing in."""
    facts = {"guide": find_guide(guide), "guides": GUIDES}
    return page(request, "help.html", facts)
