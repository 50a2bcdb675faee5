"""One person before the offers: who they are for us, their offers, and the pages made for them."""

import re
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.balance import balance_words
from api.dependencies import MatcherDep, NowDep, SessionDep, TodayDep, UserDep
from api.explanations import explain
from api.person_facts import facts_of
from api.plain_offer import hour_words, reason_words, route_words, work_words
from api.rendering import page
from api.routes.shortlists import brief_of
from api.schemas import DecisionForm, DiscardForm, PageNumber, ShortlistSearchForm
from api.services import decisions
from api.services.decisions import Reason, ReasonMissingError, Target
from api.services.offer_lists import offer_of
from api.services.offers import parsed_offer
from api.services.offers_sides import side_of
from api.services.person_offers import best_rows, person_offers
from api.services.person_sheet import sheet_of
from api.services.persons import PeoplePage, people_page, person_of
from api.wording import motive_label
from matching.directions import route
from models.candidates import Candidate
from models.offers import Offer
from models.vocabulary import Band, DiscardMotive

router = APIRouter()

WORDS: dict[str, Any] = {
    "explain": explain,
    "balance_words": balance_words,
    "brief_of": brief_of,
    "motive_label": motive_label,
    "motives": list(DiscardMotive),
}


@router.get("/candidats", response_class=HTMLResponse)
def show_people(
    request: Request,
    session: SessionDep,
    user: UserDep,
    number: Annotated[PageNumber, Query(alias="page")] = 1,
) -> Response:
    """The people whom the user may look at."""
    return people_found(request, people_page(session, user, page=number), number=number)


@router.post("/candidats", response_class=HTMLResponse)
def search_people(
    request: Request,
    session: SessionDep,
    user: UserDep,
    form: Annotated[ShortlistSearchForm, Form()],
) -> Response:
    """Those whom the words fit; in the body, as addresses end up in logs."""
    found = people_page(session, user, form.q)
    request.state.lines = found.total  # for the journal, which keeps no word of a search
    return people_found(request, found, words=form.q)


def people_found(request: Request, found: PeoplePage, words: str = "", number: int = 1) -> Response:
    """Render a page of people."""
    facts = {
        "found": found,
        "q": words,
        "number": number,
        "pager_url": lambda wanted: f"/candidats?page={wanted}",
    }
    return page(request, "candidates.html", facts)


@router.get("/candidats/{candidate_key}", response_class=HTMLResponse)
def show_person(
    request: Request,
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    today: TodayDep,
    matcher: MatcherDep,
    candidate_key: str,
    band: str = "",
    number: Annotated[PageNumber, Query(alias="page")] = 1,
) -> Response:
    """What is known of a person and the open offers, from the nearest to the remotest."""
    person = person_of(session, user, candidate_key)
    chosen = next((each for each in Band if each == band), None)
    offers = None
    if person.candidate.is_active:
        side = side_of(session, person.candidate, today, matcher)
        offers = person_offers(side, now, chosen, number)
    facts = {
        **WORDS,
        "person": person,
        "facts": facts_of(session, person.candidate.id),
        "offers": offers,
        "band": chosen,
        "number": number,
        "today": today,
        "back": f"{chosen.value}/{number}" if chosen else "",
        "pager_url": lambda wanted: f"?band={chosen.value if chosen else ''}&page={wanted}",
    }
    return page(request, "candidate.html", facts)


@router.get("/candidats/{candidate_key}/trois-offres", response_class=HTMLResponse)
def show_three(
    request: Request,
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    today: TodayDep,
    matcher: MatcherDep,
    candidate_key: str,
) -> Response:
    """Three offers to talk about with the person, on one page to print."""
    person = person_of(session, user, candidate_key)
    side = side_of(session, person.candidate, today, matcher)
    rows, left = best_rows(side, now)
    shown = [
        {
            "offer": row.offer,
            "work": list(work_words(parsed)),
            "hours": list(hour_words(parsed)),
            "route": list(route_words(parsed, route(side.scores_of(row.offer)))),
            "why": reason_words(row.entry),
            "questions": len(explain(row.entry).questions),
        }
        for row in rows
        for parsed in [parsed_offer(session, row.offer)]
    ]
    facts = {"person": person, "shown": shown, "left": left, "today": today}
    return page(request, "candidate_three.html", facts)


@router.get("/candidats/{candidate_key}/offres/{key}/pourquoi", response_class=HTMLResponse)
def show_why(
    request: Request,
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    today: TodayDep,
    matcher: MatcherDep,
    candidate_key: str,
    key: str,
) -> Response:
    """Why an offer is proposed to a person, who decides, and how to say no or contest."""
    person, offer = person_of(session, user, candidate_key), offer_of(session, key)
    side = side_of(session, person.candidate, today, matcher)
    sheet = sheet_of(side, offer, matcher, now)
    parsed = parsed_offer(session, offer)
    facts = {
        **WORDS,
        "person": person,
        "offer": offer,
        "sheet": sheet,
        "said": explain(sheet.entry),
        "facts": facts_of(session, person.candidate.id),
        "work": [*work_words(parsed), *hour_words(parsed), *route_words(parsed, sheet.route)],
        "today": today,
    }
    return page(request, "candidate_why.html", facts)


@router.post("/candidats/{candidate_key}/offres/{key}/keep")
def keep(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    today: TodayDep,
    matcher: MatcherDep,
    candidate_key: str,
    key: str,
    form: Annotated[DecisionForm, Form()],
) -> Response:
    """Retenir; what is known today to hold the person back asks for a written reason."""
    person, offer = person_of(session, user, candidate_key), offer_of(session, key)
    side = side_of(session, person.candidate, today, matcher)
    if side.entry(offer).blockers and not form.note:
        raise ReasonMissingError
    target = Target(offer, person.candidate.id, form.version)
    decisions.keep(session, user, target, form.note, now)
    return back_to(person.candidate, offer, form.back)


@router.post("/candidats/{candidate_key}/offres/{key}/discard")
def discard(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    candidate_key: str,
    key: str,
    form: Annotated[DiscardForm, Form()],
) -> Response:
    """Écarter, with a motive."""
    person, offer = person_of(session, user, candidate_key), offer_of(session, key)
    target = Target(offer, person.candidate.id, form.version)
    decisions.discard(session, user, target, Reason(form.motive, form.note), now)
    return back_to(person.candidate, offer, form.back)


@router.post("/candidats/{candidate_key}/offres/{key}/undo")
def undo(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    candidate_key: str,
    key: str,
    form: Annotated[DecisionForm, Form()],
) -> Response:
    """Annuler."""
    person, offer = person_of(session, user, candidate_key), offer_of(session, key)
    decisions.take_back(session, user, Target(offer, person.candidate.id, form.version), now)
    return back_to(person.candidate, offer, form.back)


def back_to(candidate: Candidate, offer: Offer, back: str) -> Response:
    """Back to the page that the decision was taken on, at its offer; `back`: band/page."""
    band, _, number = back.partition("/")
    is_known = band in set(Band) and re.fullmatch(r"[1-9][0-9]{0,3}", number)
    query = f"?band={band}&page={number}" if is_known else ""
    return RedirectResponse(f"/candidats/{candidate.key}{query}#o-{offer.key}", status_code=303)
