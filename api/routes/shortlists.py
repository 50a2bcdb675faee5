"""The shortlist of an offer."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.balance import balance_words
from api.dependencies import MatcherDep, SessionDep, TodayDep, UserDep, get_matcher
from api.explanations import explain
from api.rendering import page
from api.schemas import PageNumber, RankingForm, ShortlistSearchForm
from api.services.decisions_everyone import Announced, announced
from api.services.decisions_together import MOST_TOGETHER, BatchView, batch_view
from api.services.levers_page import shortlist_levers
from api.services.offer_forces_view import told_forces
from api.services.offer_lists import offer_of
from api.services.rows import ROW_READERS, Row, candidate_of, row_view
from api.services.shortlist_views import RowFilters, ShortlistView, shortlist_view
from api.services.shortlists import current_shortlist, refresh_shortlist
from api.wording import availability_words, motive_label, travel_words
from models.errors import TransitionRefusedError
from models.offers import Offer
from models.people import User
from models.shortlists import Shortlist
from models.vocabulary import Band, DiscardMotive, OfferState

router = APIRouter()

DECISIONS = ("todo", "kept", "discarded")
WORDS: dict[str, Any] = {
    "explain": explain,
    "balance_words": balance_words,
    "travel_words": travel_words,
    "availability_words": availability_words,
    "motive_label": motive_label,
    "motives": list(DiscardMotive),
    "bands": list(Band),
    "changes": {},
    "three": None,
}


@dataclass(frozen=True, slots=True)
class After:
    """What was just decided: on one candidate (their key), or on several.

    unnamed : how many were not reached beside those whom the batch names
    """

    seen: str = ""
    batch: BatchView | None = None
    unnamed: int = 0


NOTHING_DECIDED = After()


@router.get("/offers/{key}/shortlist", response_class=HTMLResponse)
def show_shortlist(
    request: Request,
    session: SessionDep,
    user: UserDep,
    key: str,
    band: str = "",
    decision: str = "",
    mine: bool = False,
    by_score: bool = False,
    by_rank: bool = False,
    number: Annotated[PageNumber, Query(alias="page")] = 1,
    seen: str = "",
    batch: str = "",
    skipped: Annotated[tuple[str, ...], Query()] = (),
    unnamed: Annotated[int, Query(ge=0, le=MOST_TOGETHER)] = 0,
) -> Response:
    """The bands of an offer, or one of them, or the raw order."""
    filters = replace(row_filters_of(band, decision, mine, by_score), page=number, by_rank=by_rank)
    offer = offer_of(session, key)
    told = batch_view(session, offer, batch, skipped) if batch else None
    return shortlist_page(request, session, user, offer, filters, After(seen, told, unnamed))


def row_filters_of(band: str, decision: str, mine: bool, by_score: bool) -> RowFilters:
    """The filters of the address; what is not known of them does not filter."""
    return RowFilters(
        band=next((each for each in Band if each == band), None),
        decision=decision if decision in DECISIONS else "",
        mine=mine,
        by_score=by_score,
    )


@router.post("/offers/{key}/shortlist", response_class=HTMLResponse)
def search_shortlist(
    request: Request,
    session: SessionDep,
    user: UserDep,
    key: str,
    form: Annotated[ShortlistSearchForm, Form()],
) -> Response:
    """The rows that hold the words; in the body, as addresses end up in logs."""
    return shortlist_page(request, session, user, offer_of(session, key), RowFilters(q=form.q))


@router.post("/offers/{key}/ranking")
def rank_again(
    session: SessionDep,
    today: TodayDep,
    matcher: MatcherDep,
    key: str,
    form: Annotated[RankingForm, Form()],
) -> Response:
    """Rank everybody on the data of the day, and keep the whole list.

    Raises
    ------
    TransitionRefusedError : the offer is not open
    """
    offer = offer_of(session, key)
    if offer.state is not OfferState.OPEN:
        raise TransitionRefusedError("Refaire le classement", offer.state.label)
    refresh_shortlist(session, offer, today, matcher)
    query = f"?band={form.band.value}" if form.band else ""
    return RedirectResponse(f"/offers/{offer.key}/shortlist{query}", status_code=303)


def shortlist_page(
    request: Request,
    session: Session,
    user: User,
    offer: Offer,
    filters: RowFilters,
    after: After = NOTHING_DECIDED,
) -> Response:
    """Render the page of a shortlist; an offer without one says so."""
    shortlist = current_shortlist(session, offer)
    view = shortlist_view(session, shortlist, user, filters) if shortlist else None
    link = links(offer, filters)
    levers = shortlist_levers(session, offer, view, user, get_matcher(request))
    ranker = get_matcher(request).ranker
    facts = {
        **WORDS,
        "forces": told_forces(session, offer, shortlist, ranker),
        "changes": levers.changes,
        "three": levers.three,
        "offer": offer,
        "brief": brief_of(offer),
        "view": view,
        "filters": filters,
        "link": link,
        "file": lambda suffix: link().replace("/shortlist", f"/shortlist.{suffix}", 1),
        "pager_url": lambda wanted: link(page=wanted),
        "focus": False,
        "oob": False,
        "announcement": "",
        "back": link(page=filters.page),
        "everyone": everyone_left(session, shortlist, user, view, filters),
        "most_together": MOST_TOGETHER,
        "seen": seen_row(session, shortlist, user, view, after.seen),
        "together": after.batch,
        "unnamed": after.unnamed,
    }
    return page(request, "shortlist.html", facts)


def everyone_left(
    session: Session,
    shortlist: Shortlist | None,
    user: User,
    view: ShortlistView | None,
    filters: RowFilters,
) -> Announced | None:
    """How many could be decided on at once; None where nothing is cut down, or nobody is left."""
    is_cut_down = filters.band or filters.decision or filters.mine or filters.q
    if shortlist is None or view is None or not is_cut_down:
        return None
    found = announced(session, shortlist, user, view.undecided)
    return found if found.people > 1 else None


def links(offer: Offer, filters: RowFilters) -> Callable[..., str]:
    """Addresses of this shortlist with other filters than the present ones."""
    empty = RowFilters()

    def link(**changes: Any) -> str:
        wanted = replace(filters, **{"q": "", "page": 1, **changes})
        differing = {
            name: str(getattr(wanted, name)).lower()
            for name in ("band", "decision", "mine", "by_score", "by_rank", "page")
            if getattr(wanted, name) != getattr(empty, name)
        }
        query = "?" + urlencode(differing) if differing else ""
        return f"/offers/{offer.key}/shortlist{query}"

    return link


def brief_of(offer: Offer) -> list[str]:
    """The offer in a line."""
    words = [
        offer.employer_name,
        offer.commune_name,
        offer.contract_type.label if offer.contract_type else None,
        f"{offer.weekly_hours:g} h par semaine" if offer.weekly_hours else None,
        f"{offer.positions} postes" if offer.positions > 1 else None,
    ]
    return [word for word in words if word]


def seen_row(
    session: Session, shortlist: Shortlist | None, user: User, view: ShortlistView | None, seen: str
) -> Row | None:
    """The row just decided on, where the page does not show it any more."""
    if shortlist is None or view is None or not seen or user.role not in ROW_READERS:
        return None
    shown = {str(row.candidate.key) for row in view.rows}
    if seen in shown:
        return None
    return row_view(session, shortlist, user, candidate_of(session, seen).id)
