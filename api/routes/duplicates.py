"""Two offers that are probably one: side by side, united, told apart, parted again."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import NowDep, SessionDep, UserDep
from api.life_forms import DistinctForm, PartForm, UniteForm
from api.rendering import page
from api.services.duplicates import (
    likeness_of,
    probable_duplicates,
    say_distinct,
    side_by_side,
)
from api.services.merging import Parting, Union, merge_of, part, unite
from api.services.offer_lists import offer_of

router = APIRouter()


@router.get("/offers/{key}/duplicates", response_class=HTMLResponse)
def show_duplicates(request: Request, session: SessionDep, key: str, other: str = "") -> Response:
    """The probable twins of an offer, and one of them beside it."""
    offer = offer_of(session, key)
    probable = probable_duplicates(session, offer)
    twin = offer_of(session, other) if other else (probable[0].offer if probable else None)
    facts = {
        "offer": offer,
        "probable": probable,
        "twin": twin,
        "likeness": None if twin is None else likeness_of(session, offer, twin),
        "rows": () if twin is None else side_by_side(session, offer, twin),
    }
    return page(request, "offer_duplicates.html", facts)


@router.post("/offers/{key}/duplicates/{other}/unite", response_class=HTMLResponse)
def unite_offers(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    key: str,
    other: str,
    form: Annotated[UniteForm, Form()],
) -> Response:
    """« C’est la même offre »."""
    mine, twin = offer_of(session, key), offer_of(session, other)
    kept, merged = (mine, twin) if form.keep == "mine" else (twin, mine)
    versions = (form.version, form.other_version)
    if form.keep != "mine":
        versions = (form.other_version, form.version)
    taken = frozenset(form.taken_from(form.keep))
    unite(session, Union(kept, merged, taken, *versions), user, now)
    return RedirectResponse(f"/offers/{kept.key}", status_code=303)


@router.post("/offers/{key}/duplicates/{other}/distinct", response_class=HTMLResponse)
def tell_apart(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    key: str,
    other: str,
    form: Annotated[DistinctForm, Form()],
) -> Response:
    """« Ce sont deux offres »."""
    offer = offer_of(session, key)
    say_distinct(session, offer, offer_of(session, other), user, now)
    return RedirectResponse(f"/offers/{offer.key}", status_code=303)


@router.post("/offers/{key}/merges/{merge_key}/part", response_class=HTMLResponse)
def part_offers(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    key: str,
    merge_key: str,
    form: Annotated[PartForm, Form()],
) -> Response:
    """« Séparer »."""
    offer = offer_of(session, key)
    merge = merge_of(session, offer, merge_key)
    kept, _ = part(session, Parting(merge, offer, form.version, form.keeps_edits), user, now)
    return RedirectResponse(f"/offers/{kept.key}", status_code=303)
