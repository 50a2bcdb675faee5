"""« À traiter »: what waits for whoever signs in; the first page of every day."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from api.dependencies import NowDep, SessionDep, TodayDep, UserDep
from api.rendering import page
from api.schemas import Line, PageNumber
from api.services.todo import todo_page
from api.todo_words import due_words
from models.vocabulary import Role

router = APIRouter()

WAYS_ON = {
    Role.OFFICER: ("/offers/new", "Saisir une offre"),
    Role.OFFICE: ("/offers", "Voir les offres"),
    Role.CASEWORKER: ("/candidats", "Voir vos participants"),
    Role.ADVISOR: ("/offers?state=open", "Voir les offres ouvertes"),
    Role.MANAGER: ("/offers", "Voir les offres"),
    Role.ADMIN: ("/commencer", "Par où commencer"),
}
"""Where each role goes when nothing waits."""


@router.get("/", response_class=HTMLResponse)
@router.get("/a-traiter", response_class=HTMLResponse)
def show_todo(
    request: Request,
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    today: TodayDep,
    kind: Annotated[Line, Query(alias="sorte")] = "",
    number: Annotated[PageNumber, Query(alias="page")] = 1,
) -> Response:
    """What waits for the user, by due day, counted by kind."""
    found = todo_page(session, user, now, kind, number)

    def address(wanted: int, of: str | None = found.chosen) -> str:
        asked = {"sorte": of or "", "page": str(wanted) if wanted > 1 else ""}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"/a-traiter?{query}" if query else "/a-traiter"

    facts = {
        "found": found,
        "today": today,
        "due_words": due_words,
        "address": address,
        "way_on": WAYS_ON.get(user.role, ("/offers", "Voir les offres")),
    }
    return page(request, "todo.html", facts)
